// Pictures of every page in both languages and themes, wide and narrow, from the stand-in server, for
// a person to look at. `node dev/shots.mjs OUT [only]`; `npm run build` first. Prints console errors.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const OUT = process.argv[2] ?? "shots";
const ONLY = process.argv[3];
const PORT = 8097;
const BASE = `http://127.0.0.1:${PORT}`;
mkdirSync(OUT, { recursive: true });

const server = spawn(process.execPath, [new URL("mock.mjs", import.meta.url).pathname, String(PORT)]);
await new Promise((resolve) => server.stdout.once("data", resolve));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });

const pages = [
  ["situation", "/"],
  ["wall", "/?wall=1"],
  ["past", "/?at=2027-01-25T03:00:00.000Z"],
  ["obligation", "/obligations/ra-soat-thiet-bi?organisation=cap-dong"],
  ["obligation-measured", "/obligations/thong-suot-mang?organisation=song-xanh"],
  ["obligations", "/obligations"],
  ["target", "/targets/sx-core"],
  ["journal", "/journal/song-xanh"],
  ["entry", "/journal/song-xanh/1"],
  ["reports", "/reports"],
  ["disclosed", "/disclosed"],
  ["duty", "/duty"],
  ["disputes", "/disputes"],
  ["account", "/account"],
  ["first", "/first-campaign"],
  ["design", "/design"],
];
const fed = [
  ["sources", "/sources"],
  ["sheet", "/sheet"],
  ["network", "/targets"],
];
const sizes = { wide: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } };

async function shoot(login, lang, theme, size, list, tag = "") {
  const context = await browser.newContext({ viewport: sizes[size], timezoneId: "America/New_York", locale: "en-US", colorScheme: theme });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && console.log(`[${lang} ${theme} ${size}] ${message.text()}`));
  page.on("pageerror", (fault) => console.log(`[${lang} ${theme} ${size}] ${fault}`));
  await page.goto(BASE);
  await page.evaluate((l) => localStorage.setItem("thongsuot.language", l), lang);
  await page.reload();
  await page.getByTestId("page-sign-in").waitFor();
  if (!ONLY || ONLY === "sign-in") await page.screenshot({ path: `${OUT}/sign-in-${lang}-${theme}-${size}.png` });
  await page.fill("#login", login);
  await page.fill("#password", "giao-thua-2027");
  await page.click("button[type=submit]");
  await page.getByTestId("page-situation").waitFor();
  for (const [name, path] of list) {
    if (ONLY && !name.startsWith(ONLY)) continue;
    await page.goto(BASE + path);
    await page.waitForTimeout(900);
    if (name === "situation" && size === "wide") await page.getByTestId("cell-cap-dong-ra-soat-thiet-bi").hover();
    if (name === "obligation" && tag === "-operator") await page.getByTestId("form-inspect-open").click();
    if (name === "sheet") {
      await page.getByTestId("sheet-text").fill("obligation\tat");
      await page.getByTestId("sheet-look").click();
      await page.getByTestId("sheet-rows").waitFor();
      if (theme === "dark") await page.getByTestId("sheet-record").click();
    }
    if (name === "entry" && theme === "dark") await page.getByTestId("flip").click();
    await page.waitForTimeout(150);
    await page.screenshot({ path: `${OUT}/${name}-${lang}-${theme}-${size}${tag}.png`, fullPage: name !== "wall" });
  }
  await context.close();
}

try {
  await shoot("truc.so", "vi", "light", "wide", pages);
  await shoot("truc.so", "en", "dark", "wide", pages);
  await shoot("ben.lau.cho", "vi", "light", "phone", pages.filter(([name]) => !["obligation", "obligation-measured", "target", "journal", "entry"].includes(name)), "");
  await shoot("cap.dong", "vi", "dark", "phone", pages.filter(([name]) => ["situation", "obligation"].includes(name)), "-operator");
  await shoot("cap.dong", "en", "light", "wide", pages.filter(([name]) => ["situation", "obligation"].includes(name)), "-operator");
  await shoot("song.xanh", "vi", "light", "phone", pages.filter(([name]) => ["obligation-measured", "target", "journal", "entry"].includes(name)), "");
  await shoot("song.xanh", "vi", "light", "wide", fed);
  await shoot("song.xanh", "en", "dark", "wide", fed);
  await shoot("song.xanh", "vi", "dark", "phone", fed);
  await shoot("song.xanh", "en", "light", "phone", fed);
} finally {
  await browser.close();
  server.kill();
}
