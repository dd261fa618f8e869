// Who is at work and what lies on each, as the service says it.
import { get, post } from "@/shared/api";
import { language } from "@/shared/i18n";
import { setClock } from "@/shared/time";

export interface Doing {
  text: string;
  order_id: string | null;
  due_at: string | null;
}
export interface Person {
  person_id: string;
  name: string;
  roles: string[];
  on_shift_since: string | null;
  break_until: string | null;
  device: { name: string; state: string; text: string } | null;
  stall: { stall_id: string; name: string } | null;
  doing: Doing[];
  ahead_minutes: number;
  kilograms: number;
  metres: number;
  cold_minutes: number;
  is_worn: boolean;
  idle_since: string | null;
  possible: ("free_work" | "send_home")[];
}
export interface Limits {
  kilograms: number;
  metres: number;
  cold_minutes: number;
}
interface Read {
  now: string;
  limits: Limits;
  people: Person[];
}

export async function readPeople(): Promise<Read> {
  const read = await get<Read>("/desk/people", { lang: language() });
  setClock(read.now);
  return read;
}

export const step = (person: Person, word: string): Promise<unknown> => post(`/desk/people/${encodeURIComponent(person.person_id)}/steps`, { step: word });
