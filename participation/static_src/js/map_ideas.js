// All ideas that the list finds. The server counts what lies together; each look at another part of
// the map asks anew. What is on the map stands in the list below it as well, when it is not too much.
import { L, lookAtAll, makeMap, say, sign } from "./map_base.js";

const TILE = 256;

/** The part that is seen, out to the edges of tiles: who looks at nearly the same gets the same answer. */
function viewOf(map) {
  const zoom = map.getZoom();
  const { min, max } = map.getPixelBounds();
  const west = map.unproject(min.divideBy(TILE).floor().multiplyBy(TILE), zoom);
  const east = map.unproject(max.divideBy(TILE).ceil().multiplyBy(TILE), zoom);
  const within = (degrees, most) => Math.min(Math.max(degrees, -most), most).toFixed(5);
  return [within(west.lng, 180), within(east.lat, 90), within(east.lng, 180), within(west.lat, 90)].join(",");
}

function linkTo(idea) {
  const link = document.createElement("a");
  link.className = "nl-link";
  link.href = idea.url;
  link.textContent = idea.title;
  return link;
}

/** Do it for a click, and for the keys that press a button. */
function press(marker, action) {
  marker.on("click", action);
  marker.on("keypress", ({ originalEvent }) => ["Enter", " "].includes(originalEvent.key) && action());
  return marker;
}

class IdeasMap {
  constructor(box) {
    const { map, canvas, areas } = makeMap(box, box.dataset.mapLabel);
    Object.assign(this, { box, map, canvas, signs: L.layerGroup().addTo(map), request: null });
    map.on("popupclose", () => canvas.focus());
    lookAtAll(map, areas).then(() => {
      map.on("moveend", () => this.look());
      this.look();
    });
    canvas.focus();
  }

  async look() {
    this.request?.abort();
    this.request = new AbortController();
    const url = new URL(this.box.dataset.mapPoints, location);
    url.searchParams.set("zoom", this.map.getZoom());
    url.searchParams.set("vak", viewOf(this.map));
    try {
      const response = await fetch(url, { signal: this.request.signal });
      this.draw(await response.json());
    } catch (error) {
      if (error.name !== "AbortError") say(this.box, this.box.dataset.mapAway);
    }
  }

  draw({ total, clusters, ideas }) {
    const held = this.signs.getLayers().some((layer) => layer.getElement() === document.activeElement);
    this.signs.clearLayers();
    for (const cluster of clusters) this.signs.addLayer(cluster.url ? this.single(cluster) : this.several(cluster));
    if (held) this.canvas.focus();
    const { mapTotal, mapOne, mapTooMany } = this.box.dataset;
    const counted = total === 1 ? mapOne : mapTotal.replace("{count}", total.toLocaleString(document.documentElement.lang));
    say(this.box, total && !ideas.length ? `${counted} ${mapTooMany}` : counted);
    this.list(ideas);
  }

  single(idea) {
    return press(L.marker(idea.at, { icon: sign("map__pin", idea.title), autoPanOnFocus: false }), () => this.tell(idea));
  }

  several({ at, box, count }) {
    const size = count < 10 ? "small" : count < 100 ? "middle" : "large";
    const text = this.box.dataset.mapSeveral.replace("{count}", count);
    const shown = count.toLocaleString(document.documentElement.lang);
    const icon = sign(`map__cluster map__cluster--${size}`, text, shown);
    return press(L.marker(at, { icon, autoPanOnFocus: false }), () => this.enter(box));
  }

  /** Of the map and not of the sign: it stays when the map moves a little to make room for it. */
  tell(idea) {
    const content = document.createElement("p");
    content.append(linkTo(idea), document.createElement("br"), idea.status);
    const popup = L.popup({ offset: [0, -32] }).setLatLng(idea.at).setContent(content).openOn(this.map);
    const element = popup.getElement();
    element.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", this.box.dataset.mapClose);
    element.addEventListener("keydown", ({ key }) => key === "Escape" && this.map.closePopup());
    content.querySelector("a").focus();
  }

  /** Look at all of a cluster, and at least one step closer. */
  enter(box) {
    this.canvas.focus();
    const zoom = Math.max(this.map.getBoundsZoom(box, false, [40, 40]), this.map.getZoom() + 1);
    this.map.setView(L.latLngBounds(box).getCenter(), Math.min(zoom, this.map.getMaxZoom()));
  }

  list(ideas) {
    const list = this.box.querySelector("[data-map-list]");
    list.hidden = !ideas.length;
    list.replaceChildren(
      ...ideas.map((idea) => {
        const item = document.createElement("li");
        item.append(linkTo(idea), ` (${idea.status})`);
        return item;
      }),
    );
  }
}

export function openIdeas(box) {
  return new IdeasMap(box);
}
