// The line to the service: deeds go out one after the other, each until it is answered, by its id.
import { Away, get, post, Refused } from "@/shared/api";
import { i18n } from "@/shared/i18n";
import type { Live } from "@/shared/live";
import { session } from "@/shared/session";
import { sound } from "@/shared/tones";
import type { Answer } from "./flow/answer";
import { note, written, type Entry } from "./outbox";
import { show, showHere } from "./show";
import { drawn, off, pass, project, settle } from "./standing";
import { floor } from "./state";
import { told } from "./words";

const PATHS = { scan: "/handheld/scans", step: "/handheld/steps" } as const;
const PATIENCE_MS = 4000; // then the walk goes on here, and the same id is sent again
const AGAIN_MS = [500, 1500, 3000];
let live: Live | null = null;
let isSending = false;
let tries = 0;
let timer = 0;

export const goOver = (socket: Live | null): void => void (live = socket);

export async function send(): Promise<void> {
  if (isSending || !session.who) return;
  isSending = true;
  clearTimeout(timer);
  const behind = floor.isAway ? floor.queue.length : 0;
  let refused = 0;
  try {
    for (let entry = floor.queue[0]; entry; entry = floor.queue[0]) {
      const answer = await ask(entry);
      if (!answer || (entry.packet && answer.outcome === "refused")) refused += 1;
      if (answer && entry.packet && answer.outcome === "refused") await noteRefusal(entry, answer.message.text);
      if (answer) settle(answer, entry);
      else off(entry);
      floor.queue = floor.queue.slice(1);
      if (answer && !entry.packet) show(answer);
    }
    if (floor.isAway || refused) await redraw();
    back(behind, refused);
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    await Promise.all(floor.queue.map(written)); // the page answers itself now: only what is on the disk
    lost();
  } finally {
    isSending = false;
  }
}

// Ask for the screen as it stands; what is still on its way comes first.
export async function look(): Promise<void> {
  if (isSending) return;
  try {
    await redraw();
    back(0, 0);
  } catch (error) {
    if (error instanceof Refused) return refusedToLook(error);
    if (!(error instanceof Away)) throw error;
    lost();
  }
}

async function redraw(): Promise<void> {
  const answer = await get<Answer>("/handheld/screen");
  if (floor.queue.length || floor.training) return; // something was done meanwhile: its answer is the newer one
  const before = floor.answer;
  settle(answer);
  floor.answer = before && isSame(before, answer) ? { ...before, screen: answer.screen, possible: answer.possible } : answer;
  if (before && isCalled(before, answer)) sound("attention");
}

// What was said last stands until something is done: a look at the same screen does not wipe it away.
const isSame = (before: Answer, now: Answer): boolean =>
  before.version === now.version && before.screen.name === now.screen.name && !/^app_off_(?!all_sent|some_refused)/.test(before.code);

const CALLS = ["order_cancelled", "take_over_asked"];

// Whether the person must look up: the order was cancelled, somebody asks, work is offered, the break is over.
function isCalled(before: Answer, now: Answer): boolean {
  const offered = now.screen.facts.offered && !before.screen.facts.offered;
  const isRested = Boolean(before.screen.facts.break_until) && !now.screen.facts.break_until;
  return Boolean(offered) || isRested || (now.screen.name !== before.screen.name && CALLS.includes(now.screen.name));
}

// Gives nothing where the service will never take this deed: it is noted as refused and the queue goes on.
async function ask(entry: Entry): Promise<Answer | null> {
  const { id, at, packet } = entry;
  const body = { id, ...entry.body, ...(entry.kind === "scan" ? { at } : {}), ...(packet ? { packet } : {}) };
  try {
    const heard = packet ? null : await live?.ask<Answer>(entry.kind, body, PATIENCE_MS);
    return heard?.screen ? heard : await post<Answer>(PATHS[entry.kind], body, id, PATIENCE_MS); // it tells why there is none
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) session.who = null; // what waits is sent after the next sign-in
    if (error.status === 401 || error.status === 429 || error.status >= 500) throw new Away(error.code);
    await noteRefusal(entry, error.message);
    sound("wrong");
    return null;
  }
}

async function noteRefusal(entry: Entry, why: string): Promise<void> {
  const refusal = { id: entry.id, person: entry.person, at: entry.at, what: told(entry), why };
  floor.refused = [...floor.refused, refusal];
  await note(refusal);
}

// The service is away: the walk goes on here where it can, and the line is tried again.
export function lost(): void {
  const isNews = !floor.isAway;
  floor.isAway = true;
  const walk = project(floor.queue);
  if (walk) for (const entry of floor.queue) entry.packet ??= pass() ?? "";
  if (walk && (isNews || floor.queue.length)) show(drawn(walk), isNews && floor.queue.length > 0);
  else if (isNews && floor.queue.length) showHere("app_off_waits", "attention");
  clearTimeout(timer);
  timer = window.setTimeout(() => void again(), AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
  tries += 1;
}

export const again = (): Promise<void> => (floor.queue.length ? send() : look());

function back(behind: number, refused: number): void {
  tries = 0;
  if (!floor.isAway) return;
  floor.isAway = false;
  if (refused) showHere("app_off_some_refused", "attention", { count: refused });
  else if (behind) showHere("app_off_all_sent", "finished", { count: behind });
}

function refusedToLook(error: Refused): void {
  if (error.status === 401) session.who = null;
  else if (error.status >= 500 || error.status === 429) lost();
  else showHere("app_off_needs_service", "wrong", { why: error.message || i18n.global.t("app_away") });
}
