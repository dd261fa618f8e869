// The floor from above: warm places where much is picked, arrows where goods should move; ways and bench under them.
import type { Look, OnFloor, Place } from "./chart";
import type { Option } from "./echarts";

const EDGE = 36;
const HIGHEST = 560;
const SMALL = 7;
const BIG = 26;
const NAMED = 10; // so many of the warmest are named; the table names all

interface Extent {
  low: Place;
  high: Place;
}

export function floorHeight(figures: OnFloor, width: number): number {
  const { low, high } = extent(figures);
  const scale = (width - 2 * EDGE) / Math.max(1, high[0] - low[0]);
  return Math.min(HIGHEST, Math.max(200, (high[1] - low[1]) * scale + 2 * EDGE));
}

export function floorOption(figures: OnFloor, look: Look, width: number, packing: string): Option {
  const height = floorHeight(figures, width);
  const { low, high } = extent(figures);
  // One metre is as long across as it is along.
  const metre = Math.min((width - 2 * EDGE) / Math.max(1, high[0] - low[0]), (height - 2 * EDGE) / Math.max(1, high[1] - low[1]));
  const axis = (at: 0 | 1, pixels: number) => {
    const middle = (low[at] + high[at]) / 2;
    const half = (pixels - 2 * EDGE) / metre / 2;
    return { type: "value" as const, show: false, min: middle - half, max: middle + half };
  };
  return {
    animation: false,
    grid: { left: EDGE, right: EDGE, top: EDGE, bottom: EDGE },
    xAxis: axis(0, width),
    yAxis: axis(1, height),
    tooltip: { trigger: "item", renderMode: "richText" },
    series: [ways(figures, look), ...(moves(figures) ? [arrows(figures, look)] : []), warm(figures, look), bench(figures, look, packing)],
  };
}

const moves = (figures: OnFloor): boolean => figures.points.some((point) => point.to);

function ways(figures: OnFloor, look: Look) {
  return { type: "lines" as const, coordinateSystem: "cartesian2d" as const, silent: true, z: 1, lineStyle: { color: look.line, width: 3, opacity: 1 }, data: figures.ways.map((coords) => ({ coords })) };
}

function arrows(figures: OnFloor, look: Look) {
  const data = figures.points.flatMap(({ at, to }) => (to ? [{ coords: [at, to] }] : []));
  return { type: "lines" as const, coordinateSystem: "cartesian2d" as const, silent: true, z: 3, symbol: ["none", "arrow"], symbolSize: 12, lineStyle: { color: look.ink, width: 2, opacity: 0.85, curveness: 0.18 }, data };
}

function warm(figures: OnFloor, look: Look) {
  const spots = together(figures);
  const most = Math.max(1, ...spots.map((spot) => spot.value));
  const data = spots.map((spot, place) => {
    const share = spot.value / most;
    const says = place < NAMED && spot.value > 0;
    return {
      name: spot.names.join(", "), value: [...spot.at, spot.value], symbolSize: SMALL + (BIG - SMALL) * Math.sqrt(share),
      itemStyle: { color: spot.value ? mixed(look.cool, look.hot, share) : look.card, borderColor: look.ink, borderWidth: 1 },
      label: { show: says, formatter: spot.names[0] ?? "", position: "top" as const, color: look.ink, fontSize: 13, fontWeight: "bold" as const, textBorderColor: look.card, textBorderWidth: 3 },
    };
  });
  const says = (each: unknown): string => {
    const { name, value } = each as { name: string; value: number[] };
    return `${name}: ${look.write(value[2] ?? 0, moves(figures) ? "metres" : "count")}`;
  };
  return { type: "scatter" as const, z: 4, data, labelLayout: { hideOverlap: true }, tooltip: { formatter: says } };
}

function bench(figures: OnFloor, look: Look, packing: string) {
  const data = figures.packing ? [{ name: packing, value: figures.packing }] : [];
  return { type: "scatter" as const, z: 5, symbol: "rect", symbolSize: [30, 20], itemStyle: { color: look.ink }, tooltip: { formatter: packing }, label: { show: true, formatter: packing, position: "bottom" as const, color: look.ink, fontSize: 14, fontWeight: "bold" as const, textBorderColor: look.card, textBorderWidth: 3 }, data };
}

// Bins above each other stand at one place and are one spot; the warmest first.
function together(figures: OnFloor) {
  const spots = new Map<string, { at: Place; names: string[]; value: number }>();
  for (const { name, at, value } of [...figures.points].sort((one, other) => other.value - one.value)) {
    const spot = spots.get(at.join()) ?? { at, names: [], value: 0 };
    spot.value += value;
    if (value || !spot.names.length) spot.names.push(name);
    spots.set(at.join(), spot);
  }
  return [...spots.values()].sort((one, other) => other.value - one.value);
}

function extent(figures: OnFloor): Extent {
  const all = [...figures.ways.flat(), ...figures.points.map((point) => point.at), ...(figures.packing ? [figures.packing] : [])];
  const along = (at: 0 | 1): number[] => all.map((place) => place[at]);
  const least = (values: number[]): number => values.reduce((one, other) => Math.min(one, other), Infinity);
  const most = (values: number[]): number => values.reduce((one, other) => Math.max(one, other), -Infinity);
  if (!all.length) return { low: [0, 0], high: [1, 1] };
  return { low: [least(along(0)), least(along(1))], high: [most(along(0)), most(along(1))] };
}

function mixed(from: string, to: string, share: number): string {
  const parts = [1, 3, 5].map((at) => Math.round(parseInt(from.slice(at, at + 2), 16) * (1 - share) + parseInt(to.slice(at, at + 2), 16) * share));
  return `rgb(${parts.join(",")})`;
}
