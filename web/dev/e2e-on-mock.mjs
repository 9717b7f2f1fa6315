// Runs the browser story against the stand-in server: a check of the story itself, and of the screens
// before the program exists. `npm run build` first; `node dev/e2e-on-mock.mjs screens` runs one story.
import { spawn, spawnSync } from "node:child_process";

const PORT = 8096;
const base = `http://127.0.0.1:${PORT}`;
const here = (name) => new URL(name, import.meta.url).pathname;
const server = spawn(process.execPath, [here("mock.mjs"), String(PORT)], { stdio: ["ignore", "pipe", "inherit"] });
await new Promise((resolve) => server.stdout.once("data", resolve));
const stories = process.argv.length > 2 ? process.argv.slice(2) : ["spine", "screens"];
const password = "giao-thua-2027";
const run = spawnSync(process.execPath, ["--test", "--test-concurrency=1", ...stories.map((name) => here(`../e2e/${name}.mjs`))], {
  stdio: "inherit",
  env: { ...process.env, E2E_URL: base, E2E_CONTROL: base, E2E_REGULATOR: `truc.so:${password}`, E2E_OPERATOR: `song.xanh:${password}`, E2E_OPERATOR2: `cap.dong:${password}` },
});
server.kill();
process.exitCode = run.status ?? 1;
