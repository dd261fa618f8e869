// Where this person stands: the service's last answer, the walk taken along, and what was done since.
import { get } from "@/shared/api";
import { i18n } from "@/shared/i18n";
import type { Answer } from "./flow/answer";
import type { Deed, Taken } from "./flow/packet";
import { answer as shown, begin, current, go, type Said, type Walk } from "./flow/walk";
import { laid, lay, type Entry } from "./outbox";
import { floor } from "./state";

const SOON_MS = 1200;
const PAINTED_MS = 50;
const WALKING = ["pick_line", "how_many_left"];
let person = "";
let settled: Answer | null = null;
let taken: Taken | null = null;
let since: Entry[] = [];
let timer = 0;
let answered: Entry[] = []; // deeds to be taken off the line on the disk
let laying = 0;

export async function stand(as: string): Promise<void> {
  person = as;
  const kept = await laid(person);
  settled = kept?.answer ?? null;
  taken = kept?.taken ?? null;
  since = kept?.since ?? [];
}

export function leave(): void {
  clearTimeout(timer);
  layDown();
  settled = taken = null;
  since = [];
}

export const last = (): Answer | null => settled;
export const pass = (): string | undefined => taken?.pass;

// The service has answered: this is where we are now, and the deed it answered is done with.
export function settle(answer: Answer, entry?: Entry): void {
  const isNews = !entry && answer.version !== settled?.version; // another scanner of the same person
  settled = answer;
  if (entry && answer.outcome !== "refused") since.push(entry);
  off(entry);
  takeAlong(isNews || !taken ? 0 : SOON_MS);
}

// What is to be seen and heard comes first: the disk follows when the answer is painted.
export function off(entry?: Entry): void {
  if (entry) answered.push(entry);
  laying ||= window.setTimeout(layDown, PAINTED_MS);
}

function layDown(): void {
  if (!laying) return;
  clearTimeout(laying);
  laying = 0;
  void lay(person, { answer: settled, taken, since: [...since] }, answered.splice(0));
}

// Take the walk along anew once nothing has happened for a moment; at once when there is none yet.
function takeAlong(after: number): void {
  clearTimeout(timer);
  if (!settled || !WALKING.includes(settled.screen.name) || settled.version === taken?.packet.version) return;
  timer = window.setTimeout(() => void fetchWalk(), after);
}

async function fetchWalk(): Promise<void> {
  try {
    const fresh = await get<Taken>("/handheld/packet");
    if (!settled || floor.queue.length || fresh.packet.version !== settled.version) return takeAlong(SOON_MS);
    taken = fresh;
    since = [];
    off();
  } catch {
    // away: the walk that is there is better than none
  }
}

export interface Projected {
  walk: Walk;
  said: Said | null;
}

// The walk with everything that was done and is not answered yet; null where only the service can tell.
export function project(queue: readonly Deed[]): Projected | null {
  if (!taken || !settled || !WALKING.includes(settled.screen.name) || taken.packet.lines.length === 0) return null;
  let walk = since.reduce((at, entry) => go(at, entry)?.walk ?? at, begin(taken.packet));
  walk = agree(walk, settled);
  let said: Said | null = null;
  for (const deed of queue) {
    const went = go(walk, deed);
    if (!went) return null;
    [walk, said] = [went.walk, went.said];
  }
  return { walk, said };
}

// What the service said last of the line at hand counts more than what was reckoned.
function agree(walk: Walk, answer: Answer): Walk {
  const line = answer.screen.facts.line as { id: string; state: string; picked: number } | null | undefined;
  const mine = walk.lines.find((each) => each.id === line?.id);
  if (!line || !mine) return walk;
  const lines = walk.lines.map((each) => (each === mine ? { ...mine, state: line.state, picked: line.picked } : each));
  const scanned = answer.possible.includes("take") ? line.id : null;
  return { ...walk, lines, atHand: line.id, scanned, bin: (answer.screen.facts.at_bin as string | undefined) ?? walk.bin };
}

export function drawn({ walk, said }: Projected): Answer {
  const told: Said = said ?? { code: current(walk) ? "app_off_go_on" : "app_off_walk_done", tone: "attention", facts: {} };
  return shown(walk, told, i18n.global.t(told.code, told.facts));
}
