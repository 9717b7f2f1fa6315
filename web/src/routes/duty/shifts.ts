// How a duty log is cut for reading and printing: by day, or by shift, where a hand-over ends the shift
// that gives over. Pure: lines come last heard first, as the server lists them.
import type { DutyLine } from "../../api/types";
import { dateText, parseTime, startOfDay } from "../../time/local";
import { plain } from "../../i18n/plain";

export interface Part {
  key: string;
  /** When it begins and ends; a shift that still runs has no end, the first one known no beginning. */
  from: number | null;
  to: number | null;
  /** First heard first: as the log is read aloud and printed. */
  lines: DutyLine[];
}

export interface Sieve {
  what: string;
  organisation: string;
  text: string;
}

export function sifted(lines: readonly DutyLine[], sieve: Sieve): DutyLine[] {
  const wanted = plain(sieve.text.trim());
  const said = (line: DutyLine): string => plain(Object.values(line.private).filter((one) => one !== null).join(" "));
  return lines.filter(
    (line) =>
      (sieve.what === "" || line.what === sieve.what) &&
      (sieve.organisation === "" || line.concerns === sieve.organisation) &&
      (wanted === "" || said(line).includes(wanted)),
  );
}

export function byDay(lines: readonly DutyLine[]): Part[] {
  const parts: Part[] = [];
  for (const line of lines) {
    const from = startOfDay(parseTime(line.heard_at));
    const last = parts.at(-1);
    if (last?.from === from) last.lines.unshift(line);
    else parts.push({ key: dateText(from), from, to: from + 86_400_000, lines: [line] });
  }
  return parts;
}

export function byShift(lines: readonly DutyLine[]): Part[] {
  const parts: Part[] = [];
  let open: Part | null = null;
  for (const line of lines) {
    const at = parseTime(line.heard_at);
    if (line.what === "handover") {
      if (open) open.from = at;
      open = { key: line.id, from: null, to: at, lines: [] };
      parts.push(open);
    } else if (open === null) {
      open = { key: "now", from: null, to: null, lines: [] };
      parts.push(open);
    }
    open?.lines.unshift(line);
  }
  return parts;
}

/** Heard and written down more than a minute apart: the reader is told both. */
export const isLater = (line: DutyLine): boolean => parseTime(line.recorded_at) - parseTime(line.heard_at) >= 60_000;

export const correctedBy = (line: DutyLine): string | null => line.answered_by.findLast((one) => one.corrects)?.id ?? null;
