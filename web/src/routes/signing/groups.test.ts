import { describe, expect, it } from "vitest";
import type { Cell } from "../../api/types";
import { grouped, sameCounts } from "./groups";

const cell = (obligation: string, more: Partial<Cell>): Cell => ({
  organisation: "o", obligation, status: "proven", grade: "measured", reason: { code: "x.y", args: {} }, since: null,
  late: false, explained: 0, promised_until: null, held_by: null, next_change_at: null, waived: null, ...more,
});

describe("before signing", () => {
  it("a_cell_stands_in_every_group_it_belongs_to", () => {
    const cells = [
      cell("a", { status: "failing", late: true }),
      cell("b", { grade: "asserted" }),
      cell("c", { status: "unproven", grade: "asserted" }),
      cell("d", { status: "waived", grade: "asserted" }),
    ];
    const found = Object.fromEntries(grouped(cells).map(({ group, cells: inside }) => [group, inside.map((one) => one.obligation).join("")]));
    expect(found).toEqual({ failing: "a", no_signal: "", unproven: "c", at_risk: "", asserted_only: "bc", late: "a" });
  });
  it("a_count_that_is_missing_is_none", () => {
    expect(sameCounts({ proven: 1, failing: 0 }, { proven: 1 })).toBe(true);
    expect(sameCounts({ proven: 1 }, { proven: 2 })).toBe(false);
  });
});
