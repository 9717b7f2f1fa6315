import { describe, expect, it } from "vitest";
import type { TargetRow } from "../../api/types";
import { plain } from "../../i18n/plain";
import { sifted, spanOf, turned } from "./rows";

const row = (id: string, state: TargetRow["state"], title = id): TargetRow => ({
  id, title, owner: id.split("-")[0] ?? "", kind: "tcp", state, since: null, cause: null, rtt_us_p50: null, ok: null, lost: null,
});
const none = { text: "", state: "", owner: "" };

describe("the table of targets", () => {
  const targets = [row("sn-loi", "up", "Mạng lõi"), row("sn-ben-mo", "down", "Trạm Bến Mơ"), row("cd-truc", "unknown", "Đường trục")];
  it("shows_what_wants_a_look_first", () => {
    expect(sifted(targets, none).map((one) => one.id)).toEqual(["sn-ben-mo", "cd-truc", "sn-loi"]);
  });
  it("finds_words_with_and_without_marks", () => {
    for (const text of ["bến mơ", "ben mo", "BEN  tram", "tram"]) {
      expect(sifted(targets, { ...none, text }).map((one) => one.id)).toEqual(["sn-ben-mo"]);
    }
    expect(sifted(targets, { ...none, text: "duong truc" })).toHaveLength(1);
    expect(sifted(targets, { ...none, text: "khong co" })).toEqual([]);
    expect(plain("Đặng Thị Ỷ")).toBe("dang thi y");
  });
  it("takes_a_turn_where_it_belongs", () => {
    const after = turned(targets, { id: "sn-loi", state: "down", since: "2027-02-01T00:00:00.000Z", cause: "refused" });
    expect(after.map((one) => one.state)).toEqual(["down", "down", "unknown"]);
    expect(after[0]?.cause).toBe("refused");
  });
  it("keeps_to_state_and_owner", () => {
    expect(sifted(targets, { ...none, state: "up" })).toHaveLength(1);
    expect(sifted(targets, { ...none, owner: "sn" })).toHaveLength(2);
  });
  it("draws_only_what_the_window_holds", () => {
    for (const top of [0, 1, 399_000, 2_000_000]) {
      const { from, to } = spanOf(top, 600, 40, 50_000);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(50_000);
      expect(to - from).toBeLessThan(45);
    }
    expect(spanOf(0, 600, 40, 3)).toEqual({ from: 0, to: 3 });
    expect(spanOf(5_000, 600, 40, 3)).toEqual({ from: 0, to: 3 });
  });
});
