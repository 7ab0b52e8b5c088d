// The menu is a <details> element and opens without this. Escape, a click beside it and going on with Tab close it:
// open, it would lie over what has the focus then.
export function startMenu() {
  const menu = document.querySelector("[data-menu]");
  if (!menu) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  });
  for (const elsewhere of ["click", "focusin"]) {
    document.addEventListener(elsewhere, (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }
}
