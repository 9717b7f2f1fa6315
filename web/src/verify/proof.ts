// The whole argument that an entry is in a journal, as the page shows it: one step after another,
// each with what it found. Only the bytes and the key are trusted; everything else is recomputed.
import { readEntry, type Json } from "./canonical";
import { hashFromHex, hex, leafHash, same, utf8, type Hash } from "./hash";
import {
  parseCheckpoint,
  parseKey,
  parseNote,
  signatureOf,
  verifySignature,
  type Engine,
} from "./note";
import { foldInclusion, type FoldStep } from "./tree";

export interface ProofInput {
  origin: string;
  index: number;
  size: number;
  leaf: string;
  raw: string;
  path: string[];
  root: string;
  checkpoint: string;
  vkey: string;
}

export type StepName = "entry" | "leaf" | "path" | "checkpoint" | "signature";

export interface Step {
  name: StepName;
  ok: boolean;
  /** A message code for the screens: `verify-<name>-<what>`. */
  what: string;
  detail: Record<string, string | number>;
}

export interface Verdict {
  holds: boolean;
  steps: Step[];
  folds: FoldStep[];
  /** The entry as its own bytes say it; null when they say nothing readable. */
  entry: { [key: string]: Json } | null;
  computedRoot: string | null;
  engine: Engine | null;
}

/** The bytes as sent, or altered by the reader to see the answer change. */
export function bytesOf(input: ProofInput): Uint8Array {
  return utf8(input.raw);
}

function entryStep(bytes: Uint8Array, origin: string): { step: Step; entry: Verdict["entry"] } {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { step: { name: "entry", ok: false, what: "unreadable", detail: { fault: "UTF-8" } }, entry: null };
  }
  const read = readEntry(text);
  if ("fault" in read) {
    return { step: { name: "entry", ok: false, what: "unreadable", detail: { fault: read.fault } }, entry: null };
  }
  const says = String(read.entry["origin"]);
  if (says !== origin) {
    return { step: { name: "entry", ok: false, what: "other-origin", detail: { origin: says } }, entry: read.entry };
  }
  return { step: { name: "entry", ok: true, what: "canonical", detail: { bytes: bytes.length } }, entry: read.entry };
}

function leafStep(leaf: Hash, stated: string): Step {
  const computed = hex(leaf);
  return {
    name: "leaf",
    ok: computed === stated,
    what: computed === stated ? "equal" : "differs",
    detail: { computed, stated },
  };
}

function pathStep(leaf: Hash, input: ProofInput): { step: Step; root: Hash | null; folds: FoldStep[] } {
  const path = input.path.map(hashFromHex);
  const usable = path.every((hash): hash is Uint8Array => hash !== null);
  const fold = usable ? foldInclusion(leaf, input.index, input.size, path as Hash[]) : null;
  if (!fold) {
    return { step: { name: "path", ok: false, what: "impossible", detail: {} }, root: null, folds: [] };
  }
  const stated = hashFromHex(input.root);
  const ok = stated !== null && same(fold.root, stated);
  const detail = { count: fold.steps.length, computed: hex(fold.root), stated: input.root };
  return { step: { name: "path", ok, what: ok ? "equal" : "differs", detail }, root: fold.root, folds: fold.steps };
}

function checkpointStep(root: Hash | null, input: ProofInput, text: string | null): Step {
  const fail = (what: string, detail: Step["detail"] = {}): Step => ({ name: "checkpoint", ok: false, what, detail });
  const checkpoint = text === null ? null : parseCheckpoint(text);
  if (!checkpoint) return fail("unreadable");
  if (checkpoint.origin !== input.origin) return fail("other-origin", { origin: checkpoint.origin });
  if (checkpoint.size !== input.size) return fail("other-size", { size: checkpoint.size });
  const stated = hashFromHex(input.root);
  const agreed = root !== null && same(root, checkpoint.root) && stated !== null && same(stated, checkpoint.root);
  if (!agreed) return fail("differs", { root: hex(checkpoint.root) });
  return { name: "checkpoint", ok: true, what: "equal", detail: { origin: checkpoint.origin, size: checkpoint.size } };
}

export async function verifyProof(input: ProofInput, bytes: Uint8Array): Promise<Verdict> {
  const { step: first, entry } = entryStep(bytes, input.origin);
  const leaf = leafHash(bytes);
  const { step: path, root, folds } = pathStep(leaf, input);
  const note = parseNote(input.checkpoint);
  const checkpoint = checkpointStep(root, input, note?.text ?? null);
  const { step: signature, engine } = await signatureStep(input, note);
  const steps = [first, leafStep(leaf, input.leaf), path, checkpoint, signature];
  return {
    holds: steps.every((step) => step.ok),
    steps,
    folds,
    entry,
    computedRoot: root === null ? null : hex(root),
    engine,
  };
}

async function signatureStep(
  input: ProofInput,
  note: ReturnType<typeof parseNote>,
): Promise<{ step: Step; engine: Engine | null }> {
  const fail = (what: string) => ({
    step: { name: "signature" as const, ok: false, what, detail: {} },
    engine: null,
  });
  const key = parseKey(input.vkey);
  if (!key) return fail("bad-key");
  if (!note) return fail("unreadable");
  if (key.name !== input.origin) return fail("other-key");
  const signature = signatureOf(note, key);
  if (!signature) return fail("absent");
  const { valid, engine } = await verifySignature(utf8(note.text), signature, key.key);
  const detail = { name: key.name, engine };
  return { step: { name: "signature", ok: valid, what: valid ? "valid" : "wrong", detail }, engine };
}

/** A copy with one bit of one byte turned over: the smallest change there is. */
export function flipByte(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  if (copy.length > 0) copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ 0x01;
  return copy;
}
