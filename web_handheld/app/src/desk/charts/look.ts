// How charts look on this page: its own colours, its reader's numbers.
import { dayOfYear } from "@/shared/writing";
import { measured } from "../reports/cells";
import type { Look, Shape } from "./chart";

// Told apart also without colour: each is drawn with a pattern or a point of its own.
const PALETTE = ["#0b5a8f", "#d98200", "#0a6b4a", "#8a4bc2", "#a81e17", "#5f7486", "#1d9aa8", "#b0568c", "#7a6a00", "#3d3d8f"];
const NOTHING = "–";

export function lookOf(element: HTMLElement, currency: string): Look {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: colour("--ink"), soft: colour("--soft"), line: colour("--line"), card: colour("--card"),
    palette: PALETTE, cool: "#f7d774", hot: "#8c1008",
    write: (value, shape) => measured(value, shape, currency),
    name: (name, shape: Shape) => (name === null || name === "" ? NOTHING : shape === "day" ? dayOfYear(name) : name),
  };
}
