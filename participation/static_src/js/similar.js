// Shows ideas like the one that is being written:
//   <form data-similar-url="...">, with fields named title, problem, proposal (any of them), and
//   templates/ideas/_similar.html beside it. A [data-similar-here] in the form says where it goes.
// What is written is posted a moment after the last key; the answer is a piece of the page.
const PAUSE = 700;
const FIELDS = ["key", "title", "problem", "proposal", "theme", "area", "latitude", "longitude"];
const WRITTEN = ["title", "problem", "proposal"];
const FEWEST_LETTERS = 8;
const TOKEN = "csrfmiddlewaretoken";

class Similar {
  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.list = box.querySelector("[data-similar-list]");
    this.status = box.querySelector("[data-similar-status]");
    this.timer = 0;
    this.request = null;
    this.asked = "";
    form.querySelector("[data-similar-here]")?.append(box);
    for (const kind of ["input", "change"]) {
      form.addEventListener(kind, (event) => FIELDS.includes(event.target.name) && this.later());
    }
    this.list.addEventListener("click", (event) => this.choose(event));
  }

  get token() {
    return this.form.elements[TOKEN]?.value ?? "";
  }

  texts() {
    const data = new FormData(this.form);
    return new URLSearchParams(FIELDS.filter((name) => data.has(name)).map((name) => [name, data.get(name)]));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const texts = this.texts();
    const letters = WRITTEN.map((name) => texts.get(name) ?? "").join("").trim();
    if (letters.length < FEWEST_LETTERS || String(texts) === this.asked) return;
    this.request?.abort();
    this.request = new AbortController();
    try {
      const html = await this.post(this.form.dataset.similarUrl, texts, this.request.signal);
      this.asked = String(texts);
      this.show(html);
    } catch {
      // No connection, or a newer question: what stands there stays.
    }
  }

  /** Whoever is reading the list with the keyboard keeps it as it is. */
  show(html) {
    if (this.list.contains(document.activeElement)) return;
    this.list.innerHTML = html;
    const said = this.list.querySelector("[data-similar-said]")?.dataset.similarSaid ?? "";
    this.box.hidden = !said;
    if (this.status.textContent !== said) this.status.textContent = said;
  }

  async post(url, body, signal) {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": this.token, "X-Requested-With": "fetch" },
      credentials: "same-origin",
      redirect: "error",
      signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    return response.text();
  }

  /** Support or follow without leaving what is being written. When that fails, the button does what it always does. */
  async choose(event) {
    const button = event.target.closest("button[formaction]");
    if (!button || button.dataset.plain) return;
    event.preventDefault();
    try {
      const item = button.closest("[data-similar-item]");
      item.innerHTML = await this.post(button.formAction, new URLSearchParams({ [button.name]: button.value }));
      item.querySelector("[role=status]")?.focus();
    } catch {
      button.dataset.plain = "yes";
      button.click();
    }
  }
}

export function startSimilar(root) {
  const form = root.querySelector("form[data-similar-url]");
  const box = document.querySelector("[data-similar]");
  if (!form || !box || form.dataset.similarStarted) return;
  form.dataset.similarStarted = "yes";
  new Similar(form, box).later();
}
