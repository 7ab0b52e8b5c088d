// Fetches the script and the styles of maps, once, and only when somebody asks for a map. A box has
//   data-map-script, data-map-style, data-map-away, and in it [data-map-canvas] and [data-map-status].

/** Wait for the styles: a map that is drawn without them measures itself wrongly. */
function addStyle(url) {
  if (document.querySelector(`link[href="${CSS.escape(url)}"]`)) return Promise.resolve();
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url;
    link.addEventListener("load", done);
    link.addEventListener("error", failed);
    document.head.append(link);
  });
}

/** Give the module with the maps, and make room for one; null when it cannot be had. */
export async function loadMap(box) {
  try {
    const [maps] = await Promise.all([import(box.dataset.mapScript), addStyle(box.dataset.mapStyle)]);
    box.querySelector("[data-map-canvas]").hidden = false;
    return maps;
  } catch {
    box.querySelector("[data-map-status]").textContent = box.dataset.mapAway;
    return null;
  }
}

/** A box with a button that opens its map: `data-map="ideas"` or `data-map="point"`. */
export function startMaps(root) {
  for (const box of root.querySelectorAll("[data-map]")) {
    const opener = box.querySelector("[data-map-open]");
    box.hidden = false;
    opener.addEventListener("click", async () => {
      opener.disabled = true;
      const maps = await loadMap(box);
      opener.disabled = false;
      if (!maps) return;
      box.querySelector("[data-map-before]").hidden = true;
      maps.open[box.dataset.map](box);
    });
  }
}
