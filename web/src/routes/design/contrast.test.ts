// Promises of the tokens: every colour reads upon what it stands on, in both themes.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrast, PAIRS, rgbOf, type Rgb } from "./contrast";

const css = readFileSync(new URL("../../styles/tokens.css", import.meta.url), "utf8");
const blockOf = (start: string): Map<string, Rgb> => {
  const block = css.slice(css.indexOf(start)).split("}")[0] ?? "";
  const found = [...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)];
  return new Map(found.map(([, name, colour]) => [name ?? "", rgbOf(colour ?? "") ?? [0, 0, 0]]));
};
const light = blockOf(":root {");
const dark = blockOf(':root[data-theme="dark"]');

describe("the tokens", () => {
  it("measure_contrast_as_wcag_does", () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
    expect(rgbOf("rgb(1, 2, 3)")).toEqual([1, 2, 3]);
    expect(rgbOf("tomato")).toBeNull();
  });
  it("name_the_same_colours_in_both_themes", () => {
    expect([...dark.keys()].sort()).toEqual([...light.keys()].sort());
    expect(light.size).toBeGreaterThan(20);
  });
  it("read_upon_what_they_stand_on_in_both_themes", () => {
    const short = [];
    for (const [theme, colours] of [["light", light], ["dark", dark]] as const) {
      for (const { on, upon, least } of PAIRS) {
        const [one, other] = [colours.get(on), colours.get(upon)];
        const ratio = one && other ? contrast(one, other) : 0;
        if (ratio < least) short.push(`${theme}: ${on} upon ${upon} ${ratio.toFixed(2)}`);
      }
    }
    expect(short).toEqual([]);
  });
});
