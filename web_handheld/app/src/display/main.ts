import { open } from "@/shared/page";
import DisplayPage from "./DisplayPage.vue";

void open(DisplayPage, (language) =>
  ({
    zh: () => import("virtual:words/app_door/zh"),
    en: () => import("virtual:words/app_door/en"),
    es: () => import("virtual:words/app_door/es"),
  })[language](),
);
