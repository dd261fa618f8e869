// The desk's pages: a line each. `group` is its place in the navigation (none: reached from other pages only), `right` who may.
import audit from "virtual:speaking/app_desk_audit";
import devices from "virtual:speaking/app_desk_devices";
import exceptions from "virtual:speaking/app_desk_exceptions";
import floor from "virtual:speaking/app_desk_floor";
import labels from "virtual:speaking/app_desk_labels";
import order from "virtual:speaking/app_desk_order";
import people from "virtual:speaking/app_desk_people";
import plans from "virtual:speaking/app_desk_plans";
import prints from "virtual:speaking/app_desk_prints";
import queue from "virtual:speaking/app_desk_queue";
import reports from "virtual:speaking/app_desk_reports";
import setup from "virtual:speaking/app_desk_setup";
import staffing from "virtual:speaking/app_desk_staffing";
import work from "virtual:speaking/app_desk_work";
import type { Component } from "vue";
import type { WordsOf } from "@/shared/i18n";
import WaitingMark from "./exceptions/WaitingMark.vue";

export const GROUPS = ["now", "things", "back", "store"] as const;
export interface Page {
  path: string;
  // Its title is the word `app_desk_page_NAME`.
  name: string;
  group?: (typeof GROUPS)[number];
  right: string;
  words: WordsOf;
  // Stands beside its title in the navigation.
  mark?: Component;
  component: () => Promise<Component>;
}

export const PAGES: Page[] = [
  { path: "/", name: "floor", group: "now", right: "desk", words: floor, component: () => import("./floor/FloorPage.vue") },
  { path: "/queue", name: "queue", group: "now", right: "desk", words: queue, component: () => import("./queue/QueuePage.vue") },
  { path: "/exceptions", name: "exceptions", group: "now", right: "desk", words: exceptions, mark: WaitingMark, component: () => import("./exceptions/ExceptionsPage.vue") },
  { path: "/work", name: "work", group: "now", right: "desk", words: work, component: () => import("./work/WorkPage.vue") },
  { path: "/plans", name: "plans", group: "now", right: "desk", words: plans, component: () => import("./plans/PlansPage.vue") },
  { path: "/people", name: "people", group: "now", right: "desk", words: people, component: () => import("./people/PeoplePage.vue") },
  { path: "/devices", name: "devices", group: "things", right: "desk", words: devices, component: () => import("./devices/DevicesPage.vue") },
  { path: "/prints", name: "prints", group: "things", right: "desk", words: prints, component: () => import("./prints/PrintsPage.vue") },
  { path: "/labels", name: "labels", group: "things", right: "desk", words: labels, component: () => import("./labels/LabelsPage.vue") },
  { path: "/setup", name: "setup", group: "store", right: "setup.night", words: setup, component: () => import("./setup/SetupPage.vue") },
  { path: "/settings", name: "settings", group: "store", right: "settings", words: setup, component: () => import("./setup/SettingsPage.vue") },
  { path: "/templates", name: "templates", group: "store", right: "setup.night", words: setup, component: () => import("./setup/TemplatesPage.vue") },
  { path: "/orders/:id", name: "order", right: "desk", words: order, component: () => import("./order/OrderPage.vue") },
  { path: "/journal", name: "audit", group: "back", right: "desk", words: audit, component: () => import("./audit/AuditPage.vue") },
  { path: "/reports", name: "reports", group: "back", right: "desk", words: reports, component: () => import("./reports/ReportsPage.vue") },
  { path: "/staffing", name: "staffing", group: "back", right: "desk", words: staffing, component: () => import("./staffing/StaffingPage.vue") },
];
