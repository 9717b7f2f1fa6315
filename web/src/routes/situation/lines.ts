// Which rows and columns the matrix shows. Pure: the board goes in, lines come out.
import type { Cell, Obligation, Organisation, Status } from "../../api/types";
import { STATUSES } from "../../api/types";
import { plain } from "../../i18n/plain";

export interface Filter {
  status?: Status | null;
  organisation?: string | null;
  sector?: string | null;
  text?: string;
}

/** Organisations that owe something, each unit after the one above it. */
export function columnsOf(organisations: Organisation[], cells: Iterable<Cell>, filter: Filter): Organisation[] {
  const owing = new Set<string>();
  for (const cell of cells) owing.add(cell.organisation);
  const below = (parent: string | null): Organisation[] =>
    organisations.filter((o) => (o.parent ?? null) === parent).flatMap((o) => [o, ...below(o.id)]);
  const known = new Set(organisations.map((o) => o.id));
  const roots = organisations.filter((o) => !o.parent || !known.has(o.parent));
  const ordered = roots.flatMap((o) => [o, ...below(o.id)]);
  return ordered.filter(
    (o) => owing.has(o.id) && (!filter.organisation || o.id === filter.organisation || o.parent === filter.organisation),
  );
}

export function rowsOf(
  obligations: Obligation[],
  columns: Organisation[],
  cellAt: (organisation: string, obligation: string) => Cell | undefined,
  filter: Filter,
  words: (cell: Cell) => string,
): Obligation[] {
  const wanted = plain(filter.text ?? "").trim();
  return obligations.filter((line) => {
    if (filter.sector && line.sector !== filter.sector) return false;
    const cells = columns.map((o) => cellAt(o.id, line.id)).filter((cell) => cell !== undefined);
    if (cells.length === 0) return false;
    if (filter.status && !cells.some((cell) => cell.status === filter.status)) return false;
    if (wanted === "") return true;
    return [line.title, line.quote, ...cells.map(words)].some((text) => plain(text).includes(wanted));
  });
}

export function sectorsOf(obligations: Obligation[]): string[] {
  return [...new Set(obligations.map((o) => o.sector).filter((s) => s !== null))].sort();
}

export const rankOf = (status: Status): number => STATUSES.indexOf(status);

/** Statuses that want somebody now; their cells say why without being asked. */
export const LOUD: readonly Status[] = ["failing", "no_signal", "at_risk"];
