// News on this very device, by web push. Asked for by nothing but the button on the page with preferences:
//   <section data-push data-push-key data-push-worker data-push-device> with a form [data-push-add], [data-push-listed]
//   for each device, [data-push-unable] and [data-push-status].
// Elsewhere <form data-push-renew="key"> stands on the first page of a session, and says that its owner came by.
const DEVICE = "push-device";

const isAble = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** What this browser remembers; a browser that forbids even that has no device. */
function device(value) {
  try {
    if (value === null) localStorage.removeItem(DEVICE);
    else if (value) localStorage.setItem(DEVICE, value);
    return localStorage.getItem(DEVICE);
  } catch {
    return null;
  }
}

function bytesOf(key) {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

async function subscriptionOf() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription();
}

async function forget() {
  device(null);
  await (await subscriptionOf())?.unsubscribe();
}

/** A subscription that takes news from us; one that was made with another key of ours is replaced. */
async function subscribe(registration, key) {
  const wanted = bytesOf(key);
  const present = await registration.pushManager.getSubscription();
  if (present) {
    const its = new Uint8Array(present.options.applicationServerKey ?? []);
    if (its.length === wanted.length && its.every((one, place) => one === wanted[place])) return present;
    await present.unsubscribe();
  }
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
}

function fieldsOf(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

async function renew(form) {
  const known = device();
  if (!known || Notification.permission !== "granted") return;
  const registration = await navigator.serviceWorker.getRegistration("/");
  if (!registration) return;
  const body = new FormData(form);
  body.set("device", known);
  const fields = fieldsOf(await subscribe(registration, form.dataset.pushRenew));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(form.action, { method: "POST", body });
  if (answer.status === 404) await forget();
}

class Push {
  constructor(box) {
    this.box = box;
    this.form = box.querySelector("[data-push-add]");
    this.status = box.querySelector("[data-push-status]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.add().catch(() => (this.status.textContent = this.form.dataset.pushFailed));
    });
    this.look();
  }

  async look() {
    this.box.querySelector("[data-push-unable]").hidden = true;
    const here = this.box.dataset.pushDevice;
    const listed = Array.from(this.box.querySelectorAll("[data-push-listed]"), (one) => one.dataset.pushListed);
    if (listed.includes(here)) device(here);
    else if (device() && !listed.includes(device())) await forget();
    this.form.hidden = listed.includes(device()) && Boolean(await subscriptionOf());
  }

  async add() {
    this.status.textContent = "";
    if ((await Notification.requestPermission()) !== "granted") {
      this.status.textContent = this.form.dataset.pushRefused;
      return;
    }
    await navigator.serviceWorker.register(this.box.dataset.pushWorker);
    const registration = await navigator.serviceWorker.ready;
    const fields = fieldsOf(await subscribe(registration, this.box.dataset.pushKey));
    for (const [name, value] of Object.entries(fields)) this.form.elements[name].value = value;
    this.form.submit();
  }
}

export function startPush() {
  const box = document.querySelector("[data-push]");
  const form = document.querySelector("[data-push-renew]");
  if (!isAble()) return;
  if (box) new Push(box);
  else if (form) renew(form).catch(() => {}); // No connection. The next page asks again.
}
