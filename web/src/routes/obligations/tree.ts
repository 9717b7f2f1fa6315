// Who owes what, as a tree of organisations with their obligations. Pure: the board goes in, branches come out.
import type { Cell, Obligation, Organisation, Status } from "../../api/types";
import { plain } from "../../i18n/plain";
import { rankOf } from "../situation/lines";

export interface Owed {
  line: Obligation;
  cell: Cell;
}

export interface Branch {
  organisation: Organisation;
  /** What it owes itself: what wants somebody first, then what is due soonest. */
  owed: Owed[];
  /** How everything stands that it and those below it owe. */
  counts: Partial<Record<Status, number>>;
  below: Branch[];
}

export interface Wanted {
  status?: Status | null;
  text?: string;
  /** Only what was given by one of these entries. */
  given?: Set<string> | null;
  /** Leaves out what is proven, waived, or not due yet. */
  open?: boolean;
}

type CellAt = (organisation: string, obligation: string) => Cell | undefined;

const SETTLED: readonly Status[] = ["proven", "waived", "not_due"];
// Without a date an obligation holds for the whole campaign: it stands after those that fall due.
const LAST = "9999";

function fits({ line, cell }: Owed, wanted: Wanted, words: (cell: Cell) => string): boolean {
  if (wanted.status && cell.status !== wanted.status) return false;
  if (wanted.open && SETTLED.includes(cell.status)) return false;
  if (wanted.given && !wanted.given.has(cell.held_by?.entry ?? "")) return false;
  const text = plain(wanted.text ?? "").trim();
  return text === "" || [line.title, line.quote, words(cell)].some((one) => plain(one).includes(text));
}

function soonest(a: Owed, b: Owed): number {
  return rankOf(a.cell.status) - rankOf(b.cell.status) || (a.line.due ?? LAST).localeCompare(b.line.due ?? LAST);
}

/** The tree; branches in which nothing fits are left out, those that stand above something are kept. */
export function treeOf(organisations: Organisation[], lines: Obligation[], cellAt: CellAt, wanted: Wanted, words: (cell: Cell) => string): Branch[] {
  const known = new Set(organisations.map((o) => o.id));
  const branch = (organisation: Organisation): Branch => {
    const owed = lines
      .flatMap((line): Owed[] => {
        const cell = cellAt(organisation.id, line.id);
        return cell ? [{ line, cell }] : [];
      })
      .filter((one) => fits(one, wanted, words))
      .sort(soonest);
    const below = organisations.filter((o) => o.parent === organisation.id).map(branch).filter(holds);
    const counts: Branch["counts"] = {};
    for (const { cell } of owed) counts[cell.status] = (counts[cell.status] ?? 0) + 1;
    for (const one of below) {
      for (const [status, count] of Object.entries(one.counts)) counts[status as Status] = (counts[status as Status] ?? 0) + count;
    }
    return { organisation, owed, counts, below };
  };
  return organisations.filter((o) => !o.parent || !known.has(o.parent)).map(branch).filter(holds);
}

const holds = (branch: Branch): boolean => branch.owed.length > 0 || branch.below.length > 0;
