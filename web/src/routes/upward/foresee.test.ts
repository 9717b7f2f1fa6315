// Promises of the preview: what is asked is what would be sent, and nobody is put with a reader who sees otherwise.
import { describe, expect, it } from "vitest";
import type { Evidence, Foreseen, Reader } from "../../api/types";
import { alike, draftOf } from "./foresee";

const entry = (id: string, facts: Record<string, string>, words: Record<string, string> = {}): Evidence =>
  ({ id, kind: "inspection.signed", facts, private: words }) as unknown as Evidence;
const reader = (id: string): Reader => ({ id, organisation: "so", organisation_name: "Sở", role: "auditor", may: [] }) as Reader;

describe("a draft to be looked at", () => {
  it("is_what_the_duty_log_would_be_sent", () => {
    expect(draftOf({ sort: "duty", text: "Đứt cáp", caller: " Ông Ba ", number: " " }, [])).toEqual({
      duty: { what: "heard", text: "Đứt cáp", caller: "Ông Ba", number: null },
    });
  });
  it("explains_an_entry_under_its_own_obligation_or_is_none", () => {
    const entries = [entry("e1", { obligation: "truc" }), entry("e2", {})];
    expect(draftOf({ sort: "explanation", text: "Mất điện", answers: "e1" }, entries)).toEqual({
      evidence: { kind: "finding.explained", obligation: "truc", answers: ["e1"], private: { text: "Mất điện" } },
    });
    for (const answers of ["e2", "e3", ""]) expect(draftOf({ sort: "explanation", text: "x", answers }, entries)).toBeNull();
  });
});

describe("the readers above", () => {
  it("stand_together_only_where_they_will_have_the_same_to_the_letter", () => {
    const [full, bare] = [entry("e", {}, { text: "Mất điện" }), entry("e", {})];
    const foreseen: Foreseen[] = [
      { reader: reader("so:desk"), entry: full },
      { reader: reader("so:machine"), entry: bare },
      { reader: reader("so:auditor"), entry: { ...full } },
      { reader: reader("bo:auditor"), entry: null },
    ];
    const groups = alike(foreseen).map((group) => [group.readers.map((one) => one.id), group.entry?.private ?? null]);
    expect(groups).toEqual([
      [["so:desk", "so:auditor"], { text: "Mất điện" }],
      [["so:machine"], {}],
      [["bo:auditor"], null],
    ]);
  });
});
