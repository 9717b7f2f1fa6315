// The browser story of every form that adds evidence, against a running program: each is filled in and sent, and what
// stands on the board and in the journal afterwards is what was said. About the obligation with every check (e2e/listed.mjs
// names it). Settings as in e2e/spine.mjs; E2E_HEAD and E2E_UNIT as in e2e/pages.mjs; `node --test e2e/acting.mjs`.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { account, ask, launch, openPage, setting, signIn, waitUntil } from "./browser.mjs";
import { EVERY_CHECK } from "./listed.mjs";
import { pdfOf } from "./paper.mjs";

const BASE = setting("E2E_URL");
const SOON_MS = 10_000;
const { obligation, below: operators } = EVERY_CHECK;
const mark = Date.now().toString(36);
const paper = (words) => ({ name: "van-ban.pdf", mimeType: "application/pdf", buffer: pdfOf(`${words} ${mark}`) });

let browser;
let regulator;
let head;
let operator;
let other;
let unit;

before(async () => {
  browser = await launch();
  const opened = async (whose) => {
    const page = await openPage(browser, BASE);
    await signIn(page, account(whose));
    const { organisation, organisation_name: name } = (await ask(page, "/session")).body;
    return Object.assign(page, { home: organisation, name });
  };
  [regulator, head, operator, other, unit] = [await opened("E2E_REGULATOR"), await opened("E2E_HEAD"), await opened("E2E_OPERATOR"), await opened("E2E_OPERATOR2"), await opened("E2E_UNIT")];
});

after(async () => {
  await browser?.close();
});

const show = async (page, organisation) => {
  await page.goto(`/obligations/${obligation}?organisation=${organisation}`);
  await page.getByTestId("cell-panel").waitFor();
};
const opens = (page, form) => page.getByTestId(`form-${form}-open`).click();

/** Sends the form that is open, and gives the entry that stands in the writer's log for it. */
async function sent(page, form) {
  await page.getByTestId(`form-${form}-send`).click();
  // The form goes when its entry is recorded; the receipt of another may stand there until then.
  await page.getByTestId(`form-${form}`).waitFor({ state: "detached" });
  const id = await page.getByTestId("receipt").locator("code").innerText();
  const { body } = await ask(page, `/journal/${page.home}/entries?limit=20`);
  const found = body.entries.find((one) => one.entry.id === id);
  assert.ok(found, `${form}: the receipt names an entry of the log of ${page.home}`);
  return found.entry;
}

const cellOf = async (page, organisation) => (await ask(page, `/cells/${organisation}/${obligation}`)).body;
const finding = async (page, organisation, check) => (await cellOf(page, organisation)).findings.find((one) => one.check === check);

/** The check's verdict in the API. */
async function stands(page, organisation, check, status) {
  await waitUntil(`${check} of ${organisation} is ${status}`, SOON_MS, async () => {
    const seen = (await finding(page, organisation, check)).status;
    return seen === status ? true : seen;
  });
}
const seenOn = (page, kind) => page.getByTestId(`evidence-${kind}`).first().waitFor();

test("a_promise_shows_until_when_to_both_and_moves_no_verdict", async () => {
  await show(operator, operators);
  const before = (await cellOf(operator, operators)).cell.status;
  await opens(operator, "promise");
  const entry = await sent(operator, "promise");
  assert.deepEqual([entry.kind, entry.grade, entry.facts.obligation], ["handling.promised", null, obligation]);
  await operator.getByTestId("promised").waitFor();
  await show(regulator, operators);
  await regulator.getByTestId("promised").waitFor();
  const { cell } = await cellOf(regulator, operators);
  assert.deepEqual([cell.promised_until, cell.status], [entry.facts.until, before]);
});

test("an_acknowledgement_proves_its_check_as_a_signed_word", async () => {
  await show(operator, operators);
  await opens(operator, "acknowledge");
  const entry = await sent(operator, "acknowledge");
  assert.deepEqual([entry.kind, entry.grade], ["acknowledgement.given", "attested"]);
  await stands(operator, operators, "acknowledgement", "proven");
  await seenOn(operator, "acknowledgement.given");
});

