// Runs the browser stories one after the other, and then looks at the pages as the stories left them. `node --test` puts
// its files in the order of their names, so that what comes last is a run of its own. A fault in one hides none of the
// other. `npm run e2e`; settings as e2e/spine.mjs.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const here = new URL("./", import.meta.url);
const LAST = ["pages.mjs", "waiting.mjs"];
/** What the others are made of. */
const PARTS = ["browser.mjs", "listed.mjs", "run.mjs", "sight.mjs"];
const stories = readdirSync(here).filter((name) => name.endsWith(".mjs") && !PARTS.includes(name) && !LAST.includes(name));
const run = (names) => spawnSync(process.execPath, ["--test", "--test-concurrency=1", ...names.map((name) => new URL(name, here).pathname)], { stdio: "inherit" }).status;
process.exitCode = [stories, LAST].map(run).every((status) => status === 0) ? 0 : 1;
