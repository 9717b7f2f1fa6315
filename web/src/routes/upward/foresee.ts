// What is about to be recorded, as the server is asked what each reader above will have of it; and its answer with the
// readers who will have the same put together.
import type { Evidence, Foreseen, Reader, UpwardDraft } from "../../api/types";

/** What can be tried out: a line of the duty log, or an explanation of an entry of one's own. */
export type Note =
  | { sort: "duty"; text: string; caller: string; number: string }
  | { sort: "explanation"; text: string; answers: string };

/** The obligation that an entry speaks of. */
export const obligationOf = (entry: Evidence): string | null => {
  const named = entry.facts["obligation"];
  return typeof named === "string" ? named : null;
};

/** The draft of a note; none where what it explains is not among the entries. */
export function draftOf(note: Note, entries: Evidence[]): UpwardDraft | null {
  if (note.sort === "duty") {
    const said = { caller: note.caller.trim(), number: note.number.trim() };
    return { duty: { what: "heard", text: note.text, caller: said.caller || null, number: said.number || null } };
  }
  const answered = entries.find((entry) => entry.id === note.answers);
  const obligation = answered ? obligationOf(answered) : null;
  if (!answered || obligation === null) return null;
  return { evidence: { kind: "finding.explained", obligation, answers: [answered.id], private: { text: note.text } } };
}

/** Readers who will have the very same, in the order in which the first of them stands. */
export interface Alike {
  readers: Reader[];
  entry: Evidence | null;
}

export function alike(foreseen: Foreseen[]): Alike[] {
  const groups = new Map<string, Alike>();
  for (const { reader, entry } of foreseen) {
    const key = JSON.stringify(entry);
    const group = groups.get(key);
    if (group) group.readers.push(reader);
    else groups.set(key, { readers: [reader], entry });
  }
  return [...groups.values()];
}
