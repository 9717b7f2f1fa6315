// The one place the screens speak HTTP. Carries the session's anti-forgery token on every write,
// gives every call a limit in time, and turns problem details into one error the screens can show.
import type { Said } from "../i18n/said";

export const BASE = "/api/v1";
const TIMEOUT_MS = 20_000;

export interface FieldFault extends Said {
  field: string;
}

/** What the server, or the way to it, said no with. `code` is stable; "network" and "timeout" are ours. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: FieldFault[] = [],
    /** The detail as it can be said in any language. */
    readonly said: Said = { what: detail },
  ) {
    super(detail || code);
  }
}

/** Whether the way to the server, or its load, was at fault, or the first sending is not answered yet: the same may be sent again. */
export const isOfTheWay = (fault: unknown): boolean =>
  fault instanceof Problem && (fault.status === 0 || fault.status === 429 || fault.status >= 500 || fault.code === "being_carried_out");

/** Whatever was thrown, as one error the screens can show. */
export const asProblem = (fault: unknown): Problem => (fault instanceof Problem ? fault : new Problem(0, "unnamed", String(fault)));

let csrf = "";
let whenSignedOut: () => void = () => undefined;

export function useToken(token: string): void {
  csrf = token;
}

export function onSignedOut(handler: () => void): void {
  whenSignedOut = handler;
}

let underway = 0;
let whenWriting: (underway: number) => void = () => undefined;

/** Hears how many writes wait for their answer, each time that changes. */
export function onWriting(handler: (underway: number) => void): void {
  whenWriting = handler;
}

let whenAnswered: (speed: number | null) => void = () => undefined;

/** Hears with each answer whether it is of a drill, and how many seconds of that pass in a real one. */
export function onDrill(handler: (speed: number | null) => void): void {
  whenAnswered = handler;
}

interface Sending {
  json?: unknown;
  body?: Blob;
  accept?: string;
  timeoutMs?: number;
  /** The tag of the answer that is known: where nothing changed, none comes. */
  known?: string | undefined;
}
/** What is asked for only reads; what is sent to change something carries a key, without which it is not a call. */
export type Call = Sending & ({ method: "GET" } | { method: "POST" | "PUT" | "PATCH" | "DELETE"; key: string });

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem> & { title?: string; detail_code?: string; detail_args?: Record<string, string> };
    const fields = Array.isArray(body.fields) ? body.fields : [];
    const said: Said = { what: body.detail ?? "", code: body.detail_code ?? null, args: body.detail_args ?? {} };
    // Without its words a fault is said in English, which is better than not at all.
    if (said.code || fields.some((fault) => fault.code)) await import("../i18n/faults").catch(() => undefined);
    return new Problem(response.status, body.code ?? "unnamed", body.detail ?? body.title ?? "", fields, said);
  } catch {
    return new Problem(response.status, "unnamed", response.statusText);
  }
}

async function fetched(address: string, init: RequestInit): Promise<Response> {
  const writes = init.method !== "GET";
  if (writes) whenWriting((underway += 1));
  try {
    const response = await fetch(address, init);
    whenAnswered(Number(response.headers.get("x-drill-speed")) || null);
    return response;
  } catch (fault) {
    const late = fault instanceof DOMException && fault.name === "TimeoutError";
    throw new Problem(0, late ? "timeout" : "network", "");
  } finally {
    if (writes) whenWriting((underway -= 1));
  }
}

/** Asks, and throws a `Problem` unless the answer is yes, or that nothing changed. `path` is below the API's base. */
export async function send(path: string, call: Call): Promise<Response> {
  const headers: Record<string, string> = { accept: call.accept ?? "application/json" };
  if (call.known !== undefined) headers["if-none-match"] = call.known;
  if (call.method !== "GET") {
    headers["idempotency-key"] = call.key;
    if (csrf !== "") headers["x-csrf-token"] = csrf;
  }
  const init: RequestInit = {
    method: call.method,
    headers,
    credentials: "same-origin",
    signal: AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS),
  };
  if (call.json !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(call.json);
  } else if (call.body !== undefined) {
    headers["content-type"] = call.body.type;
    init.body = call.body;
  }
  const response = await fetched(BASE + path, init);
  if (response.ok || (response.status === 304 && call.known !== undefined)) return response;
  const problem = await problemOf(response);
  if (problem.code === "not_signed_in") whenSignedOut();
  throw problem;
}
