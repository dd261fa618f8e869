// Times, weights and money as the reader's language writes them.
import { language } from "./i18n";

const LOCALES = { zh: "zh-CN", en: "en-GB", es: "es-ES" } as const;
const locale = (): string => LOCALES[language()];
const made: Record<string, Intl.DateTimeFormat | Intl.NumberFormat> = {}; // making one takes longer than writing with it a hundred times
let zone: string | undefined; // the browser's own until the store's is known

export const setZone = (ofStore: string): void => void (zone = ofStore);

function times(how: string, options: Intl.DateTimeFormatOptions, inZone = zone): Intl.DateTimeFormat {
  const key = `${how} ${locale()} ${inZone}`;
  return (made[key] ??= new Intl.DateTimeFormat(locale(), { ...options, timeZone: inZone })) as Intl.DateTimeFormat;
}

function numbers(how: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${how} ${locale()}`;
  return (made[key] ??= new Intl.NumberFormat(locale(), options)) as Intl.NumberFormat;
}

export const clock = (at: string | Date): string =>
  times("clock", { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(at));
export const second = (at: string | Date): string =>
  times("second", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }).format(new Date(at));
export const day = (at: string | Date): string =>
  times("day", { day: "2-digit", month: "short" }).format(new Date(at));
export const number = (value: number, digits = 0): string =>
  numbers(`number ${digits}`, { maximumFractionDigits: digits }).format(value);
export const money = (minor: number, currency: string): string => {
  const format = numbers(currency, { style: "currency", currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};
// Minutes and seconds, as "3:10".
export const span = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
// Goods by the piece as they are, goods by weight in grams or kilograms.
export const amount = (quantity: number, unit: string): string => {
  if (unit !== "GRAM" && unit !== "gram" && unit !== "g") return number(quantity);
  return quantity < 1000 ? `${number(quantity)} g` : `${number(quantity / 1000, 3)} kg`;
};
// A calendar day, as it is printed on goods.
export const date = (iso: string): string =>
  times("date", { day: "2-digit", month: "2-digit", year: "numeric" }, "UTC").format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
// A calendar day as short as a chart wants it: 15 Jan.
export const dayOfYear = (iso: string): string =>
  times("day of year", { day: "2-digit", month: "short" }, "UTC").format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
