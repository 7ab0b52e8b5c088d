// Text that could not be saved on the server waits on the device itself: per page, per text that is
// written there (the form's field `key`) and per tab. Logging out wipes it, because more people may
// use one device.
const PREFIX = "inbreng:";
const SENT = `${PREFIX}sent`;

/** Do something with storage; a browser may refuse it, and then nothing is kept. */
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

const valueOf = (form, name) => form.elements[name]?.value ?? "";

/** The page and the form on it. */
export const placeOf = (form) => `${PREFIX}${location.pathname}:${form.id || "form"}:`;

export const keyOf = (form) => `${placeOf(form)}${valueOf(form, "key")}:${valueOf(form, "tab")}`;

export function keep(key, fields) {
  attempt(() => localStorage.setItem(key, JSON.stringify(fields)));
}

export function kept(key) {
  return attempt(() => JSON.parse(localStorage.getItem(key)));
}

export function forget(key) {
  attempt(() => localStorage.removeItem(key));
}

function forgetWhere(condition) {
  attempt(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && condition(key))
      .forEach((key) => localStorage.removeItem(key)),
  );
}

export const forgetAll = () => forgetWhere(() => true);

/** Forget everything that waits of one text, on whichever page it was typed. */
export const forgetText = (text) => forgetWhere((key) => text && key.includes(`:${text}:`));

/**
 * Name what waits for this form: of the very text, or, when the server does not know the text that
 * the form begins (it says so with data-autosave-fresh), of any that was begun on this page.
 */
export function waitingFor(form) {
  const known = `${placeOf(form)}${valueOf(form, "key")}:`;
  const start = "autosaveFresh" in form.dataset ? placeOf(form) : known;
  return attempt(() => Object.keys(localStorage).find((key) => key.startsWith(start))) ?? null;
}

/** Remember which form was just sent: its text may go once another page has loaded. */
export const markSent = (form) =>
  attempt(() => sessionStorage.setItem(SENT, JSON.stringify({ place: placeOf(form), text: valueOf(form, "key") })));

/** Name the form that was sent from the page before this one, once. */
export function takeSent() {
  return attempt(() => {
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    return JSON.parse(sent);
  });
}
