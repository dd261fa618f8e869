// Builds the handheld's service worker: src/worker/worker.ts with the list of files the page needs when it is alone.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { transformWithEsbuild, type Plugin } from "vite";

interface Chunk {
  type: "chunk";
  fileName: string;
  name: string;
  imports: string[];
  dynamicImports: string[];
  viteMetadata?: { importedCss: Set<string> };
}
// Fetched when it is first used, and kept from then on.
const LATER = /camera_reader/;

export function worker(area: string, source: string, beside: string[]): Plugin {
  return {
    name: "storefloor-worker",
    enforce: "post",
    async generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk") as unknown as Chunk[];
      const first = chunks.find((chunk) => chunk.name === area);
      if (!first) return;
      const files = [...reached(first, new Map(chunks.map((chunk) => [chunk.fileName, chunk])))].sort();
      const html = bundle[`${area}.html`];
      const version = createHash("sha256").update(files.join()).update(html?.type === "asset" ? html.source : "").digest("hex").slice(0, 12);
      const paths = [`/app/${area}`, ...beside, ...files.map((file) => `/app/${file}`)];
      const { code } = await transformWithEsbuild(readFileSync(source, "utf8"), source, { target: "chrome69" });
      const head = `const PAGE=${JSON.stringify(`/app/${area}`)},VERSION=${JSON.stringify(version)},FILES=${JSON.stringify(paths)};\n`;
      this.emitFile({ type: "asset", fileName: `${area}-worker.js`, source: head + code });
    },
  };
}

function reached(first: Chunk, chunks: Map<string, Chunk>): Set<string> {
  const found = new Set<string>();
  const walk = (chunk: Chunk | undefined): void => {
    if (!chunk || found.has(chunk.fileName) || LATER.test(chunk.name)) return;
    found.add(chunk.fileName);
    chunk.viteMetadata?.importedCss.forEach((css) => found.add(css));
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) walk(chunks.get(next));
  };
  walk(first);
  return found;
}
