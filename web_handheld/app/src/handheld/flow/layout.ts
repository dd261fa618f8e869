// What a screen's facts are to the eye: places, goods, lists, lines. Pure; knows shapes, not screens.
import type { Basket, Json, Place } from "./answer";

export interface Goods {
  item: string;
  [more: string]: unknown;
}
export interface Row {
  head: string;
  tail: string[];
}
export interface Layout {
  places: Place[];
  basket: Basket | null;
  goods: Goods | null;
  lead: string | null;
  scale: { name: string; grams: number | null; stable: boolean } | null;
  lines: { name: string; value: string | number | boolean | { minor: number; currency: string } }[];
  lists: { name: string; rows: Row[] }[];
}

const PLACES = ["bin", "slot", "position", "positions", "slots", "place"];
const LIST_MAX = 8;
const HEADS = ["item", "name", "order", "bin"];
const TAILS = ["quantity", "bags", "slot", "expires_on", "why"];

export function laidOut(facts: Json, hasWord: (fact: string) => boolean): Layout {
  const flat = { ...facts, ...(isThing(facts.about) ? facts.about : {}), ...(isThing(facts.at_hand) ? facts.at_hand : {}) };
  const goods = goodsOf(flat);
  const layout: Layout = { places: placesOf(flat), basket: basketOf(flat.basket), goods, lead: leadOf(flat.wants_lead), scale: scaleOf(flat.scale), lines: [], lists: [] };
  for (const [name, value] of Object.entries(flat)) {
    if (Array.isArray(value) && value.some(isThing)) layout.lists.push({ name, rows: value.filter(isThing).slice(0, LIST_MAX).map((each) => row(each, !isThing(flat.bin))) });
    else if (name === "to_collect_minor" && typeof value === "number" && value > 0) layout.lines.push({ name, value: { minor: value, currency: String(flat.currency) } });
    else if (name === "bag" && isThing(value)) layout.lines.push({ name, value: `${value.n}/${value.of}` }, { name: "kept", value: String(value.temperature_class) });
    else if (isPlain(value) && hasWord(name) && !(goods && (name in goods || name === "sku")) && !(value === 0 && name === "lines_in_basket")) layout.lines.push({ name, value });
  }
  return layout;
}

function placesOf(facts: Json): Place[] {
  const found: Place[] = [];
  for (const name of PLACES) {
    const value = facts[name] ?? (isThing(facts.line) ? facts.line[name] : undefined);
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each === "string" && each) found.push({ name: each });
      else if (isThing(each) && typeof each.name === "string") found.push(each as unknown as Place);
    }
  }
  return found.slice(0, 3);
}

function goodsOf(facts: Json): Goods | null {
  const about = isThing(facts.line) ? { ...facts.line } : facts;
  if (isThing(about.item)) return { picture: about.item.picture, quantity: quantityOf(facts), unit: about.unit, item: String(about.item.name) };
  if (typeof about.item !== "string" || !about.item) return null;
  const { bin: _, ...rest } = about;
  return { ...pick(rest), item: about.item };
}

const GOODS = ["picture", "quantity", "picked", "unit", "options", "note", "lot", "expires_on", "temperature_class", "fragile", "heavy"];
const pick = (facts: Json): Json => Object.fromEntries(GOODS.filter((name) => facts[name] !== undefined && facts[name] !== null).map((name) => [name, facts[name]]));

function quantityOf(facts: Json): unknown {
  const places = [facts.so_far, facts.subject, facts].filter(isThing);
  return places.map((each) => each.quantity).find((each) => typeof each === "number");
}

const basketOf = (value: unknown): Basket | null => (isThing(value) && typeof value.colour === "string" ? (value as unknown as Basket) : null);
const leadOf = (value: unknown): string | null => (isThing(value) && typeof value.step === "string" ? value.step : null);
const scaleOf = (value: unknown): Layout["scale"] => (isThing(value) && "stable" in value ? (value as unknown as Layout["scale"]) : null);

function row(thing: Json, hasBin: boolean): Row {
  const head = HEADS.map((name) => nameOf(thing[name])).find(Boolean) ?? "";
  const tail = TAILS.filter((name) => thing[name] !== undefined && thing[name] !== null).map((name) => nameOf(thing[name]));
  const bin = hasBin && thing.item && thing.bin ? [nameOf(thing.bin)] : [];
  const share = typeof thing.counted === "number" ? [`${thing.counted} / ${thing.most}`] : [];
  return { head, tail: [...bin, ...share, ...tail].slice(0, 3) };
}

const nameOf = (value: unknown): string => (isThing(value) ? String(value.name ?? "") : value === undefined || value === null ? "" : String(value));
const isThing = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
// A number keeps its unit beside it on the line: "950 ml" is one word.
export const unbroken = (name: string): string => name.replace(/(\d) (\p{L}{1,3})(?!\p{L})/gu, "$1\u00a0$2");
const isPlain = (value: unknown): value is string | number | boolean => ["string", "number", "boolean"].includes(typeof value) && value !== "" && value !== false;
