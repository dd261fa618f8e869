// Keeps the handheld's page on the device: it opens without the service, and always as one whole version.
// Only the page and its files are answered here; everything under /api goes to the service or fails honestly.
declare const PAGE: string;
declare const VERSION: string;
declare const FILES: string[];
interface Waits {
  waitUntil(done: Promise<unknown>): void;
}
interface Asked extends Waits {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Self {
  addEventListener(name: "install" | "activate", heard: (event: Waits) => void): void;
  addEventListener(name: "fetch", heard: (event: Asked) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
const worker = self as unknown as Self;
const PREFIX = "storefloor-handheld-";
const KEPT_VERSIONS = 2; // a page that is open still needs the one before

worker.addEventListener("install", (event) => event.waitUntil(fill().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(clear().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith("/app/")) return;
  if (event.request.mode === "navigate") {
    if (url.pathname === PAGE) event.respondWith(page(event.request));
  } else event.respondWith(file(event.request, url.pathname));
});

async function fill(): Promise<void> {
  const shelf = await caches.open(PREFIX + VERSION);
  await shelf.addAll(FILES.map((path) => new Request(path, { cache: "reload" })));
}

async function clear(): Promise<void> {
  const mine = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + VERSION);
  await Promise.all(mine.slice(0, Math.max(0, mine.length - KEPT_VERSIONS + 1)).map((name) => caches.delete(name)));
}

async function page(request: Request): Promise<Response> {
  return (await (await caches.open(PREFIX + VERSION)).match(PAGE)) ?? fetch(request);
}

async function file(request: Request, path: string): Promise<Response> {
  const kept = await caches.match(path);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && path.startsWith("/app/assets/")) await (await caches.open(PREFIX + VERSION)).put(path, fresh.clone());
  return fresh;
}
