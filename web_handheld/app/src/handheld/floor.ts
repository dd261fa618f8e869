// The handheld's one line to the service: what was scanned and pressed goes out in order, the answers become the screen.
import { computed, reactive } from "vue";
import { Away, get, post, Refused, type Json } from "@/shared/api";
import { Live } from "@/shared/live";
import { session } from "@/shared/session";
import { sound } from "@/shared/tones";
import type { Answer } from "./answer";
import { forget, keep, waiting, type Entry } from "./outbox";

const AGAIN_MS = 1500;
const PATHS = { scan: "/handheld/scans", step: "/handheld/steps" } as const;

export const floor = reactive<{ answer: Answer | null; queue: Entry[]; isAway: boolean; said: number }>({
  answer: null, queue: [], isAway: false, said: 0,
});
export const isBusy = computed(() => floor.queue.length > 0 && !floor.isAway);
let live: Live | null = null;
let isSending = false;

// Begin the shift of this page: what waited from before goes first, then the screen is asked for.
export async function begin(): Promise<void> {
  floor.queue = await waiting(person());
  live = new Live("/handheld", { heard: (name, push) => hear(name, push.body), snapshot: () => void look() });
  window.addEventListener("online", () => void send());
  await look();
  await send();
}

export function end(): void {
  live?.close();
  live = null;
  floor.answer = null;
}

export const scan = (text: string, mode: "scanned" | "typed" = "scanned"): Promise<void> =>
  put("scan", { text, mode, at: new Date().toISOString() });
export const step = (name: string, facts: Json = {}): Promise<void> => put("step", { step: name, facts });

async function put(kind: Entry["kind"], body: Json): Promise<void> {
  floor.queue.push(await keep(person(), kind, body));
  await send();
}

async function send(): Promise<void> {
  if (isSending) return;
  isSending = true;
  try {
    for (let entry = floor.queue[0]; entry; entry = floor.queue[0]) {
      const answer = await ask(entry);
      await forget(entry);
      floor.queue.shift();
      show(answer);
    }
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    floor.isAway = true;
    setTimeout(() => void send(), AGAIN_MS);
  } finally {
    isSending = false;
  }
}

async function ask(entry: Entry): Promise<Answer> {
  try {
    const answer = await post<Answer>(PATHS[entry.kind], { id: entry.id, ...entry.body }, entry.id);
    floor.isAway = false;
    return answer;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) session.who = null; // what waits is sent after the next sign-in
    throw error instanceof Refused && error.status >= 500 ? new Away(error.code) : error;
  }
}

async function look(): Promise<void> {
  try {
    const answer = await get<Answer>("/handheld/screen");
    floor.isAway = false;
    if (!isSending) floor.answer = answer;
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    floor.isAway = true;
  }
}

function hear(name: string, body: Json): void {
  if (name === "screen" && body.answer) show(body.answer as Answer);
}

function show(answer: Answer): void {
  floor.answer = answer;
  floor.said += 1;
  sound(answer.tone);
}

function person(): string {
  return session.who?.person_id ?? "";
}
