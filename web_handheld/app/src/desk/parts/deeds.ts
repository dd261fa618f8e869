// What is done at the desk: one deed at a time, what was refused is said in the service's words, then all is looked at anew.
import { ref } from "vue";
import { wrongOf, type Wrong } from "../look";

export function useDeeds(look: () => unknown) {
  const wrong = ref<Wrong | null>(null);
  const isBusy = ref(false);

  async function act(deed: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    try {
      await deed();
      wrong.value = null;
      return true;
    } catch (error) {
      wrong.value = wrongOf(error);
      return false;
    } finally {
      isBusy.value = false;
      void look();
    }
  }

  return { wrong, isBusy, act };
}
