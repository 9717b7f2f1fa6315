// Which targets a table shows: by words with or without Vietnamese marks, by state, by owner; and which of
// them lie in the window, so that fifty thousand rows cost what thirty do.
import type { TargetRow, TargetTurn } from "../../api/types";
import { plain } from "../../i18n/plain";

export interface Filter {
  text: string;
  state: string;
  owner: string;
}

/** The states that want a look come first; then by id. */
const ORDER = ["down", "unknown", "excluded", "up"];

export function sifted(targets: readonly TargetRow[], filter: Filter): TargetRow[] {
  const words = plain(filter.text).split(/\s+/).filter((word) => word !== "");
  const wanted = targets.filter((one) => {
    if (filter.state !== "" && one.state !== filter.state) return false;
    if (filter.owner !== "" && one.owner !== filter.owner) return false;
    if (words.length === 0) return true;
    const text = plain(`${one.id} ${one.title} ${one.owner}`);
    return words.every((word) => text.includes(word));
  });
  const rank = (one: TargetRow): number => ORDER.indexOf(one.state);
  return wanted.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

export interface Span {
  from: number;
  to: number;
}

/** The rows in a window, with some beyond it on either side so that a quick wheel shows no void. */
export function spanOf(top: number, height: number, row: number, count: number): Span {
  const BEYOND = 12;
  const first = Math.floor(top / row);
  const last = Math.ceil((top + height) / row);
  return { from: Math.max(0, Math.min(first, count) - BEYOND), to: Math.min(count, last + BEYOND) };
}

/** The targets after one of them turned. */
export const turned = (targets: readonly TargetRow[], turn: TargetTurn): TargetRow[] =>
  targets.map((one) => (one.id === turn.id ? { ...one, state: turn.state, since: turn.since, cause: turn.cause } : one));
