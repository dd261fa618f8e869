// A step that needs something entered: one thing after the other, then it goes out as one.
import { reactive } from "vue";
import { get } from "@/shared/api";
import { fieldsOf } from "./buttons";
import type { Field, Json, Option } from "./flow/answer";
import { step } from "./floor";
import { showHere } from "./show";
import { plannedOf } from "./flow/planned";
import { floor } from "./state";

export const entering = reactive<{ step: string; fields: Field[]; facts: Json; busy: boolean }>({
  step: "", fields: [], facts: {}, busy: false,
});
let before = ""; // the step pressed last: pressed again after its refusal it is meant

export async function press(name: string): Promise<void> {
  const fields = fieldsOf(floor.answer?.screen.name ?? "", name);
  const isMeant = before === name && floor.answer?.outcome === "refused";
  before = name;
  const insists = fields.filter((field) => field.entry === "insist" && isMeant);
  const facts: Json = Object.fromEntries(insists.map((field) => [field.name, true]));
  const asked = fields.filter((field) => field.entry !== "insist");
  if (asked.length === 0) return step(name, facts);
  Object.assign(entering, { step: name, fields: asked, facts });
  if (asked.some((field) => field.options === null)) await lookUp(name);
}

async function lookUp(name: string): Promise<void> {
  entering.busy = true;
  try {
    const { options } = await get<{ options: Record<string, Option[]> }>(`/handheld/steps/${name}/options`);
    const known = entering.fields.map((field) => ({ ...field, options: field.options ?? options[field.name] ?? [] }));
    entering.fields = known.filter((field) => field.when !== "any" || field.options.length > 0);
    if (entering.fields.length === 0) return finish();
    takeTheOnlyOne();
  } catch {
    stop();
    showHere("app_off_needs_service", "wrong");
  } finally {
    entering.busy = false;
  }
}

// A lead takes over the one basket that was scanned: there is nothing to choose.
function takeTheOnlyOne(): void {
  const [first, ...more] = entering.fields;
  const only = first?.options?.length === 1 && more.length === 0 ? first.options[0] : undefined;
  if (first && only && entering.step === "take_over") enter(first, only.value);
}

export function enter(field: Field, value: unknown): void {
  if (value !== undefined && field.entry !== "sure") entering.facts[field.name] = value;
  const planned = plannedOf(floor.answer, entering.step, field.name);
  const isAll = typeof value === "number" && planned !== undefined && value >= planned;
  entering.fields = entering.fields.slice(1).filter((next) => next.when !== "less" || !isAll);
  if (entering.fields.length === 0) finish();
}

function finish(): void {
  const { step: name, facts } = entering;
  stop();
  void step(name, { ...facts });
}

export function stop(): void {
  Object.assign(entering, { step: "", fields: [], facts: {} });
}
