// What the screens ask of the server, each call checked against the API's description.
import type { CampaignDraft, DutyNote, NewEvidence, Role, Ruling, UpwardDraft, When } from "./types";
import { Keys } from "./once";
import { BASE, isOfTheWay, send, useToken as takeToken, type Call } from "./transport";
import type { AnswerOf, Asked, Method, Operation, PathOf, Sent } from "./wire";

export { asProblem, onDrill, onSignedOut, onWriting, Problem, type FieldFault } from "./transport";
export type { When } from "./types";

/** An upload of 10 MiB over a post office's slow line still has to finish. */
const UPLOAD_TIMEOUT_MS = 180_000;

/** Lines of a page where all of a list is read: the most there may be. */
const PAGE_LINES = 500;

type Parts = Record<string, string | number | boolean | null | undefined>;
interface Filling {
  path?: Parts;
  query?: Parts;
  json?: unknown;
}
type More = Pick<Call, "body" | "accept" | "timeoutMs">;
type Write = Exclude<Method, "get">;

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

async function got<P extends PathOf<"get">>(path: P, asked: Asked<Operation<"get", P>>, more: More = {}): Promise<Response> {
  return send(filled(path, asked as Filling), { method: "GET", ...more });
}

async function get<P extends PathOf<"get">>(path: P, asked: Asked<Operation<"get", P>>): Promise<AnswerOf<Operation<"get", P>>> {
  return (await (await got(path, asked)).json()) as AnswerOf<Operation<"get", P>>;
}

/** A list that is read a page after another, as one: the last page with the lines of all. */
async function whole<P extends PathOf<"get">, L extends keyof AnswerOf<Operation<"get", P>> & string>(
  path: P,
  list: L,
  query: Parts = {},
): Promise<AnswerOf<Operation<"get", P>>> {
  const lines: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const page: Record<string, unknown> = (await get(path, { query: { ...query, after, limit: PAGE_LINES } } as Asked<Operation<"get", P>>)) as Record<string, unknown>;
    lines.push(...((page[list] ?? []) as unknown[]));
    after = page["next"] as string | null;
    if (!after) return { ...page, [list]: lines } as AnswerOf<Operation<"get", P>>;
  }
}

/** Answers that are asked for again and again, with their tags: what did not change is not sent twice. */
const known = new Map<string, { tag: string; answer: unknown }>();

async function anew<P extends PathOf<"get">>(path: P, asked: Asked<Operation<"get", P>>): Promise<AnswerOf<Operation<"get", P>>> {
  const address = filled(path, asked as Filling);
  const before = known.get(address);
  const response = await send(address, { method: "GET", known: before?.tag });
  if (response.status === 304 && before) return before.answer as AnswerOf<Operation<"get", P>>;
  const answer = (await response.json()) as AnswerOf<Operation<"get", P>>;
  const tag = response.headers.get("etag");
  if (tag !== null) known.set(address, { tag, answer });
  return answer;
}

/** Takes the session's token; whoever comes next knows nothing of what the one before was answered. */
export function useToken(token: string): void {
  known.clear();
  takeToken(token);
}

const keys = new Keys();

/** The one way to change something. */
async function written<M extends Write, P extends PathOf<M>>(method: M, path: P, asked: Asked<Operation<M, P>>, more: More = {}): Promise<Response> {
  const filling = asked as Filling;
  const said = {
    method: method.toUpperCase() as Uppercase<M>,
    path: filled(path, filling),
    body: filling.json === undefined ? ((await more.body?.text()) ?? "") : JSON.stringify(filling.json),
  };
  return keys.send(said, (key) => send(said.path, { method: said.method, key, json: filling.json, ...more }), isOfTheWay);
}

async function call<M extends Write, P extends PathOf<M>>(method: M, path: P, asked: Asked<Operation<M, P>>, more: More = {}): Promise<AnswerOf<Operation<M, P>>> {
  return (await (await written(method, path, asked, more)).json()) as AnswerOf<Operation<M, P>>;
}

async function done<M extends Write, P extends PathOf<M>>(method: M, path: P, asked: Asked<Operation<M, P>>): Promise<void> {
  await written(method, path, asked);
}

const NOTHING = {};

export type ReportForm = "docx" | "pdf" | "xlsx" | "txt" | "png" | "zip";

const FILE = { accept: "*/*", timeoutMs: UPLOAD_TIMEOUT_MS };

