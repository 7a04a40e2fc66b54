/* Suggestions below the search box while something is typed, and word to the house that a search was of use. Without it, the box searches as it is. */
(() => {
  "use strict";

  const WAIT = 120;
  let box = null;
  let timer = 0;
  let question = 0;

  const list = document.createElement("div");
  list.className = "names";
  list.id = "suggestions";
  list.setAttribute("role", "listbox");

  document.querySelectorAll("[data-suggest]").forEach((each) => {
    each.setAttribute("role", "combobox");
    each.setAttribute("aria-autocomplete", "list");
    each.setAttribute("aria-expanded", "false");
  });

  const options = () => Array.from(list.children);
  const chosen = () => list.querySelector("[aria-selected=true]");

  const close = () => {
    clearTimeout(timer);
    question += 1;
    list.remove();
    if (!box) return;
    box.setAttribute("aria-expanded", "false");
    ["aria-controls", "aria-activedescendant"].forEach((name) => box.removeAttribute(name));
  };

  const choose = (option) => {
    options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    if (!option) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const show = (found) => {
    if (!found.length || document.activeElement !== box) return close();
    found.forEach((each, place) => { each.id = `suggestion-${place}`; });
    list.replaceChildren(...found);
    list.setAttribute("aria-label", box.dataset.suggestions);
    box.form.append(list);
    box.setAttribute("aria-expanded", "true");
    box.setAttribute("aria-controls", list.id);
    box.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const asked = box.value.trim();
    if (asked.length < 2) return close();
    const mine = (question += 1);
    try {
      const address = new URL(box.dataset.suggest, location.href);
      address.searchParams.set("q", asked);
      const response = await fetch(address, { credentials: "same-origin" });
      if (mine !== question) return;
      const answer = new DOMParser().parseFromString(response.ok && !response.redirected ? await response.text() : "", "text/html");
      if (mine === question) show(Array.from(answer.querySelectorAll("a[role=option]")));
    } catch {
      close();
    }
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-suggest]")) return;
    if (box !== event.target) close();
    box = event.target;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target !== box || !list.isConnected) return;
    const all = options();
    const at = all.indexOf(chosen());
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      /* Past either end the choice is the typed words again. */
      choose(all[at < 0 && step < 0 ? all.length - 1 : at + step]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      location.assign(chosen().href);
    }
  });

  document.addEventListener("focusout", (event) => {
    if (event.target === box && !list.contains(event.relatedTarget)) setTimeout(() => { if (document.activeElement !== box) close(); }, 150);
  });
  document.addEventListener("mousedown", (event) => { if (list.contains(event.target)) event.preventDefault(); });

  const ticket = document.getElementById("asked");
  if (ticket && navigator.sendBeacon) {
    const tell = (opened) => {
      const words = new FormData(ticket);
      if (opened) words.set("opened", "1");
      navigator.sendBeacon(ticket.action, words);
    };
    const [came] = performance.getEntriesByType("navigation");
    if (!came || came.type === "navigate") tell(false);
    let told = false;
    document.addEventListener("click", (event) => {
      if (told || !event.target.closest(".hit a[href]")) return;
      told = true;
      tell(true);
    });
  }
})();
