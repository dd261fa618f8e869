// What the page itself says, and how it names a deed in its lists.
import { i18n } from "@/shared/i18n";
import type { Json } from "./flow/answer";
import type { Deed } from "./flow/packet";

export const say = (code: string, facts: Json = {}): string => i18n.global.t(code, facts);
export const isKnown = (code: string): boolean => i18n.global.te(code);

export function told(deed: Deed): string {
  if (deed.kind === "scan") return deed.body.text ?? "";
  const quantity = deed.body.facts?.quantity;
  return [say(`app_step_${deed.body.step}`), quantity].filter((part) => part !== undefined).join(" ");
}
