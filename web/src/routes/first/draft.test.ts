// Promises of what the screens change of a draft.
import { describe, expect, it } from "vitest";
import { issuedBy } from "./draft";

const draft = `schema = 1

[[organisation]]
id = "so-khoa-hoc"
name = "SỞ KHOA HỌC" # cơ quan ban hành
kind = "regulator"

[[organisation]]
id = "buu-van"
name = "Bưu Vân"
kind = "postal_operator"
parent = "so-khoa-hoc"
`;

describe("a draft", () => {
  it("is_issued_by_the_short_name_its_authority_signs_in_under", () => {
    const mended = issuedBy(draft, "skhcn");
    expect(mended).toContain('id = "skhcn"\nname = "SỞ KHOA HỌC"');
    expect(mended).toContain('parent = "skhcn"');
    expect(mended).not.toContain("so-khoa-hoc");
  });
  it("stays_as_it_is_where_that_name_is_taken_or_no_authority_stands", () => {
    expect(issuedBy(draft, "buu-van")).toBe(draft);
    expect(issuedBy(draft, "")).toBe(draft);
    const without = draft.replace('kind = "regulator"', 'kind = "ĐIỀN"');
    expect(issuedBy(without, "skhcn")).toBe(without);
  });
});
