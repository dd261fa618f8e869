// A walk goes on without the service: what the rules allow is answered here, everything else waits for the service.
// Pure: packet and deeds in, the walk and the last answer out. The service decides anew when it is back.
import type { Answer, Json, Line, Tone } from "./answer";
import { read } from "./codes";
import type { Deed, Packet, PacketLine } from "./packet";

const TO_TAKE = ["OPEN", "AT_BIN", "PARTIAL"];
const COUNTING = ["AT_BIN", "PARTIAL"];
const PIECE = "piece";
export type Said = { code: string; tone: Tone; facts: Json; refused?: boolean };

export interface Walk {
  lines: PacketLine[];
  atHand: string | null;
  scanned: string | null;
  bin: string | null;
  packet: Packet;
}
export interface Went {
  walk: Walk;
  said: Said;
}

export function begin(packet: Packet): Walk {
  return { lines: packet.lines.map((line) => ({ ...line })), atHand: packet.at_hand, scanned: packet.scanned, bin: null, packet };
}

// Do one deed; null where only the service can tell.
export function go(walk: Walk, deed: Deed): Went | null {
  const before: Walk = { ...walk, lines: walk.lines.map((line) => ({ ...line })) };
  if (deed.kind === "step") return press(before, deed.body.step ?? "", deed.body.facts ?? {});
  const code = read(deed.body.text ?? "");
  if (code.kind === "bin") return bin(before, code.id);
  return code.kind === "item" ? item(before, code, deed.body.mode === "typed") : null;
}

export const isOpen = (line: Line): boolean => TO_TAKE.includes(line.state);
export const current = (walk: Walk): PacketLine | undefined =>
  walk.lines.find((line) => line.id === walk.atHand && isOpen(line)) ?? walk.lines.find(isOpen);

function bin(walk: Walk, id: string): Went {
  const here = walk.lines.filter((line) => line.bin?.id === id);
  const open = here.filter(isOpen);
  if (open.length === 0) return refuse(walk, "app_off_wrong_bin", { right: current(walk)?.bin?.name ?? "" });
  walk.bin = id;
  if (new Set(open.map((line) => line.sku)).size > 1) {
    walk.atHand = null;
    return { walk, said: { code: "app_off_which_item", tone: "attention", facts: {} } };
  }
  const line = open[0]!;
  if (line.state === "OPEN") line.state = "AT_BIN";
  walk.atHand = line.id;
  return right(walk, "app_off_at_bin", line);
}

function item(walk: Walk, code: { gtin: string; expires: string | null; lot: string | null }, isTyped: boolean): Went | null {
  const mine = (line: PacketLine): boolean => line.codes.some((each) => each.code === code.gtin);
  const chosen = walk.lines.find((line) => line.id === walk.atHand && COUNTING.includes(line.state));
  if (chosen && !mine(chosen)) return refuse(walk, "app_off_wrong_item", { wanted: chosen.item });
  const lines = chosen ? [chosen] : walk.lines.filter((line) => isOpen(line) && mine(line));
  const line = lines.find((each) => each.bin?.id === walk.bin) ?? lines[0];
  if (!line) return refuse(walk, "app_off_wrong_item", { wanted: current(walk)?.item ?? "" });
  if (new Set(lines.map((each) => each.bin?.id)).size > 1 && line.bin?.id !== walk.bin)
    return { walk, said: { code: "app_off_which_bin", tone: "attention", facts: {} } };
  if (code.expires && code.expires < walk.packet.today) return refuse(walk, "app_off_expired", { item: line.item });
  if (line.unit !== PIECE || (code.lot && line.lot && code.lot !== line.lot)) return null;
  const pieces = line.codes.find((each) => each.code === code.gtin)?.contains ?? 1;
  return take(walk, line, pieces, isTyped);
}

function take(walk: Walk, line: PacketLine, pieces: number, isTyped = false): Went {
  if (pieces <= 0 || line.picked + pieces > line.quantity)
    return refuse(walk, "app_off_too_much", { quantity: line.quantity - line.picked });
  line.picked += pieces;
  if (line.picked < line.quantity) {
    line.state = "PARTIAL";
    walk.atHand = walk.scanned = line.id;
    return right(walk, "app_off_counted", line);
  }
  line.state = isTyped ? "UNVERIFIED" : "PICKED";
  return left(walk, line, "app_off_line_done");
}

function press(walk: Walk, step: string, facts: Json): Went | null {
  const named = typeof facts.line_id === "string" ? facts.line_id : undefined;
  const line = named ? walk.lines.find((each) => each.id === named) : current(walk);
  if (!line || !isOpen(line)) return null;
  if (step === "take") return pad(walk, line, Number(facts.quantity));
  if (step === "park") return aside(walk, line, "PARKED", "app_off_parked");
  if (step === "short") return aside(walk, line, "SHORT_REPORTED", "app_off_short");
  return step === "skip" ? later(walk, line) : null;
}

function pad(walk: Walk, line: PacketLine, pieces: number): Went {
  if (line.scan_each) return refuse(walk, "app_off_scan_each", { item: line.item });
  if (walk.scanned !== line.id) return refuse(walk, "app_off_scan_first", { item: line.item });
  return take(walk, line, pieces);
}

function aside(walk: Walk, line: PacketLine, state: string, code: string): Went {
  line.state = state;
  return left(walk, line, code);
}

function later(walk: Walk, line: PacketLine): Went {
  walk.lines = [...walk.lines.filter((each) => each !== line), line];
  return left(walk, line, "app_off_later");
}

function left(walk: Walk, line: PacketLine, code: string): Went {
  walk.atHand = walk.scanned = null;
  const isLast = !walk.lines.some(isOpen);
  const said: Said = { code: isLast ? "app_off_walk_done" : code, tone: isLast ? "finished" : "right", facts: named(line) };
  return { walk, said };
}

const named = (line: PacketLine): Json => ({ item: line.item, picked: line.picked, quantity: line.quantity, bin: line.bin?.name ?? "" });
const right = (walk: Walk, code: string, line: PacketLine): Went => ({ walk, said: { code, tone: "right", facts: named(line) } });
const refuse = (walk: Walk, code: string, facts: Json): Went => ({ walk, said: { code, tone: "wrong", facts, refused: true } });

// Show the walk as the service would, with the words a page has for it.
export function answer(walk: Walk, said: Said, text: string): Answer {
  const line = current(walk);
  const open = walk.lines.filter(isOpen);
  const next = open.filter((each) => each !== line).slice(0, 2);
  const count = (...states: string[]): number => walk.lines.filter((each) => states.includes(each.state)).length;
  const facts = {
    line: line ?? null,
    next: next.map((each) => ({ bin: each.bin, item: each.item, unit: each.unit, quantity: each.quantity - each.picked, basket: each.basket })),
    counts: { open: open.length, asked: count("SHORT_REPORTED", "SUB_PROPOSED"), parked: count("PARKED"), unverified: count("UNVERIFIED"), all: walk.lines.length },
    at_bin: walk.bin,
    scale: null,
  };
  return {
    outcome: said.refused ? "refused" : "done",
    code: said.code,
    message: { key: said.code, text, facts: said.facts },
    tone: said.tone,
    screen: { name: "pick_line", facts },
    possible: ["scan_bin", "scan_item", ...steps(walk, line)],
    version: walk.packet.version,
  };
}

function steps(walk: Walk, line: PacketLine | undefined): string[] {
  if (!line) return [];
  return [...(walk.scanned === line.id && !line.scan_each ? ["take"] : []), "park", "short", "skip"];
}
