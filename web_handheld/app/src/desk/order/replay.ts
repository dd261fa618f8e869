// An order's story as the service tells it, and how everything stood at a moment of it; pure.
import { get } from "@/shared/api";
import { language } from "@/shared/i18n";
import type { Order } from "../queue/queue";

export interface Span { cause: string; text: string; begin: string; end: string }
export interface Step {
  at: string;
  thing: string;
  thing_id: string;
  step: string;
  before: string | null;
  after: string | null;
  actor: string;
  device_id: string | null;
  facts: Record<string, unknown>;
  // The whole step in words, and only what became of the thing.
  text: string;
  what: string;
}
export interface Thing { names?: Record<string, string>; number?: string; bin?: string | null; quantity?: number; unit?: string }
export interface Replay { order: Order; spans: Span[]; steps: Step[]; things: Record<string, Thing> }

export const readReplay = (id: string): Promise<Replay> => get<Replay>(`/desk/orders/${id}/replay`, { lang: language() });

// What a lead follows; all else (reservations, print jobs, slots) is told only when asked for.
export const FOLLOWED = ["order", "sub-order", "pick task", "pick line", "ticket", "bag", "hand-over", "put-back", "cancellation", "refund", "work order"];
// The things of the picture, in the order of their way through the store.
export const STOOD = ["pick task", "pick line", "ticket", "bag", "hand-over", "put-back"] as const;

export const ms = (at: string): number => Date.parse(at);

export interface Stood { id: string; thing: string; what: string; since: string; actor: string; isNew: boolean }

// The last thing said of each by a moment; `isNew` when it was said in the seconds before.
export function stoodAt(steps: readonly Step[], moment: number, newForMs: number): Stood[] {
  const stood = new Map<string, Stood>();
  for (const step of steps) {
    if (ms(step.at) > moment) break;
    const moved = step.after !== null && step.after !== step.before;
    const before = stood.get(step.thing_id);
    if (before && !moved) continue;
    stood.set(step.thing_id, { id: step.thing_id, thing: step.thing, what: step.what, since: step.at, actor: step.actor, isNew: moment - ms(step.at) < newForMs });
  }
  return [...stood.values()];
}

export function lastBy(steps: readonly Step[], moment: number): number {
  let last = -1;
  for (const [at, step] of steps.entries()) if (ms(step.at) <= moment) last = at;
  return last;
}

export const spanAt = (spans: readonly Span[], moment: number): Span | null => spans.find((span) => ms(span.begin) <= moment && moment < ms(span.end)) ?? null;

// From the first step to the last, or to where its clock stands while it is on the floor; never of no length.
export function whole(replay: Replay): { begin: number; end: number } {
  const first = replay.steps[0];
  const begin = first ? ms(first.at) : 0;
  const ends = [...replay.steps.slice(-1).map((step) => ms(step.at)), ...replay.spans.slice(-1).map((span) => ms(span.end))];
  return { begin, end: Math.max(begin + 1000, ...ends) };
}
