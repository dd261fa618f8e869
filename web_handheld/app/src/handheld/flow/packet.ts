// A walk taken along: all its lines with their codes, as the service gave and signed it.
import type { Line } from "./answer";

export interface PacketLine extends Line {
  codes: { code: string; contains: number }[];
}
export interface Packet {
  person_id: string;
  version: number;
  today: string;
  tasks: string[];
  at_hand: string | null;
  scanned: string | null;
  lines: PacketLine[];
}
export interface Taken {
  packet: Packet;
  pass: string;
}
// What was done on the walk: a scan or a step, as it goes to the service.
export interface Deed {
  kind: "scan" | "step";
  body: { text?: string; mode?: string; step?: string; facts?: Record<string, unknown> };
}
