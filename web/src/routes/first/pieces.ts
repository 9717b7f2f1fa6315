// The letter's text cut into pieces, so that each passage can be lit. Pure. Places count code points of the NFC text, as the
// server counts them, and not the UTF-16 units of a string.

export interface Mark {
  id: string;
  span: readonly number[];
  kind: "obligation" | "unclaimed";
}

export interface Piece {
  /** Where it begins. */
  from: number;
  text: string;
  mark: Mark | null;
}

/** The text in order, every character once; of two passages that overlap the first has what both claim. */
export function pieces(text: string, marks: readonly Mark[]): Piece[] {
  const points = [...text.normalize("NFC")];
  const cut: Piece[] = [];
  let at = 0;
  const put = (to: number, mark: Mark | null): void => {
    if (to > at) cut.push({ from: at, text: points.slice(at, to).join(""), mark });
    at = Math.max(at, to);
  };
  const ordered = [...marks].sort((a, b) => (a.span[0] ?? 0) - (b.span[0] ?? 0));
  for (const mark of ordered) {
    const [from = 0, to = 0] = mark.span;
    put(Math.min(from, points.length), null);
    put(Math.min(to, points.length), mark);
  }
  put(points.length, null);
  return cut;
}

/** A place within a piece: how many code points stand before so many UTF-16 units of it. */
export function placeWithin(piece: { from: number; text: string }, units: number): number {
  return piece.from + [...piece.text.slice(0, units)].length;
}

/** The words between two places, without blanks around them, and where they stand. */
export function stretchOf(text: string, a: number, b: number): { quote: string; span: [number, number] } | null {
  const points = [...text.normalize("NFC")];
  let [from, to] = a < b ? [a, b] : [b, a];
  while (from < to && /\s/u.test(points[from] ?? "")) from += 1;
  while (to > from && /\s/u.test(points[to - 1] ?? "")) to -= 1;
  return from < to ? { quote: points.slice(from, to).join(""), span: [from, to] } : null;
}
