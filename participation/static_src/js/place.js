// The place of an idea: found by words, by where somebody is, or on a map; all three fill the form's
// hidden fields. The box is hidden without a script: then people choose a neighbourhood or write the
// street down.
import { loadMap } from "./load_map.js";

const PRECISION = 5; // Decimals of a degree: about a metre. More says nothing about a place.
const PATIENCE = 15000;

class Place {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form").elements;
    this.fields = ["latitude", "longitude"].map((name) => this.form[name]);
    this.on("find", () => this.find()).hidden = !navigator.geolocation;
    this.on("search", () => this.search());
    this.on("open", () => this.open());
    this.on("centre", () => this.choose(this.map.middle(), "chosen"));
    this.on("forget", () => this.forget());
    box.hidden = false;
    if (this.point) this.show("chosen");
  }

  part(name) {
    return this.box.querySelector(`[data-place-${name}]`);
  }

  on(name, action) {
    this.part(name)?.addEventListener("click", action);
    return this.part(name) ?? {};
  }

  get point() {
    return this.fields.every((field) => field.value) ? this.fields.map((field) => Number(field.value)) : null;
  }

  find() {
    this.show("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.choose([coords.latitude, coords.longitude], "found"),
      () => this.show("failed"),
      { enableHighAccuracy: true, timeout: PATIENCE },
    );
  }

  async search() {
    const words = this.form.address.value.trim();
    this.list([]);
    this.show(words ? "searching" : "empty");
    if (!words) return this.form.address.focus();
    try {
      const response = await fetch(`${this.box.dataset.placeAddresses}?${new URLSearchParams({ q: words })}`);
      const answer = await response.json();
      if (answer.error) this.say(answer.error);
      else this.offer(answer.found);
    } catch {
      this.show("away");
    }
  }

  offer(found) {
    if (found.length === 1) return this.take(found[0]);
    this.show(found.length ? "several" : "none");
    this.list(found);
  }

  /** The places that were found, each a button. */
  list(found) {
    const list = this.part("results");
    list.hidden = !found.length;
    list.replaceChildren(
      ...found.map((place) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "nl-button nl-button--subtle";
        button.textContent = place.name;
        button.addEventListener("click", () => this.take(place));
        item.append(button);
        return item;
      }),
    );
    list.querySelector("button")?.focus();
  }

  take(place) {
    this.list([]);
    this.form.address.value = place.name;
    this.choose(place.point, "chosen");
    this.map?.look(this.point);
    this.form.address.focus();
  }

  async open() {
    const maps = await loadMap(this.box);
    if (!maps) return;
    this.part("open").hidden = true;
    this.part("note")?.remove();
    this.map = maps.openPlace(this.box, this.point, (point) => this.choose(point, "chosen"));
    this.part("centre").hidden = false;
    this.part("after").hidden = false;
  }

  forget() {
    (this.part("open").hidden ? this.part("centre") : this.part("open")).focus();
    this.put(["", ""]);
    this.map?.put(null);
    this.show("forgotten");
  }

  choose(point, message) {
    this.put(point.map((degrees) => degrees.toFixed(PRECISION)));
    this.map?.put(this.point);
    this.show(message);
    this.nameArea(this.box.dataset[this.textOf(message)]);
  }

  put(values) {
    this.fields.forEach((field, index) => (field.value = values[index]));
    this.box.dispatchEvent(new Event("change", { bubbles: true })); // Autosave listens.
  }

  /** Say in which area the point lies, and choose that in the form: the server does the same with what is sent. */
  async nameArea(before) {
    const [latitude, longitude] = this.point;
    try {
      const response = await fetch(`${this.box.dataset.placeArea}?punt=${longitude},${latitude}`);
      const area = await response.json();
      if (!area.name || !this.point || this.point[0] !== latitude) return;
      if (this.form.area) this.form.area.value = area.id;
      this.say(`${before} ${this.box.dataset.placeInside.replace("{area}", area.name)}`);
    } catch {
      // The area is found when the form is sent.
    }
  }

  textOf(message) {
    return `place${message[0].toUpperCase()}${message.slice(1)}`;
  }

  say(text) {
    this.part("status").textContent = text;
  }

  show(message) {
    this.say(this.box.dataset[this.textOf(message)]);
    this.part("forget").hidden = !this.point;
    if (this.point) this.part("after").hidden = false;
  }
}

export function startPlaces(root) {
  root.querySelectorAll("[data-place]").forEach((box) => new Place(box));
}
