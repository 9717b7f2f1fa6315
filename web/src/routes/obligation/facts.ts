// What an entry says, in words: the names of its facts and private fields, and their values.
import "../../i18n/evidence";
import "../../i18n/administration";
import "../../i18n/disputes";
import type { Value } from "../../api/types";
import { n, t, tOr } from "../../i18n/language.svelte";
import { plainValue } from "../../i18n/reason";
import { board } from "../../state/board.svelte";

export type Row = { [key: string]: Value };

const PHOTO = /^photo_\d+$/;
/** Facts whose value is a word of a family of messages. */
const FAMILIES: { [key: string]: string } = { role: "role", role_before: "role", change: "change", signed_as: "form-of", actions: "action", cause: "cause", what: "duty", ruling: "ruling", figure: "figure" };
/** Facts that name an organisation. */
const ORGANISATIONS = new Set(["about", "by", "concerns", "organisation", "organisations", "unit"]);

/** The name of a fact or a private field; photographs have numbers, and share theirs. */
export const factName = (key: string): string => tOr(`fact-${PHOTO.test(key) ? "photo" : key}`, key);

export const rowsOf = (value: Value | undefined): Row[] =>
  Array.isArray(value) ? value.filter((one): one is Row => one !== null && typeof one === "object" && !Array.isArray(one)) : [];

/** How many stand how; what nothing stands at is left out. */
function countsText(counts: Row): string {
  const some = Object.entries(counts).filter(([, count]) => Number(count) > 0);
  return some.map(([key, count]) => `${tOr(`status-${key}`, tOr(`fact-counts-${key}`, key))} ${n(Number(count))}`).join(", ");
}

export function factText(key: string, value: Value): string {
  if (key === "counts" && value !== null && typeof value === "object" && !Array.isArray(value)) return countsText(value);
  if (key === "fields" && value !== null && typeof value === "object" && !Array.isArray(value)) return Object.entries(value).map(([name, one]) => `${factName(name)}: ${factText(name, one)}`).join(", ");
  if (key === "known") return rowsOf(value).map((row) => t("fact-known-log", { log: String(row["log"]), size: n(Number(row["size"])) })).join(", ");
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string")) return value.map((one) => factText(key, one)).join(", ");
  if (typeof value === "string" && ORGANISATIONS.has(key)) return board.organisationName(value);
  return tOr(`${FAMILIES[key] ?? "word"}-${String(value)}`, plainValue(value));
}
