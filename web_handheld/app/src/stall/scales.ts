// What a stall's scales say, and what that means for the item that is weighed next; pure.
import type { Item, Ticket, Weight } from "./ticket";

export interface Scale {
  device_id: string;
  name: string;
  ready: boolean;
  cause: string | null;
  grams: number | null;
  stable: boolean;
  trouble: string | null;
  weighed: boolean;
  item_id: string | null; // what is weighed next
}
export interface AtHand {
  ticket: Ticket;
  item: Item;
}
export type Standing = "silent" | "trouble" | "moves" | "empty" | "weighed" | "lies" | "low" | "fits" | "high";

// How what lies on a scale stands to the item at hand: too little yet, right, too much, or no weight at all.
export function standing(scale: Scale, wanted: Weight | null): Standing {
  if (!scale.ready) return "silent";
  if (scale.trouble === "weight_moves") return "moves";
  if (scale.trouble !== null) return "trouble";
  if (!scale.grams) return "empty";
  if (scale.weighed) return "weighed";
  return wanted ? fit(scale.grams, wanted) : "lies";
}

export const fit = (grams: number, wanted: Weight): "low" | "fits" | "high" =>
  grams < wanted.from ? "low" : grams > wanted.to ? "high" : "fits";

export const wantsWeight = (item: Item): boolean => item.weight?.wanted === true;

// Never colour alone: each standing has its own mark.
export const MARKS: Record<Standing, string> = {
  silent: "✕", trouble: "!", moves: "≈", empty: "○", weighed: "✓✓", lies: "●", low: "▼", fits: "✓", high: "▲",
};

export function findItem(tickets: Record<string, Ticket>, id: string | null): AtHand | null {
  for (const ticket of id ? Object.values(tickets) : []) {
    const item = ticket.items.find((each) => each.item_id === id);
    if (item) return { ticket, item };
  }
  return null;
}
