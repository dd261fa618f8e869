import { open } from "@/shared/page";
import StallPage from "./StallPage.vue";

void open(StallPage, (language) =>
  ({
    zh: () => import("virtual:words/app_stall/zh"),
    en: () => import("virtual:words/app_stall/en"),
    es: () => import("virtual:words/app_stall/es"),
  })[language](),
);
