// Whoever waits longer than a person notices is told for what: with every answer of the server held back and the page's own
// clock let go by 300 ms, each page that asks for something says in words what it asks for, and each write says that it is
// on its way. Settings as e2e/spine.mjs, and an account for each role of e2e/listed.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { account, launch, openPage, setting, signIn, waitUntil } from "./browser.mjs";
import { LISTED, ROLES } from "./listed.mjs";
import { follow, inLanes, OFFICE, settle, subjectOf } from "./sight.mjs";

const BASE = setting("E2E_URL");
/** What a person notices, by the page's own clock: it stands still until this much of it is let go by, so that a busy
    machine changes nothing. */
const NOTICED_MS = 300;
/** How long a busy machine may take to draw a page, and to ask the server for something. */
const DRAWN_MS = 10_000;
const ASKED_MS = 1_500;
const LOOK_EVERY_MS = 40;
/** Where the page's clock is put to stand: it cannot be put back, and a busy machine takes a while to say it. */
const AHEAD_MS = 10_000;

/** The pages that ask the server for nothing. */
const SILENT = ["absent", "design", "first", "sheet"];
/** Waiting costs a machine nothing. */
const WAITING_LANES = 4;

let browser;
/** Signed-in pages by lane and role, with what the pages with parts are opened for. */
const signedIn = new Map();

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
});

const asks = (page, path) => [...page.pending].some((one) => new URL(one.url()).pathname === path);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Does something while every answer but the live stream's is held back and the page's clock stands; it is given what
    lets those go that are held at the moment. */
async function held(page, does) {
  const waiting = [];
  let holds = true;
  const hold = async (route) => {
    if (holds) await new Promise((go) => waiting.push(go));
    await route.continue().catch(() => undefined);
  };
  const release = () => waiting.splice(0).forEach((go) => go());
  await page.route(/\/api\/v1\/(?!events)/, hold);
  await page.clock.pauseAt(new Date((await page.evaluate(() => Date.now())) + AHEAD_MS));
  try {
    return await does(release);
  } finally {
    holds = false;
    release();
    await page.clock.resume();
    await page.unroute(/\/api\/v1\/(?!events)/, hold);
  }
}

/** A page whose clock can be held. */
async function watched() {
  const page = await openPage(browser, BASE, { viewport: OFFICE });
  await page.clock.install();
  return page;
}

async function pageOf(role, lane) {
  const key = `${lane} ${role}`;
  if (!signedIn.has(key)) {
    const page = await watched();
    await signIn(page, account(ROLES[role]));
    signedIn.set(key, { page, subject: await subjectOf(page, { organisation: "", obligation: "", target: "", log: "" }) });
  }
  return signedIn.get(key);
}

/** What the page says that it is doing: "Đang tải sổ…". A bare "Đang tải…" says nothing. */
const doing = (page) => page.evaluate(() => document.body.innerText.match(/Đang \p{L}+[^\n…]* [^\n…]+…/gu) ?? []);

/** What the page waits for, and what it says of it once a person would notice. Nothing is waited for where nothing is
    asked in a while. */
async function saidWhileWaiting(page, mark = '[role="status"].wait') {
  const until = Date.now() + ASKED_MS;
  while (page.pending.size === 0 && Date.now() < until) await sleep(LOOK_EVERY_MS);
  const paths = [...page.pending].map((one) => new URL(one.url()).pathname);
  if (paths.length === 0) return { paths, words: [] };
  await page.locator(mark).first().waitFor({ state: "attached", timeout: DRAWN_MS }).catch(() => undefined);
  await page.clock.runFor(NOTICED_MS);
  return { paths, words: await doing(page) };
}

test("every_page_that_asks_for_something_says_for_what", async () => {
  const faults = [];
  const asked = [];
  await inLanes(WAITING_LANES, LISTED.filter((one) => one.roles.length > 0), async ({ name, address, mark, roles }, lane) => {
    const { page, subject } = await pageOf(roles[0], lane);
    await page.goto("/khong-co-trang-nay");
    await settle(page, "page-absent");
    await held(page, async () => {
      if (mark === "page-wall") await page.goto(address(subject));
      else await follow(page, address(subject));
      const { paths, words } = await saidWhileWaiting(page);
      if (paths.length === 0) return;
      asked.push(name);
      if (words.length === 0) faults.push(`${name} waits for ${paths.join(", ")} without a word`);
    });
    await settle(page, mark);
  });
  process.stdout.write(`# ${asked.length} pages ask for something: ${asked.join(", ")}\n`);
  // Those that show what is there already ask for nothing when they are come to; no other drops out of this test unseen.
  const silent = LISTED.filter((one) => one.roles.length > 0 && !asked.includes(one.name)).map((one) => one.name);
  assert.deepEqual(silent.sort(), SILENT);
  assert.deepEqual(faults, []);
});

test("from_the_door_to_the_board_each_wait_has_its_words", async () => {
  const { page } = await pageOf("regulator_head", 0);
  await held(page, async (release) => {
    await page.goto("/");
    const session = await saidWhileWaiting(page);
    release();
    await waitUntil("the session's answer", DRAWN_MS, () => !session.paths.some((path) => asks(page, path)));
    const board = await saidWhileWaiting(page);
    assert.ok(session.words.length > 0 && board.words.length > 0, JSON.stringify([session, board]));
    assert.notDeepEqual(session.words, board.words, "the session and the board are not one wait");
  });
  await settle(page, "page-situation");
});

test("a_write_says_that_it_is_on_its_way_wherever_it_was_sent_from", async () => {
  const door = await watched();
  await door.goto("/");
  await door.getByTestId("page-sign-in").waitFor();
  await door.fill("#login", "khong-ai");
  await door.fill("#password", "khong dung dau");
  await held(door, async (release) => {
    await door.click("button[type=submit]");
    assert.notDeepEqual((await saidWhileWaiting(door, "body")).words, []);
    assert.ok(await door.getByTestId("writing").isVisible());
    release();
    await door.getByTestId("sign-in-problem").waitFor();
  });
  await door.getByTestId("writing").waitFor({ state: "detached" });
  const { page } = await pageOf("regulator_head", 0);
  await page.goto("/administration/openings");
  await settle(page, "administration-openings");
  await page.fill("#opening-organisation", "khong-co-don-vi-nay");
  await page.fill("#opening-reason", "Thử xem chờ lâu có lời báo");
  await held(page, async (release) => {
    await page.getByTestId("opening-send").click();
    await saidWhileWaiting(page, "body");
    assert.ok(await page.getByTestId("writing").isVisible());
    release();
    await page.getByTestId("admin-problem").waitFor();
  });
  await page.context().close();
  await door.context().close();
});
