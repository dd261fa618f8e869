// What can be seen of the floor, a layer each; which ones are switched on stays on this device.
import { reactive, watch } from "vue";
import type { Spot, Stand } from "./drawing";
import type { Lamp, Now } from "./plan";

export const LAYERS = ["people", "heat", "shorts", "labels", "lights"] as const;
export type Layer = (typeof LAYERS)[number];
const KEPT = "storefloor.desk.layers";
const WARMTHS = 4; // and at least one pick wide each: the first pick of a morning is no heat

export const on = reactive<Record<Layer, boolean>>({
  people: true, heat: true, shorts: true, labels: true, lights: true,
  ...(JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Record<Layer, boolean>>),
});
watch(on, () => localStorage.setItem(KEPT, JSON.stringify(on)));

export const picks = (now: Now, bin: string): number => now.heat[bin]?.[0] ?? 0;
export const hottest = (now: Now): number => Math.max(WARMTHS, ...Object.values(now.heat).map(([taken]) => taken));
// 0 where nobody took anything, else 1 to 4 by the share of the busiest bin's picks.
export const warmth = (now: Now, bin: string, most: number): number => Math.ceil((WARMTHS * picks(now, bin)) / most);
// The bounds of the warmths as the legend shows them: [1, 5], [6, 10] …
export const bounds = (most: number): [number, number][] =>
  Array.from({ length: WARMTHS }, (_, at): [number, number] => [Math.floor((most * at) / WARMTHS) + 1, Math.floor((most * (at + 1)) / WARMTHS)]);

const bins = (spot: Spot): string[] => spot.racks.flatMap((rack) => rack.cells.map((cell) => cell.bin.id));
export const taken = (now: Now, spot: Spot): number => bins(spot).reduce((sum, bin) => sum + picks(now, bin), 0);
export const shorts = (now: Now, spot: Spot): number => bins(spot).reduce((sum, bin) => sum + (now.heat[bin]?.[1] ?? 0), 0);
export const ill = (now: Now, spot: Spot): number => bins(spot).filter((bin) => bin in now.labels.ill).length;
export const lit = (now: Now, spot: Spot): Lamp[] => bins(spot).flatMap((bin) => now.lights[bin] ?? []);
export const litAt = (now: Now, stand: Stand): Lamp[] => stand.places.flatMap((place) => now.lights[place.id] ?? []);
export const isBlocked = (now: Now, spot: Spot): boolean => bins(spot).some((bin) => now.blocked.includes(bin));
