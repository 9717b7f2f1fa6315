// The browser story of administration, against a running program: a person is invited, given another role and shut out;
// one who lost everything comes back by two administrators; a program's key opens what it names until it is revoked; a
// delegation shows as the decree writes it; what was opened in an emergency stands before the organisation at once, on
// every page.
//
// Settings besides those of spine.mjs:
//   E2E_ADMIN   login:password of an administrator of the first operator
//   E2E_ADMIN2  login:password of an administrator of the regulator
//   E2E_HEAD    login:password of the regulator's head
//   E2E_LOST    login:password of somebody of the first operator, who gets another password
//   E2E_NAMED   organisation of E2E_OPERATOR
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn, waitUntil } from "./browser.mjs";

const BASE = setting("E2E_URL");
const NAMED = setting("E2E_NAMED");
const SIZE = { viewport: { width: 1366, height: 768 } };
const SOON_MS = 15_000;
const PARTS = ["people", "recoveries", "keys", "delegations", "organisations", "targets", "openings"];

let browser;
let admin;
let second;
let head;
let operator;
let stranger;

async function show(page, part) {
  await page.goto(`/administration/${part}`);
  await page.getByTestId(`administration-${part}`).waitFor();
  await page.locator('[role="status"].wait').waitFor({ state: "detached" });
}

before(async () => {
  browser = await launch();
  [admin, second, head, operator] = [await openPage(browser, BASE, SIZE), await openPage(browser, BASE, SIZE), await openPage(browser, BASE, SIZE), await openPage(browser, BASE, SIZE)];
  await signIn(admin, account("E2E_ADMIN"));
  await signIn(second, account("E2E_ADMIN2"));
  await signIn(head, account("E2E_HEAD"));
  await signIn(operator, account("E2E_OPERATOR"));
  stranger = await openPage(browser, BASE, SIZE);
  await signIn(stranger, account("E2E_OPERATOR2"));
});

after(async () => {
  await browser?.close();
});

