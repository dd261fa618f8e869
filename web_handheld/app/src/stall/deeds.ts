// What one tap, or the bump key, does to a ticket as it stands; null where nothing may be done.
import { may, session } from "@/shared/session";
import { isMine, stall, step } from "./stall";
import { wantsWeight } from "./scales";
import { isOpen, type Item, type Ticket } from "./ticket";
import { inOrder } from "./wall";
import { firstToWeigh, toScale } from "./weighing";

export type MainDeed = "claim" | "weigh" | "finish" | "bump" | "bring";

export function mainDeed(ticket: Ticket): MainDeed | null {
  if (ticket.state === "VOIDED") return "bump";
  if (ticket.stopped) return null;
  if (ticket.state === "QUEUED" || ticket.state === "REMAKE") return "claim";
  if (ticket.state === "IN_PREP") return firstToWeigh(ticket) ? "weigh" : "finish";
  return ticket.state === "READY" ? "bring" : null;
}

// Whose screen it is works the stall's tickets; a lead may anywhere.
export const mayWork = (ticket: Ticket): boolean => isMine(ticket.stall_id) || may("stall.lead");

export async function doMain(ticket: Ticket): Promise<void> {
  const deed = mainDeed(ticket);
  if (!deed || !mayWork(ticket)) return;
  if (deed === "bring") stall.bring = { ticket, position: null };
  else if (deed === "weigh") await toScale(ticket, firstToWeigh(ticket)!);
  else await step(ticket, deed);
}

// A tap on an item ticks it, or puts it at the scale; on a ticket that nobody has begun, it also begins it.
export async function tickItem(ticket: Ticket, item: Item): Promise<void> {
  if (!mayWork(ticket) || ticket.stopped) return;
  if (ticket.state === "QUEUED" && !(await step(ticket, "claim"))) return;
  if (ticket.state !== "QUEUED" && ticket.state !== "IN_PREP") return;
  if (isOpen(item) && wantsWeight(item)) await toScale(ticket, item);
  else if (isOpen(item)) await step(ticket, "do_item", { item_id: item.item_id });
  else if (item.done) await step(ticket, "undo_item", { item_id: item.item_id });
}

// The last one that was made, where nothing is chosen: that is what a cook wants back.
export async function recall(chosen: Ticket | null): Promise<void> {
  const last = Object.values(stall.tickets)
    .filter((ticket) => ticket.state === "READY" && mayWork(ticket))
    .sort((a, b) => inOrder(b.ready_at ?? "", a.ready_at ?? ""))[0];
  const ticket = chosen?.state === "READY" ? chosen : last;
  if (ticket) await step(ticket, "recall");
}

export const isMyTicket = (ticket: Ticket): boolean => ticket.person_id === session.who?.person_id;
