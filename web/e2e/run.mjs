// Runs the browser stories one after the other, and then looks at the pages as the stories left them. `node --test` puts
// its files in the order of their names, so that what comes last is a run of its own. A fault in one hides none of the
// other. `npm run e2e`, or `npm run e2e -- acting sheet` for some of them; settings as e2e/spine.mjs.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const here = new URL("./", import.meta.url);
const LAST = ["pages.mjs", "waiting.mjs"];
/** What the others are made of. */
const PARTS = ["browser.mjs", "listed.mjs", "paper.mjs", "run.mjs", "sight.mjs"];
const asked = process.argv.slice(2).map((name) => `${name}.mjs`);
const all = readdirSync(here).filter((name) => name.endsWith(".mjs") && !PARTS.includes(name));
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`no such story: ${unknown.join(", ")}`);
const chosen = asked.length > 0 ? asked : all;
const run = (names) => spawnSync(process.execPath, ["--test", "--test-concurrency=1", ...names.map((name) => new URL(name, here).pathname)], { stdio: "inherit" }).status;
const runs = [chosen.filter((name) => !LAST.includes(name)), LAST.filter((name) => chosen.includes(name))];
process.exitCode = runs.filter((names) => names.length > 0).map(run).every((status) => status === 0) ? 0 : 1;
