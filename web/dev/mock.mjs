// A stand-in for the program while the screens are built: the API of version 1 with invented data,
// live events included, and the control end that closes and opens a socket. Serves dist/ under the
// policy the program will send. `node dev/mock.mjs [port]`; never part of the product.
import { createHash, randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { sheet, sources } from "./mock/sources.mjs";
import { accounts, campaign, obligations, organisations, targets } from "./mock/data.mjs";
import { DAY, iso, now } from "./mock/clock.mjs";
import { more } from "./mock/more.mjs";
import { blobs, cells, cursorFor, emit, evidence, keyOf, listeners, logs, put, record, samples, seed, sees, targetState, turn } from "./mock/world.mjs";

const PORT = Number(process.argv[2] ?? 8099);
const DIST = new URL("../dist/", import.meta.url).pathname;
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8" };
const sessions = new Map();
/** A stream ends with its session. */
const endings = new EventEmitter();

class Refusal extends Error {
  constructor(status, code, detail = "", fields) {
    super(code);
    Object.assign(this, { status, code, detail, fields });
  }
}

const readBody = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
};

function who(request) {
  const token = /ts_session=([0-9a-f]+)/.exec(request.headers.cookie ?? "")?.[1];
  const session = token && sessions.get(token);
  if (!session) throw new Refusal(401, "not_signed_in");
  if (request.method !== "GET" && request.headers["x-csrf-token"] !== session.csrf) throw new Refusal(403, "bad_csrf");
  return { token, ...session };
}

const view = (s) => ({ login: s.account.login, name: s.account.name, role: s.account.role, organisation: s.account.organisation, organisation_name: organisations.find((o) => o.id === s.account.organisation).name, csrf: s.csrf, openings: [], recoveries: [], expires_at: iso(now() + DAY / 3) });

const visibleOrgs = (account) => organisations.filter((o) => sees(account, o.id));

const obligationView = (account, { id, quote, due, modality, sector, title, owners, condition }) => ({ id, quote, span: [412, 540], due, due_strict: false, modality, sector, title, owners: owners.filter((o) => sees(account, o)), condition: condition ? { ...condition, span: null } : null, checks: [] });

const knownOf = (account, known) => (known === null || !Number.isNaN(Date.parse(known)) ? cursorFor(account, known) : known);

function boardPage(account, url) {
  const orgs = visibleOrgs(account);
  const visible = [...cells.values()].filter((c) => sees(account, c.organisation));
  const lines = obligations.filter((o) => visible.some((c) => c.obligation === o.id));
  const limit = Number(url.searchParams.get("limit") ?? 200);
  const start = url.searchParams.get("after") ? lines.findIndex((o) => o.id === url.searchParams.get("after")) + 1 : 0;
  const page = lines.slice(start, start + limit);
  const counts = {};
  for (const c of visible) counts[c.status] = (counts[c.status] ?? 0) + 1;
  const at = url.searchParams.get("at");
  const past = (c) => (at && c.since && c.since > at ? { ...c, status: "not_due", grade: null, since: null } : c);
  return { now: iso(), at, known: knownOf(account, url.searchParams.get("known")), cursor: cursorFor(account), counts, organisations: orgs, obligations: page.map((o) => obligationView(account, o)), cells: visible.filter((c) => page.some((o) => o.id === c.obligation)).map(past), next: start + limit < lines.length ? page.at(-1).id : null };
}

const source = { source: "Quy chuẩn ví dụ QC 99:2026/VD", source_date: "2026-03-01" };
function findingsOf(cell) {
  const ids = (evidence.get(keyOf(cell.organisation, cell.obligation)) ?? []).slice(-3).map((e) => e.id);
  const base = { version: 1, status: cell.status, reason: cell.reason, evidence: ids, grade: cell.grade, late: cell.late, campaign: campaign.digest };
  if (cell.reason.code.startsWith("availability")) return [{ ...base, check: "availability", figures: [{ name: "availability_ppm", value: 999412, unit: "ppm", target: null, limit: { op: ">=", value: 999000, ...source } }, { name: "outage_s", value: 41, unit: "s", target: null, limit: { op: "<=", value: 300, ...source } }] }];
  if (cell.reason.code.startsWith("quality")) return [{ ...base, check: "quality", figures: [{ name: "rtt_us_p95", value: 3880, unit: "us", target: null, limit: { op: "<=", value: 4000, ...source } }, { name: "loss_ppm", value: 1100, unit: "ppm", target: null, limit: { op: "<=", value: 10000, ...source } }, { name: "cert_days_left", value: 9, unit: "days", target: null, limit: { op: ">=", value: 7, ...source } }] }];
  return [{ ...base, check: cell.reason.code.split(".")[0], figures: [] }];
}

