// Debian's chromium for the browser stories: how it starts, how a person signs in, how a page is
// checked for accessibility, and where pictures go. Sends nothing outside the server under test.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function setting(name, otherwise) {
  const value = process.env[name] ?? otherwise;
  if (value === undefined) throw new Error(`${name} is not set; see the top of e2e/spine.mjs`);
  return value;
}

export function account(name) {
  const text = setting(name);
  const colon = text.indexOf(":");
  return { login: text.slice(0, colon), password: text.slice(colon + 1) };
}

export const launch = () =>
  chromium.launch({ executablePath: setting("E2E_CHROMIUM", "/usr/bin/chromium"), args: FLAGS });

/** A page in a browser of its own zone, so that nothing shown can come from the browser's clock zone. */
export async function openPage(browser, base, options = {}) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width: 1440, height: 900 },
    timezoneId: "America/New_York",
    locale: "en-US",
    colorScheme: "light",
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  page.faults = [];
  /** What was asked of the server and has not come yet; the live stream never ends. */
  page.pending = new Set();
  page.on("request", (request) => void (/\/api\/v1\/(?!events)/.test(request.url()) && page.pending.add(request)));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => void page.pending.delete(request));
  page.on("pageerror", (fault) => page.faults.push(String(fault)));
  page.on("console", (message) => {
    const text = message.text();
    // An answer of 401 or 404 is asked for on purpose below; everything else the page complains of is a fault.
    if (message.type() === "error" && !/status of (401|404)/.test(text)) page.faults.push(text);
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(base).origin) page.faults.push(`asked ${request.url()}`);
  });
  return page;
}

export async function signIn(page, who) {
  await page.goto("/");
  await page.fill("#login", who.login);
  await page.fill("#password", who.password);
  await page.click("button[type=submit]");
  await page.getByTestId("page-situation").waitFor();
}

/** JSON of the API as this page's session gets it. */
export async function ask(page, path) {
  const response = await page.request.get(`/api/v1${path}`);
  return { status: response.status(), body: response.ok() ? await response.json() : null };
}

/** What axe finds wrong with the page as it stands, the slightest too. */
export async function inaccessible(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return violations.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map((n) => n.html).join("\n    ")}`);
}

export async function assertAccessible(page, name) {
  assert.deepEqual(await inaccessible(page), [], `${name} has accessibility faults`);
}

export async function shoot(page, name) {
  const out = process.env.E2E_SHOTS;
  if (!out) return;
  mkdirSync(out, { recursive: true });
  // What sticks to the window's foot would lie across the middle of a picture of the whole page: it stands at the end of
  // the page from here on, and is drawn there before the picture is taken.
  await page.evaluate(() => {
    const foot = document.querySelector(".reading");
    foot?.style.setProperty("position", "static");
    foot?.getBoundingClientRect();
    return foot && new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn))));
  });
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: !name.startsWith("wall") });
}

/** Milliseconds until `done` answers true; fails after `limitMs` with what was seen last. */
export async function waitUntil(what, limitMs, done) {
  const began = Date.now();
  for (;;) {
    const seen = await done();
    if (seen === true) return Date.now() - began;
    const spent = Date.now() - began;
    assert.ok(spent < limitMs, `${what}: not within ${limitMs} ms, last seen ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
