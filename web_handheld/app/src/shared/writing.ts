// Times, weights and money as the reader's language writes them.
import { language } from "./i18n";

const LOCALES = { zh: "zh-CN", en: "en-GB", es: "es-ES" } as const;
const locale = (): string => LOCALES[language()];
let zone: string | undefined; // the browser's own until the store's is known

export const setZone = (ofStore: string): void => void (zone = ofStore);

export const clock = (at: string | Date): string =>
  new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone }).format(new Date(at));
export const second = (at: string | Date): string =>
  new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone: zone }).format(new Date(at));
export const day = (at: string | Date): string =>
  new Intl.DateTimeFormat(locale(), { day: "2-digit", month: "short", timeZone: zone }).format(new Date(at));
export const number = (value: number, digits = 0): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
export const money = (minor: number, currency: string): string =>
  new Intl.NumberFormat(locale(), { style: "currency", currency }).format(minor / 100);
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
  new Intl.DateTimeFormat(locale(), { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" }).format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
// A calendar day as short as a chart wants it: 15 Jan.
export const dayOfYear = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { day: "2-digit", month: "short", timeZone: "UTC" }).format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
