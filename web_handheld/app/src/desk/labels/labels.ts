// Price plans, shelf labels and their troubles as the service says them.
import { get, post, PREFIX } from "@/shared/api";
import { language } from "@/shared/i18n";
import type { Page } from "../parts/paging";

export const PROBLEMS = ["not_shown", "battery_low", "signal_weak", "silent", "unbound"] as const;
export type Problem = (typeof PROBLEMS)[number];
const PAGE = 30;
const TRIED_MAX = 500;
export interface Plan {
  code: string;
  name: string;
  kind: string;
  state: string;
  text: string;
  starts: string;
  ends: string | null;
  off_permille: number | null;
  labels: number;
  shown: number;
  shown_permille: number | null;
  needed_permille: number;
  possible: "override"[];
}
export interface Label {
  device_id: string;
  name: string;
  sku: string | null;
  place: string | null;
  battery_percent: number | null;
  signal_dbm: number | null;
  page: string | null;
  problems: Problem[];
  item_names?: Record<string, string> | null;
}
export interface Stop extends Label {
  item: string | null;
  since: string;
  text: string;
}
export interface Prices {
  plans: Plan[];
  labels: number;
  problems: Record<Problem, number>;
  walk: Stop[];
  slots_unbound: string[];
  may_try: boolean;
  may_retire: boolean;
}

const pathOf = (id: string): string => id.split("/").map(encodeURIComponent).join("/");
export const readPrices = (): Promise<Prices> => get("/desk/prices", { lang: language() });
export const readLabels = (problem: string, cursor?: string): Promise<Page<Label>> => get("/shelf-labels", { problem, cursor, limit: PAGE });
export const tryAgain = (ids: string[]): Promise<unknown> => post("/shelf-labels/tries", { labels: ids });
export const retire = (label: Label): Promise<unknown> => post(`/desk/devices/${pathOf(label.device_id)}/steps`, { step: "retire" });
export const override = (store: string, plan: Plan): Promise<unknown> => post(`/stores/${encodeURIComponent(store)}/price-plans/${encodeURIComponent(plan.code)}/override`);
export const pictureOf = (label: Label): string => `${PREFIX}/shelf-labels/${pathOf(label.device_id)}.png`;

export async function tryAll(): Promise<void> {
  const { labels } = await get<{ labels: Label[] }>("/shelf-labels/walk");
  if (labels.length) await tryAgain(labels.slice(0, TRIED_MAX).map((each) => each.device_id));
}
