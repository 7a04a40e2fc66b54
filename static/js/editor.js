/* The CMS editor saves by itself, and forgets words in two moments (Wagtail 8.0: UnsavedController.setInitialFormData).
   What stands in it two seconds after it opened it takes for what was loaded, and what stands in it when a save is
   answered for what was sent: whatever was typed just before is neither saved nor warned about. Here it is told. */
(() => {
  "use strict";

  const CHANGES_BY_ITSELF = new Set([
    "csrfmiddlewaretoken", "next", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id",
  ]);
  const asText = (value) => (value instanceof File ? `${value.name} ${value.size}` : value);
  const written = (data) => JSON.stringify(
    Array.from(data).filter(([name]) => !CHANGES_BY_ITSELF.has(name)).map(([name, value]) => [name, asText(value)]),
  );
  const saveAgain = (form) => setTimeout(() => form.dispatchEvent(
    new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }),
  ));

  let sent = "";
  document.addEventListener("w-autosave:save", (event) => { sent = written(event.detail.formData); });
  document.addEventListener("w-autosave:success", (event) => {
    if (written(new FormData(event.target)) !== sent) saveAgain(event.target);
  });

  let typedEarly = false;
  const early = (event) => {
    if (event.isTrusted && event.target.closest("form[data-edit-form]")) typedEarly = true;
  };
  ["input", "change"].forEach((name) => document.addEventListener(name, early, true));
  document.addEventListener("w-unsaved:watch-edits", (event) => {
    ["input", "change"].forEach((name) => document.removeEventListener(name, early, true));
    if (typedEarly) saveAgain(event.target);
    typedEarly = false;
  });

  /* Whoever is asked about this version has it before them now. Told by the opened page: fetching it is no look. */
  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector("[data-looked]");
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (!place || !token) return;
    const { looked, revision, digest } = place.dataset;
    const told = new URLSearchParams({ csrfmiddlewaretoken: token.value, revision_id: revision, digest, channel: "cms" });
    fetch(looked, { method: "POST", body: told, credentials: "same-origin", redirect: "manual" }).catch(() => {});
  });
})();
