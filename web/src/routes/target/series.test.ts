// Promises about the chart: gaps are gaps, and our own lateness is never drawn as the network's.
import { describe, expect, it } from "vitest";
import type { Samples } from "../../api/types";
import { drawn, gapsOf, totalsOf } from "./series";

const samples: Samples = {
  from: "2027-02-02T00:00:00.000Z",
  to: "2027-02-02T00:00:05.000Z",
  step_ms: 1000,
  t: [0, 1000, 2000, 3000, 4000],
  p50_us: [400, null, null, 500, null],
  p05_us: [300, null, null, 400, null],
  p95_us: [800, null, null, 600, null],
  max_us: [900, null, null, 700, null],
  sent: [5, 0, 0, 5, 5],
  lost: [0, 0, 0, 1, 5],
  own_late: [1, 0, 0, 0, 0],
};

describe("chart", () => {
  it("time_without_probes_is_a_gap_and_time_without_answers_is_not", () => {
    expect(gapsOf(samples)).toEqual([[1000, 3000]]);
    expect(drawn(samples).p50Ms).toEqual([0.4, null, null, 0.5, null]);
    expect(drawn(samples).p05Ms).toEqual([0.3, null, null, 0.4, null]);
    expect(drawn(samples).p95Ms).toEqual([0.8, null, null, 0.6, null]);
  });
  it("losses_and_own_lateness_are_marked_apart", () => {
    expect(drawn(samples).lost).toEqual([null, null, null, 0.2, 1]);
    expect(drawn(samples).ownLate).toEqual([0, null, null, null, null]);
    expect(totalsOf(samples)).toEqual({ sent: 15, lost: 6, ownLate: 1 });
  });
});
