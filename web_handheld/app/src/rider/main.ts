import { open } from "@/shared/page";
import RiderPage from "./RiderPage.vue";

void open(RiderPage, (language) =>
  ({
    zh: () => import("virtual:words/app_door/zh"),
    en: () => import("virtual:words/app_door/en"),
    es: () => import("virtual:words/app_door/es"),
  })[language](),
);
