// Bump bars and foot pedals are keyboards: which key does what is shown on the screen and can be changed there.
export type Deed = "bump" | "recall" | "next" | "previous" | "page" | "dishes" | "orders" | "pin" | "close";
export type Keys = Record<Deed, string>;

export const DEEDS: Deed[] = ["bump", "recall", "next", "previous", "page", "dishes", "orders", "pin", "close"];
export const USUAL: Keys = {
  bump: " ", recall: "r", next: "ArrowRight", previous: "ArrowLeft", page: "PageDown",
  dishes: "d", orders: "o", pin: "p", close: "Escape",
};
const KEPT = "storefloor.stall.keys";
// A scanner types in milliseconds: a key with another one so close to it belongs to a code and is no deed.
const ALONE_MS = 70;

export function readKeys(): Keys {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return { ...USUAL };
  }
}

// A key does one thing: whatever had it before gets the key of the deed that takes it.
export function withKey(keys: Keys, deed: Deed, key: string): Keys {
  const before = DEEDS.find((each) => keys[each] === key);
  const changed = { ...keys, ...(before ? { [before]: keys[deed] } : {}), [deed]: key };
  localStorage.setItem(KEPT, JSON.stringify(changed));
  return changed;
}

// Hear single keys; `pressed` gets the key's name. Fields keep what is typed into them.
export function hearKeys(pressed: (key: string) => void): () => void {
  let last = -Infinity;
  let waiting = 0;

  function hear(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isField(event.target)) return;
    const close = event.timeStamp - last < ALONE_MS;
    last = event.timeStamp;
    clearTimeout(waiting);
    if (close) return;
    if (event.key === " " || event.key.startsWith("Page") || event.key.startsWith("Arrow")) event.preventDefault();
    waiting = window.setTimeout(() => pressed(event.key), ALONE_MS);
  }

  window.addEventListener("keydown", hear, true);
  return () => {
    clearTimeout(waiting);
    window.removeEventListener("keydown", hear, true);
  };
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
