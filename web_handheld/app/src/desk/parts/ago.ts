// How long ago, or how long until, in words short enough for a table.
import type { useI18n } from "vue-i18n";

type Say = ReturnType<typeof useI18n>["t"];
const HOUR = 60;
const DAY = 24 * HOUR;

export function minutesBetween(from: string | number, to: string | number): number {
  const at = (time: string | number): number => (typeof time === "number" ? time : Date.parse(time));
  return Math.trunc((at(to) - at(from)) / 60_000);
}

export function minutesInWords(t: Say, minutes: number): string {
  if (minutes < HOUR) return t("app_desk_minutes", { n: Math.max(0, minutes) });
  if (minutes < DAY) return t("app_desk_hours", { n: Math.floor(minutes / HOUR) });
  return t("app_desk_days", { n: Math.floor(minutes / DAY) });
}
