// A list of organisations as the lines of a tree: each under the one above it, in the order they came.
import type { OrganisationTime } from "../../api/types";

export interface TreeLine {
  organisation: OrganisationTime;
  depth: number;
}

export function treeOf(organisations: OrganisationTime[]): TreeLine[] {
  const ids = new Set(organisations.map((one) => one.id));
  const lines: TreeLine[] = [];
  const seen = new Set<string>();
  const add = (organisation: OrganisationTime, depth: number): void => {
    if (seen.has(organisation.id)) return;
    seen.add(organisation.id);
    lines.push({ organisation, depth });
    for (const below of organisations) if (below.parent === organisation.id) add(below, depth + 1);
  };
  for (const one of organisations) if (one.parent === null || !ids.has(one.parent)) add(one, 0);
  // What stands in a circle stands at the top.
  for (const one of organisations) add(one, 0);
  return lines;
}
