// Everything here is extra: each page works without it. Texts come from data attributes, so
// that they are translated where the page is written.
import htmx from "htmx.org";
import { startAutosave } from "./js/autosave.js";
import { forgetAll } from "./js/keep.js";
import { startCountdowns } from "./js/countdown.js";
import { startCounters } from "./js/counter.js";
import { startDesk, startDeskKeys } from "./js/desk.js";
import { startForms } from "./js/forms.js";
import { startInstant } from "./js/instant.js";
import { startInbox } from "./js/inbox.js";
import { startMaps } from "./js/load_map.js";
import { startMenu } from "./js/menu.js";
import { startNears } from "./js/near.js";
import { startPlaces } from "./js/place.js";
import { startPush } from "./js/push.js";
import { startSealed } from "./js/sealed.js";
import { startSimilar } from "./js/similar.js";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  historyCacheSize: 0, // What officials read does not stay behind in the browser.
  includeIndicatorStyles: false,
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
});

function start(root) {
  startAutosave(root);
  startCountdowns(root);
  startCounters(root);
  startDesk(root);
  startForms(root);
  startNears(root);
  startMaps(root);
  startInstant(root);
  startPlaces(root);
  startSealed(root);
  startSimilar(root);
}

function startPage() {
  start(document);
  startMenu();
  startDeskKeys();
  startInbox();
  startPush();
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forget]")) forgetAll();
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) start(event.target);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startPage);
else startPage();
