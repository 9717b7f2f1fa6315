// How an entry came to its log, in the reader's language.
import "./evidence";
import { t, tOr } from "./language.svelte";

/** What no person does: measurements, and what other systems say. */
export const MACHINES = /^(key|measure|store|source\/.+)$/;

export function wayText(source: string): string {
  const system = source.startsWith("source/") ? source.slice("source/".length) : null;
  return system === null ? tOr(`by-${source}`, source) : t("by-source", { source: system });
}
