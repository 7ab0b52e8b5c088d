// The desk of officials: keys, who else looks at an idea, and choosing a whole page. What a key does stands at the element
// itself: data-key="t" at a button is that button pressed by t. Nothing happens while somebody types (WCAG 2.1.4), and
// the keys can be switched off, for this browser.
const SWITCH = "inbreng-desk-keys";
const EVERY = 20000;

const isOff = () => localStorage.getItem(SWITCH) === "off";

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]") !== null;
}

function firstField(box) {
  return box.querySelector("input:not([type=hidden]):not([type=checkbox]), select, textarea");
}

/** Do what an element with a key is there for. */
function use(target) {
  if (target.matches("[data-desk-scope]")) target.querySelector("[data-desk-numbered] a")?.focus();
  else if (target.matches("details")) {
    target.open = true;
    (firstField(target) ?? target.querySelector("button"))?.focus();
  } else if (target.matches("form")) firstField(target)?.focus();
  else if (target.matches("input")) {
    target.focus();
    target.select();
  } else target.click();
}

/** In a list, walk from idea to idea. */
function walk(step) {
  const rows = [...document.querySelectorAll("[data-desk-row] [data-desk-open]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.closest("[data-desk-row]").contains(document.activeElement));
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
}

const BUILT_IN = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => document.activeElement.closest("[data-desk-row]")?.querySelector("[data-desk-open]").click(),
  x: () => document.activeElement.closest("[data-desk-row]")?.querySelector("[data-desk-pick]").click(),
  "?": () => document.querySelector("[data-desk-dialog]")?.showModal(),
};

/** Ctrl and Enter, also while one types: the form is sent by the button that it is there for. */
function send(event) {
  const form = event.target.closest("form");
  const button = ["[data-desk-send]", "[type=submit].nl-button--primary", "[type=submit]"]
    .map((kind) => form?.querySelector(`button${kind}`))
    .find(Boolean);
  if (!button) return;
  event.preventDefault();
  button.click();
}

/** In a list of links of its own, which a key led to, a number is the link with that number. */
function inScope(key) {
  const links = document.activeElement.closest("[data-desk-scope]")?.querySelectorAll("[data-desk-numbered] a");
  return /^[1-9]$/.test(key) ? links?.[key - 1] : undefined;
}

function press(event) {
  if (event.altKey || event.defaultPrevented || !document.querySelector("[data-desk]") || isOff()) return;
  if (event.ctrlKey || event.metaKey) {
    // At a link it opens another tab, as everywhere.
    if (event.key === "Enter" && !event.target.closest("a")) send(event);
    return;
  }
  if (isTyping(event.target)) return;
  const target = inScope(event.key) ?? document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target && !BUILT_IN[event.key]) return;
  event.preventDefault();
  if (target) use(target);
  else BUILT_IN[event.key]();
}

function startDialog(box) {
  const dialog = box.querySelector("dialog");
  const toggle = box.querySelector("[data-desk-keys-switch]");
  const name = () => {
    toggle.firstElementChild.textContent = isOff() ? toggle.dataset.on : toggle.dataset.off;
  };
  const opener = box.querySelector("[data-desk-keys-open]");
  box.querySelector("[data-desk-keys-page]").hidden = true;
  opener.hidden = false;
  name();
  opener.addEventListener("click", () => dialog.showModal());
  box.querySelector("[data-desk-keys-close]").addEventListener("click", () => dialog.close());
  toggle.addEventListener("click", () => {
    localStorage.setItem(SWITCH, isOff() ? "on" : "off");
    name();
  });
}

/** Say now and then that the page is open, as long as somebody can see it; the answer is empty when nothing is new. */
function startHere(line) {
  const timer = setInterval(async () => {
    if (!line.isConnected) return clearInterval(timer);
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(line.dataset.deskHere, { headers: { "HX-Request": "true" } });
      const news = answer.status === 200 ? await answer.json() : { others: "", changed: false };
      const said = [news.others, news.changed ? line.dataset.changed : ""].filter(Boolean).join(" ");
      if (answer.ok && line.textContent !== said) line.textContent = said;
    } catch {
      // Away for a moment: what is typed here is guarded by the version in its form.
    }
  }, EVERY);
}

function startAll(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.form.querySelectorAll("[data-desk-pick]")];
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}

export function startDeskKeys() {
  document.addEventListener("keydown", press);
  // After a piece of the page was replaced, the focus is where the new idea begins; unless a quick key put it elsewhere.
  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body) document.querySelector("#desk-title")?.focus();
  });
}

export function startDesk(root) {
  root.querySelectorAll("[data-desk-keys]").forEach(startDialog);
  root.querySelectorAll("[data-desk-here]").forEach(startHere);
  root.querySelectorAll("[data-desk-all]").forEach(startAll);
}
