// The service's clock: a tablet's own may be wrong, and a countdown by a wrong clock burns the soup.
import { onUnmounted, ref } from "vue";

let ahead = 0; // milliseconds by which the service's clock is ahead of ours

export function setClock(serverNow: string): void {
  ahead = Date.parse(serverNow) - Date.now();
}

export const serverNow = (): number => Date.now() + ahead;

// The time for a component that shows it: looked at once a second, for as long as the component lives.
export function useNow() {
  const now = ref(serverNow());
  const timer = window.setInterval(() => (now.value = serverNow()), 1000);
  onUnmounted(() => clearInterval(timer));
  return now;
}
