/* Makes a thread smoother: what is new is jumped to, reactions answer in place, what was seen is remembered. */
(() => {
  "use strict";

  const thread = document.getElementById("talk");
  if (!thread) return;
  const all = (selector, root = thread) => Array.from(root.querySelectorAll(selector));
  const say = (text) => document.dispatchEvent(new CustomEvent("intramural:say", { detail: text }));

  /* Branches can be folded; whoever is led into one finds it open. */
  const unfold = (place) => {
    for (let branch = place.closest("details"); branch; branch = branch.parentElement.closest("details")) branch.open = true;
  };
  const led = () => {
    const named = /^#c\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (named) {
      unfold(named);
      named.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", led);
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.target;
    if (place.isConnected && thread.contains(place)) unfold(place);
  });
  document.body.addEventListener("htmx:load", (event) => {
    if (thread.contains(event.detail.elt)) unfold(event.detail.elt);
  });

  /* "n" and "p" go from one new comment to the next. */
  const jump = (step) => {
    const fresh = all(".comment.new");
    if (!fresh.length) return;
    const here = document.activeElement.closest(".comment");
    let at = fresh.indexOf(here);
    if (at < 0) {
      /* From anywhere else to the nearest below or above; from outside the thread to the first or last. */
      const after = fresh.findIndex((each) => here && here.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
      at = !here || after < 0 ? (step > 0 ? 0 : fresh.length - 1) : step > 0 ? after : after - 1;
    } else {
      at += step;
    }
    const next = fresh[(at + fresh.length) % fresh.length];
    unfold(next);
    next.tabIndex = -1;
    next.focus();
    say(thread.dataset.new.replace("%1", fresh.indexOf(next) + 1).replace("%2", fresh.length));
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "n") jump(1);
    if (event.key === "p") jump(-1);
  });
  thread.addEventListener("click", (event) => {
    const first = event.target.closest("[data-next-new]");
    if (first && first.hash && thread.querySelector(".comment.new")) {
      event.preventDefault();
      jump(1);
    }

    /* A reaction is sent by the one form that holds the token; what comes back are the same buttons, counted anew. */
    const button = event.target.closest(".react button");
    if (!button) return;
    event.preventDefault();
    const place = button.closest(".react");
    const kind = button.getAttribute("formaction");
    const comment = place.closest(".comment");
    const values = Object.fromEntries(new FormData(document.getElementById("act")));
    if (button.name) values[button.name] = button.value;
    all("button", place).forEach((each) => { each.disabled = true; });
    window.htmx.ajax("POST", kind, { source: place, target: place, swap: "outerHTML", values }).finally(() => {
      const again = comment.querySelector(`:scope > footer [formaction="${kind}"]`);
      all("button", comment.querySelector(":scope > footer .react")).forEach((each) => { each.disabled = false; });
      if (again) again.focus();
    });
  });

  /* The thread counts as seen when its end was, or after ten seconds of it. Told once, with the page's own moment. */
  const form = document.getElementById("seen");
  const timers = [];
  const seen = () => {
    eye.disconnect();
    timers.forEach(clearTimeout);
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, keepalive: true });
  };
  const eye = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (entry.target === form && entry.isIntersecting) seen();
    else if (entry.isIntersecting) timers.push(setTimeout(seen, 10000));
    else timers.splice(0).forEach(clearTimeout);
  }));
  /* The form stands at the end of the thread. */
  eye.observe(form);
  eye.observe(thread);
  led();
})();
