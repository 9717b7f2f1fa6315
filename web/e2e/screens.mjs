// Stories of the screens against a running program: the time slider, the search box, the wallboard when the server is
// away, the design page. Run after e2e/spine.mjs with the same settings (see there). Marks beside those named there:
//   time-slider slide-{at,known} moment-{at,known} preset-{now,due,day,as-seen} journal-known marks-INDEX
//   search-open search-box search-input search-found (data-for) found-KIND
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn, waitUntil } from "./browser.mjs";

const BASE = setting("E2E_URL");
const SETTLE_MS = 60_000;

let browser;
let regulator;
let operator;

before(async () => {
  browser = await launch();
  regulator = await openPage(browser, BASE);
  operator = await openPage(browser, BASE);
  await signIn(regulator, account("E2E_REGULATOR"));
  await signIn(operator, account("E2E_OPERATOR"));
});

after(async () => {
  await browser?.close();
});

const parameters = (page) => new URL(page.url()).searchParams;
const until = (what, done) => waitUntil(what, SETTLE_MS, done);

test("the_two_moments_move_apart_by_keyboard_and_stand_in_the_address", async () => {
  await regulator.getByTestId("past-open").click();
  await regulator.getByTestId("slide-at").focus();
  await regulator.keyboard.press("Shift+ArrowLeft");
  await regulator.keyboard.press("ArrowLeft");
  await until("the address holds the moment", () => parameters(regulator).has("at"));
  assert.equal(parameters(regulator).get("known"), null, "what is known stays the present");
  await regulator.getByTestId("past-banner").waitFor();
  assert.match(await regulator.getByTestId("slide-at").getAttribute("aria-valuetext"), /\d{2}\/\d{2}\/\d{4}/);
  await regulator.getByTestId("slide-known").focus();
  await regulator.keyboard.press("ArrowLeft");
  await until("the address holds both", () => parameters(regulator).has("known"));
  assert.notEqual(parameters(regulator).get("at"), parameters(regulator).get("known"));
  await regulator.getByTestId("preset-as-seen").click();
  await until("both are one", () => parameters(regulator).get("at") === parameters(regulator).get("known"));
  await assertAccessible(regulator, "time slider");
  await shoot(regulator, "time-slider-vi-light");
  await regulator.getByTestId("preset-now").click();
  await regulator.getByTestId("past-banner").waitFor({ state: "detached" });
});

test("the_journal_is_read_as_it_was_known_and_says_what_came_later", async () => {
  const { body } = await ask(operator, "/journal");
  const log = body.logs.find((one) => one.size > 1);
  // The moment of the first entry: what came after it was not known then.
  const { body: first } = await ask(operator, `/journal/${log.organisation}/entries?before=1`);
  const moment = first.entries[0].entry.recorded_at;
  await operator.goto(`/journal/${log.organisation}?known=${moment}`);
  await operator.getByTestId("journal-known").waitFor();
  await operator.getByTestId("past-banner").waitFor();
  await operator.getByTestId("entry-0").waitFor();
  assert.equal(await operator.getByTestId(`entry-${log.size - 1}`).count(), 0, "the newest was not known");
  await assertAccessible(operator, "the journal of the past");
  await shoot(operator, "journal-past-vi-light");
  await operator.goto(`/journal/${log.organisation}?at=${moment}`);
  const newest = operator.locator('[data-testid^="marks-"]').first();
  await newest.waitFor();
  assert.notEqual((await newest.innerText()).trim(), "", "an entry of later says so");
  await operator.getByTestId("past-leave").click();
  await operator.getByTestId("past-banner").waitFor({ state: "detached" });
});

/** Types a question into the open box and waits for its answer. */
async function look(page, question) {
  await page.fill('[data-testid="search-input"]', question);
  await until(`an answer to ${question}`, async () => (await page.getByTestId("search-found").getAttribute("data-for")) === question);
}

test("anything_is_found_by_keyboard_alone_with_marks_and_without", async () => {
  await regulator.goto("/");
  await regulator.getByTestId("matrix").waitFor();
  const { body: board } = await ask(regulator, "/board?limit=200");
  const one = board.obligations[0];
  await regulator.keyboard.press("Control+k");
  await regulator.getByTestId("search-input").waitFor();
  const bare = one.title.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  for (const question of [one.title, bare]) {
    await look(regulator, question);
    await regulator.getByTestId("found-obligation").getByText(one.title, { exact: true }).waitFor();
  }
  await assertAccessible(regulator, "search box");
  await shoot(regulator, "search-vi-light");
  await look(regulator, bare);
  await regulator.keyboard.press("Enter");
  await regulator.getByTestId("page-obligation").waitFor();
  assert.equal(new URL(regulator.url()).pathname, `/obligations/${one.id}`);
  // What was opened is offered first the next time.
  await regulator.keyboard.press("Control+k");
  await regulator.locator("#found-0").getByText(one.title, { exact: true }).waitFor();
  await regulator.keyboard.press("Escape");
  await regulator.getByTestId("search-input").waitFor({ state: "hidden" });
});

