// The browser story of inspections from a spreadsheet, against a running program: what is pasted is looked at row by row,
// a row at fault says where, the rest is recorded once and stands on the board. Settings as in e2e/spine.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn } from "./browser.mjs";

const BASE = setting("E2E_URL");
const OBLIGATION = "nguon-nha-tram";
const mark = `sheet-${Date.now().toString(36)}`;

let browser;
let operator;
let home;
let sheet;
let title;

before(async () => {
  browser = await launch();
  operator = await openPage(browser, BASE);
  await signIn(operator, account("E2E_OPERATOR"));
  home = (await ask(operator, "/session")).body.organisation;
  const { body } = await ask(operator, `/cells/${home}/${OBLIGATION}`);
  title = body.obligation.title;
  const items = body.obligation.checks.flatMap((one) => one.checklist).map((one) => one.item);
  const at = new Date(Date.now() - 60_000).toISOString();
  const line = (signer, note, results) => [OBLIGATION, at, signer, note, ...results].join("\t");
  const rows = [line("Trần Văn Mẫu", mark, items.map(() => "đạt")), line("Trần Văn Mẫu", `${mark} hai`, items.map(() => "có lẽ")), line("", "", items.map(() => "đạt"))];
  sheet = { items, text: [["obligation", "at", "signer", "note", ...items].join("\t"), ...rows].join("\n") };
});

after(async () => {
  await browser?.close();
});

const entries = async () => (await ask(operator, `/journal/${home}/entries?limit=1`)).body.size;
const outcomes = () => operator.locator('[data-testid="sheet-rows"] tbody tr').evaluateAll((all) => all.map((one) => one.dataset.outcome));

test("what_is_pasted_is_looked_at_row_by_row_and_nothing_is_recorded", async () => {
  const before = await entries();
  await operator.goto("/sheet");
  await operator.fill('[data-testid="sheet-text"]', sheet.text);
  assert.equal(await operator.getByTestId("sheet-record").count(), 0, "nothing is recorded before it was looked at");
  await operator.getByTestId("sheet-look").click();
  await operator.getByTestId("sheet-rows").waitFor();
  assert.deepEqual(await outcomes(), ["would_be_recorded", "faulty", "faulty"]);
  assert.match(await operator.getByTestId("sheet-counts").innerText(), /1.*0.*2/s);
  await operator.getByTestId("sheet-rows").getByText(title).waitFor();
  const fault = await operator.locator('tr[data-outcome="faulty"] .fault-line').first().innerText();
  assert.ok(fault.includes(sheet.items[0]), `the fault names its column: ${fault}`);
  assert.equal(await entries(), before);
  await assertAccessible(operator, "a sheet that was looked at");
  await shoot(operator, "sheet-looked-vi-light");
});

test("what_was_looked_at_is_recorded_and_once", async () => {
  const before = await entries();
  await operator.getByTestId("sheet-record").click();
  const receipt = operator.locator('tr[data-outcome="recorded"] a[href^="/journal/"]');
  await receipt.waitFor();
  assert.equal(await entries(), before + 1);
  await shoot(operator, "sheet-recorded-vi-light");
  const { body } = await ask(operator, `/cells/${home}/${OBLIGATION}`);
  const made = body.evidence.find((one) => one.private.note === mark);
  assert.deepEqual([made.kind, made.source, made.facts.checklist.map((one) => one.result)], ["inspection.signed", "sheet", sheet.items.map(() => "pass")]);
  await operator.goto("/sheet");
  await operator.fill('[data-testid="sheet-text"]', sheet.text);
  await operator.getByTestId("sheet-look").click();
  await operator.getByTestId("sheet-rows").waitFor();
  assert.deepEqual(await outcomes(), ["repeated", "faulty", "faulty"]);
  assert.ok(await operator.getByTestId("sheet-record").isDisabled(), "there is nothing new to record");
  await operator.goto(`/obligations/${OBLIGATION}?organisation=${home}`);
  await operator.getByTestId("evidence-inspection.signed").getByText(mark, { exact: true }).first().waitFor();
  assert.equal(await operator.getByTestId("evidence-inspection.signed").filter({ hasText: mark }).count(), 1);
  assert.deepEqual(operator.faults, []);
});
