// Who stands at the door and what is his, as the service shows it; the outbound desk and the riders' screen share it.
import { Away, get, newId, post, Refused, type Json } from "@/shared/api";
import { session } from "@/shared/session";
import { sound, type Tone } from "@/shared/tones";

export interface Bag {
  bag_id: string;
  n: number | null;
  of: number;
  slot: string | null;
  state: string;
  temperature_class: string;
  out: boolean;
}
export interface Order {
  order_id: string;
  number: string;
  mode: string;
  state: string;
  stopped: boolean;
  cancelled: boolean;
  slots: string[];
  bags: Bag[];
  ready_in_minutes: number | null;
  amount_due_minor: number;
  currency: string;
  left?: boolean;
}
export interface Rider {
  hand_over_id: string;
  state: "ASSIGNED" | "ARRIVED" | "CALLED" | "SCANNING" | "DONE" | "FAILED_PENDING" | "FAILED" | "NO_SHOW";
  carrier: string;
  name: string;
  tail: string;
  reason: string | null;
  waiting_minutes: number;
  orders: Order[];
}
export interface Said {
  tone: Tone;
  text: string;
  // Where the right thing stands, said as large as it goes.
  right?: string;
}
// What a scan at the door was: a rider, a customer's code, one of either's bags, or a shopper's own cart.
export type Scanned =
  | { this_is: "rider"; rider: Rider }
  | ({ this_is: "pickup" } & Order)
  | { this_is: "bag"; rider?: Rider; order?: Order; n: number; number: string; order_state: string }
  | { this_is: "cart"; number: string };

export const lookAtRider = (id: string): Promise<Rider> => get<Rider>(`/outbound/hand-overs/${id}`);

export function checkIn(tail: string): Promise<{ rider: Rider }> {
  return once("/outbound/check-ins", { tail });
}

export function scanAtDoor(text: string, handOver?: string): Promise<Scanned> {
  return once("/outbound/scans", { text, ...(handOver ? { hand_over_id: handOver } : {}) });
}

export function decide<T>(path: string, step: string, facts: Json = {}): Promise<T> {
  return once(`/outbound/${path}/steps`, { step, ...facts });
}

function once<T>(path: string, body: Json): Promise<T> {
  const id = newId();
  return post<T>(path, { id, ...body }, id);
}

// What went wrong, in words and with its sound; a wrong bag names the slots of the right ones.
export function sayWrong(error: unknown, away: string): Said {
  if (error instanceof Refused && error.status === 401) session.who = null;
  sound("wrong");
  if (error instanceof Away) return { tone: "attention", text: away };
  const right = error instanceof Refused ? ((error.facts.facts as Json | undefined)?.right as string | undefined) : undefined;
  return { tone: "wrong", text: (error as Error).message, ...(right ? { right } : {}) };
}

export const bagsLeft = (rider: Rider): number =>
  rider.orders.filter((order) => !order.left && !order.stopped && !order.cancelled).flatMap((order) => order.bags).filter((bag) => !bag.out).length;
export const stoppedCount = (rider: Rider): number => rider.orders.filter((order) => order.stopped || order.cancelled).length;
export const isCalled = (rider: Rider): boolean => rider.state === "CALLED" || rider.state === "SCANNING";