test("a_person_is_invited_given_another_role_and_shut_out", async () => {
  await admin.getByTestId("nav-administration").click();
  await admin.getByTestId("administration-people").waitFor();
  await admin.getByTestId("invite-open").click();
  await admin.fill("#invite-name", "Nguyễn Thị Mẫu");
  await admin.fill("#invite-login", "e2e-moi");
  await admin.selectOption("#invite-role", "duty_officer");
  await shoot(admin, "admin-invite-vi-light");
  await admin.getByTestId("invite-send").click();
  const code = await admin.getByTestId("once-secret").innerText();
  assert.match(code, /^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
  await assertAccessible(admin, "an invitation");
  await shoot(admin, "admin-invited-vi-light");
  await admin.getByTestId("once-close").click();
  const line = admin.locator('[data-testid^="account-e2e-moi@"]');
  await line.getByTestId("account-open").click();
  await line.locator("select").selectOption("auditor");
  await line.getByTestId("role-send").click();
  await line.getByText(/Kiểm soát viên|Auditor/).waitFor();
  await line.getByTestId("account-open").click();
  await shoot(admin, "admin-manage-vi-light");
  await line.getByTestId("shut-out").click();
  await line.locator(".state.disabled").waitFor();
});

test("who_lost_everything_comes_back_by_two_administrators", async () => {
  const lost = account("E2E_LOST");
  await show(admin, "people");
  const line = admin.getByTestId(`account-${lost.login}`);
  await line.getByTestId("account-open").click();
  await line.locator('[data-testid="recovery-form"] input').fill("Mất điện thoại, quên mật khẩu");
  await line.getByTestId("recovery-send").click();
  await admin.getByTestId("recovery-asked").waitFor();
  await show(admin, "recoveries");
  await admin.getByTestId("recovery-own").waitFor();
  assert.equal(await admin.getByTestId("recovery-confirm").count(), 0, "nobody confirms what they asked for");
  await show(second, "recoveries");
  await second.getByTestId(`recovery-${lost.login}`).getByText("Mất điện thoại").waitFor();
  await assertAccessible(second, "a recovery that waits");
  await shoot(second, "admin-recovery-vi-light");
  await second.getByTestId("recovery-confirm").click();
  const code = await second.getByTestId("once-secret").innerText();
  await second.getByTestId("recoveries-none").waitFor();
  const door = await openPage(browser, BASE, SIZE);
  const password = "mot cau dai chi minh toi biet";
  const answer = await door.request.post("/api/v1/invitation", { data: { code, password } });
  assert.equal(answer.status(), 204);
  await signIn(door, { login: lost.login, password });
});

test("a_programs_key_opens_what_it_names_until_it_is_revoked", async () => {
  await show(admin, "keys");
  await admin.getByTestId("key-open").click();
  await admin.fill("#key-name", "Phần mềm văn thư");
  await admin.getByTestId("key-may-acknowledge").check();
  await shoot(admin, "admin-key-form-vi-light");
  await admin.getByTestId("key-send").click();
  const token = await admin.getByTestId("once-secret").innerText();
  const asProgram = async (path) => (await fetch(`${BASE}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
  assert.deepEqual([await asProgram("/board"), await asProgram("/accounts"), await asProgram("/session")], [200, 403, 401]);
  await admin.getByTestId("once-close").click();
  await admin.getByTestId("key-revoke").click();
  await admin.locator(".state.revoked").waitFor();
  assert.equal(await asProgram("/board"), 401);
});

test("a_delegation_shows_as_the_decree_writes_it_and_is_withdrawn", async () => {
  await show(admin, "delegations");
  await admin.getByTestId("delegation-open").click();
  const { body } = await ask(admin, "/accounts");
  const signer = body.accounts.find((one) => one.login === account("E2E_LOST").login);
  await admin.selectOption("#delegation-account", signer.id);
  await admin.fill("#delegation-position", "Giám đốc");
  await admin.fill("#delegation-own", "Phó Giám đốc");
  await admin.fill("#delegation-basis", "Quyết định số 12/QĐ-VT ngày 20/01/2027");
  await shoot(admin, "admin-delegation-form-vi-light");
  await admin.getByTestId("delegation-send").click();
  const line = admin.getByTestId("delegation-line");
  await line.waitFor();
  const said = await line.innerText();
  assert.ok(said.includes("KT. GIÁM ĐỐC") && said.includes("PHÓ GIÁM ĐỐC"), said);
  await shoot(admin, "admin-delegation-vi-light");
  await admin.getByTestId("delegation-withdraw").click();
  await line.locator(".state.withdrawn").waitFor();
});

test("what_is_opened_in_an_emergency_stands_before_the_organisation_at_once", async () => {
  await operator.goto("/disclosed");
  await operator.getByTestId("upward-openings").getByTestId("openings-none").waitFor();
  await show(head, "openings");
  await head.fill("#opening-organisation", NAMED);
  await head.fill("#opening-minutes", "10");
  await head.fill("#opening-reason", "Sự cố chưa rõ ai trực");
  await head.getByTestId("opening-send").click();
  await head.getByTestId("opening-banner").waitFor();
  await assertAccessible(head, "break-glass access");
  await shoot(head, "admin-opened-vi-light");
  await waitUntil("the organisation sees it without asking", SOON_MS, async () => (await operator.getByTestId("opening-line").count()) === 1);
  await operator.getByText("Sự cố chưa rõ ai trực").first().waitFor();
  await waitUntil("a banner tells it where the organisation is, without asking", SOON_MS, async () => (await operator.getByTestId("opening-told").count()) === 1);
  assert.match(await operator.getByTestId("opening-told").innerText(), /Lãnh đạo Sở .*Sự cố chưa rõ ai trực/s);
  await assertAccessible(operator, "what is opened, before the organisation");
  await waitUntil("who keeps the holder's accounts is told too", SOON_MS, async () => (await second.getByTestId("opening-told").count()) === 1);
  assert.equal((await ask(stranger, "/session")).body.openings.length, 0);
  assert.equal(await stranger.getByTestId("opening-told").count(), 0, "nobody else is told");
  await shoot(operator, "admin-opened-before-operator-vi-light");
  await operator.goto(`/journal/${NAMED}`);
  await operator.getByText(/Mở xem khẩn cấp|Emergency access opened/).first().waitFor();
  await shoot(operator, "admin-journal-vi-light");
  for (const path of ["/", "/targets", "/reports"]) {
    await head.goto(path);
    await head.getByTestId("opening-banner").waitFor();
    await operator.goto(path);
    await operator.getByTestId("opening-told").waitFor();
  }
  await shoot(operator, "admin-opened-banner-operator-vi-light");
  await show(head, "people");
  await head.locator('[data-testid^="account-"]').first().waitFor();
  await show(head, "openings");
  await head.getByTestId("opening-close").click();
  await head.getByTestId("opening-banner").waitFor({ state: "detached" });
  for (const page of [operator, second]) await page.getByTestId("opening-told").waitFor({ state: "detached" });
});

test("targets_by_csv_are_checked_by_line_held_against_those_in_force_and_put_into_the_campaign_file", async () => {
  await show(head, "targets");
  await head.getByTestId("targets-current").waitFor();
  const { body } = await ask(head, "/targets?limit=1");
  const [known] = body.targets;
  await head.fill("#targets-text", "id,owner,kind,address\nmoi,x,tcp\n");
  await head.getByTestId("targets-faults").waitFor();
  await head.fill("#targets-text", `id;title;owner;kind;address;every_s\n${known.id};;${known.owner};icmp;127.0.0.1;30\ndiem-moi;Điểm mới;${known.owner};tcp;127.0.0.1:7001;5\n`);
  const said = await head.getByTestId("targets-read").innerText();
  assert.match(said, /2 .*1 .*1 /, said);
  await assertAccessible(head, "targets by CSV");
  await shoot(head, "admin-targets-read-vi-light");
  await head.getByTestId("targets-hand").click();
  const file = await head.getByTestId("campaign-file").inputValue();
  assert.match(file, /id = "diem-moi"\ntitle = "Điểm mới"/);
});

test("every_part_is_accessible_in_both_languages_and_themes_and_fits_a_phone", async () => {
  for (const [lang, theme] of [["vi", "light"], ["en", "dark"]]) {
    await show(admin, "people");
    if ((await admin.getAttribute("html", "lang")) !== lang) await admin.getByTestId("switch-language").click();
    if ((await admin.getAttribute("html", "data-theme")) !== theme) await admin.getByTestId("switch-theme").click();
    for (const part of PARTS) {
      await show(admin, part);
      if (part === "organisations") await admin.getByTestId("organisations-fixed").waitFor();
      await assertAccessible(admin, `${part} ${lang} ${theme}`);
      await shoot(admin, `admin-${part}-${lang}-${theme}`);
    }
  }
  const phone = await openPage(browser, BASE, { viewport: { width: 390, height: 844 } });
  await signIn(phone, account("E2E_ADMIN"));
  for (const part of PARTS) {
    await show(phone, part);
    const over = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${part} is ${over}px too wide`);
    await assertAccessible(phone, `${part} on a phone`);
    await shoot(phone, `admin-${part}-phone-vi-light`);
  }
});

test("no_page_broke_its_policy_or_asked_anyone_else", () => {
  for (const page of [admin, second, head, operator, stranger]) assert.deepEqual(page.faults, []);
});
