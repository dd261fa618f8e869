// A cell as the reader's language writes it, by its column's shape.
import { amount, clock, date, day, number } from "@/shared/writing";
import { kilometres, minutes, money, seconds, share, weight } from "../charts/measures";
import type { Cell, ReportColumn } from "./report";

const NOTHING = "–";

export function written(cell: Cell, column: ReportColumn, currency: string): string {
  if (cell === null || cell === undefined || cell === "") return NOTHING;
  if (Array.isArray(cell)) return cell[1] === "gram" ? amount(cell[0], "g") : number(cell[0], 1);
  if (typeof cell === "string") return column.shape === "day" ? date(cell) : column.shape === "time" ? `${day(cell)} ${clock(cell)}` : cell;
  return measured(cell, column.shape, currency);
}

export function measured(value: number, shape: string, currency: string): string {
  switch (shape) {
    case "money": return money(value, currency);
    case "share": return share(value);
    case "grams": return weight(value);
    case "metres": return kilometres(value);
    case "minutes": return minutes(value);
    case "seconds": return seconds(value);
    case "ratio": return number(value, 2);
    default: return number(value, 1);
  }
}

export const isNumber = (column: ReportColumn): boolean => !["text", "word", "day", "time"].includes(column.shape);
