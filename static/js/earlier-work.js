/* In the editor of a write-up: while its goal is typed, earlier ones are offered; one click cites one. */
(() => {
  "use strict";

  const PAUSE = 900;
  const WORDS = 4;
  const byId = (id) => document.getElementById(id);

  const plain = (value) => {
    try {
      return JSON.parse(value).blocks.map((block) => block.text).join("\n");
    } catch {
      return value;
    }
  };
  /* What stands in the editor is newer than the field behind it. */
  const goal = () => document.querySelector('[data-contentpath="goal"] [contenteditable="true"]')?.innerText
    ?? plain(byId("id_goal")?.value ?? "");
  const rows = () => Array.from(document.querySelectorAll('input[id^="id_citations-"][id$="-cited"]'));
  const cited = () => rows()
    .filter((input) => input.value && byId(input.id.replace(/cited$/, "DELETE"))?.value !== "1")
    .map((input) => input.value);
  const tell = (element, name) => element?.dispatchEvent(new Event(name, { bubbles: true }));

  const start = (place) => {
    const found = place.querySelector("[data-found]");
    const failed = place.querySelector("[data-failed]");
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    let asked = "";
    let waiting = 0;
    let running = null;

    const look = async () => {
      const title = byId("id_title")?.value ?? "";
      asked = goal();
      running?.abort();
      running = new AbortController();
      const said = new URLSearchParams({ csrfmiddlewaretoken: token.value, title, goal: asked });
      [place.dataset.page, ...cited()].filter(Boolean).forEach((number) => said.append("leave_out", number));
      found.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(place.dataset.earlierWork, {
          method: "POST", body: said, credentials: "same-origin", signal: running.signal,
        });
        if (!answer.ok) throw new Error(String(answer.status));
        const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").body;
        if (!found.contains(document.activeElement)) found.replaceChildren(...drawn.childNodes);
        failed.hidden = true;
      } catch (error) {
        if (error.name !== "AbortError") failed.hidden = false;
      } finally {
        found.setAttribute("aria-busy", "false");
      }
    };

    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const now = goal();
        if (now !== asked && now.trim().split(/\s+/).length >= WORDS) look();
      }, PAUSE);
    };
    ["input", "keyup", "paste"].forEach((name) => document.addEventListener(name, (event) => {
      if (event.target.closest?.('[data-contentpath="goal"]')) soon();
    }, true));

    place.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("[data-why]")) event.preventDefault();
    });
    place.addEventListener("click", (event) => {
      if (event.target.closest("[data-look]")) { found.replaceChildren(); look(); }
      const button = event.target.closest("[data-cite]");
      if (button) cite(button.closest("[data-earlier]"), button.dataset.cite);
    });
  };

  const cite = (item, relation) => {
    const { earlier, title, edit } = item.dataset;
    if (!cited().includes(earlier)) {
      const number = byId("id_citations-TOTAL_FORMS").value;
      byId("id_citations-ADD").click();
      fill(`id_citations-${number}`, { id: Number(earlier), title, edit }, relation, item.querySelector("[data-why]").value);
    }
    item.querySelector(".earlier-acts").hidden = true;
    item.querySelector("[data-cited]").hidden = false;
  };

  /* The new row draws its chooser by itself, a moment after it was added. */
  const fill = (prefix, page, relation, why, tries = 40) => {
    const chooser = byId(`${prefix}-cited-chooser`)?.widget;
    if (!chooser) {
      if (tries) setTimeout(fill, 50, prefix, page, relation, why, tries - 1);
      return;
    }
    chooser.setState({ id: page.id, title: page.title, adminTitle: page.title, editUrl: page.edit, edit_url: page.edit });
    byId(`${prefix}-relation`).value = relation;
    byId(`${prefix}-note`).value = why;
    ["cited", "relation", "note"].forEach((name) => {
      tell(byId(`${prefix}-${name}`), "input");
      tell(byId(`${prefix}-${name}`), "change");
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-earlier-work]").forEach(start);
  });
})();
