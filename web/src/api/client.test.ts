// Promises of the typed client: what the description says of a path is what is asked for.
import { afterEach, describe, expect, it, vi } from "vitest";
import { api, filled, useToken } from "./client";
import { asProblem, onSignedOut, Problem } from "./transport";

const answering = (status: number, body: unknown) => {
  const fetched = vi.fn((_address: string, _init: RequestInit) => Promise.resolve(new Response(JSON.stringify(body), { status })));
  vi.stubGlobal("fetch", fetched);
  return fetched;
};

describe("the client", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    useToken("");
  });

  it("fills_a_path_without_letting_a_part_leave_its_place", () => {
    expect(filled("/cells/{organisation}/{obligation}", { path: { organisation: "a/../b", obligation: "c?d" } })).toBe("/cells/a%2F..%2Fb/c%3Fd");
    expect(filled("/board", { query: { after: null, at: "", known: undefined, limit: 5 } })).toBe("/board?limit=5");
  });
  it("carries_the_token_on_writes_alone", async () => {
    const fetched = answering(200, {});
    useToken("token-1");
    await api.session();
    await api.changePassword("old", "new");
    const headers = fetched.mock.calls.map(([, init]) => (init.headers as Record<string, string>)["x-csrf-token"]);
    expect(headers).toEqual([undefined, "token-1"]);
  });
  it("asks_for_targets_with_the_tag_it_has_until_somebody_else_signs_in", async () => {
    const page = { targets: [], next: null, now: "2027-02-01T00:00:00Z" };
    const tags: (string | undefined)[] = [];
    vi.stubGlobal("fetch", (_address: string, init: RequestInit) => {
      const tag = (init.headers as Record<string, string>)["if-none-match"];
      tags.push(tag);
      return Promise.resolve(tag === '"a"' ? new Response(null, { status: 304 }) : new Response(JSON.stringify(page), { headers: { etag: '"a"' } }));
    });
    expect(await api.targets(null, 1000)).toEqual(page);
    expect(await api.targets(null, 1000)).toEqual(page);
    await api.targets("b", 1000);
    useToken("another's");
    await api.targets(null, 1000);
    expect(tags).toEqual([undefined, '"a"', undefined, undefined]);
  });
  it("reads_a_list_to_its_end", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", (address: string) => {
      asked.push(address);
      const page = asked.length === 1 ? { recoveries: [1, 2], next: "2~b" } : { recoveries: [3], next: null };
      return Promise.resolve(new Response(JSON.stringify(page)));
    });
    expect(await api.recoveries()).toEqual({ recoveries: [1, 2, 3], next: null });
    expect(asked).toEqual(["/api/v1/recoveries?limit=500", "/api/v1/recoveries?after=2%7Eb&limit=500"]);
  });
  it("turns_problem_details_into_one_error_and_hears_of_an_ended_session", async () => {
    let ended = 0;
    onSignedOut(() => (ended += 1));
    answering(401, { type: "x", title: "No", status: 401, code: "not_signed_in", detail: "sign in", fields: [{ field: "at", what: "is empty" }] });
    const problem = await api.campaign().catch(asProblem);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status: 401, code: "not_signed_in", detail: "sign in", fields: [{ field: "at", what: "is empty" }] });
    expect(ended).toBe(1);
  });
});
