// Text that could not be saved on the server waits on the device itself, per page. Logging out
// wipes it, because more people may use one device.
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

export const keyOf = (form) => `${PREFIX}${location.pathname}:${form.id || "form"}`;

export function keep(key, fields) {
  attempt(() => localStorage.setItem(key, JSON.stringify(fields)));
}

export function kept(key) {
  return attempt(() => JSON.parse(localStorage.getItem(key)));
}

export function forget(key) {
  attempt(() => localStorage.removeItem(key));
}

export function forgetAll() {
  attempt(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .forEach((key) => localStorage.removeItem(key)),
  );
}

/** Remember which form was just sent: its text may go once another page has loaded. */
export const markSent = (key) => attempt(() => sessionStorage.setItem(SENT, key));

/** Name the form that was sent from the page before this one, once. */
export function takeSent() {
  return attempt(() => {
    const key = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    return key;
  });
}
