// A day as YYMMDD, as goods print it (GS1 General Specifications 3.4: AI 17), of this century.
export const DIGITS = 6;

export function dayOf(typed: string): string | null {
  if (!/^\d{6}$/.test(typed)) return null;
  const iso = `20${typed.slice(0, 2)}-${typed.slice(2, 4)}-${typed.slice(4)}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : null;
}
