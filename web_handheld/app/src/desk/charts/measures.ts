// Measures in the reader's language: what is long is said in the greater unit.
import { number, span } from "@/shared/writing";

export { money } from "@/shared/writing";
export const share = (permille: number): string => `${number(permille / 10, 1)} %`;
export const weight = (grams: number): string => (grams < 1000 ? `${number(grams)} g` : `${number(grams / 1000, 1)} kg`);
export const kilometres = (metres: number): string => (metres < 10_000 ? `${number(metres)} m` : `${number(metres / 1000, 1)} km`);
export const minutes = (count: number): string => (count < 60 ? `${number(count)} min` : `${number(Math.floor(count / 60))} h ${count % 60} min`);
export const seconds = (count: number): string => (count < 3600 ? span(count) : `${number(count / 3600, 1)} h`);
