// The browser story of the spine, against a running program: a socket closes and the cell turns with
// its reason, it recovers, the operator explains, the report downloads, the journal verifies in the
// page and a flipped byte says no, and nobody sees another's cell. `node --test e2e/spine.mjs`.
//
// Settings (environment):
//   E2E_URL         base address, such as http://127.0.0.1:8080
//   E2E_REGULATOR   login:password of a regulator's desk
//   E2E_OPERATOR    login:password of the operator whose socket is closed
//   E2E_OPERATOR2   login:password of another operator
//   E2E_CONTROL     address of testkit's control end: POST /close?target=ID, POST /open?target=ID
//   E2E_TARGET      which target to close; otherwise the first of the operator's that is up
//   E2E_TURN_MS     how soon the cell must turn (5000);  E2E_RECOVER_MS  and come back (15000)
//   E2E_SHOTS       a directory for pictures of every page, both languages and themes; none otherwise
//   E2E_CHROMIUM    the browser (/usr/bin/chromium)
//
// Stable marks (data-testid) the story rests on:
//   page-sign-in page-situation page-wall page-obligation page-target page-journal page-entry
//   page-reports page-disclosed · sign-in-problem sign-out who switch-language switch-theme
//   nav-{situation,network,journal,reports,disclosed} · contact-lost problem
//   countdown now count-STATUS matrix own-cells reading open-wall
//   cell-ORGANISATION-OBLIGATION (data-status, data-grade)
//   past-open past-form past-ask past-banner past-leave
//   quote due owner-ORGANISATION cell-panel cell-status (data-status) cell-reason promised explained
//   target-ID evidence-KIND (data-late) evidence-none receipt
//   form-NAME-open form-NAME form-NAME-send, NAME of: acknowledge promise inspect plan briefing
//     report explain correct waive
//   target-state (data-state) chart-caption
//   log-ORGANISATION entry-INDEX verdict (data-holds) step-{entry,leaf,path,checkpoint,signature}
//     (data-ok) flip restore raw commitment-FIELD erase-open erase-form erase-send erased
//   report-docx report-pdf report-zip report-done
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn, waitUntil } from "./browser.mjs";

const BASE = setting("E2E_URL");
const CONTROL = setting("E2E_CONTROL");
const TURN_MS = Number(setting("E2E_TURN_MS", "5000"));
const RECOVER_MS = Number(setting("E2E_RECOVER_MS", "15000"));
const SETTLE_MS = 60_000;

let browser;
let regulator;
let operator;
let operator2;
/** What is closed, and the cell it turns. */
let subject;

async function control(action) {
  const response = await fetch(new URL(`/${action}?target=${encodeURIComponent(subject.target)}`, CONTROL), { method: "POST" });
  assert.ok(response.ok, `control /${action}: ${response.status}`);
}

const cellMark = () => `cell-${subject.organisation}-${subject.obligation}`;
const statusOn = async (page) => page.getByTestId(cellMark()).getAttribute("data-status");

/** The operator's first target that is up and proves availability, with the cell it proves. */
async function findSubject(page) {
  const { body: board } = await ask(page, "/board?limit=200");
  const { body: session } = await ask(page, "/session");
  const wanted = process.env.E2E_TARGET;
  for (const cell of board.cells.filter((c) => c.organisation === session.organisation)) {
    const { body: detail } = await ask(page, `/cells/${cell.organisation}/${cell.obligation}`);
    if (!detail.findings.some((f) => f.check === "availability") || cell.status === "failing") continue;
    for (const line of detail.targets) {
      if (wanted && line.id !== wanted) continue;
      const { body: target } = await ask(page, `/targets/${line.id}`);
      const proves = target?.used_by.some((use) => use.check === "availability" && use.obligation === cell.obligation);
      if (proves && target.state === "up") return { organisation: cell.organisation, obligation: cell.obligation, target: line.id };
    }
  }
  return null;
}

before(async () => {
  browser = await launch();
  regulator = await openPage(browser, BASE);
  operator = await openPage(browser, BASE);
  operator2 = await openPage(browser, BASE);
});

after(async () => {
  await browser?.close();
});

