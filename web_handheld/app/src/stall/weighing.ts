// Weighing at a stall: which item lies on the scale, its weight by the scale or by hand, and a lead's badge for the rest.
import { reactive } from "vue";
import { sound } from "@/shared/tones";
import { findItem, wantsWeight, type AtHand, type Scale } from "./scales";
import { isMine, onRefused, stall, step } from "./stall";
import type { Item, Ticket } from "./ticket";

export const weighing = reactive({
  pad: null as AtHand | null, // whose weight is being entered
  heavy: null as (AtHand & { grams: number | null }) | null, // a weight outside the tolerance waits for a lead
});

export const hasScale = (ticket: Ticket): boolean => (stall.scales[ticket.stall_id] ?? []).some((scale) => scale.ready);
export const firstToWeigh = (ticket: Ticket): Item | undefined => ticket.items.find(wantsWeight);
export const isAtScale = (item: Item): boolean => Object.values(stall.scales).some((all) => all.some((scale) => scale.item_id === item.item_id));

// A tap on an item that is sold by weight puts it at the scale; where no scale answers, its weight is entered.
export async function toScale(ticket: Ticket, item: Item): Promise<void> {
  if (!hasScale(ticket)) return enter({ ticket, item });
  weighing.heavy = null;
  await step(ticket, "put_at_scale", { item_id: item.item_id });
}

export function enter(at: AtHand): void {
  weighing.heavy = null;
  weighing.pad = at;
}

// Take what lies on the scale now, or the grams entered.
export async function weigh({ ticket, item }: AtHand, grams: number | null): Promise<void> {
  weighing.pad = null;
  const facts = { item_id: item.item_id, ...(grams === null ? {} : { grams }) };
  if (await step(ticket, "weigh_item", facts)) weighing.heavy = null;
  else if (stall.refused?.code === "weight_out_of_tolerance") weighing.heavy = { ticket, item, grams: grams ?? Number(stall.refused.facts.grams) };
}

// Take a weight outside the tolerance: by one's own right, or by a badge.
export async function accept(badge?: string): Promise<void> {
  const at = weighing.heavy;
  if (!at) return;
  const facts = { item_id: at.item.item_id, accept: true, ...(at.grams === null ? {} : { grams: at.grams }), ...(badge ? { badge } : {}) };
  if (await step(at.ticket, "weigh_item", facts)) weighing.heavy = null;
}

// What the scale said was not taken, and why.
onRefused((scales: Scale[], no: { code: string; facts: Record<string, unknown> }) => {
  const at = findItem(stall.tickets, scales[0]?.item_id ?? null);
  if (no.code === "weight_out_of_tolerance" && at && isMine(at.ticket.stall_id)) weighing.heavy = { ...at, grams: Number(no.facts.grams) };
  sound("wrong");
});
