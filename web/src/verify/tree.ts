// Inclusion and consistency proofs of RFC 9162 §2.1.3.2 and §2.1.4.2, folded step by step.
// Sizes and indices stay whole numbers below 2^53, so halving uses division and never bit shifts.
import { type Hash, nodeHash, same } from "./hash";

export type Side = "left" | "right";

export interface FoldStep {
  sibling: Hash;
  /** On which side of our hash the sibling stands. */
  side: Side;
  result: Hash;
}

export interface Fold {
  root: Hash;
  steps: FoldStep[];
}

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

/** Folds a leaf up its path; null when the path cannot belong to that index and size. */
export function foldInclusion(leaf: Hash, index: number, size: number, path: Hash[]): Fold | null {
  if (!isCount(index) || !isCount(size) || index >= size) return null;
  let fn = index;
  let sn = size - 1;
  let result = leaf;
  const steps: FoldStep[] = [];
  for (const sibling of path) {
    if (sn === 0) return null;
    if (odd(fn) || fn === sn) {
      result = nodeHash(sibling, result);
      steps.push({ sibling, side: "left", result });
      while (!odd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      result = nodeHash(result, sibling);
      steps.push({ sibling, side: "right", result });
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 ? { root: result, steps } : null;
}

export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  path: Hash[],
  root: Hash,
): boolean {
  const fold = foldInclusion(leaf, index, size, path);
  return fold !== null && same(fold.root, root);
}

/** Whether the tree of `newSize` only adds to the tree of `oldSize`. */
export function verifyConsistency(
  oldSize: number,
  newSize: number,
  path: Hash[],
  oldRoot: Hash,
  newRoot: Hash,
): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (oldSize === newSize) return path.length === 0 && same(oldRoot, newRoot);
  if (oldSize === 0) return path.length === 0;
  let fn = oldSize - 1;
  let sn = newSize - 1;
  const rest = [...path];
  while (odd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  // A power of two is a node of the new tree itself, so the path does not repeat it.
  const first = fn === 0 ? oldRoot : rest.shift();
  if (first === undefined) return false;
  let fr = first;
  let sr = first;
  for (const c of rest) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!odd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && same(fr, oldRoot) && same(sr, newRoot);
}
