// Saves a form while people type:
//   <form method="post" data-autosave-url="..." data-autosave-saved="Bewaard om {time}"
//         data-autosave-offline="..." data-autosave-restored="..." data-autosave-waiting="..."
//         data-autosave-copied="...">
// One second after the last change the form is posted as it is, without its files. When that
// fails the text stays on the device and comes back when the form is opened again; a server that
// refuses says why in `{"error": "..."}`. A form that is sent while there is no network waits, and
// goes when there is. The fields `seen` and `tab` tell the server which text this one was typed
// over: when another tab changed it, the server gives this one a `key` of its own.
import { forget, forgetText, keep, kept, keyOf, markSent, placeOf, takeSent, waitingFor } from "./keep.js";

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
    this.button = null;
    this.status = statusOf(form);
    this.status.setAttribute("role", "status");
    this.timer = 0;
    this.request = null;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("submit", (event) => this.sent(event));
    addEventListener("online", () => this.back());
  }

  get key() {
    return keyOf(this.form);
  }

  say(text) {
    if (text) this.status.textContent = text;
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** The real submit takes over: a late save must not come after it. Without a network it waits. */
  sent(event) {
    clearTimeout(this.timer);
    this.request?.abort();
    keep(this.key, this.texts());
    if (navigator.onLine) {
      markSent(this.form);
      return;
    }
    event.preventDefault();
    this.button = event.submitter;
    this.say(this.form.dataset.autosaveWaiting);
  }

  /** The network is back: do what people wanted when it went. */
  back() {
    if (this.button) this.form.requestSubmit(this.button);
    else if (kept(this.key)) this.save();
    this.button = null;
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
        this.saved(response.headers);
        return;
      }
      reason = await reasonIn(response);
    } catch {
      // No connection, or a newer save that took over.
    }
    if (!request.signal.aborted) this.failed(reason);
  }

  saved(headers) {
    forget(this.key);
    const { key, seen } = this.form.elements;
    const isCopy = headers.has("Concept-Key") && headers.get("Concept-Key") !== key.value;
    if (headers.has("Concept-Key")) [key.value, seen.value] = [headers.get("Concept-Key"), headers.get("Concept-Seen")];
    delete this.form.dataset.autosaveFresh;
    if (isCopy) {
      this.say(this.form.dataset.autosaveCopied);
      return;
    }
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
    const waiting = waitingFor(this.form);
    const fields = waiting && kept(waiting);
    if (!fields) return;
    putBack(this.form, fields);
    for (const [name, value] of fields)
      if (["seen", "tab"].includes(name) && this.form.elements[name]) this.form.elements[name].value = value;
    forget(waiting);
    keep(this.key, this.texts());
    this.say(this.form.dataset.autosaveRestored);
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** What was sent has arrived, unless its own page stands here again without an error. */
function arrived(sent, forms) {
  return !forms.some((form) => placeOf(form) === sent.place) || document.querySelector("[data-error-summary]");
}

export function startAutosave(root) {
  const forms = Array.from(root.querySelectorAll("form[data-autosave-url]"));
  const sent = root === document ? takeSent() : null;
  if (sent && arrived(sent, forms)) forgetText(sent.text);
  for (const form of forms) new Autosave(form).restore();
  root.querySelectorAll("form[data-forget-text]").forEach((form) => {
    form.addEventListener("submit", () => forgetText(form.elements.key.value));
  });
}
