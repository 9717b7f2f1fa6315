// Puts a reason or a figure into words: codes come from the checks, sentences from locales/, moments
// are shown at +07:00 and parts per million as a percentage.
import type { Facts, Figure, Reason, Value } from "../api/types";
import { dateText, dayOf, dayText, exactText, localOf, momentText, parseTime } from "../time/local";
import { lunarDayText, lunarOf } from "../time/lunar";
import { format, has, numberText, type Args, type Language } from "./bundles";

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** The first dot alone parts a check from its case. */
export function reasonKey(code: string): string {
  return `reason-${code.replace(".", "-")}`;
}

export function plainValue(value: Value): string {
  if (value === null) return "–";
  if (typeof value === "string") return INSTANT.test(value) ? exactText(parseTime(value)) : value;
  if (Array.isArray(value)) return value.map(plainValue).join(", ");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([key, part]) => `${key}: ${plainValue(part)}`)
      .join("; ");
  }
  return String(value);
}

/** A name the screens know a word for: a grade, a cause, a plan's state, a checklist item. */
function word(language: Language, name: string, value: string): string {
  for (const id of [`${name}-${value}`, `word-${value}`]) if (has(language, id)) return format(language, id);
  return value;
}

const WORDS: Record<string, string> = {
  cause: "cause",
  grade: "grade",
  min_grade: "grade",
  has: "plan-state",
  requires: "plan-state",
  item: "checklist",
  name: "figure",
};

/** Between a number and its unit, so that no line ends there. */
const NBSP = "\u00a0";

/** A value with its limit and unit, in the unit people speak in: the three change together. */
function inSpokenUnit(args: Facts): Facts {
  const spoken = { us: { per: 1000, unit: "ms" }, ppm: { per: 10_000, unit: "%" } }[String(args["unit"])];
  if (!spoken) return args;
  const scaled = (value: Value | undefined): Value => (typeof value === "number" ? value / spoken.per : (value ?? null));
  return { ...args, unit: spoken.unit, value: scaled(args["value"]), limit: scaled(args["limit"]) };
}

export function argsOf(language: Language, given: Facts): Args {
  const out: Args = {};
  const args = inSpokenUnit(given);
  for (const [key, value] of Object.entries(args)) {
    if (typeof value === "number") out[key] = key.endsWith("_ppm") ? ppm(language, value) : value;
    else if (typeof value === "string" && key in WORDS) out[key] = word(language, WORDS[key] ?? key, value);
    else if (key === "due" && typeof value === "string") out[key] = dueText(value).solar;
    else out[key] = plainValue(value);
  }
  return out;
}

export function reasonText(language: Language, reason: Reason): string {
  const id = reasonKey(reason.code);
  // Parts per million are told as a percentage, which brings its own sign.
  if (has(language, id)) return format(language, id, argsOf(language, reason.args)).replaceAll("% ppm", "%");
  const args = Object.entries(reason.args).map(([key, value]) => `${key} ${plainValue(value)}`);
  return [reason.code, ...args].join(" · ");
}

function ppm(language: Language, value: number): string {
  return `${numberText(language, value / 10_000, 4)}${NBSP}%`;
}

/** Microseconds as milliseconds, ppm as percent, seconds as they are: units a duty officer speaks in. */
export function amount(language: Language, value: number, unit: string): string {
  if (unit === "ppm") return ppm(language, value);
  if (unit === "us") return `${numberText(language, value / 1000, 2)}${NBSP}ms`;
  if (unit === "s") return `${numberText(language, value)}${NBSP}s`;
  if (unit === "days" || unit === "day") return format(language, "days-count", { count: value });
  return unit === "" || unit === "count" ? numberText(language, value) : `${numberText(language, value)}${NBSP}${unit}`;
}

const SIGNS: Record<string, string> = { ">=": "≥", "<=": "≤", ">": ">", "<": "<" };

export function limitText(language: Language, figure: Figure): string {
  const limit = figure.limit;
  return limit === null ? "–" : `${SIGNS[limit.op] ?? limit.op}${NBSP}${amount(language, limit.value, figure.unit)}`;
}

export function figureName(language: Language, name: string): string {
  return word(language, "figure", name);
}

export interface DueText {
  solar: string;
  lunar: string;
}

/** A deadline with its lunar day. The midnight that ends a day is named by the day it ends. */
export function dueText(due: string): DueText {
  const day = dayOf(due);
  if (day) return { solar: dayText(day), lunar: lunarDayText(lunarOf(day)) };
  const ms = parseTime(due);
  const at = localOf(ms);
  const midnight = at.hour === 0 && at.minute === 0 && at.second === 0;
  const shown = midnight ? localOf(ms - 1) : at;
  return {
    solar: midnight ? `24:00 ${dateText(ms - 1)}` : momentText(ms),
    lunar: lunarDayText(lunarOf(shown)),
  };
}
