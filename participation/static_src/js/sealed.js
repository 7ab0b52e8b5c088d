// Writing a response to a challenge: saving while people type, sending files by pieces, and the
// clock of the server. Nothing of what is typed is kept on the device.
//   <form data-sealed-url="..." data-sealed-offline="...">
//   <p data-upload="id of the file field" data-upload-url="..." data-upload-busy="{percent}% ..." data-upload-again="...">
//   <time data-server-clock="seconds since 1970">
const PAUSE = 3000;
const RETRY = 15000;
const CONFLICT = 409;
const TOKEN = "csrfmiddlewaretoken";
const SECOND = 1000;

const tokenOf = (form) => form.elements[TOKEN].value;
const wait = (time) => new Promise((done) => setTimeout(done, time));
const wordsOf = (response) => response.json().catch(() => ({}));

class SealedForm {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-sealed-status]");
    this.timer = 0;
    this.busy = false;
    this.stopped = false;
    this.isSaved = false;
    this.unanswered = null;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(0));
    form.addEventListener("submit", (event) => this.submit(event));
  }

  /** What is being saved goes first: the form names what it leaves in each field, or we would overtake ourselves. */
  submit(event) {
    this.stop();
    if (!this.busy) return;
    event.preventDefault();
    this.next = () => this.form.requestSubmit(event.submitter);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  later(pause) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), pause);
  }

  typed() {
    const fields = Array.from(new FormData(this.form)).filter(([, value]) => typeof value === "string");
    if (this.isSaved) fields.push(["again", ""]);
    return new URLSearchParams(fields);
  }

  /**
   * One save at a time: the next one must name what this one leaves in each field. When the line breaks it may have come
   * in: the same goes once more before what was typed since, or we would take our own text for that of somebody else.
   */
  async save() {
    if (this.busy) {
      this.later(PAUSE);
      return;
    }
    this.busy = true;
    const isSentBefore = this.unanswered !== null;
    this.unanswered ??= this.typed();
    try {
      const response = await fetch(this.form.dataset.sealedUrl, {
        method: "POST",
        body: this.unanswered,
        headers: { "X-CSRFToken": tokenOf(this.form) },
        redirect: "manual",
      });
      const told = await wordsOf(response);
      this.unanswered = null;
      if (isSentBefore) this.later(0);
      if (told.seen) {
        this.isSaved ||= told.changes;
        for (const [name, digest] of Object.entries(told.seen)) this.form.elements[name].value = digest;
        this.status.textContent = told.said ?? told.error;
      } else if (response.status === CONFLICT) {
        this.stop();
        this.status.textContent = told.error;
      } else this.failed();
    } catch {
      this.failed();
    } finally {
      this.busy = false;
      this.next?.();
    }
  }

  failed() {
    this.status.textContent = this.form.dataset.sealedOffline;
    this.later(RETRY);
  }
}

class Upload {
  constructor(status) {
    this.status = status;
    this.input = document.getElementById(status.dataset.upload);
    this.form = this.input.form;
    this.input.addEventListener("change", () => {
      const [file] = this.input.files;
      if (file && !this.busy) this.start(file);
    });
  }

  say(text) {
    this.status.textContent = text;
  }

  /** A file of the same name and size that did not come in wholly goes on where it was. */
  begun(file) {
    const same = Array.from(document.querySelectorAll("[data-upload-waits]")).find(
      (each) => each.dataset.uploadWaits === file.name && Number(each.dataset.uploadSize) === file.size,
    );
    return same?.dataset.uploadPlace;
  }

  async start(file) {
    this.busy = true;
    try {
      const begun = this.begun(file);
      const isThere = begun && (await this.received(begun)) !== null;
      const url = isThere ? begun : await this.announce(file);
      if (url) await this.send(file, url);
      else this.input.value = "";
    } finally {
      this.busy = false;
    }
  }

  async announce(file) {
    const response = await fetch(this.status.dataset.uploadUrl, {
      method: "POST",
      body: new URLSearchParams({ naam: file.name, grootte: file.size, [TOKEN]: tokenOf(this.form) }),
    });
    const told = await wordsOf(response);
    if (!response.ok) this.say(told.error ?? this.status.dataset.uploadAgain);
    this.piece = told.piece ?? this.piece;
    return told.url;
  }

  /** Piece by piece; when the line breaks, ask how far we are and go on from there. */
  async send(file, url) {
    let offset = await this.received(url);
    while (offset < file.size) {
      this.say(this.status.dataset.uploadBusy.replace("{percent}", Math.floor((100 * offset) / file.size)));
      const response = await this.patch(url, offset, file.slice(offset, offset + (this.piece ?? 1048576)));
      if (response?.headers.has("Upload-Offset")) offset = Number(response.headers.get("Upload-Offset"));
      else if (response && response.status < 500) {
        this.say((await wordsOf(response)).error ?? "");
        this.input.value = "";
        return;
      } else {
        this.say(this.status.dataset.uploadAgain);
        await wait(RETRY / 5);
        offset = await this.received(url);
      }
    }
    this.input.value = ""; // It came in by pieces: the form must not send it once more.
    this.form.requestSubmit(this.form.querySelector('button[name="doe"][value="bewaren"]'));
  }

  patch(url, offset, body) {
    const headers = { "Upload-Offset": offset, "X-CSRFToken": tokenOf(this.form), "Content-Type": "application/offset+octet-stream" };
    return fetch(url, { method: "PATCH", body, headers }).catch(() => null);
  }

  /** How many bytes are in; null when there is no such file any more: one that stopped is cleaned up after a week. */
  async received(url) {
    for (;;) {
      const response = await fetch(url, { method: "HEAD" }).catch(() => null);
      if (response?.status === 404) return null;
      if (response?.headers.has("Upload-Offset")) return Number(response.headers.get("Upload-Offset"));
      this.say(this.status.dataset.uploadAgain);
      await wait(RETRY);
    }
  }
}

/** The clock of the server goes on from the moment that the page came; this device's own clock may be wrong. */
function startClock(element) {
  const start = Number(element.dataset.serverClock) * SECOND;
  const since = performance.now();
  const shape = new Intl.DateTimeFormat("nl", { timeStyle: "medium", timeZone: "Europe/Amsterdam" });
  setInterval(() => {
    element.textContent = shape.format(new Date(start + performance.now() - since));
  }, SECOND);
}

export function startSealed(root) {
  root.querySelectorAll("form[data-sealed-url]").forEach((form) => new SealedForm(form));
  root.querySelectorAll("[data-upload]").forEach((status) => new Upload(status));
  root.querySelectorAll("[data-server-clock]").forEach(startClock);
}
