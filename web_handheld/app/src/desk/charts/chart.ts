// What a chart is, as the service says it: how it is drawn, by what, which values, and the figures.
export type Shape = "text" | "word" | "count" | "amount" | "grams" | "metres" | "minutes" | "seconds" | "money" | "share" | "ratio" | "day" | "time";
export interface Axis {
  key: string;
  title: string;
  shape: Shape;
}
export interface Chart {
  kind: "bars" | "days" | "floor" | "moves";
  by: Axis;
  values: Axis[];
  stacked: boolean;
}
export interface Named {
  names: (string | null)[];
  series: (number | null)[][];
  left_out: number;
}
export type Place = [number, number];
export interface OnFloor {
  points: { name: string; at: Place; value: number; to?: Place; to_name?: string }[];
  ways: [Place, Place][];
  packing: Place | null;
}
export type Figures = Named | OnFloor;
// Colours as this page has them now, and how a value of a shape is written.
export interface Look {
  ink: string;
  soft: string;
  line: string;
  card: string;
  palette: string[];
  cool: string;
  hot: string;
  write: (value: number, shape: Shape) => string;
  name: (name: string | null, shape: Shape) => string;
}

export const isOnFloor = (figures: Figures): figures is OnFloor => "points" in figures;
