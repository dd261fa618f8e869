// What a stall's screen remembers by itself: its stalls, what is pinned, and where each ticket stands on the wall.
import type { Cells } from "./wall";

const KEPT = "storefloor.stall";
export interface Kept {
  stalls: string[];
  pinned: string[];
  cells: Cells;
}

export function readKept(): Kept {
  try {
    return { stalls: [], pinned: [], cells: {}, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return { stalls: [], pinned: [], cells: {} };
  }
}

export function keep(kept: Kept): void {
  localStorage.setItem(KEPT, JSON.stringify(kept));
}
