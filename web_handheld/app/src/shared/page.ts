// Brings an area's page up: words first, then who is signed in, then the page itself.
import "./old_browsers";
import { createApp, type Component, type Plugin } from "vue";
import { i18n, speak, type WordsOf } from "./i18n";
import { look } from "./session";
import "./tokens.css";

const AGAIN_MS = 2000;

export async function open(page: Component, words: WordsOf, ...plugins: Plugin[]): Promise<void> {
  await speak(words);
  const app = createApp(page).use(i18n);
  for (const plugin of plugins) app.use(plugin);
  app.mount("#app");
  await lookUntilAnswered();
}

async function lookUntilAnswered(): Promise<void> {
  try {
    await look();
  } catch {
    setTimeout(lookUntilAnswered, AGAIN_MS); // the page says that the service is away until it answers
  }
}
