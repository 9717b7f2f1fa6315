// The browser story of what a signer is told, against a running program: numbers, a draft, what changed
// since, the signature under it. Settings as in e2e/spine.mjs; `node --test e2e/signing.mjs`.
//
// Stable marks: open-signing page-signing signing-counts signing-count-STATUS signing-changes signing-change
//   signing-unchanged signing-group-{failing,no_signal,unproven,at_risk,asserted_only,late} signing-left
//   signing-drafts signing-draft signing-drafted signing-open signing-form signing-stale signing-send
//   signing-signed signing-again
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn, waitUntil } from "./browser.mjs";

const BASE = setting("E2E_URL");
const SOON_MS = 20_000;

let browser;
let operator;

before(async () => {
  browser = await launch();
  operator = await openPage(browser, BASE);
  await signIn(operator, account("E2E_OPERATOR"));
});

after(async () => {
  await browser?.close();
});

const draftsShown = () => operator.getByTestId("signing-drafted").count();

test("the_page_tells_how_many_cells_stand_how_and_which_want_a_look", async () => {
  await operator.getByTestId("nav-reports").click();
  await operator.getByTestId("open-signing").click();
  await operator.getByTestId("signing-counts").waitFor();
  const { body } = await ask(operator, "/report/signing");
  const all = ["proven", "failing", "unproven", "at_risk", "no_signal", "not_due", "waived"].reduce((sum, status) => sum + body.counts[status], 0);
  const { body: board } = await ask(operator, "/board?limit=500");
  assert.equal(all, board.cells.length, "every cell is counted once");
  assert.equal(await operator.getByTestId("nav-reports").getAttribute("aria-current"), "page");
  await assertAccessible(operator, "before signing");
});

test("a_draft_is_drawn_up_and_downloads_as_the_document_it_names", async () => {
  const before = await draftsShown();
  await operator.getByTestId("signing-draft").click();
  await waitUntil("the draft is kept", SOON_MS, async () => (await draftsShown()) > before);
  const newest = operator.getByTestId("signing-drafted").first();
  const digest = await newest.locator("code").innerText();
  const [download] = await Promise.all([operator.waitForEvent("download"), newest.getByTestId("signing-open").click()]);
  const bytes = readFileSync(await download.path());
  assert.equal(createHash("sha256").update(bytes).digest("hex"), digest);
});

test("what_changed_since_the_draft_is_told_and_the_newest_draft_is_signed_to_the_letter", async () => {
  const { body: board } = await ask(operator, "/board?limit=500");
  const { body: session } = await ask(operator, "/session");
  const asks = [];
  for (const cell of board.cells.filter((one) => one.organisation === session.organisation)) {
    const { body } = await ask(operator, `/obligations/${cell.obligation}`);
    if (cell.status !== "proven" && body.obligation.checks.some((check) => check.kind === "acknowledgement")) asks.push(cell);
  }
  assert.ok(asks.length > 0, "the example has something to acknowledge");
  const csrf = session.csrf;
  const given = await operator.request.post("/api/v1/evidence", { headers: { "x-csrf-token": csrf }, data: { kind: "acknowledgement.given", obligation: asks[0].obligation } });
  assert.equal(given.status(), 201, await given.text());
  await operator.getByTestId("signing-again").click();
  const change = operator.getByTestId("signing-change").locator(`a[href*="${asks[0].obligation}"]`);
  await change.first().waitFor();
  await operator.getByTestId("signing-stale").waitFor();
  await assertAccessible(operator, "before signing, with changes");
  for (const [theme, width, height] of [["light", 1366, 768], ["dark", 1366, 768], ["light", 390, 844]]) {
    await operator.setViewportSize({ width, height });
    if ((await operator.evaluate(() => document.documentElement.dataset.theme)) !== theme) await operator.getByTestId("switch-theme").click();
    const wider = await operator.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `the page is ${wider} px wider than ${width}`);
    await assertAccessible(operator, `before signing ${theme} ${width}`);
    await shoot(operator, `signing-vi-${theme}-${width}`);
  }
  await operator.setViewportSize({ width: 1366, height: 768 });
  const before = await draftsShown();
  await operator.getByTestId("signing-draft").click();
  await waitUntil("the second draft is kept", SOON_MS, async () => (await draftsShown()) > before);
  await operator.fill("#signing-name", "Nguyễn Văn Ví Dụ");
  await operator.locator("#signing-sure").check();
  await operator.getByTestId("signing-send").click();
  await operator.getByTestId("signing-signed").first().getByText("Nguyễn Văn Ví Dụ").waitFor();
  const { body } = await ask(operator, "/report/signing");
  const log = session.organisation;
  const { body: entries } = await ask(operator, `/journal/${log}/entries?before=${body.drafts[0].attested[0].index + 1}&limit=1`);
  const { facts, kind, commitments } = entries.entries[0].entry;
  assert.deepEqual([kind, facts.report, facts.counts], ["report.attested", body.drafts[0].report, body.drafts[0].counts]);
  assert.ok("signer" in commitments && !entries.entries[0].raw.includes("Ví Dụ"), "the name is a commitment");
  await shoot(operator, "signing-signed-vi-light");
  assert.deepEqual(operator.faults, []);
});
