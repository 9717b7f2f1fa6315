// Who is signed in. What a role may do is decided by the server; the screens only avoid offering
// forms that would be refused.
import { api, onSignedOut, Problem, useToken } from "../api/client";
import type { Role, Session } from "../api/types";

type State = { known: false } | { known: true; session: Session | null };

let state = $state<State>({ known: false });

function accept(session: Session | null): void {
  useToken(session?.csrf ?? "");
  state = { known: true, session };
}

onSignedOut(() => accept(null));

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

/** Whether forms about that organisation's own evidence are worth showing. */
export function writesFor(who: Session | null, isOwnOrBelow: boolean): boolean {
  return who !== null && WRITERS.includes(who.role) && isOwnOrBelow;
}

/** Erasing is the keeper's: the head of the authority, or who answers for the operator. */
export function mayErase(who: Session | null): boolean {
  return who !== null && (who.role === "operator_manager" || who.role === "regulator_head");
}

export const ADMIN_PARTS = ["people", "recoveries", "keys", "delegations", "organisations", "openings"] as const;
export type AdminPart = (typeof ADMIN_PARTS)[number];

/** The parts of the Administration page worth offering to a role. */
export function partsOf(who: Session | null): readonly AdminPart[] {
  if (who === null) return [];
  if (who.role === "administrator") return ADMIN_PARTS;
  if (who.role === "regulator_head" || who.role === "operator_manager") {
    // Who holds accounts elsewhere is shown while it is opened.
    return who.role === "regulator_head" && who.openings.length > 0 ? ["people", "delegations", "organisations", "openings"] : ["delegations", "organisations", "openings"];
  }
  return [];
}
