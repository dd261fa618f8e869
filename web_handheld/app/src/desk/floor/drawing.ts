// From points and bins to shapes, in metres: y grows upwards on the plan and downwards on the screen.
import type { Bin, Node, Place, Plan } from "./plan";

export interface Box { x: number; y: number; width: number; height: number }
export interface Cell { bin: Bin; box: Box }
// A shelf on one side of the way.
export interface Rack { box: Box; cells: Cell[] }
export interface Spot { node: number; x: number; y: number; box: Box; racks: Rack[] }
// `isFirst`: several of a kind side by side are named once.
export interface Stand { node: number; kind: Place["kind"]; places: Place[]; x: number; y: number; box: Box; isFirst: boolean }
export interface Drawing {
  box: Box;
  ways: { x1: number; y1: number; x2: number; y2: number }[];
  spots: Spot[];
  stands: Stand[];
  signs: { text: string; x: number; y: number }[];
  at: Map<number, { x: number; y: number }>;
}

const WAY = 0.5; // from the middle of the way to the shelf
const DEPTH = 0.6;
const AHEAD_MAX = 1.25; // how long a shelf is along its way, at most
const STAND = { width: 1.8, height: 1.3 };
const MARGIN = { side: 0.7, top: 0.3, bottom: 1.4 }; // below stand the names of stalls
const LETTERS = 10; // of a name's line below a stall
const LINES = 3;

export const levels = (plan: Plan): number[] => [...new Set(plan.nodes.map((node) => node.level))].sort((a, b) => a - b);

export function draw(plan: Plan, level: number): Drawing {
  const nodes = plan.nodes.filter((node) => node.level === level);
  const at = new Map(nodes.map((node) => [node.node, { x: node.x, y: -node.y }]));
  const beside = neighbours(plan, at);
  const spots = [...byNode(plan.bins.filter((bin) => bin.kind !== "stall" && at.has(bin.node)))].map(([node, bins]) => spot(node, bins, at, beside));
  const stands = named([...byNode(plan.places.filter((place) => at.has(place.node)))].map(([node, places]) => stand(node, places, at)));
  const ways = plan.ways.flatMap(([a, b]) => {
    const [from, to] = [at.get(a), at.get(b)];
    return from && to ? [{ x1: from.x, y1: from.y, x2: to.x, y2: to.y }] : [];
  });
  return { box: around(nodes, spots, stands), ways, spots, stands, signs: signs(plan, spots), at };
}

function byNode<T extends { node: number }>(things: readonly T[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const each of things) found.set(each.node, [...(found.get(each.node) ?? []), each]);
  return found;
}

type At = Map<number, { x: number; y: number }>;

function neighbours(plan: Plan, at: At): Map<number, { x: number; y: number }[]> {
  const found = new Map<number, { x: number; y: number }[]>();
  for (const [a, b] of plan.ways)
    for (const [one, other] of [[a, b], [b, a]] as const) {
      const [from, to] = [at.get(one), at.get(other)];
      if (from && to) found.set(one, [...(found.get(one) ?? []), { x: to.x - from.x, y: to.y - from.y }]);
    }
  return found;
}

// Bins stand on both sides of their way: half of them left, half of them right, in the order of their labels.
function spot(node: number, bins: Bin[], at: At, beside: Map<number, { x: number; y: number }[]>): Spot {
  const { x, y } = at.get(node)!;
  const around = beside.get(node) ?? [];
  const sum = (axis: "x" | "y"): number => around.reduce((total, way) => total + Math.abs(way[axis]), 0);
  const isAcross = sum("x") > sum("y");
  const along = around.map((way) => Math.abs(isAcross ? way.x : way.y)).filter((metres) => metres > 0.3);
  const ahead = Math.min(AHEAD_MAX, ...along) * 0.96;
  const half = Math.ceil(bins.length / 2);
  const racks = [bins.slice(0, half), bins.slice(half)].filter((each) => each.length).map((each, side) => {
    const away = side === 0 ? -WAY - DEPTH : WAY;
    const box = isAcross ? { x: x - ahead / 2, y: y + away, width: ahead, height: DEPTH } : { x: x + away, y: y - ahead / 2, width: DEPTH, height: ahead };
    return { box, cells: each.map((bin, place) => ({ bin, box: slice(box, place, each.length, isAcross) })) };
  });
  return { node, x, y, racks, box: hull(racks.map((rack) => rack.box)) };
}

function slice(box: Box, place: number, of: number, isAcross: boolean): Box {
  return isAcross
    ? { ...box, x: box.x + (box.width * place) / of, width: box.width / of }
    : { ...box, y: box.y + (box.height * place) / of, height: box.height / of };
}

function stand(node: number, places: Place[], at: At): Stand {
  const { x, y } = at.get(node)!;
  const others = [...at].filter(([key]) => key !== node).map(([, other]) => (Math.abs(other.y - y) < 1 ? Math.abs(other.x - x) : 99));
  const width = Math.min(STAND.width, Math.max(0.9, Math.min(99, ...others) - 0.12));
  return { node, kind: places[0]!.kind, places, x, y, box: { x: x - width / 2, y: y - STAND.height / 2, width, height: STAND.height }, isFirst: true };
}

function named(stands: Stand[]): Stand[] {
  const inRow = [...stands].sort((one, other) => one.y - other.y || one.x - other.x);
  return inRow.map((each, at) => {
    const before = inRow[at - 1];
    return { ...each, isFirst: each.kind === "stall" || !before || before.kind !== each.kind || before.y !== each.y };
  });
}

// A long name in a few short lines; languages without spaces are cut between their characters.
export function wrapped(name: string): string[] {
  const words = name.includes(" ") ? name.split(" ") : (name.match(/[\u4e00-\u9fff]{1,5}|[^\u4e00-\u9fff]+/g) ?? []);
  const lines = words.reduce<string[]>((done, word) => {
    const last = done[done.length - 1];
    const longer = last === undefined ? word : `${last} ${word}`;
    return last !== undefined && longer.length <= LETTERS ? [...done.slice(0, -1), longer] : [...done, word];
  }, []);
  return lines.length > LINES ? [...lines.slice(0, LINES - 1), `${lines[LINES - 1]}…`] : lines;
}

// The name of each aisle stands at both of its ends that people come from: below its first shelf.
function signs(plan: Plan, spots: readonly Spot[]): Drawing["signs"] {
  const codes = new Map(plan.zones.map((zone) => [zone.id, zone.code]));
  const ends = new Map<string, Spot>();
  for (const each of spots) {
    const bin = each.racks[0]!.cells[0]!.bin;
    const name = `${codes.get(bin.zone ?? "") ?? ""} ${bin.aisle}`.trim();
    const end = ends.get(name);
    if (!end || each.box.y + each.box.height > end.box.y + end.box.height) ends.set(name, each);
  }
  return [...ends].map(([text, end]) => ({ text, x: end.x, y: end.box.y + end.box.height + 0.55 }));
}

function hull(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}

function around(nodes: readonly Node[], spots: readonly Spot[], stands: readonly Stand[]): Box {
  const points = nodes.map((node) => ({ x: node.x, y: -node.y, width: 0, height: 0 }));
  const box = hull(points.length ? [...points, ...spots.map((each) => each.box), ...stands.map((each) => each.box)] : [{ x: 0, y: 0, width: 1, height: 1 }]);
  return { x: box.x - MARGIN.side, y: box.y - MARGIN.top, width: box.width + 2 * MARGIN.side, height: box.height + MARGIN.top + MARGIN.bottom };
}
