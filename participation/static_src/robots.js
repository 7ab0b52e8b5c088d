// The check against robots (ALTCHA), from our own site: no third party, and nothing that people must solve.
import "altcha/external";
import "altcha/altcha.css";
import "altcha/i18n/nl";

const check = document.querySelector("altcha-widget[data-worker]");
const startWorker = () => new Worker(check.dataset.worker);
if (check) {
  // Nothing is gathered of how people move or type, and no link leads away.
  globalThis.$altcha.defaults.set({ humanInteractionSignature: false, hideFooter: true, hideLogo: true });
  globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", startWorker);
}
