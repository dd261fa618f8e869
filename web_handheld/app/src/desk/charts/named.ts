// Bars by name and lines by day, out of a report's own description.
import type { Axis, Chart, Look, Named, Shape } from "./chart";
import type { Option } from "./echarts";

const BAR = 24;
const UPRIGHT_NAME = 8; // longer names lie beside their bars
// The least step of an axis, so that small values do not stand at "0, 0, 0, 1, 1".
const STEPS: Partial<Record<Shape, number>> = { count: 1, share: 10, money: 100, minutes: 1, grams: 1, metres: 1 };
const TIMES = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];
const TICKS = 6;
const POINTS = ["circle", "rect", "triangle", "diamond", "pin"];

export const isUpright = (chart: Chart, figures: Named): boolean =>
  chart.kind === "days" || chart.by.shape === "day" || figures.names.every((name) => (name ?? "").length <= UPRIGHT_NAME && figures.names.length > 3);

export function namedHeight(chart: Chart, figures: Named): number {
  if (isUpright(chart, figures)) return 320;
  const bars = chart.stacked ? 1 : chart.values.length;
  return 70 + figures.names.length * (bars * BAR + 12);
}

// Values that are nothing everywhere only crowd the legend.
export function filled(chart: Chart, figures: Named): { chart: Chart; figures: Named; kept: number[] } {
  const kept = chart.values.map((_, at) => at).filter((at) => chart.values.length < 3 || figures.series[at]?.some(Boolean));
  return { chart: { ...chart, values: kept.map((at) => chart.values[at] as Axis) }, figures: { ...figures, series: kept.map((at) => figures.series[at] ?? []) }, kept };
}

export function namedOption(all: Chart, every: Named, look: Look, width: number): Option {
  const { chart, figures, kept } = filled(all, every);
  const names = figures.names.map((name) => look.name(name, chart.by.shape));
  const upright = isUpright(chart, figures);
  const first = all.values[0] as Axis;
  const words = { color: look.ink, fontSize: 14 };
  const byName = { type: "category" as const, data: names, inverse: !upright, axisLabel: { ...words, width: width / 4, overflow: "truncate" as const, hideOverlap: true }, axisTick: { show: false } };
  const byValue = { type: "value" as const, axisLabel: { ...words, formatter: (value: number) => look.write(value, first.shape), hideOverlap: true }, splitLine: { lineStyle: { color: look.line } }, minInterval: STEPS[first.shape] ?? 0, ...(first.shape === "seconds" ? timeAxis(chart, figures) : {}) };
  return {
    color: kept.map((at) => look.palette[at % look.palette.length] as string), // a cause keeps its colour
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: chart.values.length > 1 } },
    grid: { left: 8, right: 56, top: chart.values.length > 1 ? 64 : 24, bottom: 8, containLabel: true },
    legend: { show: chart.values.length > 1, type: "plain", textStyle: words, top: 0, left: 0, itemWidth: 28, itemHeight: 18 },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, valueFormatter: (value) => (typeof value === "number" ? look.write(value, first.shape) : "–") },
    xAxis: upright ? byName : byValue,
    yAxis: upright ? byValue : byName,
    series: chart.values.map((value, at) => series(chart, value, figures.series[at] ?? [], at, look, upright)),
  };
}

// Times are told by whole minutes, not by hundreds of seconds.
function timeAxis(chart: Chart, figures: Named): { interval: number; max: number } {
  const heights = figures.names.map((_, at) => figures.series.map((values) => values[at] ?? 0));
  const most = Math.max(0, ...heights.map((each) => (chart.stacked ? each.reduce((one, other) => one + other, 0) : Math.max(...each))));
  const interval = TIMES.find((step) => most / step <= TICKS) ?? 86_400;
  return { interval, max: Math.max(1, Math.ceil(most / interval)) * interval };
}

function series(chart: Chart, value: Axis, data: (number | null)[], at: number, look: Look, upright: boolean) {
  if (chart.kind === "days" && !chart.stacked) {
    return { type: "line" as const, name: value.title, data, symbol: POINTS[at % POINTS.length] as string, symbolSize: 9, lineStyle: { width: 3, type: at % 2 ? ("dashed" as const) : ("solid" as const) } };
  }
  const said = { show: chart.values.length === 1, position: upright ? ("top" as const) : ("right" as const), color: look.ink, fontSize: 14, formatter: ({ value: each }: { value: unknown }) => (typeof each === "number" ? look.write(each, value.shape) : "") };
  return { type: "bar" as const, name: value.title, data, barMaxWidth: upright ? 56 : BAR, label: said, ...(chart.stacked ? { stack: "all" } : {}) };
}
