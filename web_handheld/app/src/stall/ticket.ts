// A ticket as the service shows it, and what follows from it for the eye: its pace, its main deed, its size.
import { language } from "@/shared/i18n";

export interface Weight {
  grams: number | null; // what it weighed
  wanted: boolean; // it is still to be weighed
  from: number;
  to: number;
}
export interface Item {
  item_id: string;
  sku: string;
  name: string;
  names: Record<string, string>;
  quantity: number;
  unit: string;
  options: { code: string; names: Record<string, string> }[];
  note: string | null;
  done: boolean;
  sold_out: boolean;
  weight: Weight | null; // of what is sold by weight
}
export type State =
  | "HELD" | "QUEUED" | "IN_PREP" | "READY" | "STAGED" | "REMAKE" | "VOID_PENDING" | "VOIDED" | "SOLD_OUT" | "HANDED_OVER";
export interface Ticket {
  ticket_id: string;
  stall_id: string;
  number: string;
  order_number: string;
  mode: "delivery" | "pickup" | "scan_and_go";
  state: State;
  place: number;
  fire_at: string;
  due_at: string;
  claimed_at: string | null;
  ready_at: string | null;
  prep_seconds: number;
  person_id: string | null;
  person: string | null;
  hurried: boolean;
  remakes: number;
  stopped: boolean;
  struck: boolean;
  bumped: boolean;
  reason: string | null;
  parts: number;
  possible: string[];
  items: Item[];
}
export type Pace = "calm" | "soon" | "late";

const SHARE_SOON = 0.7; // as the service's own `prep.pace`: yellow at 70 % of the ticket's own time
const ITEMS_SMALL_MAX = 2;

// Where a ticket belongs: on the wall, among those to come, among those to be carried away, or nowhere any more.
export function shelf(ticket: Ticket): "wall" | "later" | "ready" | "gone" {
  if (ticket.state === "HELD") return "later";
  if (ticket.state === "READY") return "ready";
  if (ticket.state === "VOIDED") return ticket.bumped ? "gone" : "wall";
  return ["QUEUED", "IN_PREP", "REMAKE", "VOID_PENDING"].includes(ticket.state) ? "wall" : "gone";
}

export const usedSeconds = (ticket: Ticket, now: number): number => (now - Date.parse(ticket.fire_at)) / 1000;

export function pace(ticket: Ticket, now: number): Pace {
  const share = usedSeconds(ticket, now) / Math.max(1, ticket.prep_seconds);
  return share >= 1 ? "late" : share >= SHARE_SOON ? "soon" : "calm";
}

// How many cells of the wall a ticket takes: its items are to be read and touched without scrolling.
export const cells = (ticket: Ticket): number => (ticket.items.length > ITEMS_SMALL_MAX ? 2 : 1);

export const nameOf = (names: Record<string, string>, otherwise: string): string =>
  names[language()] ?? names.en ?? otherwise;

export const itemName = (item: Item): string => nameOf(item.names, item.name);

export const wishes = (item: Item): string =>
  [...item.options.map((option) => nameOf(option.names, option.code)), item.note].filter(Boolean).join(" · ");

export const isOpen = (item: Item): boolean => !item.done && !item.sold_out;
