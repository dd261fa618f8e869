// The pictograms, fetched once beside the first screen.
import { shallowRef } from "vue";

export const drawings = shallowRef<Record<string, string[]>>({});
let loading: Promise<void> | null = null;

export function load(): Promise<void> {
  loading ??= import("./drawings").then(({ DRAWINGS }) => void (drawings.value = DRAWINGS));
  return loading;
}
