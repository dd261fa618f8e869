// Which component draws which of the service's screens; what has none of its own is drawn by AnyScreen.
import type { Component } from "vue";
import AnyScreen from "./AnyScreen.vue";
import HomeScreen from "./HomeScreen.vue";
import OrderCancelled from "./OrderCancelled.vue";
import PickLine from "./PickLine.vue";

const SCREENS: Record<string, Component> = {
  home: HomeScreen,
  pick_line: PickLine,
  verify: PickLine,
  order_cancelled: OrderCancelled,
};

export const screenOf = (name: string): Component => SCREENS[name] ?? AnyScreen;
