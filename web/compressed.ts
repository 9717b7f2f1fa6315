// Writes beside each built file what the server hands out to browsers that take it compressed. Brotli is asked for over
// TLS alone, so a node that answers in the clear needs gzip too.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

/** What the first page may take, counted with gzip and with every face: a post office's line brings it in two seconds. */
const FIRST_PAGE_BYTES = 150_000;
const TEXT = /\.(?:js|css|html|svg|webmanifest)$/;

export function compressed(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "compressed",
    apply: "build",
    configResolved: (resolved) => void (config = resolved),
    closeBundle() {
      const dist = join(config.root, config.build.outDir);
      for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
        if (!TEXT.test(name)) continue;
        const path = join(dist, name);
        const text = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }));
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      }
      const first = firstPage(dist);
      if (first > FIRST_PAGE_BYTES) throw new Error(`the first page takes ${first} bytes, more than ${FIRST_PAGE_BYTES}`);
      config.logger.info(`first page: ${first} bytes of ${FIRST_PAGE_BYTES}`);
    },
  };
}

function firstPage(dist: string): number {
  const page = readFileSync(join(dist, "index.html"), "utf8");
  const named = [...page.matchAll(/assets\/[^"]+/g)].map(([path]) => `${path}.gz`);
  const faces = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".woff2")).map((name) => `assets/${name}`);
  return ["index.html.gz", ...named, ...faces].reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
}
