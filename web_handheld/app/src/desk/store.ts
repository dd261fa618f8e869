// Which store this desk stands in: its names, money and clock.
import { reactive } from "vue";
import { get } from "@/shared/api";
import { language } from "@/shared/i18n";
import { setClock } from "@/shared/time";
import { setZone } from "@/shared/writing";

export const store = reactive({ store_id: "", names: {} as Record<string, string>, currency: "CNY", timezone: "UTC" });

export async function know(): Promise<void> {
  const { now, ...known } = await get<typeof store & { now: string }>("/desk/store");
  Object.assign(store, known);
  setClock(now);
  setZone(store.timezone);
}

export const nameIn = (names: Record<string, string>, otherwise: string): string => names[language()] ?? names.en ?? otherwise;
