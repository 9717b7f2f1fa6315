// How a page is brought into sight and looked at: opened as a person does, left until nothing more is on its way, in a
// language, a theme and a size, and what of its text does not fit.
import { ask } from "./browser.mjs";

export const LOOKS = [["vi", "light"], ["vi", "dark"], ["en", "dark"], ["en", "light"]];
/** The usual office screen. */
export const OFFICE = { width: 1366, height: 768 };
export const PHONE = { width: 360, height: 740 };
/** What a window of the office screen has to lay out in at twice the size. */
export const TWICE = { width: 683, height: 384 };
const SETTLE_MS = 30_000;

/** Two cores draw two pages at a time. */
export const LANES = 2;

/** Does something for each of these, so many at a time; it is told in which lane. */
export async function inLanes(lanes, each, does) {
  const left = [...each];
  const lane = async (_, number) => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await does(one, number);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const frame = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Waits until the mark is there and nothing is waited for. The design page shows waiting on purpose. */
export async function settle(page, mark) {
  await page.getByTestId(mark).first().waitFor();
  const until = Date.now() + SETTLE_MS;
  for (let quiet = 0; quiet < 2; ) {
    await frame(page);
    const waits = mark !== "page-design" && (await page.locator('[role="status"].wait').count()) > 0;
    quiet = waits || page.pending.size > 0 ? 0 : quiet + 1;
    if (Date.now() > until) throw new Error(`${page.url()} still waits for ${[...page.pending].map((one) => one.url()).join(", ") || "something"}`);
  }
}

/** Follows a link to it, as people do: who is signed in and the board stay. A wall has no links and is opened. */
export async function go(page, address, mark) {
  if (mark === "page-wall" || !page.url().startsWith("http") || page.url().includes("wall=")) await page.goto(address);
  else await follow(page, address);
  await settle(page, mark);
}

/** Clicks a link to an address. */
export const follow = (page, address) =>
  page.evaluate((href) => {
    const link = Object.assign(document.createElement("a"), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, address);

/** Turns the page to a language and a theme, by its switches where it has them. */
export async function turn(page, [language, theme], mark) {
  const pressed = await page.evaluate(
    ([l, t]) => {
      const { lang, dataset } = document.documentElement;
      const [languages, themes] = ["switch-language", "switch-theme"].map((name) => document.querySelector(`[data-testid="${name}"]`));
      if (lang !== l) languages?.click();
      if (dataset.theme !== t) themes?.click();
      return languages !== null;
    },
    [language, theme],
  );
  if (pressed) {
    await page.locator(`html[lang="${language}"][data-theme="${theme}"]`).waitFor();
    await frame(page);
  } else {
    await page.evaluate(([l, t]) => (localStorage.setItem("thongsuot.language", l), localStorage.setItem("thongsuot.theme", t)), [language, theme]);
    await page.reload();
    await settle(page, mark);
  }
}

/** What does not fit: text cut off by its own box or by one around it, and how far the page is too wide. What scrolls on
    purpose is left out. */
export const misfits = (page) =>
  page.evaluate(() => {
    const found = [];
    const tell = (element, what) => found.push(`<${element.tagName.toLowerCase()}> ${element.textContent.trim().slice(0, 50)}: ${what}`);
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    for (const element of document.querySelectorAll("main *, header *, dialog[open] *")) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
      if (!own || element.closest(".unseen, .scroll-x, .scroll, pre, code, textarea, input, select, option, svg, .letter, [role=grid]")) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0) continue;
      const style = getComputedStyle(element);
      if (style.display !== "inline" && element.scrollWidth > element.clientWidth + 1) tell(element, `${element.scrollWidth} in ${element.clientWidth}`);
      else if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1) tell(element, `${element.scrollHeight} high in ${element.clientHeight}`);
      for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (overflowX === "auto" || overflowX === "scroll") break;
        const edge = around.getBoundingClientRect();
        if (hides(overflowX) && box.right > edge.right + 1) tell(element, "cut off at the side by what is around it");
        if (hides(overflowY) && box.bottom > edge.bottom + 1) tell(element, "cut off below by what is around it");
      }
    }
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return over > 0 ? [`${over}px too wide`, ...found.slice(0, 5)] : found.slice(0, 5);
  });

/** What somebody opens the pages with parts for: their own organisation's where they have something, else what they see. */
export async function subjectOf(page, otherwise) {
  const { body: session } = await ask(page, "/session");
  const { body: board } = await ask(page, "/board?limit=200");
  const cells = board?.cells ?? [];
  const measured = (one) => one.grade === "measured";
  const own = cells.filter((one) => one.organisation === session.organisation);
  const cell = own.find(measured) ?? cells.find(measured) ?? own[0] ?? cells[0] ?? otherwise;
  const { body: list } = await ask(page, "/targets?limit=200");
  const target = (list?.targets.find((one) => one.owner === cell.organisation) ?? list?.targets[0])?.id ?? otherwise.target;
  const { body: journal } = await ask(page, "/journal");
  const logs = (journal?.logs ?? []).map((one) => one.organisation);
  const log = logs.includes(session.organisation) ? session.organisation : (logs[0] ?? otherwise?.log ?? session.organisation);
  const { body: entries } = await ask(page, `/journal/${log}/entries?limit=200`);
  const secret = (entries?.entries ?? []).find((one) => Object.keys(one.entry.commitments).length > 0)?.index ?? 0;
  return { organisation: cell.organisation, obligation: cell.obligation, target, log, home: session.organisation, private: secret };
}
