import { open } from "@/shared/page";
import OutboundPage from "./OutboundPage.vue";

void open(OutboundPage, (language) =>
  ({
    zh: () => import("virtual:words/app_door/zh"),
    en: () => import("virtual:words/app_door/en"),
    es: () => import("virtual:words/app_door/es"),
  })[language](),
);