test("an_entry_is_found_by_its_id_and_nobody_finds_anothers", async () => {
  const { body: logs } = await ask(operator, "/journal");
  const log = logs.logs.find((one) => one.size > 0);
  const { body: page } = await ask(operator, `/journal/${log.organisation}/entries?limit=1`);
  const id = page.entries[0].entry.id;
  await operator.goto("/");
  await operator.getByTestId("search-open").click();
  await look(operator, id);
  await operator.getByTestId("found-entry").waitFor();
  await operator.keyboard.press("Enter");
  await operator.getByTestId("page-entry").waitFor();
  const { body: board } = await ask(regulator, "/board?limit=200");
  const { body: own } = await ask(operator, "/session");
  const other = board.organisations.find((o) => o.id !== own.organisation && o.kind !== "unit" && o.kind !== "regulator");
  const { body: found } = await ask(operator, `/search?q=${encodeURIComponent(other.id)}&limit=20`);
  assert.ok(!JSON.stringify(found).includes(`"${other.id}"`), "another organisation is found");
});

/** Every text of the page smaller than this many pixels; what is not to be read from afar left out. */
const smallTexts = (page, px) =>
  page.evaluate((least) => {
    const small = [];
    for (const element of document.querySelectorAll(".wall *")) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
      if (!own || element.closest(".unseen, .leave")) continue;
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (size < least) small.push(`${element.textContent.trim().slice(0, 40)}: ${size}px`);
    }
    return small;
  }, px);

test("the_wallboard_turns_through_its_views_and_is_read_from_five_metres", async () => {
  const wall = await openPage(browser, BASE, { viewport: { width: 1920, height: 1080 } });
  await signIn(wall, account("E2E_REGULATOR"));
  await wall.goto("/?wall=1&turn_ms=1500");
  await wall.getByTestId("wall-counts").waitFor();
  const seen = new Set();
  await until("every kind of view has come round", async () => {
    const kind = await wall.getByTestId("page-wall").getAttribute("data-view");
    if (!seen.has(kind)) {
      seen.add(kind);
      assert.deepEqual(await smallTexts(wall, 36), [], `${kind} has texts too small for five metres`);
      const over = await wall.evaluate(() => document.documentElement.scrollWidth - 1920);
      assert.ok(over <= 0, `${kind} is ${over}px too wide`);
      await shoot(wall, `wall-${kind}-vi-light`);
    }
    return ["counts", "organisations", "coming"].every((one) => seen.has(one)) ? true : [...seen];
  });
  await wall.keyboard.press(" ");
  const held = await wall.getByTestId("page-wall").getAttribute("data-view");
  await wall.waitForTimeout(3_500);
  assert.equal(await wall.getByTestId("page-wall").getAttribute("data-view"), held, "the space bar holds a view");
  await assertAccessible(wall, "wall");
  await wall.context().close();
});

test("a_wall_without_its_server_says_since_when_goes_grey_and_mends_itself", async () => {
  const wall = await openPage(browser, BASE, { viewport: { width: 1920, height: 1080 } });
  await signIn(wall, account("E2E_REGULATOR"));
  const cut = (route) => route.abort();
  await wall.route("**/api/v1/events", cut);
  await wall.goto("/?wall=1");
  await wall.getByTestId("wall-stale").waitFor({ timeout: SETTLE_MS });
  assert.match(await wall.getByTestId("wall-stale").innerText(), /\d{2}:\d{2}[\s\S]*giây/);
  const grey = await wall.getByTestId("wall-counts").evaluate((node) => {
    for (let at = node; at; at = at.parentElement) if (getComputedStyle(at).filter.includes("grayscale(1)")) return true;
    return false;
  });
  assert.ok(grey, "what is old is grey");
  await assertAccessible(wall, "wall without its server");
  await shoot(wall, "wall-lost-vi-light");
  await wall.unroute("**/api/v1/events", cut);
  await wall.getByTestId("wall-stale").waitFor({ state: "detached", timeout: SETTLE_MS });
  // A wall that starts while there is nothing to be heard tries again by itself.
  await wall.route("**/api/v1/campaign", cut);
  await wall.reload();
  await wall.getByTestId("wall-problem").waitFor();
  await wall.unroute("**/api/v1/campaign", cut);
  await wall.getByTestId("wall-counts").waitFor({ timeout: SETTLE_MS });
  await wall.context().close();
});

test("a_wall_whose_session_ended_keeps_saying_so_and_shows_nothing_as_current", async () => {
  const wall = await openPage(browser, BASE, { viewport: { width: 1920, height: 1080 } });
  await signIn(wall, account("E2E_REGULATOR"));
  await wall.goto("/?wall=1");
  await wall.getByTestId("wall-counts").waitFor();
  const { body } = await ask(wall, "/session");
  const ended = await wall.request.delete("/api/v1/session", { headers: { "x-csrf-token": body.csrf } });
  assert.ok(ended.ok());
  await wall.getByTestId("wall-stale").waitFor({ timeout: SETTLE_MS });
  await wall.getByTestId("wall-sign-in").waitFor();
  assert.equal(await wall.getByTestId("page-wall").getAttribute("data-stale"), "true");
  await wall.getByTestId("wall-counts").waitFor();
  await shoot(wall, "wall-ended-vi-light");
  await wall.getByTestId("wall-sign-in").click();
  await wall.getByTestId("page-sign-in").waitFor();
  await wall.context().close();
});

test("no_page_broke_its_policy_or_asked_anyone_else", () => {
  for (const page of [regulator, operator]) assert.deepEqual(page.faults, []);
});
