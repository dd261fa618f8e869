// The stall screen's line to the service: walls are loaded in pages, pushes change them, taps and scans become steps.
import { computed, markRaw, reactive } from "vue";
import { Away, get, newId, post, Refused, remove, type Json } from "@/shared/api";
import { Live, type Push } from "@/shared/live";
import { session } from "@/shared/session";
import { setClock } from "@/shared/time";
import { sound, type Tone } from "@/shared/tones";
import { ring } from "./bells";
import { dishesOf } from "./dishes";
import { keep, readKept } from "./kept";
import type { Scale } from "./scales";
import { shelf, type Ticket } from "./ticket";
import { inOrder, isPlacedAs, settle, type Cells, type Grid } from "./wall";

export interface Session {
  session_id: string;
  stall_id: string;
  state: "OPEN" | "TAKEOVER_ASKED" | "LOCKED" | "CLOSED";
  person_id: string;
  name: string | null;
  asked_by: string | null;
  asked_name: string | null;
}
export interface Stall {
  stall_id: string;
  names: Record<string, string>;
  work_type: string;
  is_open: boolean;
  mine: boolean;
  counts: Record<string, number>;
  session: Session | null;
}
export interface Said {
  tone: Tone;
  text: string;
}

const PAGE = 100;
const KEEP_AFTER_MS = 500;
const kept = readKept();

export const stall = reactive({
  known: [] as Stall[],
  shown: [] as string[], // the stalls on this screen
  // Replaced as a whole and never looked into by Vue: 300 tickets watched field by field cost more than they show.
  tickets: markRaw({}) as Readonly<Record<string, Ticket>>,
  cells: markRaw(kept.cells) as Readonly<Cells>,
  pinned: kept.pinned,
  grid: { columns: 4, rows: 2 } as Grid,
  bring: null as { ticket: Ticket; position: string | null } | null, // goods in hand, and where they go
  said: null as Said | null,
  refused: null as { code: string; facts: Json } | null, // why the last request was refused
  scales: {} as Record<string, Scale[]>, // by stall
  asks: 0, // how many requests are under way
  isAway: false,
  changes: 0, // grows with everything heard, for what has to look again
});
export const isBusy = computed(() => stall.asks > 0);
const shelves = computed(() => {
  const found = { wall: [] as Ticket[], later: [] as Ticket[], ready: [] as Ticket[], gone: [] as Ticket[] };
  for (const ticket of Object.values(stall.tickets)) found[shelf(ticket)].push(ticket);
  return found;
});
export const onWall = computed(() => shelves.value.wall);
export const later = computed(() => sorted(shelves.value.later, (ticket) => ticket.fire_at));
export const ready = computed(() => sorted(shelves.value.ready, (ticket) => ticket.ready_at ?? ""));
export const dishes = computed(() => dishesOf(Object.values(stall.tickets)));
export const remembered = (): string[] => kept.stalls;
let live: Live | null = null;
let keeping = 0;

// Look which stalls there are, and hear of changes from then on.
export async function begin(): Promise<void> {
  live ??= new Live("/station", { heard: hear, snapshot: () => void reload() });
  await lookAtStalls();
}

export function end(): void {
  live?.close();
  live = null;
  Object.assign(stall, { shown: [], tickets: markRaw({}), bring: null, said: null, refused: null, known: [], scales: {} });
}

export async function lookAtStalls(): Promise<void> {
  await ask(async () => {
    const found: Stall[] = [];
    for (let cursor = ""; ; ) {
      const page = await get<{ items: Stall[]; next: string | null }>("/stations", { limit: PAGE, cursor });
      found.push(...page.items);
      if (!page.next) break;
      cursor = page.next;
    }
    stall.known = found;
  });
}

// Show these stalls and work their screens; who works one already is not thrown out.
export async function show(stalls: string[]): Promise<void> {
  kept.stalls = stall.shown = stalls;
  keepSoon();
  for (const key of stalls) if (!sessionOf(key)) await openScreen(key);
  await reload();
}

