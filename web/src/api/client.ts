// The one place the screens speak HTTP. Carries the session's anti-forgery token on every write,
// gives every call a limit in time, and turns problem details into one error the screens can show.
import type {
  BoardPage,
  Campaign,
  CellDetail,
  EntryPage,
  Log,
  NewEvidence,
  ObligationDetail,
  Proof,
  Receipt,
  Samples,
  SecondFactor,
  SecondFactorBegun,
  SecondFactorConfirmed,
  Session,
  SessionLine,
  SheetView,
  SourceLine,
  Target,
  TargetRow,
  Upward,
} from "./types";

const BASE = "/api/v1";
const TIMEOUT_MS = 20_000;
/** An upload of 10 MiB over a post office's slow line still has to finish. */
const UPLOAD_TIMEOUT_MS = 180_000;

export interface FieldFault {
  field: string;
  what: string;
}

/** What the server, or the way to it, said no with. `code` is stable; "network" and "timeout" are ours. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: FieldFault[] = [],
  ) {
    super(detail || code);
  }
}

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

interface Call {
  method?: "GET" | "POST" | "DELETE";
  json?: unknown;
  body?: Blob;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem> & { title?: string };
    const fields = Array.isArray(body.fields) ? body.fields : [];
    return new Problem(response.status, body.code ?? "unnamed", body.detail ?? body.title ?? "", fields);
  } catch {
    return new Problem(response.status, "unnamed", response.statusText);
  }
}

async function send(path: string, call: Call = {}): Promise<Response> {
  const method = call.method ?? "GET";
  const headers: Record<string, string> = { accept: "application/json", ...call.headers };
  if (method !== "GET" && csrf !== "") headers["x-csrf-token"] = csrf;
  const init: RequestInit = {
    method,
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
  let response: Response;
  try {
    response = await fetch(BASE + path, init);
  } catch (fault) {
    const late = fault instanceof DOMException && fault.name === "TimeoutError";
    throw new Problem(0, late ? "timeout" : "network", "");
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.code === "not_signed_in") whenSignedOut();
  throw problem;
}

async function json<T>(path: string, call?: Call): Promise<T> {
  return (await (await send(path, call)).json()) as T;
}

export function query(parts: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parts)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

const part = encodeURIComponent;

/** The board as it stood at an instant, and as it was known by a journal position. */
export interface When {
  at?: string | null;
  known?: string | null;
}

export const api = {
  signIn: (login: string, password: string, code: string | null) =>
    json<Session>("/session", { method: "POST", json: { login, password, code } }),
  acceptInvitation: async (code: string, password: string) =>
    void (await send("/invitation", { method: "POST", json: { code, password } })),
  session: () => json<Session>("/session"),
  signOut: async () => void (await send("/session", { method: "DELETE" })),
  sessions: async () => (await json<{ sessions: SessionLine[] }>("/sessions")).sessions,
  closeSession: async (id: string) => void (await send(`/sessions/${part(id)}`, { method: "DELETE" })),
  closeSessions: async () => void (await send("/sessions", { method: "DELETE" })),
  changePassword: (old: string, next: string) =>
    json<Session>("/account/password", { method: "POST", json: { old, new: next } }),
  secondFactor: () => json<SecondFactor>("/account/second-factor"),
  beginSecondFactor: (password: string) =>
    json<SecondFactorBegun>("/account/second-factor", { method: "POST", json: { password } }),
  confirmSecondFactor: (code: string) =>
    json<SecondFactorConfirmed>("/account/second-factor/confirm", { method: "POST", json: { code } }),
  removeSecondFactor: (password: string, code: string) =>
    json<Session>("/account/second-factor/remove", { method: "POST", json: { password, code } }),
  renewRecoveryCodes: async (password: string, code: string) =>
    (await json<{ recovery_codes: string[] }>("/account/second-factor/recovery-codes", { method: "POST", json: { password, code } })).recovery_codes,
  campaign: () => json<Campaign>("/campaign"),
  board: (when: When, after: string | null, limit: number) =>
    json<BoardPage>(`/board${query({ ...when, after, limit })}`),
  cell: (organisation: string, obligation: string, when: When = {}) =>
    json<CellDetail>(`/cells/${part(organisation)}/${part(obligation)}${query({ ...when })}`),
  upward: (before: number | null) => json<Upward>(`/upward${query({ before })}`),
  obligation: (id: string) => json<ObligationDetail>(`/obligations/${part(id)}`),
  targets: (after: string | null, limit: number) =>
    json<{ targets: TargetRow[]; next: string | null }>(`/targets${query({ after, limit })}`),
  target: (id: string) => json<Target>(`/targets/${part(id)}`),
  sources: async () => (await json<{ sources: SourceLine[] }>("/sources")).sources,
  previewSheet: (body: Blob, sheet: string | null) =>
    json<SheetView>(`/sources/preview${query({ sheet })}`, { method: "POST", body, timeoutMs: UPLOAD_TIMEOUT_MS }),
  applySheet: (body: Blob, sheet: string | null) =>
    json<SheetView>(`/sources/apply${query({ sheet })}`, { method: "POST", body, timeoutMs: UPLOAD_TIMEOUT_MS }),
  samples: (id: string, from: string, to: string, points: number) =>
    json<Samples>(`/targets/${part(id)}/samples${query({ from, to, points })}`),
  record: (evidence: NewEvidence) =>
    json<Receipt>("/evidence", {
      method: "POST",
      json: evidence,
      headers: { "idempotency-key": evidence.id },
    }),
  putBlob: (blob: Blob) =>
    json<{ sha256: string; bytes: number }>("/blobs", {
      method: "POST",
      body: blob,
      timeoutMs: UPLOAD_TIMEOUT_MS,
    }),
  blobAddress: (sha256: string) => `${BASE}/blobs/${part(sha256)}`,
  logs: async () => (await json<{ logs: Log[] }>("/journal")).logs,
  entries: (organisation: string, before: number | null, limit: number) =>
    json<EntryPage>(`/journal/${part(organisation)}/entries${query({ before, limit })}`),
  proof: (organisation: string, index: number) =>
    json<Proof>(`/journal/${part(organisation)}/proof${query({ index })}`),
  erase: async (id: string, fields: string[], reason: string) =>
    void (await send(`/entries/${part(id)}/erase`, { method: "POST", json: { fields, reason } })),
  /** The report as bytes, so that a refusal is shown in the page instead of a broken download. */
  report: async (as: "docx" | "pdf" | "zip", organisation: string | null, at: string | null) => {
    const address = as === "zip" ? `/report/bundle${query({ as: "docx", organisation, at })}` : `/report${query({ as, organisation, at })}`;
    const response = await send(address, {
      headers: { accept: "*/*" },
      timeoutMs: UPLOAD_TIMEOUT_MS,
    });
    const said = response.headers.get("content-disposition") ?? "";
    const name = /filename="?([^";]+)"?/.exec(said)?.[1] ?? `bao-cao.${as}`;
    return { name, blob: await response.blob() };
  },
  eventsAddress: `${BASE}/events`,
};
