// The same dish over all tickets of the screen: what is to be made, in the making, and to come. Pure.
import { isOpen, type Item, type Ticket } from "./ticket";

export interface Dish {
  sku: string;
  item: Item;
  waiting: number;
  begun: number;
  later: number;
  tickets: number;
}

const COLUMN: Partial<Record<Ticket["state"], "waiting" | "begun" | "later">> = {
  QUEUED: "waiting", REMAKE: "waiting", IN_PREP: "begun", HELD: "later",
};

export function dishesOf(tickets: Iterable<Ticket>): Map<string, Dish> {
  const dishes = new Map<string, Dish>();
  for (const ticket of tickets) {
    const column = COLUMN[ticket.state];
    if (!column || ticket.stopped) continue;
    for (const item of ticket.items.filter(isOpen)) {
      const dish = dishes.get(item.sku) ?? { sku: item.sku, item, waiting: 0, begun: 0, later: 0, tickets: 0 };
      dish[column] += item.quantity;
      dish.tickets += 1;
      dishes.set(item.sku, dish);
    }
  }
  return dishes;
}

// What is to be made of a dish now, on all tickets together.
export const now = (dish: Dish | undefined): number => (dish ? dish.waiting + dish.begun : 0);
