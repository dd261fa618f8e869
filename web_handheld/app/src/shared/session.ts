// Who is signed in at this page; every area asks here.
import { reactive, watch } from "vue";
import { get, post, Refused, remove } from "./api";
import { LANGUAGES, use, type Language } from "./i18n";

export interface Who {
  person_id: string | null;
  name: string;
  store: string;
  language: string;
  roles: string[];
  rights: string[];
  device_id: string | null;
  on_shift: boolean;
  until: string | null;
}

const KEPT = "storefloor.who";

export const session = reactive<{ who: Who | null; known: boolean }>({ who: null, known: false });

export async function look(): Promise<void> {
  try {
    await sit(await get<Who>("/session"));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    session.who = null;
    session.known = true;
  }
}

export async function signIn(badge: string, pin: string): Promise<void> {
  await sit(await post<Who>("/session", { badge, pin }));
}

export async function signOut(): Promise<void> {
  await remove("/session");
  session.who = null;
}

export const may = (right: string): boolean => session.who?.rights.includes(right) ?? false;

// Who was signed in here when the service was last heard: a page that was closed goes on without it.
export function recall(): void {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null") as Who | null;
  if (session.who || !kept || (kept.until && Date.parse(kept.until) < Date.now())) return;
  session.who = kept;
  session.known = true;
}

async function sit(who: Who): Promise<void> {
  if (LANGUAGES.includes(who.language as Language)) await use(who.language as Language);
  session.who = who;
  session.known = true;
}

watch(() => session.who, (who) => {
  if (who) localStorage.setItem(KEPT, JSON.stringify(who));
  else if (session.known) localStorage.removeItem(KEPT);
});
