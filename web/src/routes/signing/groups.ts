// How the cells of a report are set out before it is signed: what is not well first, then what rests on
// a word alone, then what was written down late. A cell may stand in more than one group.
import type { Cell, Status } from "../../api/types";

export const GROUPS = ["failing", "no_signal", "unproven", "at_risk", "asserted_only", "late"] as const;
export type Group = (typeof GROUPS)[number];

const isStatus = (group: Group): group is Extract<Group, Status> => group !== "asserted_only" && group !== "late";

export function grouped(cells: readonly Cell[]): { group: Group; cells: Cell[] }[] {
  const within = (group: Group, cell: Cell): boolean => {
    if (isStatus(group)) return cell.status === group;
    return group === "late" ? cell.late : cell.grade === "asserted" && cell.status !== "waived";
  };
  return GROUPS.map((group) => ({ group, cells: cells.filter((cell) => within(group, cell)) }));
}

/** Whether two counts say the same: a number that is not there counts as none. */
export function sameCounts(one: Record<string, number>, other: Record<string, number>): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? 0) === (other[name] ?? 0));
}
