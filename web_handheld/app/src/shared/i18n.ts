// The page's language and its words. Sentences about goods and steps come from the service, in words already.
import { createI18n } from "vue-i18n";

export const LANGUAGES = ["zh", "en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_NAMES: Record<Language, string> = { zh: "中文", en: "English", es: "Español" };
// What the words of an area are, a language at a time: `(language) => import(…)`.
export type WordsOf = (language: Language) => Promise<{ default: Record<string, string> }>;
const KEPT = "storefloor.language";

export const i18n = createI18n({ legacy: false, locale: chosen(), fallbackLocale: false, messages: {} });

const shared: WordsOf = (language) =>
  ({
    zh: () => import("virtual:words/app/zh"),
    en: () => import("virtual:words/app/en"),
    es: () => import("virtual:words/app/es"),
  })[language]();
let ofArea: WordsOf[] = [];

export async function speak(...areas: WordsOf[]): Promise<void> {
  ofArea = [shared, ...areas];
  await use(chosen());
}

// Words of a part of an area, when it is opened first.
export async function also(words: WordsOf): Promise<void> {
  if (ofArea.includes(words)) return;
  const spoken = language();
  const given = await words(spoken);
  ofArea.push(words);
  i18n.global.mergeLocaleMessage(spoken, given.default);
  if (spoken !== language()) await use(language()); // somebody signed in meanwhile
}

export async function use(language: Language): Promise<void> {
  const words: Record<string, string> = {};
  for (let known = 0; known < ofArea.length; ) {
    const more = ofArea.slice(known); // a part that is opened while these are fetched is fetched as well
    known = ofArea.length;
    for (const given of await Promise.all(more.map((load) => load(language)))) Object.assign(words, given.default);
  }
  i18n.global.setLocaleMessage(language, words);
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
  localStorage.setItem(KEPT, language);
}

export function language(): Language {
  return i18n.global.locale.value as Language;
}

function chosen(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(KEPT);
  const wanted = [asked, ...navigator.languages].map((each) => (each ?? "").slice(0, 2));
  return LANGUAGES.find((each) => each === wanted.find((one) => LANGUAGES.includes(one as Language))) ?? "en";
}
