// C2SP signed-note and tlog-checkpoint: parses the note strictly, finds the signature of the pinned
// key, and checks Ed25519 with WebCrypto where the browser has it, else with the bundled curve.
import { ed25519 } from "@noble/curves/ed25519.js";
import { digest, fromBase64, join, same, utf8, type Hash } from "./hash";

export interface VerifierKey {
  name: string;
  keyHash: Uint8Array;
  key: Uint8Array;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Hash;
  extensions: string[];
}

export interface NoteSignature {
  name: string;
  keyHash: Uint8Array;
  signature: Uint8Array;
}

export interface SignedNote {
  /** The signed text, its last newline included. */
  text: string;
  signatures: NoteSignature[];
}

const ED25519 = 0x01;
const KEY_HASH_BYTES = 4;
const SIGNATURE_BYTES = 64;

function keyHashOf(name: string, typed: Uint8Array): Uint8Array {
  return digest(join(utf8(`${name}\n`), typed)).slice(0, KEY_HASH_BYTES);
}

function isName(name: string): boolean {
  return name !== "" && !/[\s+]/u.test(name);
}

/** "name+hash+base64"; null unless the hash is that of the name and key. */
export function parseKey(vkey: string): VerifierKey | null {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey);
  if (!found) return null;
  const [, name, hashText, keyText] = found as unknown as [string, string, string, string];
  const typed = fromBase64(keyText);
  if (!isName(name) || typed?.length !== 33 || typed[0] !== ED25519) return null;
  const keyHash = keyHashOf(name, typed);
  const written = Array.from(keyHash, (b) => b.toString(16).padStart(2, "0")).join("");
  return written === hashText ? { name, keyHash, key: typed.slice(1) } : null;
}

export function parseNote(note: string): SignedNote | null {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n") || hasControl(note)) return null;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split("\n");
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const found = /^— (\S+) (\S+)$/u.exec(line);
    const bytes = found ? fromBase64(found[2] ?? "") : null;
    const name = found?.[1] ?? "";
    if (!bytes || bytes.length <= KEY_HASH_BYTES || !isName(name)) return null;
    signatures.push({
      name,
      keyHash: bytes.slice(0, KEY_HASH_BYTES),
      signature: bytes.slice(KEY_HASH_BYTES),
    });
  }
  return { text, signatures };
}

function hasControl(note: string): boolean {
  for (let i = 0; i < note.length; i += 1) {
    const code = note.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

export function parseCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith("\n")) return null;
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split("\n");
  if (!origin || sizeText === undefined || rootText === undefined) return null;
  if (!/^(0|[1-9][0-9]*)$/.test(sizeText) || extensions.includes("")) return null;
  const size = Number(sizeText);
  const root = fromBase64(rootText);
  if (!Number.isSafeInteger(size) || root?.length !== 32) return null;
  return { origin, size, root, extensions };
}

export function signatureOf(note: SignedNote, key: VerifierKey): Uint8Array | null {
  const found = note.signatures.find((s) => s.name === key.name && same(s.keyHash, key.keyHash));
  return found?.signature.length === SIGNATURE_BYTES ? found.signature : null;
}

export type Engine = "webcrypto" | "bundled";

async function withWebCrypto(message: Uint8Array, signature: Uint8Array, key: Uint8Array): Promise<boolean | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  try {
    const imported = await subtle.importKey("raw", key.slice(), { name: "Ed25519" }, false, ["verify"]);
    return await subtle.verify({ name: "Ed25519" }, imported, signature.slice(), message.slice());
  } catch {
    return null;
  }
}

/** Whether the key signed the message, and which implementation said so. */
export async function verifySignature(
  message: Uint8Array,
  signature: Uint8Array,
  key: Uint8Array,
): Promise<{ valid: boolean; engine: Engine }> {
  const answer = await withWebCrypto(message, signature, key);
  if (answer !== null) return { valid: answer, engine: "webcrypto" };
  return { valid: verifyBundled(message, signature, key), engine: "bundled" };
}

export function verifyBundled(message: Uint8Array, signature: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
