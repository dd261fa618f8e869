// Reports as the service describes them: columns, chart, days; and one report's pages.
import { get } from "@/shared/api";
import { language } from "@/shared/i18n";
import type { Chart, Figures, Shape } from "../charts/chart";
import type { Page } from "../parts/paging";

export type Cell = string | number | [number, string | null] | null;
export interface ReportColumn {
  key: string;
  title: string;
  shape: Shape;
}
export interface Report {
  name: string;
  title: string;
  columns: ReportColumn[];
  first: string;
  last: string;
  beside: string | null;
  chart: Chart | null;
}
export interface Reports {
  currency: string;
  today: string;
  reports: Report[];
}
export interface Row {
  at: number;
  cells: Cell[];
}
export interface Head {
  first: string;
  last: string;
  made_at: string;
  rows: number;
  is_cut: boolean;
  figures: Figures | null;
}
type Answer = Partial<Head> & { items: Cell[][]; next: string | null };
export interface Days {
  first?: string;
  last?: string;
}

const LIMIT = 20;
const PATIENCE_MS = 130_000; // a report of a year may take two minutes

export const readReports = (): Promise<Reports> => get<Reports>("/desk/reports", { lang: language() });

export async function readPage(name: string, days: Days, cursor?: string): Promise<{ head: Head; page: Page<Row> }> {
  const query = { ...days, cursor, limit: LIMIT, lang: language() };
  const { items, next, ...head } = await get<Answer>(`/desk/reports/${name}`, query, PATIENCE_MS);
  return { head: head as Head, page: { items: items.map((cells, at) => ({ at, cells })), next } };
}
