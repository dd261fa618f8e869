// What the handheld's page shows; everything else reads and writes it here. What stands in it is replaced, never changed.
import { computed, shallowReactive } from "vue";
import type { Answer } from "./flow/answer";
import type { Taken } from "./flow/packet";
import type { Entry, Refusal } from "./outbox";

export const floor = shallowReactive<{
  answer: Answer | null;
  said: number; // grows with each answer, so that the same sentence twice is seen twice
  queue: readonly Entry[];
  refused: readonly Refusal[];
  isAway: boolean;
  training: Taken | null;
}>({ answer: null, said: 0, queue: [], refused: [], isAway: false, training: null });

export const isBusy = computed(() => floor.queue.length > 0 && !floor.isAway);
