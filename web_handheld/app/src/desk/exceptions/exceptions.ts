// What waits for a lead, as the service says it, and the answers that may be given.
import { get, post, type Json } from "@/shared/api";
import { language } from "@/shared/i18n";
import { setClock } from "@/shared/time";
import type { Option } from "../parts/asking";
import type { Page } from "../parts/paging";

export const AREAS = ["orders", "goods", "work", "stalls", "door", "devices", "money"] as const;
// Looked at seldom: it goes through all that left today.
export const BOOKS = "books";
export interface Answer {
  step: string;
  text: string;
  asks: "reason" | "choice" | null;
  options: Option[];
  sure: string | null;
}
export interface Concern {
  kind: string;
  area: string;
  key: string;
  text: string;
  details: string[];
  since: string;
  until: string | null;
  order_id: string | null;
  number: string | null;
  due_at: string | null;
  answers: Answer[];
}
export interface Read extends Page<Concern> {
  now: string;
  counts: Record<string, number>;
  holding_up: number;
}

// Counts are of all parts of the store, whichever is listed.
export async function readConcerns(area: string, cursor?: string): Promise<Read> {
  const read = await get<Read>("/desk/exceptions", { lang: language(), area, cursor });
  setClock(read.now);
  return read;
}

// How many hold up an order: what can wait is no reason to look up.
export const countHoldUps = async (): Promise<number> => (await get<{ holding_up: number }>("/desk/exceptions/count")).holding_up;

export const keyOf = (concern: Concern): string => `${concern.kind}/${concern.key}`;
export const answer = ({ kind, key }: Concern, step: string, facts: Json): Promise<unknown> =>
  post("/desk/exceptions/answers", { kind, key, step, ...facts });
