// "Zoek rond mijn plek": asks the browser where it is, and goes to the list around that place. The place is rounded to
// a thousandth of a degree, about a hundred metres, before it stands in an address.
const DECIMALS = 3;

function startNear(box) {
  if (!navigator.geolocation) return;
  const status = box.querySelector("[data-near-status]");
  const button = box.querySelector("[data-near-find]");
  box.querySelector("[data-near-without]").hidden = true;
  box.querySelector("[data-near-with]").hidden = false;
  button.addEventListener("click", () => {
    status.textContent = box.dataset.nearAsking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(location.href);
        address.searchParams.set("lat", coords.latitude.toFixed(DECIMALS));
        address.searchParams.set("lon", coords.longitude.toFixed(DECIMALS));
        address.searchParams.delete("vanaf");
        location.assign(address);
      },
      () => (status.textContent = box.dataset.nearFailed),
      { timeout: 15000, maximumAge: 60000 },
    );
  });
}

export function startNears(root) {
  root.querySelectorAll("[data-near]").forEach(startNear);
}
