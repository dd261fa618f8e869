// The store's journal, newest first: what was done, with what, by whom.
import { reactive } from "vue";
import { get } from "@/shared/api";
import { language } from "@/shared/i18n";
import type { Page } from "../parts/paging";

export interface Row {
  id: number;
  at: string;
  number: string | null;
  order_id: string | null;
  thing: string;
  thing_id: string;
  step: string;
  actor: string;
  device_id: string | null;
  text: string;
}
export interface Wanted { day: string; number: string; thing: string; step: string; person: string; device_id: string }
interface Read { items: Row[]; next: number | null; things: { thing: string; text: string }[]; steps: { step: string; text: string }[]; people: string[] }

// Beside the rows: what can be chosen in the filters.
export const choices = reactive<Pick<Read, "things" | "steps" | "people">>({ things: [], steps: [], people: [] });

export async function readJournal(wanted: Wanted, before?: number): Promise<Page<Row>> {
  const { items, next, ...others } = await get<Read>("/desk/journal", { ...wanted, before, lang: language() });
  Object.assign(choices, others);
  return { items, next };
}