/** A stand-in for the policy, for the accounts there are here. */
function allowedTo(account, org) {
  if (account.organisation === "so-khcn") return account.role === "regulator_desk" ? ["inspect", "approve_plan", "test_plan", "open_dispute", "waive"] : [];
  const staff = ["acknowledge", "inspect", "read_briefing", "promise", "explain", "correct"];
  if (account.organisation !== org) return [];
  return account.role === "unit_staff" ? staff : [...staff, "file_plan", "test_plan", "submit_report", "assign", "open_dispute"];
}

function cellDetail(account, org, obl) {
  const cell = cells.get(keyOf(org, obl));
  if (!cell || !sees(account, org)) throw new Refusal(404, "not_found");
  const o = obligations.find((x) => x.id === obl);
  const kinds = { inspection: { checklist: [{ item: "backup-power", title: "Nguồn điện dự phòng chạy thử đủ 30 phút" }, { item: "cooling", title: "Điều hoà, thông gió phòng máy" }, { item: "grounding", title: "Tiếp đất, chống sét" }] } };
  const check = cell.reason.code.split(".")[0];
  return { cell, obligation: { ...obligationView(account, o), checks: [{ kind: check, min_grade: "asserted", checklist: [], shifts: [], requires: null, plan: null, briefing: null, ...(kinds[check] ?? {}) }] }, findings: findingsOf(cell), evidence: [...(evidence.get(keyOf(org, obl)) ?? [])].reverse().slice(0, 50), targets: targets.filter((t) => t.obligation === obl && t.owner === org).map(({ id, kind, owner }) => ({ id, title: id, kind, owner })), allowed: allowedTo(account, org) };
}

function accept(account, body) {
  const org = body.organisation ?? account.organisation;
  const key = keyOf(org, body.obligation);
  if (!cells.has(key) || !sees(account, org)) throw new Refusal(404, "not_found");
  const known = [...evidence.values()].flat().find((e) => e.id === body.id);
  if (known) return { id: known.id, origin: known.origin, index: known.index, leaf: "", recorded_at: known.recorded_at, replayed: true };
  const logOf = account.organisation === "so-khcn" ? "so-khcn" : org;
  const { row } = record(org, body.obligation, { ...body, grade: body.grade ?? (["finding.explained", "obligation.waived", "handling.promised", "evidence.corrected"].includes(body.kind) ? null : "attested"), hidden: body.private ?? {}, actor: `a-${createHash("sha256").update(account.login).digest("hex").slice(0, 4)}`, actorName: account.name, logOf });
  const at = row.entry.recorded_at;
  const o = obligations.find((x) => x.id === body.obligation);
  const old = cells.get(key);
  const change = {
    "acknowledgement.given": { status: "proven", grade: "attested", since: at, late: Boolean(o.due && at > o.due), reason: { code: "acknowledgement.given", args: { at } } },
    "inspection.signed": { status: body.facts.checklist?.some((c) => c.result === "fail") ? "failing" : "proven", grade: "attested", since: at, late: Boolean(o.due && at > o.due), reason: { code: "inspection.passed", args: { items: body.facts.checklist?.length ?? 0, at } } },
    "handling.promised": { promised_until: body.facts.until },
    "finding.explained": { explained: old.explained + 1 },
    "obligation.waived": { status: "waived", waived: body.facts.until ?? true, reason: body.facts.until ? { code: "cell.waived", args: { until: body.facts.until } } : { code: "cell.waived_open", args: {} } },
    "plan.filed": { reason: { code: "plan.filed", args: { plan: body.facts.plan, at } }, since: at },
  }[body.kind];
  if (change) emit({ name: "cells", organisation: org, data: { now: iso(), cells: [put(org, body.obligation, change)] } });
  return { id: row.entry.id, origin: row.entry.origin, index: row.index, leaf: row.leaf.toString("hex"), recorded_at: at, replayed: false };
}

