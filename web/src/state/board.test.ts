// Promises of the board: what the server asks for is done at a pace that a node stands.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { board } from "./board.svelte";

const now = "2027-02-05T01:00:00.000Z";
const pages: Record<string, unknown> = {
  "/api/v1/campaign": { now, organisations: [] },
  "/api/v1/board": { now, at: null, cursor: "eyJzbyI6M30", organisations: [], obligations: [], cells: [], next: null },
};

/** Answers like a node whose stream says `first` to whoever begins to listen, and `later` two seconds after. */
function answering(first: string, later = ":\n\n"): { loads: () => number } {
  let loads = 0;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
    const { pathname } = new URL(address, "http://node");
    if (pathname === "/api/v1/board") loads += 1;
    if (pathname !== "/api/v1/events") return Promise.resolve(new Response(JSON.stringify(pages[pathname])));
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(bytes(first));
        const timer = setTimeout(() => stream.enqueue(bytes(later)), 2_000);
        init.signal?.addEventListener("abort", () => (clearTimeout(timer), stream.error(new Error("aborted"))));
      },
    });
    return Promise.resolve(new Response(body));
  });
  return { loads: () => loads };
}

describe("the board", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    board.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const reload = "event: reload\nid: eyJzbyI6M30\ndata: {}\n\n";
  it("is_loaded_anew_when_the_server_says_so_and_no_oftener_than_every_ten_seconds", async () => {
    const node = answering(reload, reload);
    await board.open();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(node.loads()).toBe(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(node.loads()).toBe(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(node.loads()).toBe(3);
  });
  it("does_not_begin_to_listen_again_where_that_would_ask_for_the_same_for_ever", async () => {
    const node = answering(reload);
    await board.open();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(node.loads()).toBe(2);
  });
  it("hears_on_while_it_waits_to_be_loaded_anew", async () => {
    const entry = 'event: entry\nid: eyJzbyI6NH0\ndata: {"origin":"nut/so","size":4}\n\n';
    answering(reload, entry);
    await board.open();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(board.lastEntry).toEqual({ origin: "nut/so", size: 4 });
  });
});
