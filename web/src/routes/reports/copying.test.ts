import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Board, boardOf, copy } from "./copying";

class Item {
  constructor(readonly of: Record<string, Promise<Blob>>) {}
}

const text = (): Promise<Blob> => Promise.resolve(new Blob(["chữ"], { type: "text/plain; charset=utf-8" }));

describe("copying", () => {
  beforeEach(() => vi.stubGlobal("ClipboardItem", Item));
  afterEach(() => vi.unstubAllGlobals());

  it("the_clipboard_is_given_what_was_fetched_under_its_type", async () => {
    let given: Blob | undefined;
    const board: Board = {
      write: async ([item]) => {
        given = await (item as unknown as Item).of["text/plain"];
      },
    };
    expect(await copy(board, "text/plain", text())).toBe("copied");
    expect([given?.type, await given?.text()]).toEqual(["text/plain", "chữ"]);
  });
  it("a_browser_that_refuses_is_told_apart_from_a_report_that_did_not_come", async () => {
    const refusing: Board = { write: () => Promise.reject(new Error("no")) };
    expect(await copy(refusing, "image/png", text())).toBe("refused");
    expect(await copy(null, "image/png", text())).toBe("refused");
    const lost = Promise.reject(new Error("not found"));
    await expect(copy(refusing, "image/png", lost)).rejects.toThrow("not found");
  });
  it("a_page_that_may_not_copy_has_no_clipboard", () => {
    expect(boardOf({} as Navigator)).toBe(null);
    expect(boardOf({ clipboard: {} } as unknown as Navigator)).toBe(null);
    const clipboard = { write: () => Promise.resolve() };
    expect(boardOf({ clipboard } as unknown as Navigator)).toBe(clipboard);
  });
});
