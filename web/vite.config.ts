// Builds the screens into dist/, which the program embeds. Nothing is inlined: the server's
// content security policy allows neither inline scripts nor inline styles.
import { readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { compressed } from "./compressed";

// The messages that come with their pages, as vi.ts leaves them out.
const LATER = readFileSync(new URL("src/i18n/vi.ts", import.meta.url), "utf8").match(/!\*\*\/\{(\w+(?:,\w+)+)\}\.ftl"\]/)?.[1]?.replaceAll(",", "|");
const FIRST = new RegExp(
  `/src/(?:App|parts|state|time|api|live|i18n/(?!en\\.|rights|way|${LATER})|routes/(?:situation|SignIn|account/said|pages))|/locales/vi/(?!${LATER})|/node_modules/(?:svelte|@fluent|clsx|esm-env)/`,
);

export default defineConfig({
  plugins: [svelte(), compressed()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rollupOptions: {
      output: {
        // What the first page takes is one file, not one for each part that pages share: each is a round trip.
        manualChunks: (id) => (FIRST.test(id) ? "screens" : undefined),
      },
    },
  },
  server: {
    port: 5173,
    fs: { allow: [".."] },
    proxy: { "/api": process.env["TS_API"] ?? "http://127.0.0.1:8099" },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node", testTimeout: 60_000 },
});
