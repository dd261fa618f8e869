// The page itself without the service: a worker keeps its files, and the browser is asked not to throw them away.
export function workOffline(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  window.addEventListener("load", () => void navigator.serviceWorker.register("/app/handheld-worker.js", { scope: "/app/handheld" }));
  void navigator.storage?.persist?.();
}
