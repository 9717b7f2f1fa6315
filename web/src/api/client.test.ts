// Promises of the typed client: what the description says of a path is what is asked for.
import { afterEach, describe, expect, it, vi } from "vitest";
import { api, filled } from "./client";
import { asProblem, onSignedOut, Problem, useToken } from "./transport";

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
