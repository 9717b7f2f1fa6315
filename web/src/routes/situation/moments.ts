// The scale of the time slider, its presets, and what an entry is to the moments one looks at. Pure.
import type { Campaign, Obligation } from "../../api/types";

export const STEP_MS = 15 * 60_000;
export const DAY_MS = 86_400_000;
/** Looked back this far where no campaign says when it began, and this long before one that has not yet. */
const WITHOUT_CAMPAIGN_DAYS = 30;

export interface Scale {
  from: number;
  to: number;
}

/** From the campaign's beginning to now, both on whole steps, the present being the right end. */
export function scaleOf(campaign: Pick<Campaign, "from"> | null, now: number): Scale {
  const to = Math.ceil(now / STEP_MS) * STEP_MS;
  const began = campaign ? Date.parse(campaign.from) : Number.NaN;
  const from = began < to - DAY_MS ? began : to - WITHOUT_CAMPAIGN_DAYS * DAY_MS;
  return { from: Math.floor(from / STEP_MS) * STEP_MS, to };
}

export function clampTo(scale: Scale, ms: number): number {
  return Math.min(Math.max(ms, scale.from), scale.to);
}

export interface Preset {
  id: "due" | "day";
  ms: number;
}

/** The moment the report was due, once that is past, and a day ago. */
export function presetsOf(obligations: readonly Pick<Obligation, "due" | "checks">[], now: number): Preset[] {
  const dues = obligations
    .filter((one) => one.due !== null && one.checks.some((check) => check.kind === "report"))
    .map((one) => Date.parse(one.due ?? ""))
    .filter((due) => due < now);
  const due = Math.max(...dues);
  return [...(dues.length > 0 ? [{ id: "due" as const, ms: due }] : []), { id: "day" as const, ms: now - DAY_MS }];
}

/** An entry as the slider looks at it. */
export interface Dated {
  kind: string;
  subject: string;
  grade: string | null;
  heldFrom: string;
  recordedAt: string;
}

export type Mark = "late" | "after-at" | "later";

/**
 * What must be said of an entry beside its own words: that it was written down after its obligation's due moment; that
 * it was not written down yet at the moment one looks at, although it speaks of before; or that it speaks of later.
 */
export function marksOf(entry: Dated, at: string | null, dueOf: (obligation: string) => string | null): Mark[] {
  const marks: Mark[] = [];
  const [type, about] = entry.subject.split(":", 2);
  const due = type === "obligation" && about !== undefined && entry.grade !== null ? dueOf(about) : null;
  if (due !== null && entry.recordedAt > due) marks.push("late");
  if (at !== null && entry.heldFrom > at) marks.push("later");
  else if (at !== null && entry.recordedAt > at) marks.push("after-at");
  return marks;
}
