// What the server says of a fault is said in the reader's language, with the words inside it.
import { expect, it } from "vitest";
import "./faults";
import { bring } from "./bundles";
import { detailOf, fieldSaid, said } from "./said";
import { setLanguage } from "./language.svelte";

const NO_TABLE = { what: "is inline table, not a table", code: "no_table", args: { found_type: "inline table" } };
const WRITE = { what: "write owner = \"…\": the organisation whose network it stands for", code: "write_key", args: { example: "owner = \"…\"", of: "target.owner", meaning: "the organisation whose network it stands for" } };

it("a_fault_speaks_vietnamese_to_the_words_inside_it", () => {
  expect(said(NO_TABLE)).toBe("đang là bảng một dòng, phải là một bảng");
  expect(said(WRITE)).toBe("ghi owner = \"…\": đơn vị có mạng được đo");
  expect(fieldSaid({ field: "target[0].owner", what: "there is no organisation x", code: "no_such", args: { what: "organisation", name: "x" } })).toBe("target[0].owner: tệp chưa khai báo đơn vị x");
});

it("a_fault_without_a_sentence_here_is_said_as_the_server_says_it", () => {
  expect(said({ what: "is of a newer kind", code: "of_a_newer_server" })).toBe("is of a newer kind");
  expect(said({ what: "is not mapped", code: null })).toBe("is not mapped");
});

it("a_detail_in_english_alone_is_for_readers_of_english_and_an_id_for_all", async () => {
  const english = { what: "missing field `id` at line 1", code: null };
  expect(detailOf(english)).toBe("");
  expect(detailOf({ what: "0194b2f0-0000-7000-8000-000000000001" })).toBe("0194b2f0-0000-7000-8000-000000000001");
  await bring("en");
  // There is no document here to name the language of.
  await setLanguage("en").catch(() => undefined);
  expect(detailOf(english)).toBe(english.what);
});
