// Samples made ready for drawing: gaps stay gaps, losses become marks, our own lateness stands apart.
import type { Samples } from "../../api/types";

/** A bar's foot and head would join over missing time; null keeps the pen up. */
export type Line = (number | null)[];

export interface Drawn {
  /** Seconds, as the chart wants them. */
  t: number[];
  p50Ms: Line;
  /** Foot and head of the band that holds nine answers in ten. */
  p05Ms: Line;
  p95Ms: Line;
  maxMs: Line;
  /** The share that was lost where something was, for the height of the mark; null elsewhere. */
  lost: Line;
  ownLate: Line;
}

export function drawn(samples: Samples): Drawn {
  const ms = (value: number | null): number | null => (value === null ? null : value / 1000);
  const mark = (count: number): number | null => (count > 0 ? 0 : null);
  return {
    t: samples.t.map((at) => at / 1000),
    p50Ms: samples.p50_us.map(ms),
    p05Ms: samples.p05_us.map(ms),
    p95Ms: samples.p95_us.map(ms),
    maxMs: samples.max_us.map(ms),
    lost: samples.lost.map((lost, i) => (lost > 0 ? lost / Math.max(lost, samples.sent[i] ?? 0) : null)),
    ownLate: samples.own_late.map(mark),
  };
}

export interface Totals {
  sent: number;
  lost: number;
  ownLate: number;
}

export function totalsOf(samples: Samples): Totals {
  const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
  return { sent: sum(samples.sent), lost: sum(samples.lost), ownLate: sum(samples.own_late) };
}

/** Stretches in which nothing was sent at all, [from, to) in ms: shaded, never joined. */
export function gapsOf(samples: Samples): [number, number][] {
  const gaps: [number, number][] = [];
  samples.t.forEach((at, i) => {
    if ((samples.sent[i] ?? 0) > 0) return;
    const last = gaps.at(-1);
    if (last && last[1] === at) last[1] = at + samples.step_ms;
    else gaps.push([at, at + samples.step_ms]);
  });
  return gaps;
}
