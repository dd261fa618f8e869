// A planned day hour by hour: orders open and late to one scale, metres walked, people out; one band of bars each.
import type { Look, Shape } from "../charts/chart";
import type { Option } from "../charts/echarts";
import type { Hour } from "./staffing";

export interface Band {
  title: string;
  shape: Shape;
  value: (hour: Hour) => number;
  // Bands of one scale are drawn to the same height: two late orders of forty must not look like a disaster.
  scale?: string;
}

const BAND = 130;
const HEAD = 34;
const FOOT = 40;

export const hoursHeight = (bands: readonly Band[]): number => bands.length * BAND + FOOT;

export function hoursOption(hours: readonly Hour[], bands: readonly Band[], look: Look, hourTitle: string): Option {
  const words = { color: look.ink, fontSize: 13 };
  const most = (band: Band): number => Math.max(1, ...bands.filter((each) => each === band || (band.scale && each.scale === band.scale)).flatMap((each) => hours.map(each.value)));
  return {
    color: look.palette,
    animation: false,
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    grid: bands.map((_, at) => ({ left: 16, right: 16, top: at * BAND + HEAD, height: BAND - HEAD - 6 })),
    xAxis: bands.map((_, at) => ({
      type: "category", gridIndex: at, data: hours.map((hour) => String(hour.number)), axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } },
      axisLabel: { ...words, show: at === bands.length - 1 }, name: at === bands.length - 1 ? hourTitle : "", nameLocation: "middle", nameGap: 24, nameTextStyle: words,
    })),
    yAxis: bands.map((band, at) => ({ type: "value", gridIndex: at, show: true, max: most(band) * 1.25, axisLabel: { show: false }, splitLine: { show: false }, name: band.title, nameLocation: "end", nameGap: 8, nameTextStyle: { ...words, fontSize: 14, fontWeight: "bold", align: "left" } })),
    series: bands.map((band, at) => ({
      type: "bar", name: band.title, xAxisIndex: at, yAxisIndex: at, barMaxWidth: 48, data: hours.map(band.value),
      label: { show: hours.length <= 26, position: "top", color: look.ink, fontSize: 13, formatter: ({ value }: { value: unknown }) => (typeof value === "number" && Math.round(value) ? look.write(Math.round(value), band.shape) : "") },
      tooltip: { valueFormatter: (value: unknown) => (typeof value === "number" ? look.write(Math.round(value), band.shape) : "–") },
    })),
  };
}
