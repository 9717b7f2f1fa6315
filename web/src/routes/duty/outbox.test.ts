import { describe, expect, it } from "vitest";
import { Problem } from "../../api/client";
import type { DutyNote } from "../../api/types";
import { keepTyped, keepWaiting, sendAll, typedOf, waitingOf, type Keeper, type Waiting } from "./outbox";

class Shelf implements Keeper {
  kept = new Map<string, string>();
  recall(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  remember(key: string, value: string): void {
    this.kept.set(key, value);
  }
  forget(key: string): void {
    this.kept.delete(key);
  }
}

const note = (id: string): DutyNote => ({ id, what: "heard", heard_at: "2027-02-05T01:00:00.000Z", text: `lời ${id}` });
const waiting = (...ids: string[]): Waiting[] => ids.map((id) => ({ note: note(id), refused: null }));

describe("the outbox of the duty log", () => {
  it("keeps_what_was_not_sent_over_a_reload_and_for_its_writer_alone", () => {
    const shelf = new Shelf();
    keepWaiting(shelf, "truc", waiting("a", "b"));
    keepTyped(shelf, "truc", "đang gõ");
    expect(waitingOf(shelf, "truc").map((one) => one.note.id)).toEqual(["a", "b"]);
    expect(typedOf(shelf, "truc")).toBe("đang gõ");
    expect(waitingOf(shelf, "khac")).toEqual([]);
    expect(typedOf(shelf, "khac")).toBe("");
    keepWaiting(shelf, "truc", []);
    keepTyped(shelf, "truc", "");
    expect(shelf.kept.size).toBe(0);
  });
  it("leaves_out_what_it_cannot_read", () => {
    const shelf = new Shelf();
    shelf.remember("duty.truc", '[{"note":{"id":1}},{"note":{"id":"a","text":"x","what":"note"}},null]');
    expect(waitingOf(shelf, "truc")).toEqual([{ note: { id: "a", text: "x", what: "note" }, refused: null }]);
    shelf.remember("duty.truc", "{");
    expect(waitingOf(shelf, "truc")).toEqual([]);
  });
  it("sends_in_order_and_stops_where_contact_ends", async () => {
    const tried: string[] = [];
    let left: Waiting[] = waiting("a", "b", "c");
    const send = async (one: DutyNote): Promise<void> => {
      tried.push(one.id);
      if (one.id === "b") throw new Problem(0, "network", "");
    };
    const outcome = await sendAll(left, send, (now) => (left = now));
    expect([outcome.sent, outcome.held?.code, tried]).toEqual([1, "network", ["a", "b"]]);
    expect(left.map((one) => one.note.id)).toEqual(["b", "c"]);
    await sendAll(left, async (one) => void tried.push(one.id), (now) => (left = now));
    expect([left, tried]).toEqual([[], ["a", "b", "b", "c"]]);
  });
  it("what_the_server_refuses_stays_with_its_reason_and_holds_nobody_up", async () => {
    let left = waiting("a", "b");
    const refuse = async (one: DutyNote): Promise<void> => {
      if (one.id === "a") throw new Problem(422, "bad_field", "", [{ field: "facts.obligation", what: "is no obligation" }]);
    };
    const outcome = await sendAll(left, refuse, (now) => (left = now));
    expect([outcome.sent, outcome.held]).toEqual([1, null]);
    expect(left).toEqual([{ note: note("a"), refused: "facts.obligation: is no obligation" }]);
    const again = await sendAll(left, async () => { throw new Error("must not be sent again by itself"); }, () => undefined);
    expect(again.sent).toBe(0);
  });
});
