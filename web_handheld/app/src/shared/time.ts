// The service's clock: a tablet's own may be wrong, and a countdown by a wrong clock burns the soup.
import { inject, onUnmounted, provide, ref, type InjectionKey, type Ref } from "vue";

let ahead = 0; // milliseconds by which the service's clock is ahead of ours

export function setClock(serverNow: string): void {
  ahead = Date.parse(serverNow) - Date.now();
}

export const serverNow = (): number => Date.now() + ahead;

// The time of a page's one clock, for its parts that run with it.
const NOW: InjectionKey<Ref<number>> = Symbol("now");
export const sameNow = (): Ref<number> => inject(NOW)!;

// The time for a component that shows it: looked at once a second, for as long as the component lives.
export function useNow() {
  const now = ref(serverNow());
  const timer = window.setInterval(() => (now.value = serverNow()), 1000);
  onUnmounted(() => clearInterval(timer));
  provide(NOW, now);
  return now;
}
