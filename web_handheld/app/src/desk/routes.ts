// The desk's pages: a line each. `group` is its place in the navigation (none: reached from other pages only), `right` who may.
import queue from "virtual:speaking/app_desk_queue";
import type { Component } from "vue";
import type { WordsOf } from "@/shared/i18n";

export const GROUPS = ["now", "things", "back", "store"] as const;
export interface Page {
  path: string;
  // Its title is the word `app_desk_page_NAME`.
  name: string;
  group?: (typeof GROUPS)[number];
  right: string;
  words: WordsOf;
  component: () => Promise<Component>;
}

export const PAGES: Page[] = [
  { path: "/queue", name: "queue", group: "now", right: "desk", words: queue, component: () => import("./queue/QueuePage.vue") },
];
