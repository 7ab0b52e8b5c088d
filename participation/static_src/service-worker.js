// What the browser keeps of us while no page is open: it shows news, and opens the page that it leads to. It keeps no
// pages and answers no requests, so that the site works the same with and without it.

self.addEventListener("push", (event) => {
  const { title, text, url, tag, language } = event.data.json();
  // A second try has the same tag, and takes the place of the first without a sound.
  const shown = self.registration.showNotification(title, { body: text, tag, lang: language, data: { url } });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data.url, self.location.origin)));
});

async function open(url) {
  if (url.origin !== self.location.origin) return;
  const pages = await self.clients.matchAll({ type: "window" });
  const there = pages.find((page) => page.url === url.href);
  await (there ? there.focus() : self.clients.openWindow(url.href));
}