test("a_wrong_password_is_told_plainly_and_says_nothing_more", async () => {
  await regulator.goto("/");
  await regulator.getByTestId("page-sign-in").waitFor();
  await regulator.fill("#login", account("E2E_REGULATOR").login);
  await regulator.fill("#password", "not the password");
  await regulator.click("button[type=submit]");
  await regulator.getByTestId("sign-in-problem").waitFor();
  await assertAccessible(regulator, "sign-in");
  await shoot(regulator, "sign-in-vi-light");
});

test("regulator_and_operators_sign_in_and_see_the_board", async () => {
  await signIn(regulator, account("E2E_REGULATOR"));
  await signIn(operator, account("E2E_OPERATOR"));
  await signIn(operator2, account("E2E_OPERATOR2"));
  for (const page of [regulator, operator, operator2]) await page.getByTestId("countdown").waitFor();
  await waitUntil("a target of the operator is up", SETTLE_MS, async () => {
    subject = await findSubject(operator);
    return subject !== null;
  });
  await regulator.getByTestId(cellMark()).waitFor();
  await operator.getByTestId(cellMark()).waitFor();
});

test("times_are_at_plus_seven_and_dates_day_first_in_a_browser_of_another_zone", async () => {
  const shown = await regulator.getByTestId("now").innerText();
  const found = /(\d{2}):(\d{2}):(\d{2}) (\d{2})\/(\d{2})\/(\d{4})/.exec(shown);
  assert.ok(found, `"${shown}" holds no moment`);
  const [, hour, minute, second, day, month, year] = found.map(Number);
  const { body } = await ask(regulator, "/campaign");
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) - 7 * 3_600_000;
  assert.ok(Math.abs(ms - Date.parse(body.now)) < 5000, `${shown} is not ${body.now}`);
});

test("the_matrix_is_walked_with_arrow_keys_and_reads_out_each_reason", async () => {
  const cells = regulator.locator('[data-testid="matrix"] [data-at]');
  assert.equal(await regulator.locator('[data-testid="matrix"] [data-at][tabindex="0"]').count(), 1, "one tab stop");
  await cells.first().focus();
  await regulator.keyboard.press("ArrowDown");
  await regulator.keyboard.press("End");
  const at = await regulator.evaluate(() => document.activeElement?.getAttribute("data-at"));
  const columns = await regulator.locator('[data-testid="matrix"] thead th').count();
  assert.equal(at, `1.${columns - 2}`);
  await regulator.getByTestId(cellMark()).focus();
  const reading = await regulator.getByTestId("reading").innerText();
  assert.ok(reading.trim().length > 20, `the reading line says only "${reading}"`);
});

test("a_socket_closes_and_the_cell_turns_in_time_with_its_reason", async () => {
  await control("close");
  const tookMs = await waitUntil("the cell turns", TURN_MS, async () => {
    const seen = await statusOn(regulator);
    return seen === "failing" ? true : seen;
  });
  process.stdout.write(`# the cell turned ${tookMs} ms after the socket closed\n`);
  const said = await regulator.getByTestId(cellMark()).innerText();
  const { body } = await ask(regulator, `/cells/${subject.organisation}/${subject.obligation}`);
  assert.equal(body.cell.reason.code, "availability.down");
  assert.ok(said.split("\n").some((line) => line.length > 15), `the cell gives no reason: "${said}"`);
  assert.ok(!said.includes("availability.down"), "the reason is told in words, not as a code");
  assert.equal(await regulator.getByTestId(cellMark()).getAttribute("data-grade"), "measured");
  await waitUntil("the operator sees it too", TURN_MS, async () => (await statusOn(operator)) === "failing");
  await assertAccessible(regulator, "situation with a failing cell");
  await shoot(regulator, "situation-failing-vi-light");
});

