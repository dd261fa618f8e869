// Which component draws which of the service's screens; what has none of its own is drawn by AnyScreen.
import type { Component } from "vue";
import AnyScreen from "./AnyScreen.vue";

const SCREENS: Record<string, Component> = {};

export const screenOf = (name: string): Component => SCREENS[name] ?? AnyScreen;
