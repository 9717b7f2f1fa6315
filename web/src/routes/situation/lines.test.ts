// Promises about what the matrix shows.
import { describe, expect, it } from "vitest";
import { plain } from "../../i18n/plain";
import { columnsOf, rowsOf } from "./lines";
import { cell, line, organisation } from "./sample";

describe("matrix lines", () => {
  const organisations = [organisation("unit", "op"), organisation("so", null), organisation("op", "so")];
  const cells = [cell("op", "a", "proven"), cell("unit", "a", "failing"), cell("op", "b", "proven")];
  const at = (o: string, b: string) => cells.find((c) => c.organisation === o && c.obligation === b);

  it("a_unit_stands_right_of_the_organisation_above_it_and_who_owes_nothing_has_no_column", () => {
    expect(columnsOf(organisations, cells, {}).map((o) => o.id)).toEqual(["op", "unit"]);
  });
  it("a_viewer_of_one_branch_still_gets_its_columns", () => {
    expect(columnsOf([organisation("unit", "op")], cells, {}).map((o) => o.id)).toEqual(["unit"]);
  });
  it("filters_by_status_and_by_words_without_marks", () => {
    const lines = [line("a", "Đo thử đường truyền"), line("b", "Báo cáo")];
    const columns = columnsOf(organisations, cells, {});
    expect(rowsOf(lines, columns, at, { status: "failing" }, () => "").map((r) => r.id)).toEqual(["a"]);
    expect(rowsOf(lines, columns, at, { text: "duong truyen" }, () => "").map((r) => r.id)).toEqual(["a"]);
    expect(plain("ĐƯỜNG Truyền")).toBe("duong truyen");
  });
});