test("the_operator_takes_it_on_and_explains_and_the_regulator_sees_both", async () => {
  await operator.getByTestId(cellMark()).click();
  await operator.getByTestId("cell-panel").waitFor();
  await operator.getByTestId("form-promise-open").click();
  await operator.getByTestId("form-promise-send").click();
  await operator.getByTestId("receipt").waitFor();
  await operator.getByTestId("promised").waitFor();
  const words = `Thi công cắt điện trạm, đã chạy máy nổ (${Date.now()}).`;
  await operator.getByTestId("form-explain-open").click();
  await operator.fill("#explain-text", words);
  await operator.getByTestId("goes-up").click();
  await operator.getByTestId("foreseen").getByText(words).first().waitFor();
  await assertAccessible(operator, "what goes up beside a form");
  await shoot(operator, "obligation-goes-up-vi-light");
  // Another word is another entry: what was seen of the old one is gone until it is asked for again.
  await operator.fill("#explain-text", `${words} Đã khôi phục.`);
  await operator.getByTestId("foreseen").first().waitFor({ state: "detached" });
  await operator.fill("#explain-text", words);
  assert.equal(await operator.getByTestId("explained").count(), 0, "looking records nothing");
  await operator.getByTestId("form-explain-send").click();
  await operator.getByTestId("explained").waitFor();
  await operator.getByTestId("evidence-finding.explained").getByText(words).waitFor();
  assert.equal(await operator.getByTestId("cell-status").getAttribute("data-status"), "failing", "words change no verdict");
  await shoot(operator, "obligation-explained-vi-light");
  await regulator.goto(`/obligations/${subject.obligation}?organisation=${subject.organisation}`);
  await regulator.getByTestId("explained").waitFor();
  await regulator.getByTestId("promised").waitFor();
});

test("the_targets_page_shows_it_down", async () => {
  await operator.getByTestId(`target-${subject.target}`).click();
  await operator.getByTestId("page-target").waitFor();
  await waitUntil("the target is down", TURN_MS, async () => {
    const seen = await operator.getByTestId("target-state").getAttribute("data-state");
    return seen === "down" ? true : seen;
  });
  await operator.getByTestId("chart-caption").waitFor();
  await assertAccessible(operator, "target");
  await shoot(operator, "target-down-vi-light");
});

test("the_socket_opens_and_the_cell_recovers", async () => {
  await regulator.goto("/");
  await regulator.getByTestId(cellMark()).waitFor();
  await control("open");
  const tookMs = await waitUntil("the cell recovers", RECOVER_MS, async () => {
    const seen = await statusOn(regulator);
    return seen !== "failing" && seen !== "no_signal" ? true : seen;
  });
  process.stdout.write(`# the cell recovered ${tookMs} ms after the socket opened\n`);
});

test("the_report_downloads_in_every_form_and_with_its_bundle", async () => {
  await regulator.getByTestId("nav-reports").click();
  await regulator.getByTestId("page-reports").waitFor();
  for (const [as, magic] of [["docx", "PK"], ["pdf", "%PDF"], ["xlsx", "PK"], ["zip", "PK"], ["ics", "BEGIN:VCALENDAR"]]) {
    const [download] = await Promise.all([regulator.waitForEvent("download", { timeout: SETTLE_MS }), regulator.getByTestId(`report-${as}`).click()]);
    assert.match(download.suggestedFilename(), new RegExp(`\\.${as}$`));
    const bytes = readFileSync(await download.path());
    assert.ok(bytes.subarray(0, magic.length).toString("latin1") === magic, `the ${as} begins with ${bytes.subarray(0, 8).toString("latin1")}`);
  }
  await assertAccessible(regulator, "reports");
});

test("the_report_is_copied_for_a_chat", async () => {
  await regulator.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => regulator.evaluate(() => navigator.clipboard.readText());
  await regulator.getByTestId("copy-text").click();
  await regulator.getByTestId("copied").waitFor({ timeout: SETTLE_MS });
  const copied = await waitUntil("the text lies on the clipboard", SETTLE_MS, async () => ((await clipboard()).includes("BÁO CÁO") ? true : await clipboard()));
  assert.ok(copied >= 0);
  await assertAccessible(regulator, "reports-copied");
});

