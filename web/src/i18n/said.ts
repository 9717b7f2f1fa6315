// What the server says of a fault, in the reader's language: by its code and what the sentence is filled with. A code
// without a sentence here, as of a newer server, is said in the server's English.
import { language, tOr } from "./language.svelte";

export interface Said {
  /** The sentence in English. */
  what: string;
  code?: string | null;
  args?: Record<string, string>;
}

export function said({ what, code, args = {} }: Said): string {
  if (!code) return what;
  const words = { ...args };
  const found = args["found_type"];
  if (found !== undefined) words["found_type"] = tOr(`toml-${found.replaceAll(" ", "-")}`, found);
  const { of, meaning } = args;
  if (of !== undefined && meaning !== undefined) words["meaning"] = tOr(`meaning-${of.replaceAll(".", "-")}`, meaning);
  return tOr(`fault-${code}`, what, words);
}

/** One line on a field that was at fault. */
export function fieldSaid(fault: Said & { field: string }): string {
  return fault.field === "" ? said(fault) : `${fault.field}: ${said(fault)}`;
}

/** What else a refusal says. A sentence that is there in English alone is for readers of English; an id is for all. */
export function detailOf(detail: Said): string {
  const isId = !detail.what.includes(" ");
  return detail.code || isId || language() === "en" ? said(detail) : "";
}
