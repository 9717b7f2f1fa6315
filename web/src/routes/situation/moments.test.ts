// Promises of the time slider.
import { describe, expect, it } from "vitest";
import { clampTo, DAY_MS, marksOf, presetsOf, scaleOf, STEP_MS, type Dated } from "./moments";

const now = Date.parse("2027-02-21T03:07:40.000Z");
const check = (kind: string) => ({ kind }) as never;

describe("the time slider", () => {
  it("runs_from_the_campaigns_beginning_to_the_present_in_whole_steps", () => {
    const scale = scaleOf({ from: "2027-01-14T17:00:00.000Z" }, now);
    expect(new Date(scale.from).toISOString()).toBe("2027-01-14T17:00:00.000Z");
    expect(scale.to).toBeGreaterThanOrEqual(now);
    expect((scale.to - scale.from) % STEP_MS).toBe(0);
    expect([clampTo(scale, 0), clampTo(scale, now * 2)]).toEqual([scale.from, scale.to]);
  });
  it("looks_back_thirty_days_before_a_campaign_that_has_not_begun", () => {
    for (const campaign of [null, { from: "2028-01-01T00:00:00.000Z" }]) {
      const scale = scaleOf(campaign, now);
      expect(Math.round((scale.to - scale.from) / DAY_MS)).toBe(30);
    }
  });
  it("offers_the_reports_due_moment_only_once_it_is_past", () => {
    const report = { due: "2027-02-19T17:00:00.000Z", checks: [check("report")] };
    const other = { due: "2027-02-20T17:00:00.000Z", checks: [check("plan")] };
    expect(presetsOf([other, report], now)).toEqual([{ id: "due", ms: Date.parse(report.due) }, { id: "day", ms: now - DAY_MS }]);
    expect(presetsOf([report], Date.parse("2027-02-01T00:00:00.000Z")).map((p) => p.id)).toEqual(["day"]);
  });
  it("says_of_an_entry_that_it_came_after_the_due_moment_or_after_the_moment_looked_at", () => {
    const entry: Dated = { kind: "inspection.signed", subject: "obligation:a", grade: "attested", heldFrom: "2027-02-01T00:00:00.000Z", recordedAt: "2027-02-03T00:00:00.000Z" };
    const due = () => "2027-02-02T00:00:00.000Z";
    expect(marksOf(entry, null, due)).toEqual(["late"]);
    expect(marksOf(entry, "2027-02-02T12:00:00.000Z", due)).toEqual(["late", "after-at"]);
    expect(marksOf(entry, "2027-01-31T00:00:00.000Z", () => null)).toEqual(["later"]);
    expect(marksOf({ ...entry, grade: null }, null, due)).toEqual([]);
    expect(marksOf({ ...entry, subject: "target:a" }, null, due)).toEqual([]);
  });
});
