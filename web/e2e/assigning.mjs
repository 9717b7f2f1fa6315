// The browser story of an obligation that is given to a unit and taken back, against a running program. Settings as in
// e2e/spine.mjs, and E2E_UNIT: somebody of a unit of E2E_OPERATOR's organisation; `node --test e2e/assigning.mjs`.
//
// Stable marks: form-assign-open form-assign form-assign-send form-take-back form-take-back-send held-by
//   held-ORGANISATION-OBLIGATION · given given-ORGANISATION-OBLIGATION obligations-mine
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn } from "./browser.mjs";

const BASE = setting("E2E_URL");
const mark = Date.now().toString(36);

let browser;
let operator;
let regulator;
let unit;
let cell;
let staff;

before(async () => {
  browser = await launch();
  operator = await openPage(browser, BASE);
  regulator = await openPage(browser, BASE);
  unit = await openPage(browser, BASE);
  await signIn(operator, account("E2E_OPERATOR"));
  await signIn(regulator, account("E2E_REGULATOR"));
  await signIn(unit, account("E2E_UNIT"));
  const { body: session } = await ask(operator, "/session");
  const { body: board } = await ask(operator, "/board?limit=500");
  cell = board.cells.find((one) => one.organisation === session.organisation && one.held_by === null);
  staff = (await ask(unit, "/session")).body;
});

after(async () => {
  await browser?.close();
});

const held = () => `held-${cell.organisation}-${cell.obligation}`;
const given = () => `given-${cell.organisation}-${cell.obligation}`;

test("an_operator_gives_an_obligation_to_somebody_of_a_unit_and_everybody_concerned_is_told", async () => {
  await operator.goto(`/obligations/${cell.obligation}?organisation=${cell.organisation}`);
  const before = await operator.getByTestId("cell-status").getAttribute("data-status");
  await operator.getByTestId("form-assign-open").click();
  await operator.selectOption("#assign-unit", staff.organisation);
  await operator.selectOption("#assign-person", { label: `${staff.name} (${staff.organisation_name})` });
  await operator.fill("#assign-note", `Trực đêm, báo trước 22 giờ ${mark}`);
  await assertAccessible(operator, "an obligation being given");
  await shoot(operator, "obligation-assign-vi-light");
  await operator.getByTestId("form-assign-send").click();
  await operator.getByTestId("held-by").getByText(staff.name).waitFor();
  assert.equal(await operator.getByTestId("cell-status").getAttribute("data-status"), before, "who holds it moves no verdict");
  await operator.goto("/obligations");
  await operator.getByTestId(held()).getByText(staff.name).waitFor();
  await regulator.goto(`/obligations/${cell.obligation}?organisation=${cell.organisation}`);
  await regulator.getByTestId("held-by").getByText(staff.name).waitFor();
  assert.equal(await regulator.getByTestId("form-assign-open").count(), 0, "nobody above says who carries it out");
});

test("the_unit_is_told_what_it_was_given_and_sees_nothing_else_of_its_owner", async () => {
  await unit.goto("/obligations");
  await unit.getByTestId(given()).getByText(mark).waitFor();
  await assertAccessible(unit, "obligations with what was given");
  await shoot(unit, "obligations-given-vi-light");
  assert.equal((await ask(unit, `/cells/${cell.organisation}/${cell.obligation}`)).status, 404);
});

test("what_was_given_is_taken_back_and_the_journal_keeps_both", async () => {
  await operator.goto(`/obligations/${cell.obligation}?organisation=${cell.organisation}`);
  await operator.getByTestId("form-assign-open").click();
  await operator.getByTestId("form-take-back-send").click();
  await operator.getByTestId("held-by").waitFor({ state: "detached" });
  await operator.getByTestId("evidence-obligation.assigned").nth(1).waitFor();
  assert.equal(await operator.getByTestId("evidence-obligation.assigned").count(), 2);
  await unit.goto("/obligations");
  await unit.getByTestId("page-obligations").waitFor();
  const { body } = await ask(unit, "/assignments");
  assert.deepEqual(body.assignments.filter((one) => one.obligation.id === cell.obligation), []);
  assert.equal(await unit.getByTestId(given()).count(), 0);
  assert.deepEqual([...operator.faults, ...regulator.faults, ...unit.faults], []);
});
