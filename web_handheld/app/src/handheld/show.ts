// Shows an answer to eye, ear and hand at once.
import { sound } from "@/shared/tones";
import type { Answer, Json, Tone } from "./flow/answer";
import { settings } from "./settings";
import { floor } from "./state";
import { speakPlace } from "./voice";
import { say } from "./words";

export function show(answer: Answer, aloud = true): void {
  const before = placeOf(floor.answer);
  floor.answer = answer;
  floor.said += 1;
  if (aloud) sound(answer.tone, settings.volume);
  const place = placeOf(answer);
  if (place && place.name !== before?.name) speakPlace(place.name, place.check_number ?? null);
}

// Say something of the page's own on the screen that stands.
export function showHere(code: string, tone: Tone, facts: Json = {}): void {
  if (!floor.answer) return;
  show({ ...floor.answer, code, tone, message: { key: code, text: say(code, facts), facts } });
}

interface Named {
  name: string;
  check_number?: string | null;
}
function placeOf(answer: Answer | null): Named | null {
  const facts = answer?.screen.facts as { line?: { bin?: Named | null } | null; bin?: Named | null; slot?: Named | null } | undefined;
  const place = facts?.line?.bin ?? facts?.bin ?? facts?.slot ?? null;
  return place && typeof place === "object" ? place : null;
}