function journalOf(account, org) {
  const log = logs.get(org);
  if (!log || !sees(account, org)) throw new Refusal(404, "not_found");
  return log;
}

function events(request, response, { account, token }) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": connected\n\n");
  const listener = (event) => {
    if (!sees(account, event.organisation)) return;
    response.write(`id: ${cursorFor(account)}\nevent: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`);
  };
  listeners.add(listener);
  const beat = setInterval(() => response.write(": beat\n\n"), 15_000);
  const ends = () => response.end();
  endings.on(token, ends);
  request.on("close", () => {
    endings.off(token, ends);
    listeners.delete(listener);
    clearInterval(beat);
  });
}

async function api(request, response, url) {
  const parts = url.pathname.slice("/api/v1/".length).split("/").map(decodeURIComponent);
  const route = `${request.method} ${parts[0]}`;
  const json = (status, body, headers = {}) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(body === undefined ? "" : JSON.stringify(body));
  if (route === "POST session") {
    const { login, password } = JSON.parse(await readBody(request));
    const account = accounts.find((a) => a.login === login && a.password === password);
    if (!account) throw new Refusal(401, "bad_credentials");
    const token = randomBytes(16).toString("hex");
    sessions.set(token, { account, csrf: randomBytes(16).toString("hex") });
    return json(200, view(sessions.get(token)), { "set-cookie": `ts_session=${token}; HttpOnly; SameSite=Strict; Path=/` });
  }
  const session = who(request);
  const { account } = session;
  const asked = { account, url, body: () => readBody(request), viewOf: () => view(session) };
  const answer = await more(route, parts, asked);
  if (answer) {
    if (answer[0] >= 400) throw new Refusal(answer[0], answer[0] === 403 ? "forbidden" : "not_found");
    return json(...answer);
  }
  switch (route) {
    case "GET session": return json(200, view(session));
    case "DELETE session": {
      sessions.delete(session.token);
      endings.emit(session.token);
      return json(204);
    }
    case "GET campaign": return json(200, { ...campaign, now: iso(), organisations: visibleOrgs(account) });
    case "GET assignments": return json(200, { assignments: [], people: [], may_assign: false });
    case "GET board": return json(200, boardPage(account, url));
    case "GET cells": return json(200, cellDetail(account, parts[1], parts[2]));
    case "GET obligations": {
      const mine = [...cells.values()].filter((c) => c.obligation === parts[1] && sees(account, c.organisation));
      if (mine.length === 0) throw new Refusal(404, "not_found");
      return json(200, { obligation: cellDetail(account, mine[0].organisation, parts[1]).obligation, cells: mine });
    }
    case "GET targets": {
      const target = targets.find((t) => t.id === parts[1] && sees(account, t.owner));
      if (!target) throw new Refusal(404, "not_found");
      if (parts[2] === "samples") return json(200, samples(target.id, Date.parse(url.searchParams.get("from")), Date.parse(url.searchParams.get("to")), Number(url.searchParams.get("points") ?? 600)));
      const { obligation, check, ...rest } = target;
      const down = targetState(target.id).state === "down";
      return json(200, { ...rest, ...targetState(target.id), last: { at: iso(now() - 800), rtt_us: down ? null : 431, status: down ? "refused" : "ok" }, certificate: target.kind === "https" ? { not_after: iso(now() + 9 * DAY), days_left: 9 } : null, used_by: [{ organisation: target.owner, obligation, check }] });
    }
    case "GET sources": return json(200, { sources: account.organisation === "song-xanh" ? sources : [] });
    case "POST sources": return json(200, sheet(parts[1] === "apply"));
    case "POST evidence": return json(201, accept(account, JSON.parse(await readBody(request))));
    case "POST blobs": {
      const bytes = await readBody(request);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      blobs.set(sha256, { bytes, type: request.headers["content-type"] });
      return json(201, { sha256, bytes: bytes.length });
    }
    case "GET blobs": {
      const blob = blobs.get(parts[1]);
      if (!blob) throw new Refusal(404, "not_found");
      return response.writeHead(200, { "content-type": blob.type }).end(blob.bytes);
    }
    case "GET journal": {
      if (parts.length === 1) return json(200, { logs: [...logs.values()].filter((l) => sees(account, l.organisation)).map((l) => ({ origin: l.origin, organisation: l.organisation, name: organisations.find((o) => o.id === l.organisation).name, size: l.rows.length, root: l.root().toString("hex"), checkpoint_at: iso(now() - 40_000), vkey: l.vkey })) });
      const log = journalOf(account, parts[1]);
      if (parts[2] === "proof") {
        const index = Number(url.searchParams.get("index"));
        if (!log.rows[index]) throw new Refusal(404, "not_found");
        return json(200, { ...log.proof(index), may_erase: account.role === "operator_manager" });
      }
      const before = Number(url.searchParams.get("before") ?? log.rows.length);
      const limit = Number(url.searchParams.get("limit") ?? 50);
      const rows = log.rows.slice(Math.max(0, before - limit), before).reverse();
      return json(200, { origin: log.origin, size: log.rows.length, entries: rows.map((r) => ({ index: r.index, leaf: r.leaf.toString("hex"), entry: r.entry, raw: r.raw })), next: before - limit > 0 ? before - limit : null });
    }
    case "POST entries": {
      const { fields } = JSON.parse(await readBody(request));
      const row = [...logs.values()].filter((l) => sees(account, l.organisation)).flatMap((l) => l.rows).find((r) => r.entry.id === parts[1]);
      if (!row) throw new Refusal(404, "not_found");
      for (const field of fields) row.hidden[field] = "erased";
      return json(204);
    }
    case "GET report": {
      const as = parts[1] === "bundle" ? "zip" : url.searchParams.get("as");
      return response.writeHead(200, { "content-type": as === "pdf" ? "application/pdf" : "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "content-disposition": `attachment; filename="bao-cao-tet-2027.${as}"` }).end(as === "pdf" ? "%PDF-1.7\n%mock\n" : "PK\x03\x04mock");
    }
    case "GET duty": return json(200, { organisation: parts[1], lines: [], next: null });
    case "GET disputes": return json(200, { disputes: [] });
    case "GET events": return events(request, response, session);
    default: throw new Refusal(404, "not_found");
  }
}

function serveFile(request, url, response) {
  const wanted = join(DIST, normalize(url.pathname));
  const file = wanted.startsWith(DIST) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(DIST, "index.html");
  const coding = [["br", ".br"], ["gzip", ".gz"]].find(([name, ending]) => (request.headers["accept-encoding"] ?? "").includes(name) && existsSync(file + ending));
  response.writeHead(200, { ...(coding ? { "content-encoding": coding[0] } : {}), "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": CSP, "x-content-type-options": "nosniff" }).end(readFileSync(coding ? file + coding[1] : file));
}

seed();
createServer(async (request, response) => {
  const url = new URL(request.url, "http://mock");
  try {
    if (url.pathname.startsWith("/api/v1/")) return await api(request, response, url);
    if (request.method === "POST" && (url.pathname === "/close" || url.pathname === "/open")) {
      setTimeout(() => turn(url.searchParams.get("target"), url.pathname === "/close" ? "down" : "up"), 900);
      return response.writeHead(204).end();
    }
    return serveFile(request, url, response);
  } catch (fault) {
    const status = fault instanceof Refusal ? fault.status : 500;
    if (status === 500) console.error(fault);
    response.writeHead(status, { "content-type": "application/problem+json" }).end(JSON.stringify({ type: "about:blank", title: fault.code ?? "fault", status, code: fault.code ?? "internal", detail: fault.detail ?? "", fields: fault.fields }));
  }
}).listen(PORT, "127.0.0.1", () => console.log(`mock ready http://127.0.0.1:${PORT}`));
