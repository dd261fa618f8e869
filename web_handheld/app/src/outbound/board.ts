// The shelf by the door: orders page by page, riders, staging positions; looked at again when something was pushed.
import { reactive } from "vue";
import { get, post, type Json } from "@/shared/api";
import { Live, type Push } from "@/shared/live";
import { setClock } from "@/shared/time";
import { sound } from "@/shared/tones";
import { checkIn, decide, lookAtRider, sayWrong, scanAtDoor, stoppedCount, type Order, type Rider, type Said } from "../door/door";

export interface Row {
  order_id: string;
  number: string;
  mode: string;
  due_at: string;
  meet_at: string | null;
  status: "stopped" | "called" | "overstay" | "ready" | "almost";
  slots: string[];
  bags_in: number;
  bags: number;
  parts_missing: number;
  waiting_minutes: number;
  rider_tail: string | null;
  rider_state: string | null;
}
export interface AtDoor {
  hand_over_id: string;
  carrier: string;
  name: string;
  tail: string;
  state: string;
  waiting_minutes: number;
  orders: string[];
  slots: string[];
  reason: string | null;
}
export interface Staged {
  position_id: string;
  state: string;
  number: string;
  parts: number;
  of: number;
  minutes: number;
}
interface Page {
  now: string;
  orders: Row[];
  next: string | null;
  riders: AtDoor[];
  riders_next: string | null;
  staging: Staged[];
  staging_next: string | null;
}

const AGAIN_MS = 400;
export const board = reactive({
  rows: [] as Row[],
  next: null as string | null,
  riders: [] as AtDoor[],
  ridersNext: null as string | null,
  staging: [] as Staged[],
  stagingNext: null as string | null,
  rider: null as Rider | null, // who is served now
  customer: null as Order | null,
  said: null as Said | null,
  isAway: false,
  asks: 0,
});
let live: Live | null = null;
let waits = 0;
let words = { away: "" };

export function begin(away: string): void {
  words = { away };
  live ??= new Live("/outbound", { heard: hear, snapshot: () => void look() });
  void look();
}

export function end(): void {
  live?.close();
  live = null;
  Object.assign(board, { rows: [], riders: [], staging: [], rider: null, customer: null, said: null });
}

// Look again at as many pages as are shown; `more` adds one.
export async function look(more = false): Promise<void> {
  await ask(async () => {
    const rows: Row[] = [];
    const wanted = board.rows.length + (more ? 1 : 0);
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Page = await get<Page>("/outbound/board", { cursor });
      setClock(page.now);
      rows.push(...page.orders);
      board.next = page.next;
      cursor = rows.length < wanted ? page.next : null;
      if (cursor === null) await lookAtDoor(page);
    }
    board.rows = rows;
    if (board.rider) await lookAtServed(board.rider);
  });
}

// Riders and staging positions, as many pages as are shown.
async function lookAtDoor(first: Page): Promise<void> {
  const riders = await asMany("/outbound/riders", first.riders, first.riders_next, board.riders.length);
  const staging = await asMany("/outbound/staging", first.staging, first.staging_next, board.staging.length);
  Object.assign(board, { riders: riders.rows, ridersNext: riders.next, staging: staging.rows, stagingNext: staging.next });
}

async function asMany<T>(path: string, first: T[], next: string | null, wanted: number): Promise<{ rows: T[]; next: string | null }> {
  const rows = [...first];
  while (next !== null && rows.length < wanted) {
    const page: { items: T[]; next: string | null } = await get(path, { cursor: next });
    rows.push(...page.items);
    next = page.next;
  }
  return { rows, next };
}

// One page more of those who wait at the door, or of the staging shelf.
export async function moreRiders(): Promise<void> {
  const found = await ask(() => asMany("/outbound/riders", board.riders, board.ridersNext, board.riders.length + 1));
  if (found) Object.assign(board, { riders: found.rows, ridersNext: found.next });
}
export async function moreStaging(): Promise<void> {
  const found = await ask(() => asMany("/outbound/staging", board.staging, board.stagingNext, board.staging.length + 1));
  if (found) Object.assign(board, { staging: found.rows, stagingNext: found.next });
}

// Whoever is served is told at once when an order of his is stopped; what was said before counts no more.
async function lookAtServed(before: Rider): Promise<void> {
  const after = await lookAtRider(before.hand_over_id);
  if (stoppedCount(after) > stoppedCount(before)) board.said = null;
  board.rider = after;
}

export async function scan(text: string): Promise<void> {
  const done = await ask(() => scanAtDoor(text, board.rider?.hand_over_id));
  if (!done) return;
  board.said = null;
  if (done.this_is === "rider") serve(done.rider);
  else if (done.this_is === "pickup") {
    Object.assign(board, { customer: done, rider: null });
    sound("attention");
  } else if (done.this_is === "bag") {
    Object.assign(board, { rider: done.rider ?? null, customer: done.order ?? null });
    sound(done.rider?.state === "DONE" || done.order_state === "COLLECTED" ? "finished" : "right");
  }
  lookSoon();
}

// What was typed: four digits are a rider's, six a customer's.
export async function typed(digits: string): Promise<void> {
  if (digits.length > 4) return scan(`S:${digits}`);
  const done = await ask(() => checkIn(digits));
  if (done) serve(done.rider);
}

export async function choose(rider: AtDoor): Promise<void> {
  const found = await ask(() => lookAtRider(rider.hand_over_id));
  if (found) Object.assign(board, { rider: found, customer: null });
}

export const rule = (path: string, step: string, facts: Json = {}): Promise<void> => change(() => decide(path, step, facts));
export const confirmCancel = (row: Row): Promise<void> => change(() => post(`/orders/${row.order_id}/cancellation/confirmation`));

async function change(deed: () => Promise<unknown>): Promise<void> {
  const done = await ask(deed);
  if (done !== undefined) sound("right");
  await look();
}

function serve(rider: Rider): void {
  Object.assign(board, { rider, customer: null, said: null });
  sound(rider.state === "CALLED" || rider.state === "SCANNING" ? "right" : "attention");
  lookSoon();
}

function hear(name: string, push: Push): void {
  if (name === "alert" && push.room.startsWith("outbound:")) sound("attention");
  lookSoon();
}

function lookSoon(): void {
  if (waits) return;
  waits = window.setTimeout(() => {
    waits = 0;
    void look();
  }, AGAIN_MS);
}

async function ask<T>(request: () => Promise<T>): Promise<T | undefined> {
  board.asks += 1;
  try {
    const answer = await request();
    board.isAway = false;
    return answer;
  } catch (error) {
    board.said = sayWrong(error, words.away);
    board.isAway = board.said.tone === "attention";
    return undefined;
  } finally {
    board.asks -= 1;
  }
}
