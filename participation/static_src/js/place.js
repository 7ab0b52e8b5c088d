// Takes the place where somebody is, when they ask for it, into the form's hidden fields. The box
// is hidden without a script: then people choose a neighbourhood or write the street down.
const PRECISION = 5; // Decimals of a degree: about a metre. More says nothing about a place.
const PATIENCE = 15000;

class Place {
  constructor(box) {
    this.box = box;
    this.fields = ["latitude", "longitude"].map((name) => box.closest("form").elements[name]);
    this.finder = box.querySelector("[data-place-find]");
    this.forgetter = box.querySelector("[data-place-forget]");
    this.finder.addEventListener("click", () => this.find());
    this.forgetter.addEventListener("click", () => {
      this.finder.focus();
      this.put(["", ""], "forgotten");
    });
    box.hidden = false;
    if (this.fields.every((field) => field.value)) this.show("found", true);
  }

  find() {
    this.show("asking", false);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.put([coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(PRECISION)), "found"),
      () => this.show("failed", this.fields.every((field) => field.value)),
      { enableHighAccuracy: true, timeout: PATIENCE },
    );
  }

  put(point, message) {
    this.fields.forEach((field, index) => (field.value = point[index]));
    this.show(message, message === "found");
    this.box.dispatchEvent(new Event("change", { bubbles: true })); // Autosave listens.
  }

  show(message, chosen) {
    const name = `place${message[0].toUpperCase()}${message.slice(1)}`;
    this.box.querySelector("[data-place-status]").textContent = this.box.dataset[name];
    this.forgetter.hidden = !chosen;
  }
}

export function startPlaces(root) {
  if (navigator.geolocation) root.querySelectorAll("[data-place]").forEach((box) => new Place(box));
}
