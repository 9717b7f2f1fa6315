import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PAPERS, isAskedOf, isOwn, paperOf } from "./papers";

const program = readFileSync(new URL("../../../../crates/campaign/src/paper.rs", import.meta.url), "utf8");

describe("papers", () => {
  it("the_papers_are_those_of_the_program_and_so_is_whose_own_each_is", () => {
    const named = [...program.matchAll(/Self::(\w+) => "(\w+)"/g)].map((found) => found[2]);
    expect([...PAPERS].sort()).toEqual(named.sort());
    const own = /fn is_own[^}]*?matches!\(self, ([^)]*)\)/s.exec(program)?.[1] ?? "";
    expect(PAPERS.filter(isOwn).map((paper) => paper.toLowerCase())).toEqual([...own.matchAll(/Self::(\w+)/g)].map((found) => found[1]?.toLowerCase()));
  });
  it("a_name_that_is_no_paper_is_the_results", () => {
    expect(["situation", "", null, "Results"].map(paperOf)).toEqual(["situation", "results", "results", "results"]);
  });
  it("anothers_own_paper_is_not_asked_for", () => {
    expect(isAskedOf("plan", "di-dong", "so")).toBe(false);
    expect(isAskedOf("plan", "so", "so") && isAskedOf("plan", "", "so") && isAskedOf("results", "di-dong", "so")).toBe(true);
  });
});
