// The open pick tasks as the service lists them, and what a lead does with one.
import { get, post, type Json } from "@/shared/api";
import { language } from "@/shared/i18n";
import { setClock } from "@/shared/time";

export const PARTS = ["all", "free", "offered", "in_hand", "parked", "stopped"] as const;
export interface Task {
  task_id: string;
  order_id: string;
  number: string;
  state: string;
  text: string;
  zone_id: string;
  zone: string;
  due_at: string;
  since: string;
  basket: string | null;
  holder: string | null;
  to_take: number;
  taken: number;
  waiting: number;
  refused: number;
  flag: string | null;
  asked_for: string | null;
  possible: ("give" | "free" | "agree" | "keep")[];
}
export interface Able {
  person_id: string;
  name: string;
}
export interface Read {
  now: string;
  counts: Record<string, number>;
  page: number;
  limit: number;
  tasks: Task[];
  able: Record<string, Able[]>;
}

export async function readWork(part: string, page = 1): Promise<Read> {
  const read = await get<Read>("/desk/work", { lang: language(), part, page });
  setClock(read.now);
  return read;
}

export const step = (task: Task, word: string, facts: Json = {}): Promise<unknown> => post(`/desk/work/${task.task_id}/steps`, { step: word, ...facts });
