import { expect, it } from "vitest";
import type { OrganisationTime } from "../../api/types";
import { treeOf } from "./tree";

const organisation = (id: string, parent: string | null): OrganisationTime => ({ id, name: id, kind: "unit", parent, valid_from: null, valid_to: null, successor: null });
const drawn = (list: OrganisationTime[]): string[] => treeOf(list).map(({ organisation: one, depth }) => "-".repeat(depth) + one.id);

it("each_organisation_stands_once_under_the_one_above_it", () => {
  expect(drawn([organisation("b", "a"), organisation("a", null), organisation("c", "b"), organisation("d", "a")])).toEqual(["a", "-b", "--c", "-d"]);
});
it("one_whose_parent_is_not_seen_stands_at_the_top_and_a_circle_ends", () => {
  expect(drawn([organisation("b", "hidden"), organisation("x", "y"), organisation("y", "x")])).toEqual(["b", "x", "-y"]);
});
