// The store's own lists as the service describes them: fields, rows, and what a change would do.
import { get, post, postFile, PREFIX, type Json } from "@/shared/api";
import { language } from "@/shared/i18n";
import type { Page } from "../parts/paging";

export interface Field {
  key: string;
  kind: "text" | "whole" | "number" | "yes_no" | "choice" | "texts" | "list" | "rows" | "group";
  needed: boolean;
  // May be nothing.
  empty: boolean;
  secret: boolean;
  choices: string[];
  least: number | null;
  most: number | null;
  // The code of the words that say what a text must be.
  form: string | null;
  // The section whose rows are meant.
  of: string | null;
  inner?: Field[];
}
export interface Section {
  name: string;
  group: string;
  key: string[];
  leaves: "never" | "marked" | "deleted";
  adds: boolean;
  // The fields this person may change.
  may: string[];
  fields: Field[];
  columns: string[];
}
export interface Change {
  row: number;
  key: string;
  what: "added" | "changed" | "retired" | "returned";
  fields: { field: string; before: unknown; after: unknown }[];
}
export interface Changes {
  kept: boolean;
  seen: string;
  counts: Record<string, number>;
  changes: Change[];
}
export interface Fault {
  row: number | null;
  section: string;
  key: string;
  field: string;
  reason: string;
}
// How a change is sent: tried first, then done with the sign of what was seen.
export type Sends = (trying: boolean, seen?: string) => Promise<Changes>;

const OPTIONS_MAX = 50;

export const readSections = async (): Promise<Section[]> => (await get<{ sections: Section[] }>("/desk/setup")).sections;

export const readRows = (section: string, search: string, retired: boolean, cursor?: string): Promise<Page<Json>> =>
  get(`/desk/setup/${section}`, { search, retired: retired ? "true" : undefined, cursor });

export const rowSender = (section: string, row: Json): Sends => (trying, seen) =>
  post(`/desk/setup/${section}`, { rows: [row], trying, ...(seen ? { seen } : {}) });

export const fileSender = (section: string, file: File): Sends => {
  const type = file.name.toLowerCase().endsWith(".json") ? "application/json" : "text/csv";
  return (trying, seen) => postFile(`/desk/setup/${section}/sheet?trying=${trying}${seen ? `&seen=${seen}` : ""}`, file, type);
};

export const sheetLink = (section: string, format: string): string => `${PREFIX}/desk/setup/${section}/sheet?format=${format}`;

export const keyOf = (section: Section, row: Json): string => section.key.map((name) => row[name]).join("/");

// Rows of another list that hold a text, as what may be chosen: the key, and a name beside it.
export async function readOptions(section: string, search: string): Promise<{ value: string; name: string }[]> {
  const page = await get<Page<Json>>(`/desk/setup/${section}`, { search, limit: OPTIONS_MAX });
  return page.items.map((row) => ({ value: String(row.sku ?? row.code ?? row.id), name: inWords(row.names) }));
}

export const inWords = (texts: unknown): string => {
  const named = (texts ?? {}) as Record<string, string>;
  return named[language()] ?? named.en ?? "";
};

// A value as a cell of a table: short, in the order of its fields, and nothing is nothing.
export function shown(value: unknown, field?: Field, word: (each: string) => string = (each) => each): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.map((each) => shown(each, field, word)).join("; ") || "–";
  if (typeof value !== "object") return field?.kind === "choice" || field?.kind === "list" ? word(String(value)) : String(value);
  const texts = value as Json;
  if (!field?.inner || texts.en !== undefined) return inWords(texts);
  return field.inner.map((each) => shown(texts[each.key], each, word)).join(" · ");
}

// A new row as a form begins with it.
export function emptyRow(section: Section): Json {
  return Object.fromEntries(section.fields.filter((field) => field.needed).map((field) => [field.key, emptyOf(field)]));
}

export function emptyOf(field: Field): unknown {
  if (field.empty) return null;
  switch (field.kind) {
    case "yes_no": return false;
    case "choice": return field.choices[0];
    case "texts": return {};
    case "list": case "rows": return [];
    case "whole": case "number": return field.least ?? 0;
    case "group": return Object.fromEntries((field.inner ?? []).map((each) => [each.key, emptyOf(each)]));
    default: return "";
  }
}

// What a form says: the key, and what differs; nothing else is touched.
export function said(section: Section, before: Json | null, after: Json): Json {
  const different = Object.entries(after).filter(([key, value]) => !before || JSON.stringify(before[key]) !== JSON.stringify(value));
  const key = section.key.filter((name) => after[name] !== undefined).map((name) => [name, after[name]]);
  return Object.fromEntries([...key, ...different]);
}
