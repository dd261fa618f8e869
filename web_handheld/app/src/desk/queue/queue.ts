// The orders on the floor as the desk's list shows them.
import { get } from "@/shared/api";
import type { Page } from "../parts/paging";

export interface Waited {
  cause: string;
  text: string;
  seconds: number;
}
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
  clock: Waited[];
}
interface Read {
  count: number;
  page: number;
  limit: number;
  orders: Order[];
}

export async function readOrders(number: string, page = 1): Promise<Page<Order>> {
  const read = await get<Read>("/desk/orders", { number, page });
  return { items: read.orders, next: read.page * read.limit < read.count ? read.page + 1 : null };
}
