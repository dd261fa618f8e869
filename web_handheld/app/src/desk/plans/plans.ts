// Plans as the service tells them: who walks what next and why, what waits and why, aisles, the latest plans.
import { get, post } from "@/shared/api";
import { language } from "@/shared/i18n";

export interface Because {
  code: string;
  text: string;
}
export interface Walk {
  person: string;
  orders: string[];
  metres: number;
  why: Because[];
  starts_at?: string;
  is_taken?: boolean;
  start_seconds?: number;
  route?: string[];
}
export interface Plan {
  plan_id: string;
  made_at: string;
  asked_by: string[];
  plan_ms: number;
  walks: number;
  tasks: number;
  joins: number;
  metres: number;
  late: number;
  waiting: number;
}
export interface Aisle {
  aisle: string;
  closed_until: string | null;
  people_max: number | null;
}
export interface Plans {
  planner: { state: string; text: string; detail?: string | null };
  now: Walk[];
  walks: Walk[];
  waiting: { number: string; why: Because[] }[];
  latest: Plan[];
  aisles: Aisle[];
}
export interface Again {
  is_same: boolean;
  walks: number;
  late: number;
  metres: number;
}

const CLOSED_MINUTES = 30;
const REPLAY_PATIENCE_MS = 70_000;
export const readPlans = (): Promise<Plans> => get<Plans>("/desk/plans", { lang: language() });
export const readPlan = (id: string): Promise<Plan & { walks: Walk[] }> => get(`/desk/plans/${encodeURIComponent(id)}`, { lang: language() });
export const makeAgain = (id: string): Promise<Again> => get(`/desk/plans/${encodeURIComponent(id)}/replay`, {}, REPLAY_PATIENCE_MS);
export const stepAisle = (aisle: string, isClosed: boolean): Promise<unknown> =>
  post(`/desk/aisles/${encodeURIComponent(aisle)}/steps`, isClosed ? { step: "open" } : { step: "close", minutes: CLOSED_MINUTES });
export const numbers = (orders: readonly string[]): string => orders.map((each) => `#${each}`).join(", ");
export const reasons = (why: readonly Because[]): string => why.map((each) => each.text).join("; ");
