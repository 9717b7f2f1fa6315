// Who is signed in. What a role may do is decided by the server; the screens only avoid offering
// pages that would be refused.
import { serverNow } from "./clock.svelte";
import { api, onSignedOut, Problem, useToken } from "../api/client";
import type { Role, Session } from "../api/types";

type State = { known: false } | { known: true; session: Session | null };

let state = $state<State>({ known: false });

function accept(session: Session | null): void {
  useToken(session?.csrf ?? "");
  if (session !== null) endedAt = null;
  state = { known: true, session };
}

/** When the session ended without anybody asking for it, by the server's clock; null while it has not. */
let endedAt = $state<number | null>(null);

onSignedOut(() => {
  if (session() !== null) endedAt = serverNow();
  accept(null);
});

export function ended(): number | null {
  return endedAt;
}

export function sessionKnown(): boolean {
  return state.known;
}

export function session(): Session | null {
  return state.known ? state.session : null;
}

export async function resumeSession(): Promise<void> {
  try {
    accept(await api.session());
  } catch (fault) {
    if (fault instanceof Problem && fault.status === 401) accept(null);
    else throw fault;
  }
}

export async function signIn(login: string, password: string, code: string | null = null): Promise<void> {
  accept(await api.signIn(login, password, code));
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } finally {
    accept(null);
  }
}

/** Ends every session of the account, this one too. */
export async function signOutEverywhere(): Promise<void> {
  await api.closeSessions();
  accept(null);
}

// Whatever changes how one signs in gives this session another token, which the answer brings along.
export async function changePassword(old: string, next: string): Promise<void> {
  accept(await api.changePassword(old, next));
}

export async function confirmSecondFactor(code: string): Promise<string[]> {
  const confirmed = await api.confirmSecondFactor(code);
  accept(confirmed.session);
  return confirmed.recovery_codes;
}

export async function removeSecondFactor(password: string, code: string): Promise<void> {
  accept(await api.removeSecondFactor(password, code));
}

const REGULATOR: readonly Role[] = ["regulator_desk", "regulator_head"];
const WRITERS: readonly Role[] = ["operator_manager", "duty_officer", "unit_staff", "signer"];

export function isRegulator(who: Session | null): boolean {
  return who !== null && REGULATOR.includes(who.role);
}

/** Whether they keep the duty log of their organisation. */
export function keepsDuty(who: Session | null): boolean {
  return who !== null && (REGULATOR.includes(who.role) || WRITERS.includes(who.role));
}