test("a_shift_confirms_its_briefing_and_the_other_shift_is_still_missing", async () => {
  await opens(operator, "briefing");
  assert.equal(await operator.locator("#briefing-shift").inputValue(), "", "no shift is taken unasked");
  await operator.getByTestId("form-briefing-send").click();
  assert.ok(await operator.locator("#briefing-shift").evaluate((one) => one.validity.valueMissing));
  await operator.selectOption("#briefing-shift", "ca-1");
  const entry = await sent(operator, "briefing");
  const { obligation: owed } = await cellOf(operator, operators);
  const { briefing } = owed.checks.find((one) => one.kind === "briefing");
  assert.deepEqual([entry.kind, entry.facts.shift, entry.facts.briefing], ["briefing.read", "ca-1", briefing.sha256]);
  await seenOn(operator, "briefing.read");
  assert.notEqual((await finding(operator, operators, "briefing")).status, "proven");
});

test("a_report_is_handed_in_as_a_document_that_the_level_above_can_open", async () => {
  await opens(operator, "report");
  const document = paper("Bao cao ket qua");
  await operator.setInputFiles("#report-file", document);
  await operator.getByText(/Đã lưu, SHA-256/).waitFor();
  const entry = await sent(operator, "report");
  const digest = createHash("sha256").update(document.buffer).digest("hex");
  assert.deepEqual([entry.kind, entry.facts.report], ["report.submitted", digest]);
  await stands(operator, operators, "report", "proven");
  const kept = await regulator.request.get(`/api/v1/blobs/${digest}`);
  assert.deepEqual(await kept.body(), document.buffer);
});

test("a_plan_is_filed_approved_from_above_and_tested_and_none_stands_for_the_next", async () => {
  await opens(operator, "plan");
  assert.deepEqual(await steps(operator), ["filed", "tested"]);
  await operator.setInputFiles("#plan-document", paper("Phuong an"));
  await operator.getByText(/Đã lưu, SHA-256/).waitFor();
  const filed = await sent(operator, "plan");
  assert.deepEqual([filed.kind, filed.facts.plan], ["plan.filed", "moi-cach"]);
  assert.notEqual((await finding(operator, operators, "plan")).status, "proven");
  await show(regulator, operators);
  await opens(regulator, "plan");
  assert.deepEqual(await steps(regulator), ["approved", "tested"]);
  const approved = await sent(regulator, "plan");
  assert.deepEqual([approved.kind, approved.facts.organisation, approved.facts.plan], ["plan.approved", operators, "moi-cach"]);
  assert.notEqual((await finding(operator, operators, "plan")).status, "proven");
  await show(operator, operators);
  await seenOn(operator, "plan.approved");
  await opens(operator, "plan");
  await operator.locator('input[name="plan-step"][value="tested"]').check();
  await operator.locator('[data-testid="form-plan"] input[value="fail"]').check();
  const tested = await sent(operator, "plan");
  assert.deepEqual([tested.kind, tested.facts.result], ["plan.tested", "fail"]);
  await stands(operator, operators, "plan", "at_risk");
});

const steps = (page) => page.locator('input[name="plan-step"]').evaluateAll((all) => all.map((one) => one.value));

test("a_correction_replaces_one_fact_and_both_entries_stay", async () => {
  await show(operator, operators);
  const { evidence } = await cellOf(operator, operators);
  const wrong = evidence.find((one) => one.kind === "plan.tested");
  await opens(operator, "correct");
  await operator.selectOption("#correct-which", wrong.id);
  await operator.locator('[data-testid="form-correct"] input[value="replace"]').check();
  await operator.selectOption("#correct-key", "result");
  await operator.fill("#correct-value", "pass");
  const entry = await sent(operator, "correct");
  assert.deepEqual([entry.kind, entry.answers, entry.facts.fields], ["evidence.corrected", [wrong.id], { result: "pass" }]);
  await stands(operator, operators, "plan", "proven");
  await operator.locator(`[id="evidence-${wrong.id}"]`).getByTestId("evidence-evidence.corrected").waitFor();
});

/** Answers every line of the checklist that is open. */
async function inspects(page, results) {
  const lines = page.locator('[data-testid="form-inspect"] fieldset.line');
  assert.equal(await lines.count(), results.length);
  for (const [place, result] of results.entries()) await lines.nth(place).locator(`input[value="${result}"]`).check();
  await page.fill("#inspect-signer", "Nguyễn Văn Ví Dụ");
}

