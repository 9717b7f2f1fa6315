// A screen that somebody watches: the Situation page in chromium, and when one cell of it has changed and was painted, a
// line of JSON each. Run by testkit's node_load among its viewers: SCREEN_URL is the node, SCREEN_ACCOUNT the
// login:password of who watches, SCREEN_CELL the mark of the cell. Says "ready" first; ends with its standard output.
import { chromium } from "playwright-core";

const { SCREEN_URL, SCREEN_ACCOUNT = ":", SCREEN_CELL } = process.env;
if (SCREEN_URL === undefined || SCREEN_CELL === undefined) throw new Error("SCREEN_URL and SCREEN_CELL are not set; node_load sets them");
const [login, password] = SCREEN_ACCOUNT.split(":");
const browser = await chromium.launch({ executablePath: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });
process.stdout.on("error", () => process.exit());
const page = await (await browser.newContext({ baseURL: SCREEN_URL, viewport: { width: 1366, height: 768 } })).newPage();
await page.goto("/");
await page.fill("#login", login);
await page.fill("#password", password);
await page.click("button[type=submit]");
await page.getByTestId(SCREEN_CELL).waitFor();
await page.exposeFunction("tell", (change) => process.stdout.write(`${JSON.stringify(change)}\n`));
await page.evaluate((mark) => {
  const read = () => document.querySelector(`[data-testid="${mark}"]`)?.textContent ?? "";
  let shown = read();
  new MutationObserver(() => {
    const text = read();
    if (text === shown) return;
    shown = text;
    // A task after the next frame: what the frame drew stands on the screen by then.
    requestAnimationFrame(() => setTimeout(() => globalThis.tell({ at_ms: Date.now(), text })));
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}, SCREEN_CELL);
process.stdout.write("ready\n");
