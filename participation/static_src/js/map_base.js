// A map: the borders of areas from our own server, and above all else the tiles, which may be away.
import * as L from "leaflet/dist/leaflet-src.esm.js";

const COUNTRY = [
  [50.75, 3.36],
  [53.55, 7.23],
];
const CLOSEST = 19;
const NEAR = 16; // How close one looks at a single place.

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function addTiles(map, box) {
  if (!box.dataset.mapTiles) return;
  const tiles = L.tileLayer(box.dataset.mapTiles, { attribution: box.dataset.mapCredit, maxZoom: CLOSEST });
  tiles.once("tileerror", () => say(box, box.dataset.mapNoStreets));
  tiles.addTo(map);
}

/** Draw the areas, with the names of the districts as long as no streets are there. */
async function addAreas(map, box) {
  const response = await fetch(box.dataset.mapAreas);
  const areas = await response.json();
  const borders = L.geoJSON(areas, {
    interactive: false,
    style: ({ properties }) => ({ className: `map__area map__area--${properties.kind}` }),
    onEachFeature: ({ properties }, border) => {
      if (properties.kind === "wijk" && !box.dataset.mapTiles)
        border.bindTooltip(properties.name, { permanent: true, direction: "center", className: "map__name" });
    },
  }).addTo(map);
  return borders.getBounds();
}

export function say(box, text) {
  box.querySelector("[data-map-status]").textContent = text;
}

/** Make the map of a box; `label` says what it is to who cannot see it, `point` is where it looks first. */
export function makeMap(box, label, point) {
  const canvas = box.querySelector("[data-map-canvas]");
  canvas.setAttribute("role", "region");
  canvas.setAttribute("aria-label", label);
  const moves = !still();
  const map = L.map(canvas, {
    zoomControl: false,
    maxZoom: CLOSEST,
    fadeAnimation: moves,
    zoomAnimation: moves,
    markerZoomAnimation: moves,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: box.dataset.mapCloser, zoomOutTitle: box.dataset.mapFarther }).addTo(map);
  if (point) map.setView(point, NEAR);
  else map.fitBounds(COUNTRY);
  addTiles(map, box);
  const areas = addAreas(map, box).catch(() => null);
  return { map, canvas, areas };
}

/** Look at the whole municipality once its borders are known, unless somebody looked elsewhere already. */
export async function lookAtAll(map, areas) {
  let moved = false;
  map.once("dragstart zoomstart", () => (moved = true));
  const bounds = await areas;
  if (bounds?.isValid() && !moved) map.fitBounds(bounds, { animate: false });
}

/** A sign on the map that people can reach by keyboard; `text` is what it says. */
export function sign(className, text, shown = "") {
  const content = document.createElement("span");
  const eye = document.createElement("span");
  const ear = document.createElement("span");
  eye.setAttribute("aria-hidden", "true");
  eye.textContent = shown;
  ear.className = "sr-only";
  ear.textContent = text;
  content.append(eye, ear);
  return L.divIcon({ className, html: content, iconSize: null });
}

export { L, NEAR };
