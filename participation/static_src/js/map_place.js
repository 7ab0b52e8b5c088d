// Pointing out one place, and showing one. A click, dragging the pin, or the button "in the middle"
// for who uses a keyboard: the arrows move the map, and the button puts the pin there.
import { L, NEAR, lookAtAll, makeMap, sign } from "./map_base.js";

const pin = (text) => sign("map__pin", text);
const pair = ({ lat, lng }) => [lat, lng];

export function openPlace(box, point, moved) {
  const { map, canvas, areas } = makeMap(box, box.dataset.placeLabel, point);
  let marker = null;

  function put(where) {
    marker?.remove();
    marker = null;
    if (!where) return;
    marker = L.marker(where, { draggable: true, icon: pin(box.dataset.placePin) }).addTo(map);
    marker.on("dragend", () => moved(pair(marker.getLatLng())));
  }

  map.on("click", ({ latlng }) => moved(pair(latlng)));
  put(point);
  if (!point) lookAtAll(map, areas);
  canvas.focus();
  return { put, look: (where) => map.setView(where, NEAR), middle: () => pair(map.getCenter()) };
}

export function openPoint(box) {
  const point = [box.dataset.mapLatitude, box.dataset.mapLongitude].map(Number);
  const { map, canvas } = makeMap(box, box.dataset.mapLabel, point);
  L.marker(point, { icon: pin(box.dataset.mapPin), interactive: false, keyboard: false }).addTo(map);
  canvas.focus();
}
