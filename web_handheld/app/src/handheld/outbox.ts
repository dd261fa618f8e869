// What must survive a reload, a crash and an empty battery: deeds on their way, refusals to be seen, and the walk at hand.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { newId } from "@/shared/api";
import type { Answer } from "./flow/answer";
import type { Deed, Taken } from "./flow/packet";

export interface Entry extends Deed {
  n?: number;
  id: string;
  person: string;
  at: string;
  packet?: string; // the pass of the walk it was done on, when the service was away
}
// What the service did not take, with its reason, until its person has seen it.
export interface Refusal {
  id: string;
  person: string;
  at: string;
  what: string;
  why: string;
}
export interface Kept {
  answer: Answer | null;
  taken: Taken | null;
  since: Entry[]; // answered since the walk was taken along
}
interface Shelves extends DBSchema {
  outbox: { key: number; value: Entry };
  refused: { key: string; value: Refusal };
  kept: { key: string; value: Kept };
}

let opened: Promise<IDBPDatabase<Shelves>> | null = null;

function disk(): Promise<IDBPDatabase<Shelves>> {
  opened ??= openDB<Shelves>("storefloor", 2, {
    upgrade(db, from) {
      if (from < 1) db.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
      if (from < 2) {
        db.createObjectStore("refused", { keyPath: "id" });
        db.createObjectStore("kept");
      }
    },
  });
  return opened;
}

export const made = (person: string, deed: Deed, packet?: string): Entry =>
  ({ id: newId(), person, at: new Date().toISOString(), ...deed, ...(packet ? { packet } : {}) });

const writing = new Map<string, Promise<void>>();

// Write a deed down; `written` waits for it. Nothing is answered to a person before it is on the disk.
export function keep(entry: Entry): void {
  writing.set(entry.id, write(entry));
}

export async function written(entry: Entry): Promise<void> {
  await writing.get(entry.id);
}

async function write(entry: Entry): Promise<void> {
  const shelf = (await disk()).transaction("outbox", "readwrite", { durability: "strict" });
  entry.n = await shelf.store.add({ ...entry });
  await shelf.done;
}

export async function waiting(person: string): Promise<Entry[]> {
  return (await (await disk()).getAll("outbox")).filter((entry) => entry.person === person);
}

export async function note(refusal: Refusal): Promise<void> {
  await (await disk()).put("refused", refusal);
}

export async function refusals(person: string): Promise<Refusal[]> {
  const all = await (await disk()).getAll("refused");
  return all.filter((one) => one.person === person).sort((a, b) => a.at.localeCompare(b.at));
}

export async function seen(id: string): Promise<void> {
  await (await disk()).delete("refused", id);
}

// Lay down where a person stands and take answered deeds off the line, in one go. Nobody waits for it: a deed that a
// crash left on the line is sent again by its id, and gets its first answer.
export async function lay(person: string, kept: Kept, answered: readonly Entry[]): Promise<void> {
  await Promise.all(answered.map(written));
  const shelves = (await disk()).transaction(["kept", "outbox"], "readwrite");
  void shelves.objectStore("kept").put(kept, person);
  for (const { id, n } of answered) {
    writing.delete(id);
    if (n !== undefined) void shelves.objectStore("outbox").delete(n);
  }
  await shelves.done;
}

export async function laid(person: string): Promise<Kept | undefined> {
  return (await disk()).get("kept", person);
}
