// The orders on the floor as the desk's list shows them.
import { reactive } from "vue";
import { get } from "@/shared/api";
import { language } from "@/shared/i18n";
import type { Waited } from "../parts/CauseBar.vue";
import type { Page } from "../parts/paging";

export interface Order {
  order_id: string;
  number: string;
  channel: string;
  mode: string;
  state: string;
  text: string;
  placed_at: string;
  due_at: string;
  total_minor: number;
  currency: string;
  waited_seconds: number;
  // What it waits for now; nothing once it has left.
  waits_for: string | null;
  clock: Waited[];
}
export interface Wanted { number: string; state: string; late: boolean; sort: "due" | "waiting" }
interface Read {
  count: number;
  page: number;
  limit: number;
  orders: Order[];
  longest: Order[];
  states: { state: string; text: string }[];
}

// Beside the page of the list: what all of its pages share.
export const beside = reactive<Pick<Read, "count" | "longest" | "states">>({ count: 0, longest: [], states: [] });

export async function readOrders(wanted: Wanted, page = 1): Promise<Page<Order>> {
  const { late, ...named } = wanted;
  const read = await get<Read>("/desk/orders", { ...named, late: late ? "true" : "", page, lang: language() });
  Object.assign(beside, { count: read.count, longest: read.longest, states: read.states });
  return { items: read.orders, next: read.page * read.limit < read.count ? read.page + 1 : null };
}