export const sessionOf = (key: string): Session | null => stall.known.find((each) => each.stall_id === key)?.session ?? null;
export const isMine = (key: string): boolean => sessionOf(key)?.person_id === session.who?.person_id;
export const openScreen = (key: string, takeOver = false): Promise<void> => screen(key, "", { take_over: takeOver });
export const answerTakeover = (key: string, agree: boolean): Promise<void> => screen(key, "/answer", { agree });

export async function leave(): Promise<void> {
  for (const key of stall.shown.filter(isMine)) await ask(() => remove(`/stations/${key}/session`));
  stall.shown = [];
  stall.tickets = markRaw({});
  await lookAtStalls();
}

async function screen(key: string, path: string, body: Json): Promise<void> {
  await ask(() => post(`/stations/${key}/session${path}`, body));
  await lookAtStalls();
}

// One tap: the ticket comes back as it stands now. True when it was done.
export async function step(ticket: Ticket, name: string, facts: Json = {}): Promise<boolean> {
  const id = newId();
  const body = { id, step: name, facts: { ticket_id: ticket.ticket_id, ...facts } };
  const after = await ask(() => post<Ticket>(`/stations/${ticket.stall_id}/steps`, body, id));
  if (after) {
    take(after);
    sound(name === "finish" || after.state === "READY" ? "finished" : "right");
  }
  return after !== undefined;
}

export async function scan(text: string): Promise<void> {
  const id = newId();
  const at = stall.bring?.ticket.stall_id ?? stallOfCode(text) ?? stall.shown[0];
  if (!at) return;
  const body = { id, text, ...(stall.bring ? { ticket_id: stall.bring.ticket.ticket_id } : {}) };
  const done = await ask(() => post<{ did: string; position: string | null; ticket: Ticket }>(`/stations/${at}/scans`, body, id));
  if (!done) return;
  take(done.ticket);
  stall.bring = ["finished", "bring"].includes(done.did) ? { ticket: done.ticket, position: done.position } : null;
  stall.said = null;
  sound(done.did === "staged" || done.did === "finished" ? "finished" : done.did === "found" ? "attention" : "right");
}

// Close the gaps that gone tickets have left; only when somebody asks for it.
export function closeGaps(): void {
  stall.cells = markRaw({});
  arrange();
}

export function setGrid(grid: Grid): void {
  if (grid.columns === stall.grid.columns && grid.rows === stall.grid.rows) return;
  const rowsChange = grid.rows !== stall.grid.rows;
  stall.grid = grid;
  if (rowsChange) stall.cells = markRaw({});
  arrange();
}

// A pinned ticket stands in a column of its own on every page, and gives up its cell.
export function pin(ticket: Ticket): void {
  const at = stall.pinned.indexOf(ticket.ticket_id);
  if (at >= 0) stall.pinned.splice(at, 1);
  else stall.pinned.push(ticket.ticket_id);
  arrange();
}

// Print every open ticket once more: the stall goes on from paper.
export async function printAll(told: (done: number, of: number) => void): Promise<void> {
  const all = [...onWall.value, ...later.value];
  for (const [n, ticket] of all.entries()) {
    told(n, all.length);
    if (!(await step(ticket, "print"))) break;
  }
  told(all.length, all.length);
}

async function reload(): Promise<void> {
  const found: Record<string, Ticket> = {};
  for (const key of stall.shown) {
    for (let after: number | null = 0; after !== null; ) after = await loadPage(key, after, found);
  }
  stall.tickets = markRaw(found);
  arrange();
}

async function loadPage(key: string, after: number, found: Record<string, Ticket>): Promise<number | null> {
  const path = `/stations/${key}/tickets`;
  const page = await ask(() =>
    get<{ now: string; tickets: Ticket[]; next_place: number | null; scales: Scale[] }>(path, { after_place: after, limit: PAGE }),
  );
  if (!page) return null;
  setClock(page.now);
  stall.scales[key] = page.scales;
  for (const ticket of page.tickets) found[ticket.ticket_id] = ticket;
  return page.next_place;
}

