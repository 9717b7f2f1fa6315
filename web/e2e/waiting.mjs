// Whoever waits longer than a person notices is told for what: with every answer of the server a second late, each page
// that asks for something says in words what it asks for, and each write says that it is on its way. Settings as
// e2e/spine.mjs, and an account for each role of e2e/listed.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { account, launch, openPage, setting, signIn } from "./browser.mjs";
import { LISTED, ROLES } from "./listed.mjs";
import { follow, inLanes, OFFICE, settle, subjectOf } from "./sight.mjs";

const BASE = setting("E2E_URL");
const LATE_MS = 1_000;
/** A person notices at 300 ms; the rest is room for a busy machine. */
const SAID_MS = 700;
const LOOK_EVERY_MS = 40;

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

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Does something while every answer but the live stream's is late. */
async function late(page, does) {
  const hold = async (route) => {
    await sleep(LATE_MS);
    await route.continue().catch(() => undefined);
  };
  await page.route(/\/api\/v1\/(?!events)/, hold);
  try {
    return await does();
  } finally {
    await page.unroute(/\/api\/v1\/(?!events)/, hold);
  }
}

async function pageOf(role, lane) {
  const key = `${lane} ${role}`;
  if (!signedIn.has(key)) {
    const page = await openPage(browser, BASE, { viewport: OFFICE });
    await signIn(page, account(ROLES[role]));
    signedIn.set(key, { page, subject: await subjectOf(page, { organisation: "", obligation: "", target: "", log: "" }) });
  }
  return signedIn.get(key);
}

/** What the page says that it is doing: "Đang tải sổ…". A bare "Đang tải…" says nothing. */
const doing = (page) => page.evaluate(() => document.body.innerText.match(/Đang \p{L}+[^\n…]* [^\n…]+…/gu) ?? []);

/** Looks until the page says what it is doing, or no longer waits for anything; what it waited for, and whether it said so.
    A busy machine may draw the page late: the words are due while the answer is, and not by a clock. */
async function untilSaid(page) {
  const paths = new Set();
  const until = Date.now() + SAID_MS;
  while (page.pending.size > 0 || Date.now() < until) {
    for (const one of page.pending) paths.add(new URL(one.url()).pathname);
    const words = await doing(page);
    if (words.length > 0 && page.pending.size > 0) return { paths, said: true };
    await sleep(LOOK_EVERY_MS);
  }
  return { paths, said: false };
}

test("every_page_that_asks_for_something_says_for_what", async () => {
  const faults = [];
  const asked = [];
  await inLanes(WAITING_LANES, LISTED.filter((one) => one.roles.length > 0), async ({ name, address, mark, roles }, lane) => {
    const { page, subject } = await pageOf(roles[0], lane);
    await page.goto("/khong-co-trang-nay");
    await settle(page, "page-absent");
    await late(page, async () => {
      if (mark === "page-wall") await page.goto(address(subject));
      else await follow(page, address(subject));
      const { paths, said } = await untilSaid(page);
      if (paths.size === 0) return;
      asked.push(name);
      if (!said) faults.push(`${name} waits for ${[...paths].join(", ")} without a word`);
    });
    await settle(page, mark);
  });
  process.stdout.write(`# ${asked.length} pages ask for something: ${asked.join(", ")}\n`);
  assert.ok(asked.length > 12, asked.join());
  assert.deepEqual(faults, []);
});

test("from_the_door_to_the_board_each_wait_has_its_words", async () => {
  const { page } = await pageOf("regulator_head", 0);
  const said = [];
  await late(page, async () => {
    await page.goto("/");
    for (let i = 0; i < 3; i += 1) {
      await sleep(SAID_MS);
      said.push(await doing(page));
      await sleep(LATE_MS - SAID_MS);
    }
  });
  assert.ok(said.every((words) => words.length > 0), JSON.stringify(said));
  assert.notDeepEqual(said[0], said[2], "the session and the board are not one wait");
  await settle(page, "page-situation");
});

test("a_write_says_that_it_is_on_its_way_wherever_it_was_sent_from", async () => {
  const door = await openPage(browser, BASE, { viewport: OFFICE });
  await door.goto("/");
  await door.getByTestId("page-sign-in").waitFor();
  await door.fill("#login", "khong-ai");
  await door.fill("#password", "khong dung dau");
  await late(door, async () => {
    await door.click("button[type=submit]");
    await door.getByTestId("writing").waitFor({ timeout: SAID_MS });
    assert.ok((await doing(door)).length > 0);
    await door.getByTestId("sign-in-problem").waitFor();
  });
  await door.getByTestId("writing").waitFor({ state: "detached" });
  const { page } = await pageOf("regulator_head", 0);
  await page.goto("/administration/openings");
  await settle(page, "administration-openings");
  await page.fill("#opening-organisation", "khong-co-don-vi-nay");
  await page.fill("#opening-reason", "Thử xem chờ lâu có lời báo");
  await late(page, async () => {
    await page.getByTestId("opening-send").click();
    await page.getByTestId("writing").waitFor({ timeout: SAID_MS });
    await page.getByTestId("admin-problem").waitFor();
  });
  await page.context().close();
  await door.context().close();
});
