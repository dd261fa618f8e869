// What is entered with each button of each screen, as the service describes it; kept for when it is away.
import { get } from "@/shared/api";
import { language } from "@/shared/i18n";
import type { Buttons, Field } from "./flow/answer";

const KEPT = "storefloor.buttons";
interface Kept {
  language: string;
  buttons: Buttons;
}
let known: Kept | null = JSON.parse(localStorage.getItem(KEPT) ?? "null") as Kept | null;

// It changes with releases and with the language only: asked for at sign-in, and when it is not there.
export async function learnButtons(): Promise<void> {
  const { buttons } = await get<{ buttons: Buttons }>("/handheld/buttons");
  known = { language: language(), buttons };
  localStorage.setItem(KEPT, JSON.stringify(known));
}

export const fieldsOf = (screen: string, step: string): Field[] => known?.buttons[screen]?.[step] ?? [];
