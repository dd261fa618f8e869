// The wall never moves by itself: a ticket keeps its cell until it is gone, and a new one takes the first free cells.
// Pure. Cells are counted column by column over all pages; a page has `columns` times `rows` of them.
import { cells, shelf, type Ticket } from "./ticket";

export interface Grid {
  columns: number;
  rows: number;
}
// Ticket id to its first cell.
export type Cells = Record<string, number>;
export interface Placed {
  ticket: Ticket;
  key: number; // its key on the bump bar, from 1
  column: number;
  row: number;
  span: number;
}

export const perPage = (grid: Grid): number => grid.columns * grid.rows;

// Give every ticket of the wall its cell; who has one keeps it, who is gone leaves a gap.
export function settle(kept: Cells, tickets: Iterable<Ticket>, grid: Grid): Cells {
  const onWall = [...tickets].filter((ticket) => shelf(ticket) === "wall").sort(byPlace);
  const settled: Cells = {};
  const taken = new Set<number>();
  for (const ticket of onWall) {
    const cell = kept[ticket.ticket_id];
    if (cell !== undefined && fits(cell, span(ticket, grid), taken, grid)) take(ticket, cell);
  }
  for (const ticket of onWall) {
    if (settled[ticket.ticket_id] === undefined) take(ticket, firstFree(span(ticket, grid), taken, grid));
  }
  return settled;

  function take(ticket: Ticket, cell: number): void {
    settled[ticket.ticket_id] = cell;
    for (let at = cell; at < cell + span(ticket, grid); at += 1) taken.add(at);
  }
}

// Give the tickets of one page with their places and keys.
export function onPage(settled: Cells, tickets: Record<string, Ticket>, grid: Grid, page: number): Placed[] {
  const first = page * perPage(grid);
  return Object.entries(settled)
    .filter(([id, cell]) => tickets[id] && cell >= first && cell < first + perPage(grid))
    .map(([id, cell]) => placed(tickets[id] as Ticket, cell - first, grid))
    .sort((a, b) => a.key - b.key);
}

export function pages(settled: Cells, grid: Grid): number {
  const last = Math.max(-1, ...Object.values(settled));
  return Math.max(1, Math.floor(last / perPage(grid)) + 1);
}

function placed(ticket: Ticket, cell: number, grid: Grid): Placed {
  return { ticket, key: cell + 1, column: Math.floor(cell / grid.rows) + 1, row: (cell % grid.rows) + 1, span: span(ticket, grid) };
}

function span(ticket: Ticket, grid: Grid): number {
  return Math.min(cells(ticket), grid.rows);
}

// A ticket of two cells stands in one column.
function fits(cell: number, size: number, taken: Set<number>, grid: Grid): boolean {
  if ((cell % grid.rows) + size > grid.rows) return false;
  for (let at = cell; at < cell + size; at += 1) if (taken.has(at)) return false;
  return true;
}

function firstFree(size: number, taken: Set<number>, grid: Grid): number {
  let cell = 0;
  while (!fits(cell, size, taken, grid)) cell += 1;
  return cell;
}

// Times in ISO 8601 stand in the order of their characters.
export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// Whether a changed ticket still stands where it stood.
export const isPlacedAs = (before: Ticket, after: Ticket): boolean =>
  shelf(before) === shelf(after) && cells(before) === cells(after);

function byPlace(a: Ticket, b: Ticket): number {
  return a.stall_id === b.stall_id ? a.place - b.place : inOrder(a.fire_at, b.fire_at) || a.place - b.place;
}
