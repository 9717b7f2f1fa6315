// A first campaign, from an empty node to a live board, as people do it: the head of the authority puts the
// letter in, fills the draft as the page says how, adds targets as a sheet, checks, issues. Settings: E2E_FIRST_URL a node without a
// campaign, E2E_FIRST_ADMINISTRATOR and E2E_FIRST_HEAD login:password, E2E_FIRST_EXAMPLE the folder of the
// letter, and of a campaign file whose addresses answer.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn, waitUntil } from "./browser.mjs";
import { laidOut, looked } from "./looking.mjs";
import { turn } from "./sight.mjs";

const BASE = setting("E2E_FIRST_URL");
const EXAMPLE = setting("E2E_FIRST_EXAMPLE");
/** What the guide promises to a person; a script that types nothing needs a small part of it. */
const LIMIT_MS = 600_000;

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

/** Addresses of the example that somebody listens on. */
function addresses() {
  const blocks = readFileSync(join(EXAMPLE, "campaign.toml"), "utf8").match(/^\[\[target\]\]\n(?:[a-z_]+ = .*\n)+/gm);
  return blocks.filter((block) => block.includes('kind = "tcp"')).map((block) => /^address = "(.*)"$/m.exec(block)[1]);
}

/** What a person makes of a draft who reads nothing but the page's own help: the file, and its targets as a sheet. */
function filled(draft) {
  const free = addresses();
  const rows = [];
  const parts = draft.split(/(?=^\[\[obligation\]\])/m).map((part) =>
    part
      .replaceAll('kind = "ĐIỀN"', 'kind = "telecom_operator"')
      .replace(/kind = "briefing".*\nbriefing = "ĐIỀN".*\nshifts = .*\n/, 'kind = "acknowledgement"\n')
      .replace(/^thresholds = \[\].*$/m, 'thresholds = [{ name = "rtt_us_p95", op = "<", value = 300000, unit = "us", source = "Công văn số 0000/SKHCN-BCVT", source_date = 2026-11-16 }]')
      .replaceAll('targets = ["ĐIỀN"]', () => {
        const id = `diem-${rows.length + 1}`;
        rows.push([id, `Điểm đo ${rows.length + 1}`, /owners = \["([^"]+)"/.exec(part)[1], "tcp", free[rows.length % free.length], "5"].join(","));
        return `targets = ["${id}"]`;
      }),
  );
  return { file: parts.join(""), sheet: ["id,title,owner,kind,address,every_s", ...rows].join("\n"), count: rows.length };
}

/** The letter and its obligations, side by side: each side lights the other, and nothing is lost that is taken out. */
async function besideTheLetter(head) {
  await head.getByTestId("sides").waitFor();
  const cards = head.getByTestId("card");
  const count = await cards.count();
  assert.ok(count > 5, `${count} cards`);
  const second = cards.nth(1);
  const id = await second.getAttribute("data-id");
  const words = head.locator(`[data-mark="${id}"]`);
  await second.hover();
  await waitUntil("pointing at a card lights its words", 5_000, async () => (await words.first().getAttribute("class"))?.includes("active") ?? "not lit");
  await words.first().click();
  await second.getByTestId("card-fields").waitFor();
  assert.ok((await words.allInnerTexts()).join("").trim().length > 10, "the words of an obligation stand in the letter");
  // With a card open, as it is worked with: in both languages and themes, at twice the size and on a phone.
  const seen = [...(await looked(head, "first-sides", "sides", true)), ...(await laidOut(head, "first-sides", "sides", true))];
  assert.deepEqual(seen, []);
  await turn(head, ["vi", "light"], "sides");
  // A moment that is typed anew stays one that the obligation is due before.
  const [due, strict] = [second.getByLabel("Hạn", { exact: true }), second.getByLabel(/trước thời điểm này/)];
  assert.ok(await strict.isChecked());
  await due.fill("00:00");
  await due.fill("00:00 21/01/2027");
  assert.ok(await strict.isChecked(), "retyping a moment changes no deadline's meaning");
  const before = await second.getByTestId("card-open").innerText();
  await second.getByTestId("card-remove").click();
  await waitUntil("the card is gone", 5_000, async () => (await cards.count()) === count - 1 || (await cards.count()));
  const left = head.getByTestId("left");
  await left.locator("summary").click();
  await left.locator("li", { hasText: "người soạn bỏ" }).getByRole("button").click();
  await waitUntil("what was taken out is put back", 5_000, async () => (await cards.count()) === count || (await cards.count()));
  assert.equal(await second.getByTestId("card-open").innerText(), before, "it comes back as it was");
  await left.locator("summary").click();
  // A passage that is selected becomes an obligation of its own.
  await head.getByTestId("letter-text").locator(".unclaimed").first().evaluate((element) => document.getSelection().selectAllChildren(element));
  await head.getByTestId("selection-add").click();
  await waitUntil("the selection is an obligation", 5_000, async () => (await cards.count()) === count + 1 || (await cards.count()));
  // One card is open at a time, and it is the new one.
  await head.getByTestId("card-remove").click();
  await head.getByTestId("campaign-check").click();
  await head.locator('[data-testid="campaign-checked"][data-valid="false"]').waitFor();
  assert.ok((await head.locator(".fault, [data-testid='form-faults'] li").count()) > 0, "faults stand at what they are about");
  await assertAccessible(head, "faults beside the letter");
  await shoot(head, "first-sides-faults-vi-light");
}

test("from_an_empty_node_to_a_live_board_in_ten_minutes", async () => {
  const began = Date.now();
  const administrator = await openPage(browser, BASE);
  await signIn(administrator, account("E2E_FIRST_ADMINISTRATOR"));
  await administrator.getByTestId("no-campaign").waitFor();
  await assertAccessible(administrator, "a board without a campaign");
  await shoot(administrator, "first-empty-vi-light");
  await administrator.getByTestId("begin").click();
  // Nobody can be invited as the head of an authority that no campaign has named: the page says who is there already.
  await administrator.getByTestId("head-there").getByText(account("E2E_FIRST_HEAD").login).waitFor();
  await assertAccessible(administrator, "a first campaign as its administrator sees it");
  await shoot(administrator, "first-administrator-vi-light");

  const head = await openPage(browser, BASE);
  await signIn(head, account("E2E_FIRST_HEAD"));
  await head.getByTestId("begin").click();
  await head.setInputFiles("#first-file", join(EXAMPLE, "cong-van.txt"));
  await head.getByTestId("letter-said").waitFor();
  await besideTheLetter(head);
  // A sheet that is pasted twice is there once, and the cards stay as they are.
  await head.getByTestId("sheet-open").click();
  for (let i = 0; i < 2; i += 1) {
    await head.fill('[data-testid="sheet"]', "id,owner,kind,address\nthu-dan,x,tcp,127.0.0.1:1");
    await head.getByTestId("sheet-add").click();
  }
  await head.getByTestId("sheet-open").click();
  await head.getByTestId("as-text").click();
  await head.getByTestId("campaign-faults").waitFor();
  await assertAccessible(head, "the faults of a draft");
  // A page in Vietnamese tells them in Vietnamese; what stands in the file, its keys and words, is as it is.
  for (const told of await head.locator('[data-testid="campaign-faults"] li').allInnerTexts()) {
    assert.doesNotMatch(told, /\b(is|are|not|the|write|known|missing|did you mean)\b/i, told);
  }
  await shoot(head, "first-faults-vi-light");
  // A fault names its line, and its button goes there.
  await head.locator('[data-testid="campaign-faults"] button').first().click();
  const chosen = await head.getByTestId("campaign-file").evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.match(chosen, /ĐIỀN/, "the line that wants a decision is selected");
  assert.ok(await head.getByTestId("campaign-issue").isDisabled(), "a file with faults is not issued");

  await head.getByTestId("first-help").locator("dl").waitFor();
  const written = await head.getByTestId("campaign-file").inputValue();
  assert.equal(written.split('id = "thu-dan"').length, 2, "the target stands there once");
  const draft = written.replace(/\[\[target\]\]\nid = "thu-dan"\n(?:[a-z_]+ = .*\n)+/, "");
  const { body: session } = await ask(head, "/session");
  assert.ok(draft.includes(`id = "${session.organisation}"`), "the authority of the draft is the one that signs in");
  const { file, sheet, count } = filled(draft);
  await head.fill('[data-testid="campaign-file"]', file);
  await head.getByTestId("sheet-open").click();
  await head.fill('[data-testid="sheet"]', sheet);
  await head.getByTestId("sheet-add").click();
  // What was typed as text stands beside the letter again, and is edited there.
  await head.getByTestId("as-cards").click();
  await head.getByTestId("sides").waitFor();
  const card = head.getByTestId("card").first();
  await card.getByTestId("card-open").click();
  await card.getByLabel(/^Tên ngắn/).fill("Nhiệm vụ sửa trên thẻ");
  await head.getByTestId("campaign-check").click();
  await waitUntil("the file is valid", 30_000, async () => {
    const mark = head.getByTestId("campaign-checked");
    return (await mark.count()) > 0 && (await mark.getAttribute("data-valid")) === "true" ? true : await head.getByTestId("page-first").innerText().then((text) => text.slice(-300));
  });
  await shoot(head, "first-valid-vi-light");
  await head.getByTestId("campaign-issue").click();
  await head.getByTestId("campaign-issued").waitFor({ timeout: 60_000 });
  await head.getByTestId("first-to-board").click();
  await head.getByTestId("matrix").waitFor();
  await waitUntil("targets are measured without a restart", 60_000, async () => {
    const { body } = await ask(head, "/targets?limit=100");
    const up = body.targets.filter((target) => target.state === "up").length;
    return body.targets.length === count && up > 0 ? true : `${up} of ${body.targets.length} up`;
  });
  await shoot(head, "first-board-vi-light");
  const tookMs = Date.now() - began;
  process.stdout.write(`# from an empty node to a live board: ${(tookMs / 1000).toFixed(1)} s of the program's and a script's time\n`);
  assert.ok(tookMs < LIMIT_MS);
  for (const page of [administrator, head]) assert.deepEqual(page.faults.filter((fault) => !/status of (403|422)/.test(fault)), []);
});
