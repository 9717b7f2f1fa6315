// Promises about which forms a cell offers, from what the server says may be said there.
import { describe, expect, it } from "vitest";
import { OPENED } from "../../../e2e/listed.mjs";
import type { CellAction, CellDetail } from "../../api/types";
import { correctable, FORMS, offered, planSteps } from "./offered";

const CHECKS = ["inspection", "plan", "briefing", "report"];
const evidence = [
  { id: "w", grade: "attested", origin: "nut/song-ngan" },
  { id: "m", grade: "measured", origin: "nut/song-ngan" },
  { id: "r", grade: "countersigned", origin: "nut/so" },
];

function cell(allowed: readonly CellAction[], status = "unproven", checks: readonly string[] = CHECKS): CellDetail {
  const obligation = { checks: checks.map((kind) => ({ kind })) };
  return { allowed, cell: { organisation: "song-ngan", obligation: "viec", status }, obligation, findings: [], evidence } as unknown as CellDetail;
}

describe("the forms of a cell", () => {
  it("are_those_whose_action_the_server_allows", () => {
    expect(offered(cell([]), true)).toEqual([]);
    expect(offered(cell(["inspect", "approve_plan", "test_plan", "waive", "correct", "open_dispute"]), false)).toEqual(["inspect", "plan", "correct", "waive"]);
    const own: CellAction[] = ["acknowledge", "inspect", "file_plan", "test_plan", "read_briefing", "submit_report", "promise", "explain", "correct"];
    expect(offered(cell(own), true)).toEqual(["acknowledge", "promise", "inspect", "plan", "briefing", "report", "explain", "correct"]);
    expect(offered(cell(["assign"]), true)).toEqual(["assign"]);
  });
  it("answer_a_check_that_the_obligation_has", () => {
    expect(offered(cell(["acknowledge", "inspect", "file_plan", "read_briefing", "submit_report"], "unproven", []), true)).toEqual(["acknowledge"]);
    expect(offered(cell(["inspect", "read_briefing"], "unproven", ["briefing"]), true)).toEqual(["briefing"]);
  });
  it("promise_nothing_where_all_is_well", () => {
    for (const status of ["proven", "waived"]) expect(offered(cell(["promise"], status), true)).toEqual([]);
    expect(offered(cell(["promise"], "failing"), true)).toEqual(["promise"]);
  });
  it("take_the_steps_of_a_plan_that_are_the_viewers", () => {
    expect(planSteps(cell(["approve_plan", "test_plan"]))).toEqual(["approved", "tested"]);
    expect(planSteps(cell(["file_plan", "test_plan"]))).toEqual(["filed", "tested"]);
    expect(planSteps(cell(["file_plan"]))).toEqual(["filed"]);
  });
  it("take_back_ones_own_words_and_from_above_whatever_stands_there", () => {
    const ids = (own: boolean, allowed: CellAction[] = ["correct"]) => correctable(cell(allowed), own).map((one) => one.id);
    expect(ids(true)).toEqual(["w"]);
    expect(ids(false)).toEqual(["w", "m", "r"]);
    expect(ids(false, [])).toEqual([]);
  });
  it("are_opened_by_the_browser_test_each_of_them", () => {
    const opened = new Set(OPENED.map((one) => /^form-(.*)-open$/.exec(one.button)?.[1]));
    expect(FORMS.filter((name) => !opened.has(name))).toEqual([]);
  });
});