test("an_operators_inspection_is_its_word_and_the_regulators_a_second_partys", async () => {
  await opens(operator, "inspect");
  await inspects(operator, ["pass", "pass"]);
  const own = await sent(operator, "inspect");
  assert.deepEqual([own.kind, own.grade, own.facts.organisation], ["inspection.signed", "attested", undefined]);
  assert.ok("signer" in own.commitments && !JSON.stringify(own).includes("Ví Dụ"), "the name is a commitment");
  await stands(operator, operators, "inspection", "proven");
  await show(regulator, operators);
  await opens(regulator, "inspect");
  await inspects(regulator, ["pass", "fail"]);
  const second = await sent(regulator, "inspect");
  assert.deepEqual([second.kind, second.grade, second.facts.organisation], ["inspection.signed", "countersigned", operators]);
  await stands(operator, operators, "inspection", "at_risk");
  const { body: logs } = await ask(regulator, "/journal");
  const authority = logs.logs.find((one) => one.organisation === regulator.home).name;
  const written = operator.getByTestId("evidence-inspection.signed").filter({ hasText: "đối chứng" });
  await written.getByText(authority).waitFor();
  assert.doesNotMatch(await operator.getByTestId("cell-panel").innerText(), /a-[0-9a-f]{24}/, "nobody is told by the id of an account");
  const item = (await cellOf(operator, operators)).obligation.checks.flatMap((one) => one.checklist)[0];
  await written.getByText(item.title).waitFor();
  await waitUntil("both stand on the open page", SOON_MS, async () => (await operator.getByTestId("evidence-inspection.signed").count()) === 2);
});

test("the_head_withdraws_what_the_desk_saw_wrong_and_the_operators_word_stands_again", async () => {
  await show(head, operators);
  const { evidence } = await cellOf(head, operators);
  const wrong = evidence.find((one) => one.kind === "inspection.signed" && one.grade === "countersigned");
  await opens(head, "correct");
  await head.selectOption("#correct-which", wrong.id);
  const entry = await sent(head, "correct");
  assert.deepEqual([entry.kind, entry.answers, entry.facts.withdraws, entry.facts.organisation], ["evidence.corrected", [wrong.id], true, operators]);
  await stands(operator, operators, "inspection", "proven");
});

test("what_was_begun_about_one_organisation_is_not_about_the_next", async () => {
  await show(regulator, operators);
  await opens(regulator, "waive");
  await regulator.fill("#waive-reason", "Về đơn vị này");
  await regulator.getByTestId(`owner-${other.home}`).click();
  await regulator.getByTestId("cell-panel").getByRole("heading", { level: 2 }).filter({ hasText: other.name }).waitFor();
  assert.equal(await regulator.getByTestId("form-waive").count(), 0);
});

test("a_waiver_with_its_reason_shows_to_whom_it_was_given", async () => {
  await show(regulator, other.home);
  await opens(regulator, "waive");
  await regulator.fill("#waive-reason", `Mạng đang chuyển giao ${mark}`);
  const entry = await sent(regulator, "waive");
  assert.deepEqual([entry.kind, entry.facts.organisation, entry.facts.until], ["obligation.waived", other.home, null]);
  assert.ok("reason" in entry.commitments);
  await show(other, other.home);
  await waitUntil("it is waived", SOON_MS, async () => (await other.getByTestId("cell-status").getAttribute("data-status")) === "waived");
  await other.getByTestId("evidence-obligation.waived").getByText(mark).waitFor();
  assert.equal(await other.getByTestId("form-promise-open").count(), 0, "there is nothing to promise");
});

test("the_authority_answers_for_what_it_owes_itself_and_waives_none_of_it", async () => {
  await show(regulator, regulator.home);
  await opens(regulator, "acknowledge");
  const entry = await sent(regulator, "acknowledge");
  assert.deepEqual([entry.kind, entry.facts.organisation], ["acknowledgement.given", undefined]);
  await stands(regulator, regulator.home, "acknowledgement", "proven");
  for (const none of ["waive"]) assert.equal(await regulator.getByTestId(`form-${none}-open`).count(), 0);
});

test("staff_of_a_unit_say_what_is_theirs_and_the_manager_above_speaks_for_nobody", async () => {
  await show(unit, unit.home);
  await opens(unit, "acknowledge");
  const entry = await sent(unit, "acknowledge");
  assert.equal(entry.kind, "acknowledgement.given");
  await stands(unit, unit.home, "acknowledgement", "proven");
  for (const none of ["plan", "report", "waive", "assign"]) assert.equal(await unit.getByTestId(`form-${none}-open`).count(), 0, none);
  await show(operator, unit.home);
  await seenOn(operator, "acknowledgement.given");
  assert.equal(await operator.locator('[data-testid^="form-"]').count(), 0, "what would be refused is not offered");
});

test("no_page_broke_its_policy_or_asked_anyone_else", () => {
  for (const page of [regulator, head, operator, other, unit]) assert.deepEqual(page.faults, []);
});
