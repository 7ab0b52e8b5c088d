// Counts down to closing by the clock of the server, whatever the clock of this computer says. The
// text that the server wrote stays when a date cannot be read.
const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;
const two = (number) => String(number).padStart(2, "0");

function textOf(left, said) {
  if (left <= 0) return said.countdownOver;
  const hours = Math.floor(left / HOUR);
  // Of one day the hours are told: the sentence is for days.
  if (left >= 2 * DAY) return said.countdownDays.replace("{d}", Math.floor(hours / 24)).replace("{h}", hours % 24);
  const seconds = Math.floor(left / SECOND);
  const time = `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return said.countdownTime.replace("{t}", time);
}

function startCountdown(element) {
  const end = Date.parse(element.dataset.countdown);
  const serverNow = Date.parse(element.dataset.countdownNow);
  if (Number.isNaN(end) || Number.isNaN(serverNow) || element.dataset.counting) return;
  element.dataset.counting = "yes";
  // Since the page was made: performance counts on when somebody sets the clock of the computer.
  const began = performance.now();
  const clock = element.parentElement.querySelector("[data-clock]");
  const zone = element.dataset.countdownZone;
  const language = document.documentElement.lang;
  const clockText = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "medium", timeZone: zone });
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const local = element.parentElement.querySelector("[data-countdown-here]");
  if (local && here && here !== zone) {
    const words = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(end);
    local.textContent = element.dataset.countdownLocal.replace("{t}", words);
    local.hidden = false;
  }
  const tick = () => {
    const now = serverNow + (performance.now() - began);
    element.textContent = textOf(end - now, element.dataset);
    if (clock) clock.textContent = clockText.format(now);
    if (now < end && element.isConnected) setTimeout(tick, SECOND);
  };
  tick();
}

export function startCountdowns(root) {
  root.querySelectorAll("[data-countdown]").forEach(startCountdown);
}
