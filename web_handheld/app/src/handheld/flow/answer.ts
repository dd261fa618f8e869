// What the service answers a scan or a step, as WIRE's handheld doors give it.
export type Json = Record<string, unknown>;
export type Tone = "right" | "wrong" | "attention" | "finished";
export type Entry = "number" | "text" | "choice" | "day" | "photo" | "sure" | "insist";

// One thing that is entered with a step; options that are null are asked for when the button is pressed.
export interface Option {
  value: unknown;
  text: string;
}
export interface Field {
  name: string;
  entry: Entry;
  needed: boolean;
  options: Option[] | null;
  when?: "any" | "less"; // asked only where there is something to choose, or where less was entered than planned
}
// By screen and step.
export type Buttons = Record<string, Record<string, Field[]>>;
export interface Answer {
  outcome: "done" | "refused" | "repeat";
  code: string;
  message: { key: string; text: string; facts: Json };
  tone: Tone;
  screen: { name: string; facts: Json };
  possible: string[];
  version: number;
}
export interface Place {
  id?: string;
  name: string;
  aisle?: string;
  check_number?: string | null;
}
export interface Basket {
  id: string;
  colour: string;
  colour_name?: string;
}
export interface Line {
  id: string;
  state: string;
  sku: string;
  item: string;
  picture: string;
  unit: string;
  quantity: number;
  picked: number;
  scan_each: boolean;
  fragile: boolean;
  heavy: boolean;
  temperature_class: string;
  bin: Place | null;
  lot: string | null;
  expires_on: string | null;
  order: string;
  due_at: string;
  basket: Basket | null;
  options: string[];
  note: string | null;
  substitution: string;
  substitute: boolean;
}
