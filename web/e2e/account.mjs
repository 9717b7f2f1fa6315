// The browser story of one's own account, against a running program: a second factor is turned on and asked for at the
// door, a code counts once, recovery codes open in its place; sessions are listed with their devices, closed one by one
// and all together. Settings: E2E_URL, and E2E_FACTOR, an account that no other story signs in with.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { account, ask, assertAccessible, launch, openPage, setting, shoot, signIn, waitUntil } from "./browser.mjs";

const BASE = setting("E2E_URL");
const STEP_MS = 30_000;
const SOON_MS = 10_000;

let browser;
let page;
let secret;
let recovery;
/** The step whose code was used last: each counts once. */
let used = 0;

before(async () => {
  browser = await launch();
  page = await openPage(browser, BASE);
  await signIn(page, account("E2E_FACTOR"));
});

after(async () => {
  await browser?.close();
});

/** What a phone shows for a step (RFC 6238). */
function codeOf(step) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", key).update(counter).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** A code that was not used yet; the node takes that of the next step too. */
async function freshCode() {
  const now = () => Math.floor(Date.now() / STEP_MS);
  await waitUntil("a code that was not used", 2 * STEP_MS, () => now() + 1 > used);
  used = Math.max(now(), used + 1);
  return codeOf(used);
}

/** Fills in the door, and gives the page that is behind it. */
async function atTheDoor(fill) {
  const door = await openPage(browser, BASE);
  await door.goto("/");
  await door.fill("#login", account("E2E_FACTOR").login);
  await door.fill("#password", account("E2E_FACTOR").password);
  await door.click("button[type=submit]");
  await door.locator("#code").waitFor();
  await fill(door);
  return door;
}

const enter = async (door, code) => {
  await door.fill("#code", code);
  await door.click("button[type=submit]");
};

test("a_second_factor_is_turned_on_by_its_first_code_and_gives_recovery_codes_once", async () => {
  await page.goto("/account");
  await page.getByTestId("factor-off").waitFor();
  await page.fill("#factor-password", account("E2E_FACTOR").password);
  await page.getByTestId("factor-begin").click();
  secret = (await page.getByTestId("factor-secret").innerText()).replace(/\s/g, "");
  assert.match(secret, /^[A-Z2-7]{32}$/);
  assert.match(await page.getByTestId("factor-address").getAttribute("href"), /^otpauth:\/\/totp\//);
  await page.fill("#factor-code", "000000");
  await page.getByTestId("factor-confirm").click();
  await page.getByTestId("factor-problem").waitFor();
  // A browser calls each answer that says no a fault.
  assert.match(page.faults.splice(0).join(), /status of 422/);
  await assertAccessible(page, "a second factor being turned on");
  await shoot(page, "account-factor-begun-vi-light");
  await page.fill("#factor-code", await freshCode());
  await page.getByTestId("factor-confirm").click();
  await page.getByTestId("factor-on").waitFor();
  recovery = await page.getByTestId("recovery-codes").locator("code").allInnerTexts();
  assert.ok(recovery.length >= 8 && new Set(recovery).size === recovery.length, String(recovery));
  await assertAccessible(page, "recovery codes");
  await shoot(page, "account-factor-on-vi-light");
  await page.reload();
  await page.getByTestId("factor-on").waitFor();
  assert.equal(await page.getByTestId("recovery-codes").count(), 0, "they are shown once");
});

test("the_door_asks_for_a_code_that_counts_once", async () => {
  const code = await freshCode();
  const door = await atTheDoor(async (one) => {
    await assertAccessible(one, "the door with a code");
    await shoot(one, "sign-in-code-vi-light");
    await enter(one, code);
  });
  await door.getByTestId("page-situation").waitFor();
  const again = await atTheDoor((one) => enter(one, code));
  await again.getByTestId("sign-in-problem").waitFor();
  assert.equal((await ask(again, "/session")).status, 401);
  await again.context().close();
  await door.context().close();
});

test("a_recovery_code_opens_in_place_of_the_phone_once", async () => {
  const door = await atTheDoor((one) => enter(one, recovery[0]));
  await door.getByTestId("page-situation").waitFor();
  await door.goto("/account");
  assert.match(await door.getByTestId("factor-on").innerText(), new RegExp(`\\b${recovery.length - 1}\\b`));
  const again = await atTheDoor((one) => enter(one, recovery[0]));
  await again.getByTestId("sign-in-problem").waitFor();
  await again.context().close();
  await door.context().close();
});

test("sessions_are_listed_with_their_device_closed_one_by_one_and_all_together", async () => {
  const [first, second] = [await atTheDoor(async (one) => enter(one, recovery[1])), await atTheDoor(async (one) => enter(one, recovery[2]))];
  for (const one of [first, second]) await one.getByTestId("page-situation").waitFor();
  await page.goto("/account");
  await page.getByTestId("session-line").first().waitFor();
  const before = await page.getByTestId("session-line").count();
  assert.ok(before >= 3, `${before} sessions`);
  assert.equal(await page.getByTestId("session-current").count(), 1);
  assert.match(await page.getByTestId("session-line").first().innerText(), /Chrome|Chromium/);
  await assertAccessible(page, "one's own sessions");
  await shoot(page, "account-sessions-vi-light");
  // The newest stands first, which is the second that signed in.
  await page.getByTestId("session-close").first().click();
  await waitUntil("it is gone from the list", SOON_MS, async () => (await page.getByTestId("session-line").count()) === before - 1);
  assert.deepEqual([(await ask(second, "/session")).status, (await ask(first, "/session")).status], [401, 200]);
  await page.getByTestId("sign-out-everywhere").click();
  await page.getByTestId("page-sign-in").waitFor();
  assert.deepEqual([(await ask(page, "/session")).status, (await ask(first, "/session")).status], [401, 401]);
  await first.goto("/account");
  await first.getByTestId("page-sign-in").waitFor();
  assert.deepEqual([...page.faults, ...first.faults, ...second.faults], []);
});
