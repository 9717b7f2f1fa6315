// What the screens ask of the server, each call checked against the API's description.
import type { CampaignDraft, DutyNote, NewEvidence, Role, Ruling, UpwardDraft, When } from "./types";
import { BASE, send, type Call } from "./transport";
import type { AnswerOf, Asked, Method, Operation, PathOf, Sent } from "./wire";

export { asProblem, onSignedOut, Problem, useToken, type FieldFault } from "./transport";
export type { When } from "./types";

/** An upload of 10 MiB over a post office's slow line still has to finish. */
const UPLOAD_TIMEOUT_MS = 180_000;

type Parts = Record<string, string | number | boolean | null | undefined>;
interface Filling {
  path?: Parts;
  query?: Parts;
  json?: unknown;
}
type More = Omit<Call, "method" | "json">;

export function query(parts: Parts): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parts)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** A path of the description with its parts filled in, below the API's base. */
export function filled(path: string, { path: parts = {}, query: asked = {} }: Filling): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parts[name]))) + query(asked);
}

async function response<M extends Method, P extends PathOf<M>>(method: M, path: P, asked: Asked<Operation<M, P>>, more: More = {}): Promise<Response> {
  const filling = asked as Filling;
  return send(filled(path, filling), { method: method.toUpperCase(), json: filling.json, ...more });
}

async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  asked: Asked<Operation<M, P>>,
  more: More = {},
): Promise<AnswerOf<Operation<M, P>>> {
  return (await (await response(method, path, asked, more)).json()) as AnswerOf<Operation<M, P>>;
}

async function done<M extends Method, P extends PathOf<M>>(method: M, path: P, asked: Asked<Operation<M, P>>): Promise<void> {
  await response(method, path, asked);
}

const NOTHING = {};