test("the_journal_verifies_in_the_page_and_a_flipped_byte_says_no", async () => {
  await operator.getByTestId("nav-journal").click();
  await operator.getByTestId(`log-${subject.organisation}`).click();
  await operator.locator('[data-testid^="entry-"]').first().click();
  await operator.getByTestId("verdict").waitFor();
  const holds = () => operator.getByTestId("verdict").getAttribute("data-holds");
  assert.equal(await holds(), "true");
  for (const step of ["entry", "leaf", "path", "checkpoint", "signature"]) {
    assert.equal(await operator.getByTestId(`step-${step}`).getAttribute("data-ok"), "true", `step ${step}`);
  }
  await assertAccessible(operator, "entry");
  await shoot(operator, "entry-yes-vi-light");
  await operator.getByTestId("flip").click();
  await waitUntil("the page says no", 2000, async () => (await holds()) === "false");
  assert.equal(await operator.getByTestId("step-leaf").getAttribute("data-ok"), "false");
  await shoot(operator, "entry-no-vi-light");
  await operator.getByTestId("restore").click();
  await waitUntil("the page says yes again", 2000, async () => (await holds()) === "true");
});

test("an_operator_never_sees_anothers_cell_journal_or_target", async () => {
  assert.equal(await operator2.getByTestId(cellMark()).count(), 0);
  for (const path of [
    `/cells/${subject.organisation}/${subject.obligation}`,
    `/journal/${subject.organisation}/entries`,
    `/journal/${subject.organisation}/proof?index=0`,
    `/targets/${subject.target}`,
  ]) {
    assert.equal((await ask(operator2, path)).status, 404, path);
  }
  const { body } = await ask(operator2, "/board?limit=200");
  assert.ok(!JSON.stringify(body).includes(`"${subject.organisation}"`), "its board names the other");
  await operator2.goto(`/obligations/${subject.obligation}?organisation=${subject.organisation}`);
  await operator2.getByTestId("problem").waitFor();
  await operator2.goto("/");
  await operator2.getByTestId("countdown").waitFor();
});

test("lost_contact_is_told_with_its_time_and_mends_itself", async () => {
  const page = await openPage(browser, BASE);
  await signIn(page, account("E2E_OPERATOR"));
  await page.getByTestId("countdown").waitFor();
  const cut = (route) => route.abort();
  await page.route("**/api/v1/events", cut);
  // Signing in anew opens a new stream, which now finds no way.
  await page.reload();
  await page.getByTestId("contact-lost").waitFor({ timeout: SETTLE_MS });
  assert.match(await page.getByTestId("contact-lost").innerText(), /\d{2}:\d{2}(:\d{2})? \d{2}\/\d{2}\/\d{4}/);
  await shoot(page, "contact-lost-vi-light");
  await page.unroute("**/api/v1/events", cut);
  await page.getByTestId("contact-lost").waitFor({ state: "detached", timeout: SETTLE_MS });
});

test("the_board_is_shown_as_it_stood_at_a_moment_and_says_so", async () => {
  await regulator.getByTestId("nav-situation").click();
  await regulator.getByTestId("past-open").click();
  await regulator.getByTestId("past-ask").click();
  await regulator.getByTestId("past-banner").waitFor();
  await regulator.getByTestId(cellMark()).click();
  await regulator.getByTestId("cell-panel").waitFor();
  await regulator.getByTestId("past-banner").waitFor();
  assert.equal(await regulator.locator('[data-testid^="form-"]').count(), 0, "the past takes no evidence");
  await regulator.getByTestId("past-leave").click();
  await regulator.getByTestId("past-banner").waitFor({ state: "detached" });
});

test("a_phone_gets_a_list_of_its_own_cells", async () => {
  const phone = await openPage(browser, BASE, { viewport: { width: 390, height: 844 } });
  await signIn(phone, account("E2E_OPERATOR"));
  await phone.getByTestId("own-cells").waitFor();
  await phone.getByTestId(cellMark()).waitFor();
  const over = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `the page is ${over}px too wide`);
  await assertAccessible(phone, "situation on a phone");
  await shoot(phone, "situation-phone-vi-light");
});

test("no_page_broke_its_policy_or_asked_anyone_else", () => {
  for (const page of [regulator, operator, operator2]) assert.deepEqual(page.faults, []);
});
