// The one file that knows ECharts; only what the desk's charts use is taken along, and only a page with a chart loads it.
import { BarChart, LineChart, LinesChart, ScatterChart, type BarSeriesOption, type LineSeriesOption, type LinesSeriesOption, type ScatterSeriesOption } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, type AriaComponentOption, type GridComponentOption, type LegendComponentOption, type TooltipComponentOption } from "echarts/components";
import { init, use, type ComposeOption, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, LinesChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export type Option = ComposeOption<
  AriaComponentOption | BarSeriesOption | GridComponentOption | LegendComponentOption | LineSeriesOption | LinesSeriesOption | ScatterSeriesOption | TooltipComponentOption
>;
export type Drawn = EChartsType;

// On a canvas: a page's security policy lets no chart write styles into the document.
export const begin = (element: HTMLElement): Drawn => init(element, undefined, { renderer: "canvas" });
