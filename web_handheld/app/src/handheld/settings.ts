// How this device is held: kept on the device, for whoever has it in hand.
import { reactive, watch } from "vue";

export const LIGHTS = ["day", "night", "cold"] as const;
export interface Settings {
  light: (typeof LIGHTS)[number];
  hand: "left" | "right";
  gloves: boolean;
  voice: boolean;
  volume: number; // 0 to 1
}
const KEPT = "storefloor.handheld";
const FIRST: Settings = { light: "day", hand: "right", gloves: false, voice: false, volume: 0.8 };

export const settings = reactive<Settings>({ ...FIRST, ...(JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Settings>) });

export function wearSettings(): void {
  watch(settings, (now) => {
    localStorage.setItem(KEPT, JSON.stringify(now));
    Object.assign(document.documentElement.dataset, { light: now.light, hand: now.hand, gloves: String(now.gloves) });
  }, { immediate: true });
}
