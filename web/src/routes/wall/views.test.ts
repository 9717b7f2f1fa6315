// Promises of the wallboard.
import { describe, expect, it } from "vitest";
import type { Cell, Organisation, Status } from "../../api/types";
import { ageOf, comingOf, ROWS, shiftOf, staleSince, viewsOf, wantingOf, worstOf } from "./views";

const cell = (id: number, status: Status, since: string | null = null): Cell => ({
  organisation: "op", obligation: `o-${id}`, status, grade: null, reason: { code: "x.y", args: {} }, since, late: false, explained: 0, promised_until: null, held_by: null, next_change_at: null, waived: null,
});
const organisation = (n: number): Organisation => ({ id: `d-${n}`, name: `D ${n}`, kind: "telecom_operator", parent: null });

describe("the wallboard", () => {
  it("shows_what_wants_somebody_worst_first_and_nothing_that_is_well", () => {
    const cells = [cell(1, "at_risk"), cell(2, "proven"), cell(3, "failing", "2027-01-01"), cell(4, "failing", "2027-01-02"), cell(5, "not_due")];
    expect(wantingOf(cells).map((one) => one.obligation)).toEqual(["o-4", "o-3", "o-1"]);
    expect(worstOf(cells)).toBe("failing");
    expect(worstOf([])).toBeNull();
  });
  it("turns_through_pages_and_tells_how_many_more_there_are", () => {
    const many = Array.from({ length: ROWS.wanting * 3 + 2 }, (_, i) => cell(i, "failing"));
    const views = viewsOf(many, Array.from({ length: ROWS.organisations + 1 }, (_, i) => organisation(i)), []);
    expect(views.map((view) => view.kind)).toEqual(["counts", "wanting", "wanting", "wanting", "organisations", "organisations"]);
    expect(views.map((view) => (view.kind === "wanting" ? view.rest : -1)).slice(1, 4)).toEqual([0, 0, 2]);
    expect(viewsOf([cell(1, "proven")], [], []).map((view) => view.kind)).toEqual(["counts"]);
  });
  it("names_what_comes_next_in_order_and_nothing_past", () => {
    const now = Date.parse("2027-02-01T00:00:00.000Z");
    const critical = [{ id: "c", title: "Giao thừa", from: "2027-02-05T13:00:00.000Z", to: "2027-02-05T19:00:00.000Z" }];
    const obligations = [{ id: "a", title: "A", due: "2027-02-19T17:00:00.000Z" }, { id: "b", title: "B", due: "2027-01-19T17:00:00.000Z" }, { id: "n", title: "N", due: null }];
    expect(comingOf({ critical }, obligations, now).map((one) => one.id)).toEqual(["c", "a"]);
  });
  it("is_the_present_only_while_the_server_is_heard", () => {
    const at = 1_000_000;
    expect(staleSince(null, null, at)).toBeNull();
    expect(staleSince(at - 1_000, null, at), "a stream that comes back at once").toBeNull();
    expect(staleSince(at - 60_000, null, at)).toBe(at - 60_000);
    expect(staleSince(null, at - 5, at), "a session that ended is no present").toBe(at - 5);
    expect(ageOf(3_723_000)).toEqual({ hours: 1, minutes: 2, seconds: 3 });
  });
  it("never_stands_still_on_the_panel", () => {
    const places = Array.from({ length: 8 }, (_, minute) => JSON.stringify(shiftOf(minute)));
    expect(new Set(places).size).toBe(8);
    expect(shiftOf(8)).toEqual(shiftOf(0));
  });
});
