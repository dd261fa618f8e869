// The handheld's doors: what was scanned and pressed goes out, or is answered here while the service is away.
import { get, type Json } from "@/shared/api";
import { Live } from "@/shared/live";
import { session } from "@/shared/session";
import { learnButtons } from "./buttons";
import type { Answer } from "./flow/answer";
import type { Deed, Taken } from "./flow/packet";
import { begin as beginWalk, go } from "./flow/walk";
import { again, goOver, look, lost, send } from "./line";
import { keep, made, refusals, waiting, written, type Entry } from "./outbox";
import { show, showHere } from "./show";
import { drawn, last, leave, pass, project, settle, stand } from "./standing";
import { floor } from "./state";

const SETTLE_MS = 60; // several pushes of one deed become one look
let live: Live | null = null;
let looking = 0;
const MINE_MAX = 100;
const mine: string[] = []; // the latest deeds of this page: their pushes come besides their answers

// Begin with this person: what stood here before is shown at once, what waited goes out, then the service is asked.
export async function begin(): Promise<void> {
  await stand(person());
  floor.queue = await waiting(person());
  floor.refused = await refusals(person());
  floor.answer = last();
  if (floor.queue.length) floor.isAway = true; // they were left behind: they go out quietly, one message at the end
  live = new Live("/handheld", { heard: (name, push) => void hear(name, push.body), snapshot: () => void again() });
  goOver(live);
  window.addEventListener("online", tryAgain);
  window.addEventListener("offline", lost);
  await again();
  await learnButtons().catch(() => undefined); // away: those that are known serve
}

export function end(): void {
  live?.close();
  live = null;
  goOver(null);
  window.removeEventListener("online", tryAgain);
  window.removeEventListener("offline", lost);
  leave();
  Object.assign(floor, { answer: null, queue: [], refused: [], isAway: false, training: null });
}

const tryAgain = (): void => void again();

export const scan = (text: string, mode: "scanned" | "typed" = "scanned"): Promise<void> => put({ kind: "scan", body: { text, mode } });
export const step = (name: string, facts: Json = {}): Promise<void> => put({ kind: "step", body: { step: name, facts } });

async function put(deed: Deed): Promise<void> {
  if (floor.training) return train(deed);
  if (navigator.onLine === false && !floor.isAway) lost();
  if (floor.isAway) return putHere(deed);
  line(deed);
  await send();
}

function line(deed: Deed, packet?: string): Entry {
  const entry = made(person(), deed, packet);
  mine.push(entry.id);
  if (mine.length > MINE_MAX) mine.shift();
  keep(entry);
  floor.queue = [...floor.queue, entry];
  return entry;
}

// While the service is away only what the walk allows is answered; everything else is refused at once, with the way on.
async function putHere(deed: Deed): Promise<void> {
  const before = project(floor.queue);
  if (!before && floor.queue.length) return behind(deed);
  const went = before && go(before.walk, deed);
  if (!before || !went) return showHere("app_off_needs_service", "wrong");
  const answer = drawn(went);
  if (went.said.refused) return show(answer);
  await written(line(deed, pass()));
  show(answer);
}

// What came before is not answered, and nobody here can tell what this then means: it waits in its turn.
async function behind(deed: Deed): Promise<void> {
  await written(line(deed));
  showHere("app_off_waits", "attention");
}

async function hear(name: string, body: Json): Promise<void> {
  const answer = name === "screen" ? (body.answer as Answer | undefined) : undefined;
  if (mine.includes(String(body.request))) return; // its answer comes over the line
  if (answer && answer.version < (last()?.version ?? 0)) return;
  if (answer && !floor.queue.length && !floor.training) {
    settle(answer);
    return show(answer);
  }
  if (name === "alert" && typeof body.text === "string" && !body.full_screen) heed(body.text);
  clearTimeout(looking);
  looking = window.setTimeout(() => void look(), SETTLE_MS);
}

// Something a person must know, in words; the screen stays.
function heed(text: string): void {
  if (floor.answer) show({ ...floor.answer, tone: "attention", message: { key: "", text, facts: {} } });
}

// -- learning: an order nobody placed ---------------------------------------------------------------------------------

let lesson = null as ReturnType<typeof beginWalk> | null;

export async function beginTraining(): Promise<void> {
  const taken = await get<Taken>("/handheld/training");
  lesson = beginWalk(taken.packet);
  floor.training = taken;
  show(drawn({ walk: lesson, said: { code: "app_train_go", tone: "attention", facts: {} } }));
}

export async function endTraining(): Promise<void> {
  floor.training = lesson = null;
  floor.answer = last();
  await look();
}

function train(deed: Deed): void {
  const went = lesson && go(lesson, deed);
  if (!went) return showHere("app_train_not_here", "attention");
  lesson = went.walk;
  show(drawn(went));
}

function person(): string {
  return session.who?.person_id ?? "";
}
