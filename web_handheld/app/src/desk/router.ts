// Which page of the desk is open, by the address behind the #: a link to an order can be sent to a colleague.
import { ref } from "vue";
import { createRouter, createWebHashHistory } from "vue-router";
import { also } from "@/shared/i18n";
import { PAGES, type Page } from "./routes";

declare module "vue-router" {
  interface RouteMeta {
    page?: Page;
  }
}

// A page's code could not be fetched: the service is away, or has a newer version than this browser opened.
export const isBroken = ref(false);

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    ...PAGES.map((page) => ({ path: page.path, name: page.name, component: page.component, meta: { page } })),
    { path: "/:nowhere(.*)*", redirect: PAGES[0]!.path },
  ],
});

router.beforeResolve(async (to) => {
  if (to.meta.page) await also(to.meta.page.words);
});
router.afterEach(() => (isBroken.value = false));
router.onError(() => (isBroken.value = true));
