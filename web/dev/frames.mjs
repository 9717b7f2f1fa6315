// How fluid the Network page is with 50,000 rows: frames a second in chromium while a script scrolls, from the stand-in
// server. `npm run build` first; `node dev/frames.mjs [TARGETS]`. Printed, never a gate: it moves with the machine.
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";

const TARGETS = Number(process.argv[2] ?? 50_000);
const PORT = 8095;
const SECONDS = 8;
const server = spawn(process.execPath, [new URL("mock.mjs", import.meta.url).pathname, String(PORT)], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, MOCK_TARGETS: String(TARGETS) } });
await new Promise((resolve) => server.stdout.once("data", resolve));
const browser = await chromium.launch({ executablePath: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });
try {
  const page = await (await browser.newContext({ baseURL: `http://127.0.0.1:${PORT}`, viewport: { width: 1366, height: 768 } })).newPage();
  await page.goto("/");
  await page.fill("#login", "truc.so");
  await page.fill("#password", "giao-thua-2027");
  await page.click("button[type=submit]");
  await page.getByTestId("page-situation").waitFor();
  const began = Date.now();
  await page.goto("/targets");
  await page.waitForFunction((rows) => Number(document.querySelector("table[aria-rowcount]")?.getAttribute("aria-rowcount")) > rows && !document.querySelector('[role="status"].wait'), TARGETS, { timeout: 120_000 });
  const loadedMs = Date.now() - began;
  for (const [name, px] of [["a wheel's pace, 120 px a frame", 120], ["a thrown scroll bar, 4,000 px a frame", 4000]]) {
    const frames = await page.evaluate(
      ([step, seconds]) =>
        new Promise((resolve) => {
          const view = document.querySelector(".window");
          view.scrollTop = 0;
          const times = [];
          const until = performance.now() + seconds * 1000;
          const frame = (now) => {
            times.push(now);
            view.scrollTop = view.scrollTop + view.clientHeight >= view.scrollHeight ? 0 : view.scrollTop + step;
            if (now < until) requestAnimationFrame(frame);
            else resolve(times);
          };
          requestAnimationFrame(frame);
        }),
      [px, SECONDS],
    );
    const gaps = frames.slice(1).map((time, i) => time - frames[i]).sort((a, b) => a - b);
    const rate = (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);
    const at = (part) => gaps[Math.floor((gaps.length - 1) * part)].toFixed(1);
    console.log(`${TARGETS} rows, ${name}: ${rate.toFixed(1)} frames/s; gap p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`);
  }
  const rows = await page.locator("tbody tr").count();
  console.log(`${TARGETS} rows loaded in ${loadedMs} ms; ${rows} of them in the page at once`);
} finally {
  await browser.close();
  server.kill();
}
