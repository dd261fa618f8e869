import { open } from "@/shared/page";
import HandheldPage from "./HandheldPage.vue";

void open(HandheldPage, (language) =>
  ({
    zh: () => import("virtual:words/app_handheld/zh"),
    en: () => import("virtual:words/app_handheld/en"),
    es: () => import("virtual:words/app_handheld/es"),
  })[language](),
);
