// Promises of every write: it carries a key, the same for the same act until it is answered, another for another act.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "./client";
import { asProblem } from "./transport";

interface Seen {
  method: string;
  path: string;
  key: string | undefined;
}
type Answer = () => Promise<Response>;
const yes: Answer = () => Promise.resolve(new Response("{}"));
const lost: Answer = () => Promise.reject(new TypeError("no network"));
const refused =
  (status: number): Answer =>
  () =>
    Promise.resolve(new Response("{}", { status }));

let seen: Seen[] = [];
/** Answers each call with the next of these, and with a yes after the last. */
function answering(...answers: Answer[]): void {
  const fetched = (address: string, init: RequestInit): Promise<Response> => {
    seen.push({ method: init.method ?? "GET", path: new URL(address, "http://node").pathname, key: (init.headers as Record<string, string>)["idempotency-key"] });
    return (answers.shift() ?? yes)();
  };
  vi.stubGlobal("fetch", fetched);
}
const keysSeen = () => seen.map((one) => one.key);
const turnsOut = (act: Promise<unknown>) => act.catch(asProblem);

/** The writes of the description, as patterns of their addresses. */
function described(): { method: string; path: string; address: RegExp }[] {
  const { paths } = JSON.parse(readFileSync(new URL("../../../docs/reference/openapi.json", import.meta.url), "utf8")) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => ["post", "put", "patch", "delete"].includes(method))
      .map((method) => ({ method: method.toUpperCase(), path, address: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`) })),
  );
}
/** Writes that programs make and no person at a screen. */
const OF_PROGRAMS = /^\/api\/v1\/sources\/\{/;

describe("every write of the screens", () => {
  beforeEach(() => void (seen = []));
  afterEach(() => void vi.unstubAllGlobals());

  it("carries_a_key_and_no_read_does", async () => {
    answering();
    for (const act of Object.values(api)) {
      if (typeof act !== "function") continue;
      // A call that asks for less than these takes no notice of the rest.
      const given = ["a", new Blob(["b"]), "c", "d"] as const;
      await (act as (...args: unknown[]) => unknown)(...(String(act).includes("body") ? [given[1], "b"] : given));
    }
    const writes = seen.filter((one) => one.method !== "GET");
    expect(writes.length).toBeGreaterThan(30);
    expect(writes.filter((one) => !/^[0-9a-f]{32}$/.test(one.key ?? ""))).toEqual([]);
    expect(new Set(writes.map((one) => one.key)).size).toBe(writes.length);
    expect(seen.filter((one) => one.method === "GET" && one.key !== undefined)).toEqual([]);
    const wanted = described();
    expect(wanted.length).toBeGreaterThan(30);
    const missed = wanted.filter(({ method, path, address }) => !OF_PROGRAMS.test(path) && !writes.some((one) => one.method === method && address.test(one.path)));
    expect(missed.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
  it("keeps_its_key_while_the_way_is_at_fault_and_has_another_once_it_was_answered", async () => {
    answering(lost, refused(503), refused(429), yes, yes);
    for (let i = 0; i < 5; i += 1) await turnsOut(api.disableAccount("a-1"));
    const [first, ...more] = keysSeen();
    expect(more.slice(0, 3)).toEqual([first, first, first]);
    expect(more[3]).not.toBe(first);
  });
  it("has_another_key_after_a_refusal_and_for_other_words", async () => {
    answering(lost, lost, refused(422), refused(422));
    await turnsOut(api.askRecovery("a-1", "mất máy"));
    await turnsOut(api.askRecovery("a-1", "mất điện thoại"));
    await turnsOut(api.askRecovery("a-1", "mất điện thoại"));
    await turnsOut(api.askRecovery("a-1", "mất điện thoại"));
    const [one, other, again, afterwards] = keysSeen();
    expect(other).not.toBe(one);
    expect(again).toBe(other);
    expect(afterwards).not.toBe(other);
  });
  it("is_one_act_when_it_is_sent_twice_at_once", async () => {
    answering();
    await Promise.all([api.inviteAgain("a-1"), api.inviteAgain("a-1")]);
    const [one, other] = keysSeen();
    expect(other).toBe(one);
  });
  it("knows_a_file_by_what_is_in_it", async () => {
    answering(lost, lost);
    await turnsOut(api.putBlob(new Blob(["biên bản"])));
    await turnsOut(api.putBlob(new Blob(["biên bản khác"])));
    await turnsOut(api.putBlob(new Blob(["biên bản"])));
    const [one, other, again] = keysSeen();
    expect(other).not.toBe(one);
    expect(again).toBe(one);
  });
  it("is_another_act_once_something_else_was_done_to_the_same", async () => {
    answering(lost, yes, yes);
    await turnsOut(api.disableAccount("a-1"));
    await api.enableAccount("a-1");
    await api.disableAccount("a-1");
    const keys = keysSeen();
    expect(new Set(keys).size).toBe(3);
  });
});

it("only_the_transport_and_the_live_stream_speak_to_the_server", () => {
  const files = import.meta.glob("../**/*.{ts,svelte}", { query: "?raw", import: "default", eager: true });
  const speak = Object.entries(files).filter(([name, text]) => !name.endsWith(".test.ts") && /\bfetch\(|XMLHttpRequest|sendBeacon/.test(String(text)));
  expect(speak.map(([name]) => name).sort()).toEqual(["../live/stream.ts", "./transport.ts"]);
});
