// Every page, as each role sees it: a picture of each page × role × language × theme; no fault that axe finds in either
// theme or language; no text cut off and nothing too wide on an office screen, at twice the size and on a phone; asking
// nobody but the node. The list of pages and roles is e2e/listed.mjs. Settings as e2e/spine.mjs, and an account for each
// role. After the other stories, so that lists have lines in them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { account, ask, inaccessible, launch, openPage, setting, shoot, signIn } from "./browser.mjs";
import { EVERY_CHECK, EVERYBODY, formsOf, LISTED, OPENED, ROLES } from "./listed.mjs";
import { laidOut, looked } from "./looking.mjs";
import { go, inLanes, LANES, LOOKS, misfits, OFFICE, settle, subjectOf, turn } from "./sight.mjs";

const BASE = setting("E2E_URL");
/** What a person on a slow line waits for before the door stands: everything, fonts too. */
const FIRST_PAGE_BYTES = 150 * 1024;
/** Whose pages are laid out in the small sizes too, beside those who have a page first: who has most on them. */
const FULLEST = ["regulator_head", "operator_manager"];

const WATCHED_MS = 1_500;

let browser;
/** Signed-in pages by role, with what the pages with parts are opened for. */
const signedIn = {};
let operators;

before(async () => {
  browser = await launch();
  for (const [role, name] of Object.entries(ROLES)) {
    const page = await openPage(browser, BASE, { viewport: OFFICE });
    await signIn(page, account(name));
    signedIn[role] = { page, subject: null };
  }
  operators = await subjectOf(signedIn.operator_manager.page, null);
  for (const one of Object.values(signedIn)) one.subject = await subjectOf(one.page, operators);
});

after(async () => {
  await browser?.close();
});

test("every_page_of_every_role_is_pictured_accessible_and_laid_out_in_both_languages_and_themes", async () => {
  const faults = [];
  let pictures = 0;
  await inLanes(LANES, EVERYBODY, async (role) => {
    const { page, subject } = signedIn[role];
    for (const { name, address, mark, roles } of LISTED.filter((one) => one.roles.includes(role))) {
      await go(page, address(subject), mark);
      // What the first of its roles sees is looked at with axe; the administrator has a Situation of another kind.
      const closely = roles[0] === role || (name === "situation" && role === "administrator");
      faults.push(...(await looked(page, `${name}-${role}`, mark, closely)));
      if (name !== "wall" && (closely || FULLEST.includes(role))) faults.push(...(await laidOut(page, `${name}-${role}`, mark, closely)));
      pictures += LOOKS.length;
    }
  });
  process.stdout.write(`# ${pictures} pictures of ${LISTED.length} pages, ${EVERYBODY.length} roles, two languages and two themes\n`);
  assert.deepEqual(faults, []);
});

test("the_door_is_pictured_accessible_and_laid_out_with_a_password_and_with_an_invitation", async () => {
  const page = await openPage(browser, BASE, { viewport: OFFICE });
  const faults = [];
  const { address, mark } = LISTED.find((one) => one.name === "sign-in");
  await page.goto(address());
  for (const name of ["sign-in", "sign-in-invited"]) {
    await settle(page, mark);
    faults.push(...(await looked(page, name, mark, true)), ...(await laidOut(page, name, mark, true)));
    await page.getByTestId("invitation-switch").click();
  }
  assert.deepEqual([...faults, ...page.faults], []);
});

