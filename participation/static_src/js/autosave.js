// Saves a form while people type:
//   <form method="post" data-autosave-url="..." data-autosave-saved="Bewaard om {time}"
//         data-autosave-offline="..." data-autosave-restored="...">
// One second after the last change the form is posted as it is, without its files. When that
// fails the text stays on the device and comes back when the form is opened again; a server that
// refuses says why in `{"error": "..."}`.
import { forget, keep, kept, keyOf, markSent, takeSent } from "./keep.js";

const PAUSE = 1000;
const RETRY = 15000;
const TOKEN = "csrfmiddlewaretoken";

/** Collect what the form would post, without files: those are sent once, at the end. */
function fieldsOf(form) {
  return Array.from(new FormData(form)).filter(([, value]) => typeof value === "string");
}

/** Make the line that says what was saved; screen readers hear it when it changes. */
function statusOf(form) {
  const found = form.querySelector("[data-autosave-status]");
  if (found) return found;
  const line = document.createElement("p");
  line.className = "autosave";
  form.append(line);
  return line;
}

/** Put kept text back into the fields that people fill in themselves. */
function putBack(form, fields) {
  for (const element of form.elements) {
    if (!element.name || ["hidden", "file", "submit", "password"].includes(element.type)) continue;
    const values = fields.filter(([name]) => name === element.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(element.type)) element.checked = values.includes(element.value);
    else if (element.tagName === "SELECT" && element.multiple)
      for (const option of element.options) option.selected = values.includes(option.value);
    else if (values.length) element.value = values[0];
  }
}

/** Read why the server refused, when it says so in words. */
const reasonIn = (response) =>
  response.json().then(
    (answer) => answer.error,
    () => "",
  );

class Autosave {
  constructor(form) {
    this.form = form;
    this.key = keyOf(form);
    this.status = statusOf(form);
    this.status.setAttribute("role", "status");
    this.timer = 0;
    this.request = null;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("submit", () => this.sent());
    addEventListener("online", () => this.waiting && this.save());
  }

  get waiting() {
    return Boolean(kept(this.key));
  }

  say(text) {
    if (text) this.status.textContent = text;
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** The real submit takes over: a late save must not come after it. */
  sent() {
    clearTimeout(this.timer);
    this.request?.abort();
    keep(this.key, this.texts());
    markSent(this.key);
  }

  texts() {
    return fieldsOf(this.form).filter(([name]) => name !== TOKEN);
  }

  async save() {
    clearTimeout(this.timer);
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    let reason = "";
    try {
      const response = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST",
        body: new URLSearchParams(fieldsOf(this.form)),
        headers: { "X-CSRFToken": this.form.elements[TOKEN]?.value ?? "", "X-Requested-With": "fetch" },
        credentials: "same-origin",
        redirect: "manual",
        signal: request.signal,
      });
      if (response.ok) {
        this.saved();
        return;
      }
      reason = await reasonIn(response);
    } catch {
      // No connection, or a newer save that took over.
    }
    if (!request.signal.aborted) this.failed(reason);
  }

  saved() {
    forget(this.key);
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    this.say(this.form.dataset.autosaveSaved?.replace("{time}", clock.format(new Date())));
  }

  failed(reason) {
    keep(this.key, this.texts());
    this.say(reason || this.form.dataset.autosaveOffline);
    this.later(RETRY);
  }

  restore() {
    const fields = kept(this.key);
    if (!fields) return;
    putBack(this.form, fields);
    this.say(this.form.dataset.autosaveRestored);
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** What was sent has arrived, unless its own form stands here again without an error. */
function arrived(sent, form) {
  return !form || keyOf(form) !== sent || document.querySelector("[data-error-summary]");
}

export function startAutosave(root) {
  const forms = Array.from(root.querySelectorAll("form[data-autosave-url]"));
  const sent = root === document ? takeSent() : null;
  if (sent && arrived(sent, forms.find((form) => keyOf(form) === sent))) forget(sent);
  for (const form of forms) new Autosave(form).restore();
}
