// What a pad proposes: the number the screen asks for, so that the planned one is a single press.
import type { Answer } from "./answer";

interface Asking {
  line?: { quantity: number; picked?: number } | null;
  at_hand?: { quantity?: number } | string | null;
  subject?: { quantity?: number };
  quantity?: number;
}
const COUNTED_BLIND = ["counted", "left", "refuse_goods", "write_off", "more_of_it"]; // a number to read off would be no count

export function plannedOf(answer: Answer | null, step: string, field: string): number | undefined {
  if (!answer || field !== "quantity" || COUNTED_BLIND.includes(step)) return undefined;
  const { line, at_hand: atHand, subject, quantity } = answer.screen.facts as Asking;
  if (line) return line.quantity - (line.picked ?? 0);
  return (typeof atHand === "object" ? atHand?.quantity : undefined) ?? quantity ?? subject?.quantity;
}
