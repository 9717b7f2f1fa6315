// Entries of the duty log on their way to the server. Each is kept in the browser, under the login it
// was written by, until the server has acknowledged it, and is sent by its own id: a lost answer or a
// second try records it once. What the server refuses stays, with what it said, for its writer to mend.
import { Problem } from "../../api/client";
import type { DutyNote } from "../../api/types";
import { fieldSaid } from "../../i18n/said";

export interface Waiting {
  note: DutyNote;
  /** What the server said no with; null while it is only waiting. */
  refused: string | null;
}

export interface Keeper {
  recall(key: string): string | null;
  remember(key: string, value: string): void;
  forget(key: string): void;
}

const keyOf = (login: string): string => `duty.${login}`;
const typingKeyOf = (login: string): string => `duty-typing.${login}`;

const isWaiting = (one: unknown): one is Waiting => {
  const note = (one as Waiting | null)?.note;
  return typeof note?.id === "string" && typeof note.text === "string" && typeof note.what === "string";
};

/** What waits for this login. What cannot be read is left out, the rest is not lost with it. */
export function waitingOf(keeper: Keeper, login: string): Waiting[] {
  try {
    const kept: unknown = JSON.parse(keeper.recall(keyOf(login)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isWaiting).map(({ note, refused }) => ({ note, refused: refused ?? null })) : [];
  } catch {
    return [];
  }
}

export function keepWaiting(keeper: Keeper, login: string, waiting: readonly Waiting[]): void {
  if (waiting.length === 0) keeper.forget(keyOf(login));
  else keeper.remember(keyOf(login), JSON.stringify(waiting));
}

export const typedOf = (keeper: Keeper, login: string): string => keeper.recall(typingKeyOf(login)) ?? "";

export function keepTyped(keeper: Keeper, login: string, text: string): void {
  if (text === "") keeper.forget(typingKeyOf(login));
  else keeper.remember(typingKeyOf(login), text);
}

/** No contact, a server in trouble or a session that ended: the entry itself is not at fault. */
export function isPassing(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 401 || problem.code === "csrf" || problem.status === 429 || problem.status >= 500;
}

/** Sends in the order of writing. Stops at the first that only bad contact holds up, so that order stays. */
export async function sendAll(
  waiting: readonly Waiting[],
  send: (note: DutyNote) => Promise<unknown>,
  done: (left: Waiting[]) => void,
): Promise<{ sent: number; held: Problem | null }> {
  let left = [...waiting];
  let sent = 0;
  for (const one of waiting.filter((entry) => entry.refused === null)) {
    try {
      await send(one.note);
      left = left.filter((entry) => entry.note.id !== one.note.id);
      sent += 1;
    } catch (fault) {
      const problem = fault instanceof Problem ? fault : new Problem(0, "network", String(fault));
      if (isPassing(problem)) return { sent, held: problem };
      const said = [problem.detail, ...problem.fields.map(fieldSaid)].filter((text) => text !== "");
      left = left.map((entry) => (entry.note.id === one.note.id ? { ...entry, refused: said.join("; ") || problem.code } : entry));
    }
    done(left);
  }
  return { sent, held: null };
}
