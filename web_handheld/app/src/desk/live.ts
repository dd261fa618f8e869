// The desk's one websocket, open while somebody is signed in: pages say which pushes they look again for.
import { ref, watch } from "vue";
import type { Json } from "@/shared/api";
import { Live, type Push } from "@/shared/live";

// Every name: also when too much was missed to be told one by one.
type Ear = (name: string | null, body: Json) => void;

const PATIENCE_MS = 3000; // a line that comes back at once is no news
// Nothing is heard: what is shown may be old.
export const isAway = ref(false);
const ears = new Set<Ear>();
let line: Live | null = null;
let timer = 0;

export function open(): void {
  if (line) return;
  line = new Live("/desk", {
    heard: (name: string, push: Push) => tell(name, push.body),
    snapshot: () => tell(null, {}),
  });
  watch(line.isThere, say, { immediate: true });
}

export function close(): void {
  line?.close();
  line = null;
  isAway.value = false;
}

function say(isThere: boolean): void {
  clearTimeout(timer);
  if (isThere) isAway.value = false;
  else timer = window.setTimeout(() => (isAway.value = line !== null), PATIENCE_MS);
}

export function listen(ear: Ear): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}

function tell(name: string | null, body: Json): void {
  for (const ear of ears) ear(name, body);
}
