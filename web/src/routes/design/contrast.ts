// Contrast as WCAG 2.2 defines it, and the pairs of colours the screens put upon each other. Pure.

export type Rgb = [number, number, number];

/** "#rrggbb" or "rgb(r, g, b)"; null for anything else. */
export function rgbOf(colour: string): Rgb | null {
  const hex = /^\s*#([0-9a-f]{6})\s*$/i.exec(colour);
  if (hex?.[1]) return [0, 2, 4].map((at) => parseInt(hex[1]!.slice(at, at + 2), 16)) as Rgb;
  const dec = /^\s*rgb\((\d+),\s*(\d+),\s*(\d+)\)\s*$/.exec(colour);
  return dec ? (dec.slice(1, 4).map(Number) as Rgb) : null;
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export interface Pair {
  on: string;
  upon: string;
  /** 4.5 for text, 3 for a line or mark that must be seen. */
  least: 4.5 | 3;
}

/** What stands upon what; a token not named here stands upon nothing in particular. */
export const PAIRS: readonly Pair[] = [
  ...["ground", "panel", "sunk"].flatMap((upon): Pair[] => [
    { on: "ink", upon, least: 4.5 },
    { on: "muted", upon, least: 4.5 },
    { on: "accent", upon, least: 4.5 },
  ]),
  { on: "accent-ink", upon: "accent", least: 4.5 },
  { on: "ink", upon: "accent-soft", least: 4.5 },
  { on: "focus", upon: "ground", least: 3 },
  { on: "focus", upon: "panel", least: 3 },
  { on: "failing-ink", upon: "failing", least: 4.5 },
  { on: "failing", upon: "ground", least: 3 },
  { on: "at-risk-ink", upon: "at-risk", least: 4.5 },
  { on: "at-risk-edge", upon: "ground", least: 3 },
  { on: "no-signal-ink", upon: "no-signal", least: 4.5 },
  { on: "no-signal-edge", upon: "ground", least: 3 },
  { on: "unproven-ink", upon: "ground", least: 4.5 },
  { on: "unproven-edge", upon: "ground", least: 3 },
  { on: "proven-ink", upon: "ground", least: 4.5 },
  { on: "proven-ink", upon: "panel", least: 4.5 },
  { on: "waived-ink", upon: "ground", least: 4.5 },
];
