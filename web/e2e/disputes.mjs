// The browser story of a dispute and a dossier, against a running program. Settings as in e2e/spine.mjs;
// `node --test e2e/disputes.mjs`.
//
// Stable marks: cell-papers dossier dispute-open dispute-open-form dispute-open-send dispute (data-state)
//   dispute-answer dispute-decide dispute-form dispute-send dispute-minutes · open-disputes page-disputes
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn } from "./browser.mjs";

const BASE = setting("E2E_URL");
const mark = Date.now().toString(36);

let browser;
let operator;
let regulator;
let head;
let cell;

before(async () => {
  browser = await launch();
  operator = await openPage(browser, BASE);
  regulator = await openPage(browser, BASE);
  await signIn(operator, account("E2E_OPERATOR"));
  await signIn(regulator, account("E2E_REGULATOR"));
  head = await openPage(browser, BASE);
  await signIn(head, account("E2E_HEAD"));
  const { body: session } = await ask(operator, "/session");
  const { body: board } = await ask(operator, "/board?limit=500");
  cell = board.cells.find((one) => one.organisation === session.organisation && one.grade === "measured") ?? board.cells.find((one) => one.organisation === session.organisation);
});

after(async () => {
  await browser?.close();
});

test("the_dossier_of_a_cell_downloads_as_an_archive", async () => {
  await regulator.goto(`/obligations/${cell.obligation}?organisation=${cell.organisation}`);
  const [download] = await Promise.all([regulator.waitForEvent("download"), regulator.getByTestId("dossier").click()]);
  assert.equal(download.suggestedFilename(), `ho-so-${cell.organisation}-${cell.obligation}.zip`);
  assert.equal(readFileSync(await download.path()).subarray(0, 2).toString("latin1"), "PK");
});

test("an_operator_disputes_a_figure_and_the_authority_answers_it", async () => {
  await operator.goto(`/obligations/${cell.obligation}?organisation=${cell.organisation}`);
  await operator.getByTestId("dispute-open").click();
  await operator.fill("#dispute-claim", `Máy đo của Sở mất nguồn, không phải mạng ${mark}`);
  await assertAccessible(operator, "an obligation with a dispute being opened");
  await operator.getByTestId("dispute-open-send").click();
  await operator.getByTestId("dispute").filter({ hasText: mark }).waitFor();
  assert.equal(await operator.getByTestId("dispute-decide").count(), 0, "nobody rules on their own figure");
  await regulator.getByTestId("nav-reports").click();
  await regulator.getByTestId("open-disputes").click();
  const found = regulator.getByTestId("dispute").filter({ hasText: mark });
  await found.waitFor();
  assert.equal(await found.getAttribute("data-state"), "open");
  await found.getByTestId("dispute-answer").click();
  await found.locator("textarea").fill("Đã đối chiếu nhật ký nguồn điện.");
  await found.getByTestId("dispute-send").click();
  await found.getByText("Đã đối chiếu nhật ký nguồn điện.").waitFor();
  assert.equal(await found.getAttribute("data-state"), "answered");
  assert.equal(await found.getByTestId("dispute-decide").count(), 0, "the desk decides nothing");
  const [download] = await Promise.all([regulator.waitForEvent("download"), found.getByTestId("dispute-minutes").click()]);
  assert.match(download.suggestedFilename(), /\.docx$/);
  for (const [theme, width, height] of [["light", 1366, 768], ["dark", 1366, 768], ["light", 390, 844]]) {
    await regulator.setViewportSize({ width, height });
    if ((await regulator.evaluate(() => document.documentElement.dataset.theme)) !== theme) await regulator.getByTestId("switch-theme").click();
    const wider = await regulator.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `the page is ${wider} px wider than ${width}`);
    await assertAccessible(regulator, `disputes ${theme} ${width}`);
    await shoot(regulator, `disputes-vi-${theme}-${width}`);
  }
});

test("the_head_decides_it_with_a_reason_and_both_read_the_ruling_in_the_minutes", async () => {
  await head.goto("/disputes");
  const found = head.getByTestId("dispute").filter({ hasText: mark });
  await found.getByTestId("dispute-decide").click();
  await found.locator("select").selectOption("partly");
  await found.locator("textarea").fill(`Chấp nhận một phần: nguồn mất 12 phút ${mark}`);
  await assertAccessible(head, "a dispute being decided");
  await shoot(head, "disputes-deciding-vi-light");
  await found.getByTestId("dispute-send").click();
  await head.locator(`[data-testid="dispute"][data-state="decided"]`).filter({ hasText: mark }).waitFor();
  for (const none of ["dispute-answer", "dispute-decide"]) assert.equal(await found.getByTestId(none).count(), 0, `${none} after the decision`);
  const { body } = await ask(head, "/disputes");
  const decided = body.disputes.find((one) => JSON.stringify(one).includes(`12 phút ${mark}`));
  assert.deepEqual([decided.state, decided.ruling], ["decided", "partly"]);
  await operator.goto(`/obligations/${cell.obligation}?organisation=${cell.organisation}`);
  const theirs = operator.locator(`[data-testid="dispute"][data-state="decided"]`).filter({ hasText: mark });
  await theirs.getByText(`12 phút ${mark}`).waitFor();
  const [printed] = await Promise.all([operator.waitForEvent("download"), theirs.getByTestId("dispute-minutes-pdf").click()]);
  assert.match(printed.suggestedFilename(), /\.pdf$/);
  const [download] = await Promise.all([operator.waitForEvent("download"), theirs.getByTestId("dispute-minutes").click()]);
  assert.match(download.suggestedFilename(), /\.docx$/);
  const anchors = await operator.locator('[id^="evidence-"]').evaluateAll((all) => all.map((one) => one.id));
  assert.equal(new Set(anchors).size, anchors.length, "an entry that answers several stands there once");
  await shoot(operator, "disputes-decided-vi-light");
  assert.deepEqual([...operator.faults, ...regulator.faults, ...head.faults], []);
});
