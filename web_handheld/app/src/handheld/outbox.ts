// Scans and steps on their way: each is on disk before it is sent, and they are sent one after the other.
import { openDB, type IDBPDatabase } from "idb";
import { newId, type Json } from "@/shared/api";

export interface Entry {
  n?: number;
  id: string;
  person: string;
  kind: "scan" | "step";
  body: Json;
  at: string;
}

const STORE = "outbox";
let opened: Promise<IDBPDatabase> | null = null;

function disk(): Promise<IDBPDatabase> {
  opened ??= openDB("storefloor", 1, {
    upgrade: (db) => void db.createObjectStore(STORE, { keyPath: "n", autoIncrement: true }),
  });
  return opened;
}

export async function keep(person: string, kind: Entry["kind"], body: Json): Promise<Entry> {
  const entry: Entry = { id: newId(), person, kind, body, at: new Date().toISOString() };
  entry.n = Number(await (await disk()).add(STORE, entry));
  return entry;
}

export async function waiting(person: string): Promise<Entry[]> {
  return ((await (await disk()).getAll(STORE)) as Entry[]).filter((entry) => entry.person === person);
}

export async function forget(entry: Entry): Promise<void> {
  await (await disk()).delete(STORE, entry.n as number);
}
