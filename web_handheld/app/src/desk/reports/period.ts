// Which days a report is about: the usual ones, or a stretch with a name; pure.
import type { Days } from "./report";

export const PERIODS = ["usual", "today", "yesterday", "week", "month", "this_month", "last_month", "ahead", "own"] as const;
export type Period = (typeof PERIODS)[number];
const DAY_MS = 86_400_000;

// The days of a period, counted from the store's own today (2026-01-15); those of "usual" the service knows.
export function daysOf(period: Period, today: string, own: Days): Days {
  const month = `${today.slice(0, 7)}-01`;
  switch (period) {
    case "today": return { first: today, last: today };
    case "yesterday": return { first: moved(today, -1), last: moved(today, -1) };
    case "week": return { first: moved(today, -7), last: moved(today, -1) };
    case "month": return { first: moved(today, -28), last: moved(today, -1) };
    case "this_month": return { first: month, last: today };
    case "last_month": return { first: `${moved(month, -1).slice(0, 7)}-01`, last: moved(month, -1) };
    case "ahead": return { first: today, last: moved(today, 6) };
    case "own": return own;
    default: return {};
  }
}

export function moved(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
