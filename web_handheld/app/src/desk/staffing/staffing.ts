// The question how many people a day needs, as the service keeps it: one a store, thought through beside the floor.
import { get, post, remove } from "@/shared/api";
import { language } from "@/shared/i18n";

export interface Hour {
  number: number;
  arrived: number;
  open_most: number;
  late: number;
  metres: number;
  walking: number;
}
export interface Answer {
  day: string | null;
  pickers: number;
  late: number;
  orders: number;
  metres: number;
  hours: Hour[];
}
export interface Question {
  state: "none" | "thinking" | "answered" | "failed";
  id?: string;
  tried?: { pickers: number; late: number }[];
  answer?: Answer | null;
  failure?: { words: string } | null;
}
export interface Asked {
  file?: string;
  day?: string;
  late_permille: number;
}

const URL = "/desk/staffing";
export const readQuestion = (): Promise<Question> => get<Question>(URL, { lang: language() });
export const ask = (about: Asked): Promise<Question> => post<Question>(URL, { ...about });
export const giveUp = (): Promise<void> => remove(URL);