function hear(name: string, push: Push): void {
  stall.changes += 1;
  if (name === "ticket") return hearTicket(push.body.ticket as Ticket | undefined);
  const [kind, key] = push.room.split(":");
  if (name === "device") return hearDevice(key ?? "", push.body);
  if (name === "screen" || (name === "alert" && String(push.body.code).startsWith("takeover"))) {
    void lookAtStalls();
    if (push.body.code === "takeover_asked" && stall.shown.includes(String(push.body.stall_id))) sound("attention");
  } else if (name === "alert" && kind === "station" && stall.shown.includes(key ?? "")) {
    ring("voided");
  }
}

// A scale's words are the whole picture; that a device is well or ill again is looked up.
function hearDevice(key: string, body: Json): void {
  if (body.said === "scales" && stall.shown.includes(key)) {
    const scales = body.scales as Scale[];
    stall.scales[key] = scales;
    if (body.refused) heardRefused(scales, body.refused as { code: string; facts: Json });
  } else if (Object.values(stall.scales).some((all) => all.some((scale) => scale.device_id === body.device_id))) void reload();
}

let heardRefused: (scales: Scale[], no: { code: string; facts: Json }) => void = () => undefined;
export const onRefused = (told: typeof heardRefused): void => void (heardRefused = told);

function hearTicket(ticket: Ticket | undefined): void {
  if (!ticket) return;
  const before = stall.tickets[ticket.ticket_id];
  if (!stall.shown.includes(ticket.stall_id)) {
    if (before) forget(ticket);
    return;
  }
  if (shelf(ticket) === "wall" && (!before || shelf(before) === "later") && ticket.state === "QUEUED") ring("arrived");
  if (ticket.struck && before && !before.struck) ring("voided");
  if (stall.asks === 0 && before && weighed(ticket) > weighed(before)) sound(ticket.state === "READY" ? "finished" : "right");
  take(ticket);
}

const weighed = (ticket: Ticket): number => ticket.items.filter((item) => item.weight?.grams).length;

function take(ticket: Ticket): void {
  if (shelf(ticket) === "gone" || !stall.shown.includes(ticket.stall_id)) return forget(ticket);
  const before = stall.tickets[ticket.ticket_id];
  stall.tickets = markRaw({ ...stall.tickets, [ticket.ticket_id]: ticket });
  if (!before || !isPlacedAs(before, ticket)) arrange();
}

function forget(ticket: Ticket): void {
  if (!stall.tickets[ticket.ticket_id]) return;
  const { [ticket.ticket_id]: _, ...others } = stall.tickets;
  stall.tickets = markRaw(others);
  stall.pinned = stall.pinned.filter((id) => id !== ticket.ticket_id);
  if (stall.bring?.ticket.ticket_id === ticket.ticket_id) stall.bring = null;
  arrange();
}

function arrange(): void {
  const unpinned = Object.values(stall.tickets).filter((ticket) => !stall.pinned.includes(ticket.ticket_id));
  stall.cells = markRaw(settle(stall.cells, unpinned, stall.grid));
  keepSoon();
}

function keepSoon(): void {
  clearTimeout(keeping);
  keeping = window.setTimeout(() => keep({ stalls: kept.stalls, pinned: stall.pinned, cells: stall.cells }), KEEP_AFTER_MS);
}

// Ask the service; what it refuses is said, and nothing at all is said to have been done.
async function ask<T>(request: () => Promise<T>): Promise<T | undefined> {
  stall.asks += 1;
  try {
    const answer = await request();
    stall.isAway = false;
    stall.said = stall.refused = null;
    return answer;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) session.who = null;
    stall.refused = error instanceof Refused ? { code: error.code, facts: error.facts } : null;
    if (error instanceof Away) stall.isAway = true;
    else stall.said = { tone: "wrong", text: (error as Error).message };
    sound("wrong");
    return undefined;
  } finally {
    stall.asks -= 1;
  }
}

function stallOfCode(text: string): string | undefined {
  const number = text.replace(/^T:/, "");
  return Object.values(stall.tickets).find((ticket) => ticket.number === number)?.stall_id;
}

const sorted = (tickets: Ticket[], by: (ticket: Ticket) => string): Ticket[] =>
  [...tickets].sort((a, b) => inOrder(by(a), by(b)) || a.place - b.place);
