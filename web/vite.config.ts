// Builds the screens into dist/, which the program embeds. Nothing is inlined: the server's
// content security policy allows neither inline scripts nor inline styles.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { compressed } from "./compressed";

const FIRST = /\/src\/(?:App|parts|state|time|api|live|i18n\/(?!en\.|administration|assignments|design|disputes|faults|first|rights|signing|sources|wall)|routes\/(?:situation|SignIn|account\/said|pages))|\/locales\/vi\/(?!administration|assignments|design|disputes|faults|first|signing|sources|wall)|\/node_modules\/(?:svelte|@fluent|clsx|esm-env)\//;

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