/** A file that an answer carries, under the name it gives. */
async function fileOf(answer: Response, otherwise: string): Promise<{ name: string; blob: Blob }> {
  const name = /filename="?([^";]+)"?/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? otherwise;
  return { name, blob: await answer.blob() };
}

export const api = {
  signIn: (login: string, password: string, code: string | null) => call("post", "/session", { json: { login, password, code } }),
  acceptInvitation: (code: string, password: string) => done("post", "/invitation", { json: { code, password } }),
  session: () => get("/session", NOTHING),
  signOut: () => done("delete", "/session", NOTHING),
  sessions: async () => (await get("/sessions", NOTHING)).sessions,
  closeSession: (id: string) => done("delete", "/sessions/{id}", { path: { id } }),
  closeSessions: () => done("delete", "/sessions", NOTHING),
  changePassword: (old: string, next: string) => call("post", "/account/password", { json: { old, new: next } }),
  secondFactor: () => get("/account/second-factor", NOTHING),
  beginSecondFactor: (password: string) => call("post", "/account/second-factor", { json: { password } }),
  confirmSecondFactor: (code: string) => call("post", "/account/second-factor/confirm", { json: { code } }),
  removeSecondFactor: (password: string, code: string) => call("post", "/account/second-factor/remove", { json: { password, code } }),
  renewRecoveryCodes: async (password: string, code: string) =>
    (await call("post", "/account/second-factor/recovery-codes", { json: { password, code } })).recovery_codes,
  accounts: (after: string | null) => get("/accounts", { query: { after } }),
  invite: (who: Sent<"Invite">) => call("post", "/accounts", { json: who }),
  inviteAgain: (id: string) => call("post", "/accounts/{id}/invitation", { path: { id } }),
  disableAccount: (id: string) => call("post", "/accounts/{id}/disable", { path: { id } }),
  enableAccount: (id: string) => call("post", "/accounts/{id}/enable", { path: { id } }),
  changeRole: (id: string, role: Role) => call("post", "/accounts/{id}/role", { path: { id }, json: { role } }),
  endSessions: (id: string) => done("delete", "/accounts/{id}/sessions", { path: { id } }),
  askRecovery: (id: string, reason: string) => call("post", "/accounts/{id}/recovery", { path: { id }, json: { reason } }),
  recoveries: () => whole("/recoveries", "recoveries"),
  confirmRecovery: (id: string) => call("post", "/recoveries/{id}/confirm", { path: { id } }),
  withdrawRecovery: (id: string) => done("delete", "/recoveries/{id}", { path: { id } }),
  keys: () => whole("/keys", "keys"),
  makeKey: (order: Sent<"KeyOrder">) => call("post", "/keys", { json: order }),
  revokeKey: (id: string) => done("post", "/keys/{id}/revoke", { path: { id } }),
  delegations: () => whole("/delegations", "delegations"),
  giveDelegation: (order: Sent<"DelegationOrder">) => call("post", "/delegations", { json: order }),
  withdrawDelegation: (id: string) => done("post", "/delegations/{id}/withdraw", { path: { id } }),
  assignments: () => whole("/assignments", "assignments"),
  assign: (order: Sent<"AssignmentOrder"> & { id: string }) => call("post", "/assignments", { json: order }),
  takeBack: (given: string, id: string) => call("post", "/assignments/{id}/withdraw", { path: { id: given }, json: { id } }),
  organisations: () => whole("/organisations", "organisations"),
  openings: () => whole("/openings", "openings"),
  openAccess: (order: Sent<"OpeningOrder">) => done("post", "/openings", { json: order }),
  closeAccess: (id: string) => done("delete", "/openings/{id}", { path: { id } }),
  campaign: () => get("/campaign", NOTHING),
  draftCampaign: (letter: Blob, name: string) =>
    call("post", "/campaign/draft", { query: { name } }, { body: new Blob([letter], { type: "text/plain" }) }),
  checkCampaign: (draft: CampaignDraft) => call("post", "/campaign/check", { json: draft }, { timeoutMs: UPLOAD_TIMEOUT_MS }),
  issueCampaign: (draft: CampaignDraft) => call("post", "/campaign", { json: draft }, { timeoutMs: UPLOAD_TIMEOUT_MS }),
  board: (when: When, after: string | null, limit: number) => get("/board", { query: { ...when, after, limit } }),
  cell: (organisation: string, obligation: string, when: When = {}) =>
    get("/cells/{organisation}/{obligation}", { path: { organisation, obligation }, query: { ...when } }),
  upward: (before: number | null, as: string | null) => get("/upward", { query: { before, as } }),
  foresee: (draft: UpwardDraft) => call("post", "/upward/preview", { json: draft }),
  obligation: (id: string) => get("/obligations/{obligation}", { path: { obligation: id } }),
  targets: (after: string | null, limit: number) => anew("/targets", { query: { after, limit } }),
  target: (id: string) => get("/targets/{target}", { path: { target: id } }),
  samples: (id: string, from: string, to: string, points: number) =>
    get("/targets/{target}/samples", { path: { target: id }, query: { from, to, points } }),
  record: (evidence: NewEvidence) => call("post", "/evidence", { json: evidence }),
  duty: (organisation: string, span: { from?: string; to?: string; before?: string | null; limit?: number }) =>
    get("/duty/{organisation}", { path: { organisation }, query: { ...span } }),
  logDuty: (note: DutyNote) => call("post", "/duty", { json: note }),
  signing: (organisation: string | null) => get("/report/signing", { query: { organisation } }),
  draftReport: (id: string, organisation: string | null) => call("post", "/report/drafts", { json: { id, organisation } }, { timeoutMs: UPLOAD_TIMEOUT_MS }),
  drafts: async (organisation: string | null) => (await whole("/report/drafts", "drafts", { organisation })).drafts,
  draftAddress: (id: string) => BASE + filled("/report/drafts/{id}", { path: { id } }),
  attestReport: (signed: { id: string; draft: string; report: string; counts: Record<string, number>; delegation: string | null; signer: string; note?: string }) =>
    call("post", "/report/attestations", { json: signed }),
  dossierAddress: (organisation: string, obligation: string, at: string | null, known: string | null) =>
    BASE + filled("/dossier/{organisation}/{obligation}", { path: { organisation, obligation }, query: { at, known } }),
  disputes: async (organisation: string | null, obligation: string | null) =>
    (await whole("/disputes", "disputes", { organisation, obligation })).disputes,
  openDispute: (said: { id: string; organisation: string; obligation: string; figure?: string; entries: string[]; reply_due: string; claim: string }) =>
    call("post", "/disputes", { json: said }),
  answerDispute: (id: string, said: { id: string; text: string }) => call("post", "/disputes/{id}/answers", { path: { id }, json: said }),
  decideDispute: (id: string, said: { id: string; ruling: Ruling; reason: string }) =>
    call("post", "/disputes/{id}/decision", { path: { id }, json: said }),
  minutesAddress: (id: string) => BASE + filled("/disputes/{id}/minutes", { path: { id } }),
  putBlob: (blob: Blob) => call("post", "/blobs", NOTHING, { body: blob, timeoutMs: UPLOAD_TIMEOUT_MS }),
  blobAddress: (sha256: string) => BASE + filled("/blobs/{sha256}", { path: { sha256 } }),
  sources: async () => (await get("/sources", NOTHING)).sources,
  previewSheet: (body: Blob, sheet: string | null) => call("post", "/sources/preview", { query: { sheet } }, { body, timeoutMs: UPLOAD_TIMEOUT_MS }),
  applySheet: (body: Blob, sheet: string | null) => call("post", "/sources/apply", { query: { sheet } }, { body, timeoutMs: UPLOAD_TIMEOUT_MS }),
  node: () => get("/node", NOTHING),
  search: async (q: string) => (await get("/search", { query: { q } })).hits,
  logs: async () => (await get("/journal", NOTHING)).logs,
  entries: (organisation: string, before: number | null, limit: number) =>
    get("/journal/{organisation}/entries", { path: { organisation }, query: { before, limit } }),
  proof: (organisation: string, index: number) => get("/journal/{organisation}/proof", { path: { organisation }, query: { index } }),
  erase: (id: string, fields: string[], reason: string) => done("post", "/entries/{id}/erase", { path: { id }, json: { fields, reason } }),
  /** The report as bytes, so that a refusal is shown in the page instead of a broken download. */
  report: async (as: ReportForm, organisation: string | null, at: string | null) =>
    as === "zip"
      ? fileOf(await got("/report/bundle", { query: { as: "docx", organisation, at } }, FILE), "bao-cao.zip")
      : fileOf(await got("/report", { query: { as, organisation, at } }, FILE), `bao-cao.${as}`),
  calendar: async (organisation: string | null) => fileOf(await got("/campaign/calendar", { query: { organisation } }, FILE), "lich.ics"),
  eventsAddress: `${BASE}/events`,
};
