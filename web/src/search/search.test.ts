// Promises of the search box.
import { describe, expect, it } from "vitest";
import type { SearchHit, Session } from "../api/types";
import { format } from "../i18n/bundles";
import { hitChoices, hrefOf, pageChoices } from "./search";

const hit = (changes: Partial<SearchHit>): SearchHit => ({ kind: "target", id: "a", title: "A", organisation: "so", obligation: null, index: null, ...changes });
const who = { role: "regulator_desk" } as Session;

describe("the search box", () => {
  it("finds_pages_by_their_names_with_marks_and_without", () => {
    const titles = (question: string) => pageChoices(question, who, (id) => format("vi", id)).map((choice) => choice.href);
    expect(titles("bao cao")).toEqual(["/reports"]);
    expect(titles("Báo cáo")).toEqual(["/reports"]);
    expect(titles("so chung")).toEqual(["/journal"]);
    expect(titles("")).toContain("/targets");
    expect(titles("không có trang nào")).toEqual([]);
  });
  it("opens_each_kind_where_it_is_read", () => {
    expect(hrefOf(hit({}))).toBe("/targets/a");
    expect(hrefOf(hit({ kind: "organisation" }))).toBe("/?organisation=a");
    expect(hrefOf(hit({ kind: "obligation" }))).toBe("/obligations/a?organisation=so");
    expect(hrefOf(hit({ kind: "obligation", organisation: null }))).toBe("/obligations/a");
    expect(hrefOf(hit({ kind: "entry", index: 7 }))).toBe("/journal/so/7");
    // A log the viewer does not see: the entry is read with its cell.
    expect(hrefOf(hit({ kind: "entry", obligation: "b" }))).toBe("/obligations/b?organisation=so");
  });
  it("says_beside_each_what_it_is_and_whose", () => {
    const [target, entry] = hitChoices([hit({}), hit({ kind: "entry", id: "01", title: "plan.filed" })], () => "Sở", (kind) => `<${kind}>`);
    expect(target).toMatchObject({ title: "A", note: "Sở · a" });
    expect(entry).toMatchObject({ title: "<plan.filed>", note: "Sở · 01" });
  });
});
