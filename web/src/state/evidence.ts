// Sends a piece of evidence. The id is made once a form, so that pressing twice, or trying again after
// a lost answer, records one entry and not two.
import { api } from "../api/client";
import type { Evidence, NewEvidence, Receipt } from "../api/types";
import { n } from "../i18n/language.svelte";
import { plain } from "../i18n/plain";

/** UUIDv7 (RFC 9562 §5.7) from a time and ten random bytes. */
export function uuid7(ms: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  for (let i = 0, rest = ms; i < 6; i += 1) {
    bytes[5 - i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.slice(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function newId(ms: number): string {
  return uuid7(ms, crypto.getRandomValues(new Uint8Array(10)));
}

export function record(evidence: NewEvidence): Promise<Receipt> {
  return api.record(evidence);
}

/** Whether an actor is an account whose name the reader is not told. */
export const isAccount = (actor: string): boolean => /^a-[0-9a-f]{24}$/.test(actor);

/** How a person names an entry: its place, or the end of its id where the log is not theirs to count. */
export const numberOf = (evidence: Evidence): string => (evidence.index === null ? evidence.id.slice(-8) : `#${n(evidence.index)}`);

/** A short name as the journal accepts it: lower case, digits and dashes, marks removed. */
export function slugOf(text: string): string {
  return plain(text)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 64)
    .replace(/-+$/, "");
}