export const api = {
  signIn: (login: string, password: string, code: string | null) => call("post", "/session", { json: { login, password, code } }),
  acceptInvitation: (code: string, password: string) => done("post", "/invitation", { json: { code, password } }),
  session: () => call("get", "/session", NOTHING),
  signOut: () => done("delete", "/session", NOTHING),
  sessions: async () => (await call("get", "/sessions", NOTHING)).sessions,
  closeSession: (id: string) => done("delete", "/sessions/{id}", { path: { id } }),
  closeSessions: () => done("delete", "/sessions", NOTHING),
  changePassword: (old: string, next: string) => call("post", "/account/password", { json: { old, new: next } }),
  secondFactor: () => call("get", "/account/second-factor", NOTHING),
  beginSecondFactor: (password: string) => call("post", "/account/second-factor", { json: { password } }),
  confirmSecondFactor: (code: string) => call("post", "/account/second-factor/confirm", { json: { code } }),
  removeSecondFactor: (password: string, code: string) => call("post", "/account/second-factor/remove", { json: { password, code } }),
  renewRecoveryCodes: async (password: string, code: string) =>
    (await call("post", "/account/second-factor/recovery-codes", { json: { password, code } })).recovery_codes,
  accounts: (after: string | null) => call("get", "/accounts", { query: { after } }),
  invite: (who: Sent<"Invite">) => call("post", "/accounts", { json: who }),
  inviteAgain: (id: string) => call("post", "/accounts/{id}/invitation", { path: { id } }),
  disableAccount: (id: string) => call("post", "/accounts/{id}/disable", { path: { id } }),
  enableAccount: (id: string) => call("post", "/accounts/{id}/enable", { path: { id } }),
  changeRole: (id: string, role: Role) => call("post", "/accounts/{id}/role", { path: { id }, json: { role } }),
  endSessions: (id: string) => done("delete", "/accounts/{id}/sessions", { path: { id } }),
  askRecovery: (id: string, reason: string) => call("post", "/accounts/{id}/recovery", { path: { id }, json: { reason } }),
  recoveries: () => call("get", "/recoveries", NOTHING),
  confirmRecovery: (id: string) => call("post", "/recoveries/{id}/confirm", { path: { id } }),
  withdrawRecovery: (id: string) => done("delete", "/recoveries/{id}", { path: { id } }),
  keys: () => call("get", "/keys", { query: { limit: 500 } }),
  makeKey: (order: Sent<"KeyOrder">) => call("post", "/keys", { json: order }),
  revokeKey: (id: string) => done("post", "/keys/{id}/revoke", { path: { id } }),
  delegations: () => call("get", "/delegations", NOTHING),
  giveDelegation: (order: Sent<"DelegationOrder">) => call("post", "/delegations", { json: order }),
  withdrawDelegation: (id: string) => done("post", "/delegations/{id}/withdraw", { path: { id } }),
  assignments: () => call("get", "/assignments", NOTHING),
  assign: (order: Sent<"AssignmentOrder"> & { id: string }) => call("post", "/assignments", { json: order }),
  takeBack: (given: string, id: string) => call("post", "/assignments/{id}/withdraw", { path: { id: given }, json: { id } }),
  organisations: () => call("get", "/organisations", NOTHING),
  openings: () => call("get", "/openings", NOTHING),
  openAccess: (order: Sent<"OpeningOrder">) => done("post", "/openings", { json: order }),
  closeAccess: (id: string) => done("delete", "/openings/{id}", { path: { id } }),
  campaign: () => call("get", "/campaign", NOTHING),
  draftCampaign: (letter: Blob, name: string) =>
    call("post", "/campaign/draft", { query: { name } }, { body: new Blob([letter], { type: "text/plain" }) }),
  checkCampaign: (draft: CampaignDraft) => call("post", "/campaign/check", { json: draft }, { timeoutMs: UPLOAD_TIMEOUT_MS }),
  issueCampaign: (draft: CampaignDraft) => call("post", "/campaign", { json: draft }, { timeoutMs: UPLOAD_TIMEOUT_MS }),
  board: (when: When, after: string | null, limit: number) => call("get", "/board", { query: { ...when, after, limit } }),
  cell: (organisation: string, obligation: string, when: When = {}) =>
    call("get", "/cells/{organisation}/{obligation}", { path: { organisation, obligation }, query: { ...when } }),
  upward: (before: number | null, as: string | null) => call("get", "/upward", { query: { before, as } }),
  foresee: (draft: UpwardDraft) => call("post", "/upward/preview", { json: draft }),
  obligation: (id: string) => call("get", "/obligations/{obligation}", { path: { obligation: id } }),
  targets: (after: string | null, limit: number) => call("get", "/targets", { query: { after, limit } }),
  target: (id: string) => call("get", "/targets/{target}", { path: { target: id } }),
  samples: (id: string, from: string, to: string, points: number) =>
    call("get", "/targets/{target}/samples", { path: { target: id }, query: { from, to, points } }),
  record: (evidence: NewEvidence) => call("post", "/evidence", { json: evidence }, { headers: { "idempotency-key": evidence.id } }),
  duty: (organisation: string, span: { from?: string; to?: string; before?: string | null; limit?: number }) =>
    call("get", "/duty/{organisation}", { path: { organisation }, query: { ...span } }),
  logDuty: (note: DutyNote) => call("post", "/duty", { json: note }, { headers: { "idempotency-key": note.id } }),
  signing: (organisation: string | null) => call("get", "/report/signing", { query: { organisation } }),
  draftReport: (id: string, organisation: string | null) => call("post", "/report/drafts", { json: { id, organisation } }, { timeoutMs: UPLOAD_TIMEOUT_MS }),
  drafts: async (organisation: string | null) => (await call("get", "/report/drafts", { query: { organisation } })).drafts,
  draftAddress: (id: string) => BASE + filled("/report/drafts/{id}", { path: { id } }),
  attestReport: (signed: { id: string; draft: string; report: string; counts: Record<string, number>; delegation: string | null; signer: string; note?: string }) =>
    call("post", "/report/attestations", { json: signed }),
  dossierAddress: (organisation: string, obligation: string, at: string | null, known: string | null) =>
    BASE + filled("/dossier/{organisation}/{obligation}", { path: { organisation, obligation }, query: { at, known } }),
  disputes: async (organisation: string | null, obligation: string | null) =>
    (await call("get", "/disputes", { query: { organisation, obligation } })).disputes,
  openDispute: (said: { id: string; organisation: string; obligation: string; figure?: string; entries: string[]; reply_due: string; claim: string }) =>
    call("post", "/disputes", { json: said }),
  answerDispute: (id: string, said: { id: string; text: string }) => call("post", "/disputes/{id}/answers", { path: { id }, json: said }),
  decideDispute: (id: string, said: { id: string; ruling: Ruling; reason: string }) =>
    call("post", "/disputes/{id}/decision", { path: { id }, json: said }),
  minutesAddress: (id: string) => BASE + filled("/disputes/{id}/minutes", { path: { id } }),
  putBlob: (blob: Blob) => call("post", "/blobs", NOTHING, { body: blob, timeoutMs: UPLOAD_TIMEOUT_MS }),
  blobAddress: (sha256: string) => BASE + filled("/blobs/{sha256}", { path: { sha256 } }),
  sources: async () => (await call("get", "/sources", NOTHING)).sources,
  previewSheet: (body: Blob, sheet: string | null) => call("post", "/sources/preview", { query: { sheet } }, { body, timeoutMs: UPLOAD_TIMEOUT_MS }),
  applySheet: (body: Blob, sheet: string | null) => call("post", "/sources/apply", { query: { sheet } }, { body, timeoutMs: UPLOAD_TIMEOUT_MS }),
  node: () => call("get", "/node", NOTHING),
  search: async (q: string) => (await call("get", "/search", { query: { q } })).hits,
  logs: async () => (await call("get", "/journal", NOTHING)).logs,
  entries: (organisation: string, before: number | null, limit: number) =>
    call("get", "/journal/{organisation}/entries", { path: { organisation }, query: { before, limit } }),
  proof: (organisation: string, index: number) => call("get", "/journal/{organisation}/proof", { path: { organisation }, query: { index } }),
  erase: (id: string, fields: string[], reason: string) => done("post", "/entries/{id}/erase", { path: { id }, json: { fields, reason } }),
  /** The report as bytes, so that a refusal is shown in the page instead of a broken download. */
  report: async (as: "docx" | "pdf" | "zip", organisation: string | null, at: string | null) => {
    const more = { headers: { accept: "*/*" }, timeoutMs: UPLOAD_TIMEOUT_MS };
    const got =
      as === "zip"
        ? await response("get", "/report/bundle", { query: { as: "docx", organisation, at } }, more)
        : await response("get", "/report", { query: { as, organisation, at } }, more);
    const said = got.headers.get("content-disposition") ?? "";
    const name = /filename="?([^";]+)"?/.exec(said)?.[1] ?? `bao-cao.${as}`;
    return { name, blob: await got.blob() };
  },
  eventsAddress: `${BASE}/events`,
};
