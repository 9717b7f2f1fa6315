// Runs every shared vector of testdata/journal through the page's verifier, with both implementations
// of Ed25519, and checks what the vectors leave out: consistency, canonical form, a flipped bit.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEntry } from "./canonical";
import { fromBase64, hashFromHex, hex, leafHash, nodeHash, utf8, type Hash } from "./hash";
import { parseKey, parseNote, signatureOf, verifyBundled, verifySignature } from "./note";
import { bytesOf, flipByte, verifyProof, type ProofInput, type StepName } from "./proof";
import { verifyConsistency, verifyInclusion } from "./tree";

const journal = new URL("../../../testdata/journal/", import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, journal), "utf8");

type Vector = Omit<ProofInput, "origin"> & { name: string; ok: boolean; why: string };
const vectors = JSON.parse(text("vectors.json")) as Vector[];

/** Which of the page's steps answers for the step a vector names. */
const STEP_OF: Record<string, StepName> = {
  leaf: "leaf",
  index: "path",
  checkpoint: "checkpoint",
  root: "checkpoint",
  path: "path",
  key: "signature",
  signature: "signature",
};

function originOf(raw: string): string {
  return String((JSON.parse(raw) as { origin: unknown }).origin);
}

describe("shared vectors", () => {
  it("there_are_vectors_of_both_answers", () => {
    expect(vectors.some((v) => v.ok)).toBe(true);
    expect(vectors.some((v) => !v.ok)).toBe(true);
  });
  it.each(vectors.map((v) => [v.name, v] as const))("%s", async (_name, vector) => {
    const input = { ...vector, origin: originOf(vector.raw) };
    const verdict = await verifyProof(input, bytesOf(input));
    expect(verdict.holds).toBe(vector.ok);
    if (!vector.ok) {
      const step = verdict.steps.find((s) => s.name === STEP_OF[vector.why]);
      expect(step, `no step answers for ${vector.why}`).toBeDefined();
      expect(step?.ok).toBe(false);
    }
  });
  it("both_implementations_of_ed25519_agree_on_every_vector", async () => {
    for (const vector of vectors) {
      const key = parseKey(vector.vkey);
      const note = parseNote(vector.checkpoint);
      const signature = key && note ? signatureOf(note, key) : null;
      if (!key || !note || !signature) continue;
      const message = utf8(note.text);
      const { valid } = await verifySignature(message, signature, key.key);
      expect(verifyBundled(message, signature, key.key), vector.name).toBe(valid);
    }
  });
});

describe("a flipped bit", () => {
  const vector = vectors.find((v) => v.ok && v.path.length > 1);
  it("anywhere_in_the_entry_makes_the_answer_no", async () => {
    if (!vector) throw new Error("no vector to flip");
    const input = { ...vector, origin: originOf(vector.raw) };
    const bytes = bytesOf(input);
    for (let at = 0; at < bytes.length; at += 1) {
      const verdict = await verifyProof(input, flipByte(bytes, at));
      expect(verdict.holds, `byte ${at}`).toBe(false);
    }
  });
});

describe("golden entries", () => {
  const names = readdirSync(new URL("entry/", journal)).sort();
  const leaves = text("leaves.txt").trimEnd().split("\n");
  it.each(names.map((name, i) => [name, i] as const))("%s reads as canonical and has its leaf", (name, i) => {
    const raw = text(`entry/${name}`);
    expect(readEntry(raw)).toHaveProperty("entry");
    expect(leaves[i]).toContain(hex(leafHash(utf8(raw))));
  });
  it("other_bytes_of_the_same_json_are_refused", () => {
    const raw = text(`entry/${names[0] ?? ""}`);
    expect(readEntry(`${raw}\n`)).toHaveProperty("fault");
    expect(readEntry(raw.replace('"v":1', '"v":1.0'))).toHaveProperty("fault");
    expect(readEntry(raw.replace(",", ", "))).toHaveProperty("fault");
  });
});

describe("the tree", () => {
  const leaves: Hash[] = Array.from({ length: 40 }, (_, i) => leafHash(Uint8Array.of(i)));
  const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));
  const root = (of: Hash[]): Hash => {
    const only = of[0];
    if (of.length === 1 && only) return only;
    const k = split(of.length);
    return nodeHash(root(of.slice(0, k)), root(of.slice(k)));
  };
  const inclusion = (index: number, of: Hash[]): Hash[] => {
    if (of.length === 1) return [];
    const k = split(of.length);
    return index < k
      ? [...inclusion(index, of.slice(0, k)), root(of.slice(k))]
      : [...inclusion(index - k, of.slice(k)), root(of.slice(0, k))];
  };
  const consistency = (old: number, of: Hash[], whole: boolean): Hash[] => {
    if (old === of.length) return whole ? [] : [root(of)];
    const k = split(of.length);
    return old <= k
      ? [...consistency(old, of.slice(0, k), whole), root(of.slice(k))]
      : [...consistency(old - k, of.slice(k), false), root(of.slice(0, k))];
  };

  it("accepts_every_leaf_of_every_small_tree_and_no_other_place", () => {
    for (let size = 1; size <= leaves.length; size += 1) {
      const tree = leaves.slice(0, size);
      for (let index = 0; index < size; index += 1) {
        const path = inclusion(index, tree);
        const leaf = tree[index];
        if (!leaf) throw new Error("a leaf is missing");
        expect(verifyInclusion(leaf, index, size, path, root(tree))).toBe(true);
        expect(verifyInclusion(leaf, (index + 1) % (size + 1), size, path, root(tree))).toBe(false);
        expect(verifyInclusion(leaf, index, size, [...path, leaf], root(tree))).toBe(false);
      }
    }
  });
  it("accepts_every_growth_and_no_rewriting", () => {
    for (let size = 1; size <= leaves.length; size += 1) {
      const tree = leaves.slice(0, size);
      for (let old = 1; old <= size; old += 1) {
        const path = old === size ? [] : consistency(old, tree, true);
        const before = root(leaves.slice(0, old));
        expect(verifyConsistency(old, size, path, before, root(tree))).toBe(true);
        const other = nodeHash(before, before);
        expect(verifyConsistency(old, size, path, other, root(tree))).toBe(false);
      }
    }
  });
});

describe("strict texts", () => {
  it("hex_is_lower_case_and_base64_comes_back_the_same", () => {
    expect(hashFromHex("A".repeat(64))).toBeNull();
    expect(hashFromHex("a".repeat(63))).toBeNull();
    expect(fromBase64("AB==")).toBeNull();
    expect(fromBase64("AA==")).toEqual(Uint8Array.of(0));
    expect(fromBase64("AA")).toBeNull();
  });
  it("a_key_whose_hash_is_not_its_own_is_no_key", () => {
    const vkey = text("vkey.txt").trim();
    expect(parseKey(vkey)).not.toBeNull();
    expect(parseKey(vkey.replace(/\+[0-9a-f]/, (m) => (m === "+0" ? "+1" : "+0")))).toBeNull();
  });
});
