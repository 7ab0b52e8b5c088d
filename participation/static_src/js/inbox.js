// Keeps the number of unread messages right while a page stays open. It asks now and then, only
// while somebody looks, without cookies (the address says who asks), and the browser's own cache
// turns "nothing changed" into an answer without a body.
const SOONEST = 30_000;
const LATEST = 300_000;

class Inbox {
  constructor(box) {
    this.box = box;
    this.pause = SOONEST;
    this.unread = Number(box.dataset.inboxUnread);
    this.newest = 0;
    document.addEventListener("visibilitychange", () => this.look());
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    if (document.visibilityState === "visible") this.timer = setTimeout(() => this.ask(), this.pause);
  }

  /** Somebody came back to this page: then what it says should be true. */
  look() {
    this.pause = SOONEST;
    if (document.visibilityState === "visible") this.ask();
    else clearTimeout(this.timer);
  }

  async ask() {
    clearTimeout(this.timer);
    try {
      const response = await fetch(this.box.dataset.inbox, { credentials: "omit" });
      if (response.status === 404) return; // The address is a day old: the next page brings a new one.
      if (response.ok) this.show(await response.json());
    } catch {
      // No connection. The next time it is asked again.
    }
    this.pause = Math.min(this.pause * 1.5, LATEST);
    this.later();
  }

  show({ unread, newest }) {
    // Until the first answer only the number tells: the page does not say which message is the newest.
    const isNew = this.newest ? newest > this.newest : unread > this.unread;
    if (isNew) {
      this.pause = SOONEST / 1.5;
      this.box.querySelector("[data-inbox-status]").textContent = this.box.dataset.inboxSaid;
      document.querySelectorAll("[data-inbox-news]").forEach((news) => (news.hidden = false));
    }
    this.unread = unread;
    this.newest = Math.max(newest ?? 0, this.newest);
    const page = this.box.dataset.inboxPage;
    document.querySelectorAll(`.site-nav__link[href="${page}"], .menu__button`).forEach((place) => this.count(place, unread));
  }

  count(place, unread) {
    place.querySelector(".count")?.remove();
    if (!unread) return;
    const number = document.createElement("span");
    number.className = "count";
    const words = document.createElement("span");
    words.className = "sr-only";
    words.textContent = ` ${this.box.dataset.inboxLabel}`;
    number.append(String(unread), words);
    place.append(" ", number);
  }
}

export function startInbox() {
  const box = document.querySelector("[data-inbox]");
  if (box) new Inbox(box);
}
