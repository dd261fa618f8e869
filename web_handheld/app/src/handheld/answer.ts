// What the service answers a scan or a step, as WIRE's handheld doors give it.
import type { Json } from "@/shared/api";
import type { Tone } from "@/shared/tones";

export interface Answer {
  outcome: "done" | "refused" | "repeat";
  code: string;
  message: { key: string; text: string; facts: Json };
  tone: Tone;
  screen: { name: string; facts: Json };
  possible: string[];
  version: number;
}
