// The store from above as the service gives it: what does not move once, what goes on again and again.
import { get } from "@/shared/api";
import { language } from "@/shared/i18n";

export interface Node { node: number; x: number; y: number; level: number }
export interface Bin { id: string; node: number; zone: string | null; aisle: string; kind: string }
export interface Place { kind: "stall" | "slot" | "staging" | "start" | "end" | "door"; id: string; node: number; names?: Record<string, string> }
export interface Plan {
  version: number;
  nodes: Node[];
  ways: [number, number][];
  zones: { id: string; code: string; names: Record<string, string>; temperature: string }[];
  bins: Bin[];
  places: Place[];
}
export interface Doing { order_id: string; number: string; state: string; text: string; due_at: string }
export interface Person { person_id: string; name: string; node: number | null; doing: Doing[] }
export interface Lamp { why: string; colour: string }
export interface Now {
  at: string;
  // By bin: picks and shorts of the last hours.
  heat: Record<string, [number, number]>;
  blocked: string[];
  people: Person[];
  stalls: Record<string, { tickets: Record<string, number>; due_at: string | null }>;
  // By slot or staging position: the number of the order in it.
  taken: Record<string, string>;
  labels: { all: number; ill: Record<string, string> };
  lights: Record<string, Lamp>;
}

export interface Goods { sku: string; names: Record<string, string>; unit: string; quantity: number; expires_on: string | null; expired: boolean }
export interface SpotNow {
  node: number;
  bins: { id: string; kind: string; blocked: boolean; goods: Goods[]; lines: (Doing & { sku: string; quantity: number; unit: string })[] }[];
  stalls: { id: string; names: Record<string, string>; tickets: Doing[] }[];
  places: { kind: string; id: string; text: string; order_id: string | null; number: string | null }[];
}

export const readStill = async (): Promise<Plan> => (await get<{ plan: Plan }>("/desk/plan")).plan;
export const readNow = async (): Promise<Now> => (await get<{ now: Now }>("/desk/plan", { still: "false", lang: language() })).now;
export const readSpot = (node: number): Promise<SpotNow> => get<SpotNow>(`/desk/plan/${node}`, { lang: language() });
