// RFC 8785 canonical JSON for the values an entry may hold: whole numbers, NFC strings, no floats.
// An entry whose bytes differ from their canonical form is not an entry, whatever it says.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const KEY = /^[a-z0-9_]+$/;

/** The fields of an entry, version 1: all of them, and no others. */
export const ENTRY_FIELDS = [
  "actor",
  "answers",
  "campaign",
  "commitments",
  "facts",
  "grade",
  "held",
  "id",
  "kind",
  "origin",
  "recorded_at",
  "source",
  "subject",
  "v",
] as const;

export class NotCanonical extends Error {}

function write(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") {
    if (value.normalize("NFC") !== value) throw new NotCanonical("a string is not NFC");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotCanonical("a number is not whole");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  const keys = Object.keys(value).sort();
  const wrong = keys.find((key) => !KEY.test(key));
  if (wrong !== undefined) throw new NotCanonical(`the key ${wrong} is not allowed`);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${write(value[key] ?? null)}`).join(",")}}`;
}

export function canonical(value: Json): string {
  return write(value);
}

/** The entry read from its own bytes, or what is wrong with them. */
export function readEntry(raw: string): { entry: { [key: string]: Json } } | { fault: string } {
  try {
    const parsed = JSON.parse(raw) as Json;
    if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) return { fault: "not an object" };
    const fields = Object.keys(parsed).sort().join();
    if (fields !== ENTRY_FIELDS.join()) return { fault: "other fields than an entry has" };
    if (canonical(parsed) !== raw) return { fault: "the bytes are not canonical" };
    return { entry: parsed };
  } catch (fault) {
    return { fault: fault instanceof Error ? fault.message : "unreadable" };
  }
}
