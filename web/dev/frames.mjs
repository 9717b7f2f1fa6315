// How fluid the Network page of a running node is: frames a second in chromium while a script scrolls through all its
// targets. FRAMES_URL is the node, FRAMES_ACCOUNT the login:password of who looks; `cargo xtask bench frames` starts a
// node with 50,000 targets for it. Printed, never a gate: it moves with the machine.
import { chromium } from "playwright-core";

const { FRAMES_URL, FRAMES_ACCOUNT = ":" } = process.env;
if (FRAMES_URL === undefined) throw new Error("FRAMES_URL is not set; `cargo xtask bench frames` sets it");
const [login, password] = FRAMES_ACCOUNT.split(":");
const SECONDS = 8;
const browser = await chromium.launch({ executablePath: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });
try {
  const page = await (await browser.newContext({ baseURL: FRAMES_URL, viewport: { width: 1366, height: 768 } })).newPage();
  await page.goto("/");
  await page.fill("#login", login);
  await page.fill("#password", password);
  await page.click("button[type=submit]");
  await page.getByTestId("page-situation").waitFor();
  const began = Date.now();
  await page.goto("/targets");
  // The rows stand there when the last page of the list has come.
  await page.waitForFunction(() => Number(document.querySelector("table[aria-rowcount]")?.getAttribute("aria-rowcount")) > 1, undefined, { timeout: 120_000 });
  const loadedMs = Date.now() - began;
  const targets = Number(await page.locator("table[aria-rowcount]").getAttribute("aria-rowcount")) - 1;
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
    console.log(`${targets} rows, ${name}: ${rate.toFixed(1)} frames/s; gap p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`);
  }
  const rows = await page.locator("tbody tr").count();
  console.log(`${targets} rows loaded in ${loadedMs} ms; ${rows} of them in the page at once`);
} finally {
  await browser.close();
}
