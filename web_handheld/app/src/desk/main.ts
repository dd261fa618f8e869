import { open } from "@/shared/page";
import words from "virtual:speaking/app_desk";
import DeskPage from "./DeskPage.vue";
import { router } from "./router";

void open(DeskPage, words, router);
