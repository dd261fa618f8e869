// Words that stand on every ticket: looked up once a language, not once a ticket.
import { computed } from "vue";
import { i18n } from "@/shared/i18n";

const WORDS = [
  "start", "ready", "clear", "bring", "void", "stop", "hurry", "again", "pinned", "items", "others", "delivery", "pickup",
  "weigh", "cancelled_made", "not_made", "made", "stopped",
] as const;

export const words = computed(() =>
  Object.fromEntries(WORDS.map((word) => [word, i18n.global.t(`app_stall_${word}`)])) as Record<(typeof WORDS)[number], string>,
);
