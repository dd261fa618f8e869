// What the handheld's page shows; everything else reads and writes it here.
import { computed, reactive } from "vue";
import type { Answer } from "./flow/answer";
import type { Taken } from "./flow/packet";
import type { Entry, Refusal } from "./outbox";

export const floor = reactive<{
  answer: Answer | null;
  said: number; // grows with each answer, so that the same sentence twice is seen twice
  queue: Entry[];
  refused: Refusal[];
  isAway: boolean;
  training: Taken | null;
}>({ answer: null, said: 0, queue: [], refused: [], isAway: false, training: null });

export const isBusy = computed(() => floor.queue.length > 0 && !floor.isAway);
