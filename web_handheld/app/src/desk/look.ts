// What a page shows of the service: read at once, again when a push names it, and now and then should a push get lost.
import { onMounted, onUnmounted, ref, shallowRef, watch } from "vue";
import { Away, Refused } from "@/shared/api";
import { i18n } from "@/shared/i18n";
import { session } from "@/shared/session";
import { listen } from "./live";

const GATHER_MS = 700; // a busy floor pushes often: one look for many
const APART_MS = 5000; // and never two looks in less
const SLOWLY_MS = 60_000;

export interface Wrong {
  isAway: boolean;
  text: string;
}

// `names` are the pushes it is read again for (see the names in `work.push`); `everyMs` for what nothing is pushed of.
export function useLook<T>(read: () => Promise<T>, names: readonly string[] = [], everyMs = SLOWLY_MS) {
  const found = shallowRef<T | null>(null);
  const wrong = ref<Wrong | null>(null);
  const isBusy = ref(false);
  let asked = 0;
  let lookedAt = 0;
  let planned = 0;

  async function look(): Promise<void> {
    const mine = ++asked;
    clearTimeout(planned);
    planned = 0;
    lookedAt = Date.now();
    isBusy.value = true;
    try {
      const answer = await read();
      if (mine !== asked) return; // a newer question is on its way
      found.value = answer;
      wrong.value = null;
    } catch (error) {
      if (mine === asked) wrong.value = wrongOf(error);
    } finally {
      if (mine === asked) isBusy.value = false;
    }
  }

  function soon(): void {
    if (!planned) planned = window.setTimeout(look, Math.max(GATHER_MS, lookedAt + APART_MS - Date.now()));
  }

  const seen = (): void => void (document.hidden || soon());
  const deaf = listen((name) => (name === null || names.includes(name)) && seen());
  const timer = window.setInterval(seen, Math.max(APART_MS, everyMs));
  document.addEventListener("visibilitychange", seen);
  watch(i18n.global.locale, () => void look()); // what the service says is in the language that was asked for
  onMounted(look);
  onUnmounted(() => {
    deaf();
    asked += 1;
    clearTimeout(planned);
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
  });
  return { found, wrong, isBusy, look };
}

// What went wrong, for WrongBanner; whoever is not signed in any more is asked to sign in.
export function wrongOf(error: unknown): Wrong {
  if (error instanceof Refused && error.code === "sign_in_needed") session.who = null;
  if (!(error instanceof Away) && !(error instanceof Refused)) throw error;
  return { isAway: error instanceof Away, text: error.message };
}
