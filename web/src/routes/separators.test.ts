// A dot between two things keeps its spaces: Svelte drops white space where a block or an element begins and ends, so a
// separator there is written as an expression.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const source = new URL("../", import.meta.url);
const templates = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".svelte"));

/** A block or an element that opens, white space, perhaps one more element, and a separator as bare text. */
const FIRST = /(?:\{[#:][^{}]*(?:\{[^{}]*\}[^{}]*)*\}|<[a-z][^<>]*[^/<>]>)[^\S\n]+(?:<[a-z][^<>]*>)?[^\S\n]*·/;
/** A separator as bare text, and what closes right behind it. */
const LAST = /[·:,]\s+(?:\{[/:]|<\/)/;

it("a_separator_keeps_the_spaces_on_both_its_sides", () => {
  expect(templates.length).toBeGreaterThan(50);
  const lost = templates.flatMap((name) => {
    const markup = readFileSync(new URL(name, source), "utf8").replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
    return [FIRST, LAST].flatMap((rule) => rule.exec(markup)?.map((found) => `${name}: ${found}`) ?? []);
  });
  expect(lost).toEqual([]);
});
