// Shows the first results of a search while somebody types:
//   <div data-instant-url="..." data-instant-for="id of the search field"></div>
// The links stand behind the field in the order of the page, so that Tab reaches them; Escape puts them away.
const PAUSE = 250;
const FEWEST_LETTERS = 2;

class Instant {
  constructor(place, field) {
    this.place = place;
    this.field = field;
    this.timer = 0;
    this.request = null;
    this.list = document.createElement("div");
    this.list.className = "instant";
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "sr-only";
    this.status.setAttribute("role", "status");
    place.append(this.status, this.list);
    field.autocomplete = "off";
    field.addEventListener("input", () => this.later());
    for (const element of [field, this.list]) element.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => this.within(event.target) || this.close());
    document.addEventListener("focusin", (event) => this.within(event.target) || this.close());
  }

  within(element) {
    return element === this.field || this.place.contains(element);
  }

  key(event) {
    if (event.key !== "Escape" || this.list.hidden) return;
    event.preventDefault(); // A search field would empty itself.
    this.field.focus();
    this.close();
  }

  close() {
    this.request?.abort();
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.status.textContent = "";
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const words = this.field.value;
    if (words.trim().length < FEWEST_LETTERS) return this.close();
    this.request?.abort();
    this.request = new AbortController();
    try {
      const url = `${this.place.dataset.instantUrl}?${new URLSearchParams({ q: words })}`;
      const response = await fetch(url, { credentials: "same-origin", signal: this.request.signal });
      if (response.ok) this.show(await response.text());
    } catch {
      // No connection, or another letter: pressing the button still searches.
    }
  }

  show(html) {
    this.list.innerHTML = html;
    const said = this.list.querySelector("[data-instant-said]")?.dataset.instantSaid ?? "";
    this.list.hidden = !said;
    this.status.textContent = said;
  }
}

export function startInstant(root) {
  root.querySelectorAll("[data-instant-url]").forEach((place) => {
    const field = document.getElementById(place.dataset.instantFor);
    if (field && !place.childElementCount) new Instant(place, field);
  });
}
