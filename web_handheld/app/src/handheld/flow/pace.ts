// How much time is left, as a calm band: no red, no seconds, nothing that runs.
export type Pace = "ample" | "steady" | "close" | "late";
export interface Band {
  pace: Pace;
  minutes: number;
  share: number; // of the band that is still full
}
const BAND_MINUTES = 20;
const STEADY_MINUTES = 10;
const CLOSE_MINUTES = 4;

export function band(dueAt: string, now: number): Band {
  const minutes = (Date.parse(dueAt) - now) / 60_000;
  const pace = minutes <= 0 ? "late" : minutes < CLOSE_MINUTES ? "close" : minutes < STEADY_MINUTES ? "steady" : "ample";
  return { pace, minutes: Math.max(0, Math.ceil(Math.abs(minutes))), share: Math.min(1, Math.max(0, minutes / BAND_MINUTES)) };
}
