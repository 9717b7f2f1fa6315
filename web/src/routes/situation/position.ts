// A journal position put into words: how many entries of how many logs were known.

const decoder = new TextDecoder();

/** The map origin → size inside a cursor; null when the text is no cursor. */
export function readCursor(cursor: string): Record<string, number> | null {
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const parsed: unknown = JSON.parse(decoder.decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))));
    if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) return null;
    const sizes = Object.values(parsed);
    return sizes.every((size) => Number.isSafeInteger(size)) ? (parsed as Record<string, number>) : null;
  } catch {
    return null;
  }
}

export function positionText(cursor: string, words: (entries: number, logs: number) => string): string {
  const sizes = readCursor(cursor);
  if (!sizes) return cursor;
  const counts = Object.values(sizes);
  return words(counts.reduce((sum, size) => sum + size, 0), counts.length);
}
