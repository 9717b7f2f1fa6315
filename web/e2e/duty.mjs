// The browser story of the duty log, against a running program: one field and Enter, nothing lost and
// nothing twice while there is no contact, a correction, and a call that becomes evidence. Settings as
// in e2e/spine.mjs; `node --test e2e/duty.mjs`.
//
// Stable marks: page-duty duty-form duty-text duty-what-{heard,told,handover,note} duty-concerns duty-save
//   duty-saved duty-waiting duty-send duty-count duty-part duty-line (data-what) duty-correct duty-convert
//   duty-convert-form duty-convert-send duty-became duty-print · duty-brief duty-open
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn, waitUntil } from "./browser.mjs";

const BASE = setting("E2E_URL");
const SOON_MS = 10_000;
const mark = Date.now().toString(36);

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

const organisationOf = async (page) => (await ask(page, "/session")).body.organisation;

/** The lines of one's own log that hold these words. */
async function kept(page, words) {
  const { body } = await ask(page, `/duty/${await organisationOf(page)}?limit=500`);
  return body.lines.filter((line) => line.private.text?.includes(words));
}

test("a_call_is_written_down_by_keyboard_alone_within_twenty_seconds", async () => {
  await operator.getByTestId("nav-duty").click();
  await operator.getByTestId("page-duty").waitFor();
  const began = Date.now();
  await waitUntil("the cursor stands in the field", SOON_MS, () => operator.evaluate(() => document.activeElement?.id === "duty-text"));
  await operator.keyboard.type(`Trạm Đồi Gió mất điện lưới, đang chạy máy nổ ${mark}`, { delay: 30 });
  await operator.keyboard.press("Tab");
  await operator.keyboard.type("Ông Ba Ví Dụ", { delay: 30 });
  await operator.keyboard.press("Enter");
  await operator.getByTestId("duty-line").filter({ hasText: mark }).waitFor();
  assert.ok(Date.now() - began < 20_000, "twenty seconds");
  await waitUntil("nothing waits", SOON_MS, async () => (await operator.getByTestId("duty-waiting").count()) === 0);
  const [line] = await kept(operator, mark);
  assert.equal(line.private.caller, "Ông Ba Ví Dụ");
  await assertAccessible(operator, "duty log");
});

test("without_contact_an_entry_waits_visibly_and_is_recorded_once", async () => {
  const words = `Không có mạng ${mark}`;
  await operator.context().setOffline(true);
  operator.faults.length = 0;
  await operator.fill("#duty-text", words);
  await operator.getByTestId("duty-save").click();
  const waiting = operator.getByTestId("duty-waiting");
  await waiting.getByText(words).waitFor();
  assert.match(await waiting.innerText(), /chưa gửi/i);
  await assertAccessible(operator, "duty log without contact");
  await shoot(operator, "duty-unsent-vi-light");
  await operator.context().setOffline(false);
  // What was not sent outlives the page.
  await operator.reload();
  await operator.getByTestId("page-duty").waitFor();
  await operator.getByTestId("duty-line").filter({ hasText: words }).waitFor();
  await waitUntil("nothing waits", 2 * SOON_MS, async () => (await operator.getByTestId("duty-waiting").count()) === 0);
  assert.equal((await kept(operator, words)).length, 1, "once");
  operator.faults.length = 0;
});

test("a_correction_leaves_both_to_be_read", async () => {
  const line = operator.getByTestId("duty-line").filter({ hasText: `máy nổ ${mark}` });
  await line.getByTestId("duty-correct").click();
  await operator.fill("#duty-text", `Trạm Bến Mơ, không phải Đồi Gió ${mark}`);
  await operator.keyboard.press("Enter");
  await line.getByTestId("duty-became").waitFor();
  await operator.getByTestId("duty-line").filter({ hasText: `Bến Mơ, không phải Đồi Gió ${mark}` }).waitFor();
  assert.equal((await kept(operator, mark)).length, 3);
});

test("a_call_to_the_desk_becomes_asserted_evidence_linked_both_ways", async () => {
  const organisation = await organisationOf(operator);
  const words = `Đơn vị báo đã nhận văn bản ${mark}`;
  await regulator.getByTestId("nav-duty").click();
  await regulator.getByTestId("page-duty").waitFor();
  await regulator.fill("#duty-text", words);
  await regulator.getByTestId("duty-concerns").selectOption(organisation);
  await regulator.getByTestId("duty-save").click();
  const line = regulator.getByTestId("duty-line").filter({ hasText: words });
  await line.getByTestId("duty-convert").click();
  const form = line.getByTestId("duty-convert-form");
  await form.locator("select").nth(1).selectOption({ index: 1 });
  await form.locator("input[type=checkbox]").check();
  await assertAccessible(regulator, "duty log, turning a call into evidence");
  await shoot(regulator, "duty-convert-vi-light");
  await form.getByTestId("duty-convert-send").click();
  const became = line.getByTestId("duty-became");
  await became.waitFor();
  const [call] = await kept(regulator, words);
  const answer = call.answered_by[0];
  const { body: cell } = await ask(operator, `/cells/${organisation}/${answer.obligation}`);
  const given = cell.evidence.find((one) => one.id === answer.id);
  assert.deepEqual([given.grade, given.answers], ["asserted", [call.id]]);
  const { status } = await ask(operator, `/duty/${await organisationOf(regulator)}`);
  assert.equal(status, 404, "the desk's log is not for those below");
});

test("the_situation_page_shows_the_latest_and_the_pages_look_right", async () => {
  await operator.goto("/");
  await operator.getByTestId("duty-brief").getByText(mark).first().waitFor();
  for (const [theme, width, height] of [["light", 1366, 768], ["dark", 1366, 768], ["light", 390, 844]]) {
    await operator.setViewportSize({ width, height });
    await operator.goto("/duty");
    await operator.getByTestId("duty-line").first().waitFor();
    if ((await operator.evaluate(() => document.documentElement.dataset.theme)) !== theme) await operator.getByTestId("switch-theme").click();
    const wider = await operator.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `the page is ${wider} px wider than ${width}`);
    await assertAccessible(operator, `duty log ${theme} ${width}`);
    await shoot(operator, `duty-vi-${theme}-${width}`);
  }
  await operator.emulateMedia({ media: "print" });
  assert.equal(await operator.getByTestId("duty-form").isVisible(), false, "a print holds the log alone");
  await shoot(operator, "duty-print-vi");
  await operator.emulateMedia({ media: null });
  assert.deepEqual([...operator.faults, ...regulator.faults], []);
});
