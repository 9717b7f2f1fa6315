// Instants as people here read them: dd/MM/yyyy and +07:00, whatever zone the browser sits in.
// Viet Nam has kept UTC+7 without summer time since 1975, so the offset is plain arithmetic.

const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

export interface Day {
  year: number;
  month: number;
  day: number;
}

export interface Local extends Day {
  hour: number;
  minute: number;
  second: number;
  /** 0 is Sunday. */
  weekday: number;
}

export function localOf(ms: number): Local {
  const shifted = new Date(ms + OFFSET_MS);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
  };
}

const two = (n: number): string => String(n).padStart(2, "0");

export function parseTime(text: string): number {
  return Date.parse(text);
}

/** An ISO day such as a letter's deadline; null for a full instant. */
export function dayOf(text: string): Day | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return null;
  return { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
}

export function dayText(day: Day): string {
  return `${two(day.day)}/${two(day.month)}/${day.year}`;
}

export function dateText(ms: number): string {
  return dayText(localOf(ms));
}

export function clockText(ms: number, seconds: "with seconds" | "to the minute" = "to the minute"): string {
  const at = localOf(ms);
  return `${two(at.hour)}:${two(at.minute)}${seconds === "with seconds" ? `:${two(at.second)}` : ""}`;
}

/** "14:05 06/02/2027"; the year always stands, a board is read months later too. */
export function momentText(
  ms: number,
  seconds: "with seconds" | "to the minute" = "to the minute",
): string {
  return `${clockText(ms, seconds)} ${dateText(ms)}`;
}

/** To the second where there are seconds to tell. */
export function exactText(ms: number): string {
  return momentText(ms, ms % 60_000 === 0 ? "to the minute" : "with seconds");
}

/** As momentText, with the zone spelled out: for journal entries and proofs. */
export function momentWithZone(ms: number): string {
  return `${momentText(ms, "with seconds")} +07:00`;
}

export function canonicalTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** A moment as people here write it, "15:00 06/02/2027" or the day alone; null for what is none. Always +07:00. */
export function fromText(text: string): number | null {
  const found = /^\s*(?:(\d{1,2}):(\d{2})\s+)?(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(text);
  if (!found) return null;
  const [hour, minute, day, month, year] = found.slice(1, 6).map((part) => Number(part ?? 0)) as [number, number, number, number, number];
  const ms = Date.UTC(year, month - 1, day, hour, minute) - OFFSET_MS;
  const at = localOf(ms);
  return at.day === day && at.month === month && at.year === year && at.hour === hour && at.minute === minute ? ms : null;
}

/** The value of a datetime-local input, always meant as +07:00. */
export function inputOf(ms: number): string {
  const at = localOf(ms);
  return `${at.year}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}`;
}

export function fromInput(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, Number(found[6] ?? 0)) - OFFSET_MS;
}

export interface Remaining {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
  past: boolean;
}

export function remaining(now: number, until: number): Remaining {
  const total = Math.floor(Math.abs(until - now) / 1000);
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor((total % 86_400) / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
    past: until < now,
  };
}

export function startOfDay(ms: number): number {
  return Math.floor((ms + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
}
