// Builds the screens into dist/, which the program embeds. Nothing is inlined: the server's
// content security policy allows neither inline scripts nor inline styles.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  server: {
    port: 5173,
    fs: { allow: [".."] },
    proxy: { "/api": process.env["TS_API"] ?? "http://127.0.0.1:8099" },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
