// A second click on the same button sends nothing. The server refuses doubles as well; this only
// spares people the wait.
const RELEASE = 8000;

function startForm(form) {
  if (form.dataset.guarded) return;
  form.dataset.guarded = "yes";
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    // Only after the browser has read which button was pressed: a disabled button is not posted.
    setTimeout(() => {
      if (event.defaultPrevented || !button) return;
      button.disabled = true;
      setTimeout(() => (button.disabled = false), RELEASE);
    });
  });
}

export function startForms(root) {
  root.querySelectorAll("form[method=post]").forEach(startForm);
  // A page from the back-forward cache comes back as it was left, with its button disabled.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    root.querySelectorAll("form[method=post] button[disabled]").forEach((button) => (button.disabled = false));
  });
}
