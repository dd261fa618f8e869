import { open } from "@/shared/page";
import { recall } from "@/shared/session";
import HandheldPage from "./HandheldPage.vue";
import { workOffline } from "./offline";
import { wearSettings } from "./settings";

wearSettings();
workOffline();
recall();
void open(HandheldPage, (language) =>
  ({
    zh: () => import("virtual:words/app_handheld/zh"),
    en: () => import("virtual:words/app_handheld/en"),
    es: () => import("virtual:words/app_handheld/es"),
  })[language](),
);