test("what_a_button_opens_is_accessible_and_laid_out_too_for_every_role_that_has_it", async () => {
  const faults = [];
  const seen = new Set();
  await inLanes(LANES, EVERYBODY, async (role) => {
    const { page, subject } = signedIn[role];
    for (const { name, button, address, mark, roles } of OPENED.filter((one) => one.roles.includes(role))) {
      await page.goto(address(subject));
      await settle(page, mark);
      const opens = page.getByTestId(button).first();
      if ((await opens.count()) === 0) {
        faults.push(`the ${role} finds no ${button} on ${address(subject)}`);
        continue;
      }
      seen.add(`${name} ${role}`);
      const closely = roles[0] === role;
      for (const look of [["vi", "light"], ["en", "dark"]]) {
        await turn(page, look, mark);
        if (look[0] === "vi" || name === "search") await opens.click();
        await settle(page, mark);
        await shoot(page, `opened-${name}-${role}-${look.join("-")}`);
        const wrong = [...(await misfits(page)), ...(closely ? await inaccessible(page) : [])];
        faults.push(...wrong.map((one) => `${name} of the ${role} ${look.join(" ")}: ${one}`));
        if (name === "search") await page.keyboard.press("Escape");
      }
      if (closely && name !== "search") faults.push(...(await laidOut(page, `opened-${name}-${role}`, mark, false)));
    }
  });
  process.stdout.write(`# ${seen.size} forms and boxes by role\n`);
  const listed = OPENED.flatMap(({ name, roles }) => roles.map((role) => `${name} ${role}`));
  assert.deepEqual(faults, []);
  assert.deepEqual([...seen].sort(), listed.sort());
});

test("a_cell_offers_each_role_the_forms_that_are_listed_for_it_and_no_others", async () => {
  const asked = [];
  for (const [role, { page, subject }] of Object.entries(signedIn)) {
    for (const [where, organisation] of [["own", subject.home], ["below", EVERY_CHECK.below]]) {
      if (where === "below" && organisation === subject.home) continue;
      const { status } = await ask(page, `/cells/${organisation}/${EVERY_CHECK.obligation}`);
      if (status !== 200) continue;
      await page.goto(`/obligations/${EVERY_CHECK.obligation}?organisation=${organisation}`);
      await settle(page, "page-obligation");
      const offered = await page.locator('[data-testid^="form-"][data-testid$="-open"]').evaluateAll((all) => all.map((one) => one.dataset.testid));
      asked.push({ role, where, offered: offered.sort(), listed: formsOf(role, where).sort() });
    }
  }
  assert.ok(asked.length >= 8, "every role that reads cells was asked");
  assert.deepEqual(asked.filter(({ offered, listed }) => String(offered) !== String(listed)), []);
});

test("a_page_that_stands_asks_for_next_to_nothing", async () => {
  const asked = {};
  for (const [role, { page, subject }] of Object.entries(signedIn)) {
    for (const { name, address, mark } of LISTED.filter((one) => ["situation", "target"].includes(one.name))) {
      await page.goto(address(subject));
      await settle(page, mark);
      const count = (request) => void (asked[`${name} of the ${role}`] = (asked[`${name} of the ${role}`] ?? 0) + Number(request.url().includes("/api/")));
      page.on("request", count);
      await page.waitForTimeout(WATCHED_MS);
      page.off("request", count);
    }
  }
  // A target is asked for every two seconds with its samples, and once more when it turns.
  assert.deepEqual(Object.entries(asked).filter(([, count]) => count > 6), []);
});

/** Bytes over the wire until nothing more is fetched. */
async function weigh(address) {
  const page = await openPage(browser, BASE);
  const sizes = [];
  page.on("requestfinished", (request) => sizes.push(request.sizes().then((size) => ({ url: request.url(), bytes: size.responseBodySize + size.responseHeadersSize }))));
  await page.goto(address, { waitUntil: "networkidle" });
  const parts = await Promise.all(sizes);
  await page.context().close();
  return parts;
}

test("the_first_page_weighs_at_most_150_kb_with_its_fonts", async () => {
  const parts = await weigh("/");
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  process.stdout.write(`# the first page: ${(bytes / 1024).toFixed(1)} KB in ${parts.length} answers\n`);
  assert.ok(bytes <= FIRST_PAGE_BYTES, `${bytes} bytes: ${parts.map((part) => `${new URL(part.url).pathname} ${part.bytes}`).join(", ")}`);
});

test("no_page_broke_its_policy_or_asked_anyone_else", () => {
  // Who keeps accounts is told no by pages that nobody offers them; a browser calls each such answer a fault.
  for (const [role, { page }] of Object.entries(signedIn)) assert.deepEqual(page.faults.filter((fault) => role !== "administrator" || !fault.includes("status of 403")), [], role);
});
