// Passkeys, on the pages of signing in. The forms work with the browser's own dialogue; what the
// device answers is posted in a hidden field. Texts come from data attributes.
const OPTIONS = "passkey-options";

const optionsOnPage = () => JSON.parse(document.getElementById(OPTIONS).textContent);

/** Ask the server what a device may sign in with. */
async function loginOptions(form) {
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  return response.json();
}

const WAYS = {
  add: async () => webauthnJSON.create(optionsOnPage().creation_options),
  authenticate: async () => webauthnJSON.get(optionsOnPage().request_options),
  login: async (form) => webauthnJSON.get((await loginOptions(form)).request_options),
};

function start(form) {
  const failed = form.querySelector("[data-passkey-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.textContent = "";
    try {
      const credential = await WAYS[form.dataset.passkey](form);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit(); // Does not raise this event again.
    } catch {
      failed.textContent = form.dataset.failed;
    }
  });
  form.hidden = false;
}

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(start);
