/* Offers names while one is typed after "@". Without it, the name is typed in full and means the same. */
(() => {
  "use strict";

  const WAIT = 120;
  const NAME = /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_][\p{L}\p{N}_./-]{0,60})$/u;
  const list = document.createElement("ul");
  list.className = "names";
  list.id = "names";
  list.setAttribute("role", "listbox");

  let area = null;
  let timer = 0;
  let question = 0;

  const options = () => Array.from(list.children);
  const chosen = () => list.querySelector("[aria-selected=true]");
  const begun = (box) => (box.selectionStart === box.selectionEnd && NAME.exec(box.value.slice(0, box.selectionStart)) || [])[1] || "";

  const close = () => {
    clearTimeout(timer);
    question += 1;
    list.remove();
    if (area) ["aria-controls", "aria-activedescendant"].forEach((name) => area.removeAttribute(name));
    area = null;
  };

  const choose = (option) => {
    options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    area.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const show = (box, found) => {
    if (!found.length) return close();
    area = box;
    list.setAttribute("aria-label", box.dataset.names);
    found.forEach((each, place) => { each.id = `name-${place}`; });
    list.replaceChildren(...found);
    if (list.previousElementSibling !== box) box.after(list);
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    choose(found[0]);
  };

  const ask = async (box) => {
    const name = begun(box);
    if (!name) return close();
    const mine = (question += 1);
    try {
      const address = new URL(box.dataset.mentions, location.href);
      address.searchParams.set("q", name);
      const response = await fetch(address, { credentials: "same-origin" });
      if (mine !== question) return;
      const answer = new DOMParser().parseFromString(response.ok ? await response.text() : "", "text/html");
      if (mine === question && begun(box) === name) show(box, Array.from(answer.querySelectorAll("li[role=option]")));
    } catch {
      close();
    }
  };

  const take = (option) => {
    const box = area;
    const end = box.selectionStart;
    const start = end - begun(box).length;
    close();
    box.setRangeText(`${option.dataset.name} `, start, end, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches("textarea[data-mentions]")) return;
    clearTimeout(timer);
    if (!begun(box)) close();
    else timer = setTimeout(() => ask(box), WAIT);
  });

  document.addEventListener("keydown", (event) => {
    if (!area || event.target !== area || event.isComposing) return;
    const all = options();
    const place = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      choose(all[(place + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]);
    } else if ((event.key === "Enter" || event.key === "Tab") && place >= 0 && !event.shiftKey) {
      take(all[place]);
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }, true);

  /* A press on a name must not take the focus from the words first. */
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === area) close();
  });
})();
