// Promises of the live stream: where it goes on from.
import { afterEach, describe, expect, it, vi } from "vitest";
import { openStream } from "./stream";

const deaf = { onEvent: () => undefined, onContact: () => undefined, onLost: () => undefined, onRefused: () => undefined };

describe("the live stream", () => {
  afterEach(() => void vi.unstubAllGlobals());
  it("goes_on_from_a_cursor_and_from_now_where_no_log_is_seen", () => {
    const fetched = vi.fn((_address: string, _init: RequestInit) => new Promise<Response>(() => undefined));
    vi.stubGlobal("fetch", fetched);
    for (const cursor of ["eyJzbyI6M30", btoa("{}").replace(/=/g, ""), null]) openStream("/events", cursor, deaf).close();
    const from = fetched.mock.calls.map(([, init]) => (init.headers as Record<string, string>)["last-event-id"]);
    // Going on from nowhere is everything that ever happened, and the answer to that is to load the board anew, for ever.
    expect(from).toEqual(["eyJzbyI6M30", undefined, undefined]);
  });
});
