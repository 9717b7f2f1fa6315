import { describe, expect, it } from "vitest";
import type { DutyLine } from "../../api/types";
import { byDay, byShift, correctedBy, isLater, sifted } from "./shifts";

const line = (id: string, heard_at: string, what: DutyLine["what"] = "heard", more: Partial<DutyLine> = {}): DutyLine => ({
  id, index: 1, what, heard_at, recorded_at: heard_at, actor: "a", actor_name: null, concerns: null, obligation: null,
  target: null, corrects: null, private: { text: `Mất điện ${id}` }, answered_by: [], ...more,
});

/** Last heard first. */
const log = [
  line("e", "2027-02-06T01:00:00.000Z"),
  line("d", "2027-02-06T00:00:00.000Z", "handover"),
  line("c", "2027-02-05T18:00:00.000Z"),
  line("b", "2027-02-05T12:00:00.000Z", "handover"),
  line("a", "2027-02-05T11:00:00.000Z"),
];

describe("the duty log cut for reading", () => {
  it("days_are_those_of_viet_nam_and_read_forward", () => {
    expect(byDay(log).map((part) => [part.key, part.lines.map((one) => one.id).join("")])).toEqual([
      ["06/02/2027", "cde"],
      ["05/02/2027", "ab"],
    ]);
  });
  it("a_hand_over_ends_the_shift_that_gives_over", () => {
    const parts = byShift(log);
    expect(parts.map((part) => part.lines.map((one) => one.id).join(""))).toEqual(["e", "cd", "ab"]);
    expect(parts.map((part) => part.to === null)).toEqual([true, false, false]);
    expect(parts[0]?.from).toBe(Date.parse("2027-02-06T00:00:00.000Z"));
    expect(parts[2]?.from).toBe(null);
  });
  it("words_are_found_with_or_without_marks_and_erased_ones_are_not", () => {
    const lines = [line("a", "2027-02-05T11:00:00.000Z"), line("b", "2027-02-05T11:00:00.000Z", "note", { private: { text: null } })];
    expect(sifted(lines, { what: "", organisation: "", text: "mat dien" }).map((one) => one.id)).toEqual(["a"]);
    expect(sifted(lines, { what: "note", organisation: "", text: "" }).map((one) => one.id)).toEqual(["b"]);
  });
  it("tells_what_was_written_late_and_what_was_corrected", () => {
    expect(isLater(line("a", "2027-02-05T11:00:00.000Z", "heard", { recorded_at: "2027-02-05T11:00:59.000Z" }))).toBe(false);
    expect(isLater(line("a", "2027-02-05T11:00:00.000Z", "heard", { recorded_at: "2027-02-05T11:01:00.000Z" }))).toBe(true);
    const answer = { id: "z", kind: "duty.logged", log: "so", index: 2, organisation: "so", obligation: null, recorded_at: "", corrects: true };
    expect(correctedBy(line("a", "2027-02-05T11:00:00.000Z", "heard", { answered_by: [answer] }))).toBe("z");
  });
});
