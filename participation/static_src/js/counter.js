// Counts down while people type. The number changes at once for the eye; screen readers hear it
// after a pause, so that they are not interrupted at each letter.
const PAUSE = 1200;

function line(className) {
  const element = document.createElement("p");
  element.className = className;
  return element;
}

function startCounter(field) {
  const limit = Number(field.dataset.counter || field.maxLength);
  if (!(limit > 0) || field.dataset.counting) return;
  field.dataset.counting = "yes";
  const seen = line("counter");
  const heard = line("sr-only");
  seen.setAttribute("aria-hidden", "true");
  heard.setAttribute("role", "status");
  field.after(seen, heard);
  let timer = 0;
  const count = () => {
    const left = limit - field.value.length;
    const text = left < 0 ? field.dataset.counterOver : field.dataset.counterLeft;
    seen.textContent = (text ?? "{n}").replace("{n}", Math.abs(left));
    seen.classList.toggle("counter--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (document.activeElement === field) heard.textContent = seen.textContent;
    }, PAUSE);
  };
  field.addEventListener("input", count);
  count();
}

export function startCounters(root) {
  root.querySelectorAll("[data-counter]").forEach(startCounter);
}
