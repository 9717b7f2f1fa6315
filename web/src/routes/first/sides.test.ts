// Promises of the letter beside its obligations.
import { describe, expect, it } from "vitest";
import { addObligation, addOrganisation, clauses, freshCheck, isOpen, placeOf, putBack, removeOrganisation, renameOrganisation, requote, type CampaignForm } from "./form";
import { pieces, placeWithin, stretchOf } from "./pieces";

const form = (): CampaignForm => ({
  campaign: { id: "tet", title: "Tết", from: "2027-02-01T00:00:00+07:00", to: "2027-02-11T00:00:00+07:00" },
  organisation: [{ id: "so", kind: "regulator" }, { id: "song", kind: "telecom_operator", parent: "so" }, { id: "van", kind: "postal_operator", parent: "so" }],
  obligation: [
    { id: "nv-1", quote: "a", span: [10, 20], owners: ["song"], check: [{ kind: "acknowledgement" }] },
    { id: "nv-2", quote: "b", span: [40, 50], owners: ["song", "van"], check: [{ kind: "availability", targets: ["x"] }] },
  ],
  target: [{ id: "x", owner: "song" }],
});

describe("the pieces of a letter", () => {
  it("are_the_whole_text_in_order_with_every_passage_in_its_place", () => {
    // A letter beyond the first plane counts once, as the server counts it.
    const text = "𝒜 trực 24/24; báo cáo.";
    const cut = pieces(text, [{ id: "b", span: [13, 20], kind: "obligation" }, { id: "a", span: [2, 12], kind: "obligation" }]);
    expect(cut.map((piece) => piece.text).join("")).toBe(text);
    expect(cut.filter((piece) => piece.mark).map((piece) => [piece.mark?.id, piece.text])).toEqual([["a", "trực 24/24"], ["b", " báo cá"]]);
    expect(pieces(text.normalize("NFD"), []).map((piece) => piece.text)).toEqual([text]);
  });
  it("never_say_a_character_twice_where_passages_overlap_or_lie_outside", () => {
    for (const marks of [[[0, 5], [3, 8]], [[0, 8], [2, 4]], [[6, 99]], [[50, 60]]]) {
      const cut = pieces("12345678", marks.map((span, i) => ({ id: String(i), span, kind: "unclaimed" as const })));
      expect(cut.map((piece) => piece.text).join("")).toBe("12345678");
    }
  });
  it("lead_from_a_selection_to_its_place", () => {
    expect(placeWithin({ from: 7, text: "𝒜b" }, 2)).toBe(8);
    expect(stretchOf("  trực ca  ", 9, 1)).toEqual({ quote: "trực ca", span: [2, 9] });
    expect(stretchOf("a   b", 1, 4)).toBeNull();
  });
});

describe("a draft on the page", () => {
  it("takes_one_more_obligation_where_it_stands_in_the_letter", () => {
    const draft = form();
    expect(addObligation(draft, { quote: "c", span: [25, 30] })).toBe("nv-them-1");
    expect(draft.obligation.map((one) => one.id)).toEqual(["nv-1", "nv-them-1", "nv-2"]);
    expect(draft.obligation[1]?.owners).toEqual(["song", "van"]);
    expect(addObligation(draft, { quote: "d", span: [90, 95] })).toBe("nv-them-2");
    const [taken] = draft.obligation.splice(1, 1);
    expect([putBack(draft, taken!), draft.obligation[1]]).toEqual(["nv-them-1", taken]);
    requote(draft.obligation[0]!, { quote: "a b", span: [8, 20] });
    expect(draft.obligation[0]?.span).toEqual([8, 20]);
  });
  it("renames_and_removes_an_organisation_wherever_it_is_named", () => {
    const draft = form();
    renameOrganisation(draft, "song", "song-ngan");
    expect([draft.obligation[1]?.owners, draft.target?.[0]?.["owner"]]).toEqual([["song-ngan", "van"], "song-ngan"]);
    removeOrganisation(draft, "van");
    expect(draft.obligation[1]?.owners).toEqual(["song-ngan"]);
    addOrganisation(draft);
    expect(draft.organisation.at(-1)).toEqual({ id: "don-vi-1", name: "", kind: "ĐIỀN", parent: "so" });
  });
  it("says_what_is_still_open_and_which_card_a_fault_is_about", () => {
    const [first, second] = form().obligation;
    expect([isOpen(first!), isOpen(second!)]).toEqual([false, false]);
    expect(isOpen({ ...first!, owners: [] })).toBe(true);
    expect(isOpen({ ...first!, check: [freshCheck("quality", "q")] })).toBe(true);
    expect(isOpen({ ...first!, check: [freshCheck("briefing", "q")] })).toBe(true);
    expect(freshCheck("inspection", "kiểm tra máy nổ; thay pin.").checklist?.map((line) => line.title)).toEqual(["kiểm tra máy nổ", "thay pin"]);
    expect(clauses("a;;b.")).toEqual(["a", "b"]);
    expect([placeOf("obligation[12].due", "obligation"), placeOf("obligation", "obligation"), placeOf("organisation[0].kind", "obligation")]).toEqual([12, null, null]);
  });
});
