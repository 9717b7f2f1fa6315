// RFC 6962 hashing in the page: a leaf is SHA-256(0x00 ‖ bytes), a node SHA-256(0x01 ‖ left ‖ right).
// Hashing never needs a secure context, so a page opened over a plain LAN address can verify too.
import { sha256 } from "@noble/hashes/sha2.js";

export type Hash = Uint8Array;

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    whole.set(p, at);
    at += p.length;
  }
  return whole;
}

export function digest(bytes: Uint8Array): Hash {
  return sha256(bytes);
}

export function leafHash(bytes: Uint8Array): Hash {
  return sha256(join(Uint8Array.of(0), bytes));
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256(join(Uint8Array.of(1), left, right));
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lower-case hex only; anything else is a fault, not a variant. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** A hash as written in the journal: 64 lower-case hex digits. */
export function hashFromHex(text: string): Hash | null {
  return /^[0-9a-f]{64}$/.test(text) ? fromHex(text) : null;
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Strict standard base64 with padding: a text that would not come back the same is refused. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return base64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
