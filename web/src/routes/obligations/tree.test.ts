// Promises about the tree of who owes what.
import { describe, expect, it } from "vitest";
import { cell, line, organisation } from "../situation/sample";
import { treeOf } from "./tree";

const organisations = [organisation("unit", "op"), organisation("so", null), organisation("op", "so"), organisation("idle", "so")];
const lines = [line("late", "Báo cáo kết quả", "2027-02-20"), line("soon", "Đo thử đường truyền", "2027-02-05"), line("whole", "Trực 24/24", null)];
const cells = [cell("op", "late", "unproven"), cell("op", "soon", "unproven"), cell("op", "whole", "failing"), cell("unit", "whole", "proven")];
const at = (o: string, b: string) => cells.find((c) => c.organisation === o && c.obligation === b);
const words = () => "";

describe("the tree of obligations", () => {
  it("what_wants_somebody_comes_first_and_then_what_is_due_soonest", () => {
    const [so] = treeOf(organisations, lines, at, {}, words);
    expect(so?.below[0]?.owed.map((one) => one.line.id)).toEqual(["whole", "soon", "late"]);
  });
  it("an_organisation_counts_for_those_below_it_and_who_owes_nothing_is_not_there", () => {
    const [so] = treeOf(organisations, lines, at, {}, words);
    expect(so?.counts).toEqual({ unproven: 2, failing: 1, proven: 1 });
    expect(so?.below.map((branch) => branch.organisation.id)).toEqual(["op"]);
  });
  it("what_is_settled_can_be_left_out_and_words_are_found_without_marks", () => {
    const [so] = treeOf(organisations, lines, at, { open: true }, words);
    expect(so?.below[0]?.below).toEqual([]);
    const [found] = treeOf(organisations, lines, at, { text: "duong truyen" }, words);
    expect(found?.below[0]?.owed.map((one) => one.line.id)).toEqual(["soon"]);
  });
  it("what_was_given_to_somebody_can_be_shown_alone", () => {
    const held = { ...cell("op", "soon", "unproven"), held_by: { entry: "e-1", unit: "unit", account: null, since: "2027-02-01T00:00:00.000Z", until: null } };
    const given = (o: string, b: string) => (o === "op" && b === "soon" ? held : at(o, b));
    const [so] = treeOf(organisations, lines, given, { given: new Set(["e-1"]) }, words);
    expect(so?.below[0]?.owed.map((one) => one.line.id)).toEqual(["soon"]);
    expect(treeOf(organisations, lines, given, { given: new Set() }, words)).toEqual([]);
  });
  it("a_viewer_of_one_branch_sees_it_as_the_root", () => {
    const branches = treeOf([organisation("unit", "op")], lines, at, {}, words);
    expect(branches.map((branch) => branch.organisation.id)).toEqual(["unit"]);
  });
});
