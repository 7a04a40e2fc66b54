/* Makes pages smoother; every page works without it. No inline code, no eval: the Content-Security-Policy allows neither. */
(() => {
  "use strict";

  const body = document.body;
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  /* Word to the reader, in the live region below the bar. */
  const say = (text, level = "good") => {
    const place = document.getElementById("messages");
    if (!place || !text) return;
    const notice = document.createElement("div");
    notice.className = `notice ${level}`;
    const words = document.createElement("div");
    words.textContent = text;
    notice.append(words);
    all(".notice[data-said]", place).forEach((old) => old.remove());
    notice.dataset.said = "";
    place.append(notice);
    if (level === "good") setTimeout(() => notice.remove(), 6000);
  };

  document.addEventListener("intramural:say", (event) => say(event.detail));

  /* "/" goes to the search box, unless the reader is typing. */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = all("details.menu[open]").pop();
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = all("[data-focus-key]").find((each) => each.dataset.focusKey === event.key && each.offsetParent);
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  /* Unsent text survives a closed tab's reload, a lost session and a failed request; it goes when it was sent. */
  const keepKey = (area) => {
    const form = area.form;
    return `unsent:${body.dataset.viewer}:${location.pathname}:${form ? form.getAttribute("action") || form.getAttribute("hx-post") || "" : ""}:${area.name}`;
  };
  const store = (act) => {
    try {
      return act(window.sessionStorage);
    } catch {
      return null;
    }
  };
  const keepable = (area) => area.matches && area.matches("textarea[name]:not([data-no-keep])") && Boolean(body.dataset.viewer);
  const forget = (form) => all("textarea", form).filter(keepable).forEach((area) => store((kept) => kept.removeItem(keepKey(area))));

  const grow = (area) => {
    if (CSS.supports("field-sizing", "content")) return;
    area.rows = Math.min(24, Math.max(Number(area.dataset.rows || area.rows), area.value.split("\n").length + Math.floor(area.value.length / 90) + 1));
  };

  const settle = (root) => {
    all("textarea", root).forEach((area) => {
      area.dataset.rows = area.dataset.rows || area.rows;
      if (keepable(area)) {
        const key = keepKey(area);
        const text = store((kept) => kept.getItem(key));
        if (store((kept) => kept.getItem(`${key}:sent`))) {
          store((kept) => { kept.removeItem(key); kept.removeItem(`${key}:sent`); });
        } else if (text && !area.value) {
          area.value = text;
          say(body.dataset.restored, "info");
        }
      }
      grow(area);
    });
    all("[data-needs-script]", root).forEach((each) => { each.hidden = false; });
    const wrong = root.querySelector("[data-first-error]");
    if (wrong && !root.querySelector("[autofocus]")) wrong.focus();
  };

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches("textarea")) return;
    grow(area);
    if (keepable(area)) store((kept) => (area.value ? kept.setItem(keepKey(area), area.value) : kept.removeItem(keepKey(area))));
  });

  /* One click sends a form once. */
  const byHtmx = (form) => form.matches("[hx-post], [hx-get], [hx-put], [hx-delete]");
  const buttonsOf = (form) => Array.from(form.elements).filter((each) => each.matches("button:not([type=button]), input[type=submit]"));
  const busy = (form, on) => buttonsOf(form).forEach((button) => {
    button.toggleAttribute("disabled", on);
    if (on) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || byHtmx(form) || form.method !== "post") return;
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    if ("forget" in form.dataset) store((kept) => kept.clear());
    all("textarea", form).filter(keepable).forEach((area) => store((kept) => kept.setItem(`${keepKey(area)}:sent`, "1")));
    /* After this turn, so that the pressed button's own value is still sent. */
    setTimeout(() => busy(form, true));
    setTimeout(() => { delete form.dataset.sent; busy(form, false); }, 8000);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form[data-sent]").forEach((form) => { delete form.dataset.sent; busy(form, false); });
  });

  body.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (form) busy(form, true);
  });
  body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (form) busy(form, false);
  });
  /* Before the answer is put in: it may hold the same form again, empty, and that is not to be filled with what was sent. */
  body.addEventListener("htmx:beforeSwap", (event) => {
    const sender = event.detail.requestConfig.elt;
    const { status } = event.detail.xhr;
    /* A button that asks by itself, as the preview does, has not sent the form. */
    if (sender.matches("form") && status >= 200 && status < 300) forget(sender);
  });
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => body.addEventListener(name, () => say(body.dataset.unsent, "error")));
  body.addEventListener("htmx:afterSwap", (event) => settle(event.detail.elt));

  /* Clicks: menus that close, dialogs that open, embeds that load, addresses that are copied. */
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });

    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();

    const copier = event.target.closest("[data-copy]");
    if (copier && navigator.clipboard) {
      event.preventDefault();
      navigator.clipboard.writeText(new URL(copier.dataset.copy, location.href).href).then(() => say(body.dataset.copied));
      return;
    }
    const loader = event.target.closest("[data-embed-src]");
    if (loader) {
      const source = new URL(loader.dataset.embedSrc, location.href);
      if (source.protocol !== "https:") return;
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.src = source.href;
      frame.title = loader.dataset.embedTitle || "";
      frame.allow = "fullscreen";
      frame.referrerPolicy = "no-referrer";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
      const box = loader.closest(".embed");
      box.classList.add("loaded");
      box.replaceChildren(frame);
      frame.focus();
    }
  });

  settle(document);
})();
