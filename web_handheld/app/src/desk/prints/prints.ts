// The print queue as the service says it: sheets that wait, those that ended lately, the printers there are.
import { get, post, PREFIX, type Json } from "@/shared/api";
import { language } from "@/shared/i18n";

export interface Sheet {
  job_id: string;
  sheet: string;
  state: string;
  text: string;
  printer: string | null;
  device_id: string | null;
  order_id: string | null;
  number: string | null;
  copy: number | null;
  is_elsewhere: boolean;
  possible: string[];
}
export interface Printer {
  device_id: string;
  name: string;
  class: string;
  is_ready: boolean;
  text: string;
}
export interface Queue {
  counts: Record<string, number>;
  open: Sheet[];
  ended: Sheet[];
  printers: Printer[];
}

export const readQueue = (): Promise<Queue> => get("/desk/prints", { lang: language() });
export const step = (sheet: Sheet, word: string, facts: Json = {}): Promise<unknown> => post(`/desk/print-jobs/${encodeURIComponent(sheet.job_id)}/steps`, { step: word, ...facts });
export const pictureOf = (sheet: Sheet): string => `${PREFIX}/desk/print-jobs/${encodeURIComponent(sheet.job_id)}.png`;
