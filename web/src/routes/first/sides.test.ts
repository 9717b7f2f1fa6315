// Promises of the letter beside its obligations.
import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { addObligation, addOrganisation, addTargets, asForm, CHECKS, checklistOf, clauses, FILL, freshCheck, freshThreshold, isOpen, issuedBy, KINDS, openAround, OPS, placeOf, PLANS, putBack, removeOrganisation, renameOrganisation, requote, toSend, type CampaignForm } from "./form";
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
    // Its id was given away while it was out: it comes back under another.
    expect(putBack(draft, taken!)).toBe("nv-them-1-1");
    expect(new Set(draft.obligation.map((one) => one.id)).size).toBe(draft.obligation.length);
    requote(draft.obligation[0]!, { quote: "a b", span: [8, 20] });
    expect(draft.obligation[0]?.span).toEqual([8, 20]);
  });
  it("renames_and_removes_an_organisation_wherever_it_is_named", () => {
    const draft = form();
    draft.organisation[2]!.successor = "song";
    expect(renameOrganisation(draft, "song", "song-ngan")).toBe(true);
    expect([draft.obligation[1]?.owners, draft.target?.[0]?.["owner"], draft.organisation[2]?.successor]).toEqual([["song-ngan", "van"], "song-ngan", "song-ngan"]);
    // Two that go by one name would be one for good.
    expect([renameOrganisation(draft, "song-ngan", "van"), renameOrganisation(draft, "song-ngan", "")]).toEqual([false, false]);
    removeOrganisation(draft, "van");
    expect(draft.obligation[1]?.owners).toEqual(["song-ngan"]);
    removeOrganisation(draft, "so");
    expect(draft.organisation).toEqual([{ id: "song-ngan", kind: "telecom_operator" }]);
    addOrganisation(draft);
    expect(draft.organisation.at(-1)).toEqual({ id: "don-vi-1", name: "", kind: FILL });
  });
  it("is_issued_by_the_short_name_its_authority_signs_in_under", () => {
    expect(issuedBy(form(), "skhcn")?.organisation.map((one) => one.parent ?? one.id)).toEqual(["skhcn", "skhcn", "skhcn"]);
    for (const taken of ["van", ""]) expect(issuedBy(form(), taken)).toEqual(form());
    expect(issuedBy(null, "skhcn")).toBeNull();
  });
  it("takes_the_targets_of_a_sheet_once_however_often_it_is_pasted", () => {
    const draft = form();
    for (let i = 0; i < 2; i += 1) addTargets(draft, [{ id: "x", owner: "van" }, { id: "y", owner: "song" }]);
    expect(draft.target).toEqual([{ id: "x", owner: "van" }, { id: "y", owner: "song" }]);
  });
  it("keeps_the_name_of_a_line_of_a_checklist_with_its_words", () => {
    const lines = [{ item: "muc-1", title: "a" }, { item: "muc-2", title: "b" }];
    expect(checklistOf(lines, "b\n\nc")).toEqual([{ item: "muc-2", title: "b" }, { item: "muc-1", title: "c" }]);
    const many = checklistOf(checklistOf([], "a\n\nb"), "a\nb\nb\nc");
    expect(new Set(many.map((line) => line.item)).size).toBe(4);
  });
  it("keeps_before_with_a_moment_that_is_typed_anew_and_sends_it_with_a_moment_alone", () => {
    const draft = form();
    draft.obligation[0]!.due_strict = true;
    expect(toSend(draft).obligation[0]).not.toHaveProperty("due_strict");
    draft.obligation[0]!.due = "2027-02-05T00:00:00Z";
    expect(toSend(draft).obligation[0]?.due_strict).toBe(true);
  });
  it("shows_a_text_whatever_it_lacks_and_says_where_it_cannot", () => {
    const whole = form() as Record<string, unknown>;
    for (const key of Object.keys(whole)) {
      const { [key]: _, ...rest } = whole;
      const shown = asForm(rest);
      expect(shown, key).not.toBeNull();
      shown!.obligation.forEach(isOpen);
      openAround(shown!);
    }
    expect(asForm({ obligation: [{}] })?.obligation).toEqual([{ id: "", quote: "", owners: [], check: [] }]);
    for (const strange of [null, [], 3, { obligation: 1 }, { organisation: [1] }, { campaign: [] }]) expect(asForm(strange)).toBeNull();
  });
  it("says_what_is_still_open_and_which_card_a_fault_is_about", () => {
    const [first, second] = form().obligation;
    expect([isOpen(first!), isOpen(second!)]).toEqual([false, false]);
    expect(isOpen({ ...first!, owners: [] })).toBe(true);
    expect(isOpen({ ...first!, check: [freshCheck("quality", "q")] })).toBe(true);
    expect(isOpen({ ...first!, check: [freshCheck("briefing", "q")] })).toBe(true);
    expect(isOpen({ ...first!, check: [{ kind: "availability", targets: ["x"], thresholds: [freshThreshold("availability")] }] })).toBe(true);
    expect(openAround(form())).toBe(0);
    expect(openAround({ ...form(), campaign: { id: "x", title: "x", from: FILL, to: "" }, organisation: [{ id: "a", kind: FILL }] })).toBe(3);
    expect(freshCheck("inspection", "kiểm tra máy nổ; thay pin.").checklist?.map((line) => line.title)).toEqual(["kiểm tra máy nổ", "thay pin"]);
    expect(clauses("a;;b.")).toEqual(["a", "b"]);
    expect([placeOf("obligation[12].due", "obligation"), placeOf("obligation", "obligation"), placeOf("organisation[0].kind", "obligation")]).toEqual([12, null, null]);
  });
});

describe("the words that a card offers", () => {
  it("are_those_of_the_campaign_file", () => {
    const schema = readFileSync(new URL("../../../../docs/reference/campaign.schema.json", import.meta.url), "utf8");
    const lists = [...schema.matchAll(/"enum": \[([^\]]*)\]/g)].map((m) => [...(m[1] ?? "").matchAll(/"([^"]+)"/g)].map((word) => word[1]).sort().join());
    for (const list of [KINDS, CHECKS, PLANS, OPS]) expect(lists).toContain([...list].sort().join());
  });
});
