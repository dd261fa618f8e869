// What only a stall hears: a new ticket, and one that is struck out; neither sounds like right, wrong or a question.
import { play, type Sound } from "@/shared/tones";

export type Bell = "arrived" | "voided";

const BELLS: Record<Bell, Sound> = {
  arrived: { notes: [[1046, 0, 0.5], [1568, 0.12, 0.6]], wave: "triangle", shake: [80] },
  voided: { notes: [[392, 0, 0.18], [330, 0.2, 0.18], [262, 0.4, 0.18], [196, 0.6, 0.4]], wave: "square", shake: [400] },
};

export const ring = (bell: Bell): void => play(BELLS[bell]);
