// Hands the pages their words out of the one catalogue: `virtual:words/<file>/<language>` is config/messages/<file>.toml,
// `virtual:speaking/<file>` gives them a language at a time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import type { Plugin } from "vite";

const PREFIX = "virtual:words/";
const SPEAKING = "virtual:speaking/";
const LANGUAGES = ["zh", "en", "es"];
// Characters that vue-i18n would read as its own grammar.
const GRAMMAR = /[@$|]/g;

export function catalogue(folder: string): Plugin {
  return {
    name: "storefloor-words",
    resolveId: (id) => (id.startsWith(PREFIX) || id.startsWith(SPEAKING) ? `\0${id}` : undefined),
    load(id) {
      if (id.startsWith(`\0${SPEAKING}`)) return speaking(id.slice(SPEAKING.length + 1));
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const [file, language] = id.slice(PREFIX.length + 1).split("/") as [string, string];
      const path = join(folder, `${file}.toml`);
      this.addWatchFile(path);
      return `export default ${JSON.stringify(words(readFileSync(path, "utf8"), language))}`;
    },
  };
}

function speaking(file: string): string {
  const each = LANGUAGES.map((language) => `${language}: () => import("${PREFIX}${file}/${language}")`);
  return `export default (language) => ({ ${each.join(", ")} })[language]()`;
}

function words(toml: string, language: string): Record<string, string> {
  const sentences = parse(toml) as Record<string, Record<string, string>>;
  return Object.fromEntries(
    Object.entries(sentences).map(([code, texts]) => [code, (texts[language] ?? code).replace(GRAMMAR, "{'$&'}")]),
  );
}
