// The invented province as it lives: journals, cells judged from simple rules, sockets that close and open.
import { createHash } from "node:crypto";
import { campaign, obligations, organisations, targets } from "./data.mjs";
import { DAY, HOUR, iso, now } from "./clock.mjs";
import { Log } from "./journal.mjs";

export const logs = new Map(organisations.map((o) => [o.id, new Log(o.id)]));
export const cells = new Map();
export const evidence = new Map();
export const blobs = new Map();
export const listeners = new Set();
export const keyOf = (org, obl) => `${org}/${obl}`;
const state = new Map(targets.map((t) => [t.id, { state: "up", since: iso(now() - 9 * DAY), cause: "ok" }]));
export const targetState = (id) => state.get(id);

const owned = (org, above) => {
  for (let o = org; o; o = organisations.find((x) => x.id === o)?.parent) if (o === above) return true;
  return false;
};
export const sees = (account, org) => owned(org, account.organisation);

export function put(org, obl, changes) {
  const key = keyOf(org, obl);
  const old = cells.get(key) ?? { organisation: org, obligation: obl, status: "not_due", grade: null, reason: { code: "acknowledgement.not_due", args: { due: obligations.find((o) => o.id === obl).due ?? campaign.to } }, since: null, late: false, explained: 0, promised_until: null, held_by: null, next_change_at: null, waived: null };
  const cell = { ...old, ...changes };
  cells.set(key, cell);
  return cell;
}
export function emit(event) {
  for (const listener of listeners) listener(event);
}
/** The viewer's place in their logs; that of a moment, where one is given. */
export const cursorFor = (account, moment = null) => {
  const sizeOf = (log) => (moment === null ? log.rows.length : log.rows.filter((row) => row.entry.recorded_at <= moment).length);
  const mine = [...logs.values()].filter((l) => sees(account, l.organisation)).sort((a, b) => (a.origin < b.origin ? -1 : 1));
  return Buffer.from(JSON.stringify(Object.fromEntries(mine.map((l) => [l.origin, sizeOf(l)])))).toString("base64url");
};

export function record(org, obl, { kind, facts = {}, hidden = {}, grade = "attested", actor = "a-7f31", actorName = null, at = now(), held, answers = [], source = "screens", id, logOf = org }) {
  const log = logs.get(logOf);
  const subject = kind === "target.turned" ? `target:${facts.target}` : kind === "measurement.summarised" ? `organisation:${org}` : `obligation:${obl}`;
  const row = log.append({ id, kind, subject, held, recordedAt: at, source, actor, answers, grade, facts, hidden });
  const due = obligations.find((o) => o.id === obl)?.due;
  const item = { id: row.entry.id, origin: log.origin, origin_name: organisations.find((o) => o.id === log.organisation)?.name ?? log.organisation, index: row.index, kind, held: row.entry.held, recorded_at: row.entry.recorded_at, source, actor, actor_name: actorName, grade, late: Boolean(due) && row.entry.recorded_at > due && kind !== "finding.explained", answers, facts, private: row.hidden, by_digest: [], understood: kind !== "drone.flown" };
  const key = keyOf(org, obl);
  evidence.set(key, [...(evidence.get(key) ?? []), item]);
  emit({ name: "entry", organisation: log.organisation, data: { origin: log.origin, size: log.rows.length } });
  return { row, item };
}

export function turn(id, to) {
  const target = targets.find((t) => t.id === id);
  if (!target || state.get(id).state === to) return false;
  const from = state.get(id).state;
  const cause = to === "up" ? "ok" : "refused";
  state.set(id, { state: to, since: iso(), cause });
  record(target.owner, target.obligation, { kind: "target.turned", grade: "measured", source: "measure", actor: "m-01", facts: { target: id, from, to, cause, detail: to === "up" ? "connected" : "connection refused (os error 111)" } });
  const bad = targets.find((t) => t.owner === target.owner && t.obligation === target.obligation && state.get(t.id).state === "down");
  const cell = put(target.owner, target.obligation, bad
    ? { status: "failing", grade: "measured", since: iso(), reason: { code: "availability.down", args: { target: bad.id, since: state.get(bad.id).since, cause: state.get(bad.id).cause } } }
    : { status: "proven", grade: "measured", since: iso(), promised_until: null, reason: { code: "availability.up", args: { targets: 2, since: iso() } } });
  emit({ name: "target", organisation: target.owner, data: { id, ...state.get(id) } });
  emit({ name: "cells", organisation: target.owner, data: { now: iso(), cells: [cell] } });
  return true;
}

const ago = (days, hours = 0) => now() - days * DAY - hours * HOUR;
function proven(org, obl, kind, code, args, opts = {}) {
  record(org, obl, { kind, at: ago(opts.days ?? 8), ...opts });
  put(org, obl, { status: "proven", grade: opts.grade ?? "attested", since: iso(ago(opts.days ?? 8)), reason: { code, args }, late: opts.late ?? false });
}

export function seed() {
  logs.get("so-khcn").append({ kind: "campaign.issued", subject: "campaign:tet-2027", recordedAt: ago(19), actor: "a-01ff", facts: { title: campaign.title } });
  for (const o of obligations) for (const org of o.owners) put(org, o.id, {});
  for (const org of ["song-xanh", "cap-dong", "ben-lau", "song-xanh-bac"]) proven(org, "quan-triet", "acknowledgement.given", "acknowledgement.given", { at: iso(ago(16)) }, { days: 16, facts: { obligation: "quan-triet" }, actorName: "Trần Văn Sóng" });
  put("ben-lau-cho", "quan-triet", { status: "unproven", reason: { code: "acknowledgement.missing", args: { due: obligations[0].due } } });
  const photo = createHash("sha256").update("photo").digest("hex");
  const checklist = [{ item: "backup-power", result: "pass" }, { item: "cooling", result: "pass" }, { item: "grounding", result: "not_applicable" }];
  proven("song-xanh", "ra-soat-thiet-bi", "inspection.signed", "inspection.passed", { items: 3, at: iso(ago(7)) }, { days: 7, grade: "countersigned", facts: { obligation: "ra-soat-thiet-bi", checklist, photos: 1 }, hidden: { signer: "Trần Văn Sóng", photo_1: photo, note: "Đã thay ắc quy trạm số 3." } });
  proven("song-xanh-bac", "ra-soat-thiet-bi", "inspection.signed", "inspection.passed", { items: 3, at: iso(ago(4)) }, { days: 4, late: true, facts: { obligation: "ra-soat-thiet-bi", checklist, photos: 0 }, hidden: { signer: "Đỗ Bắc" } });
  record("cap-dong", "ra-soat-thiet-bi", { kind: "inspection.signed", at: ago(6), facts: { obligation: "ra-soat-thiet-bi", checklist: [{ item: "backup-power", result: "fail" }, { item: "cooling", result: "pass" }], photos: 1 }, hidden: { signer: "Lê Thị Đông", photo_1: photo } });
  put("cap-dong", "ra-soat-thiet-bi", { status: "failing", grade: "attested", since: iso(ago(6)), reason: { code: "inspection.failed", args: { item: "backup-power", failed: 1 } }, promised_until: iso(now() + 20 * HOUR) });
  proven("song-xanh", "phuong-an-ung-cuu", "plan.tested", "plan.tested", { plan: "ung-cuu-2027", at: iso(ago(10)) }, { days: 10, facts: { obligation: "phuong-an-ung-cuu", plan: "ung-cuu-2027", result: "pass" } });
  record("cap-dong", "phuong-an-ung-cuu", { kind: "plan.filed", at: ago(11), grade: "asserted", facts: { obligation: "phuong-an-ung-cuu", plan: "ung-cuu-cd" }, hidden: { document: photo } });
  put("cap-dong", "phuong-an-ung-cuu", { status: "unproven", grade: "asserted", since: iso(ago(9)), reason: { code: "plan.short", args: { plan: "ung-cuu-cd", has: "filed", requires: "tested", due: obligations[2].due } } });
  for (const org of ["song-xanh", "cap-dong"]) {
    for (let i = 40; i > 0; i -= 1) {
      const from = now() - i * 15 * 60_000;
      record(org, "thong-suot-mang", { kind: "measurement.summarised", grade: "measured", source: "measure", actor: "m-01", at: from + 15 * 60_000, held: { from: iso(from), to: iso(from + 15 * 60_000) }, facts: { period_s: 900, targets: targets.filter((t) => t.owner === org).map((t) => ({ target: t.id, sent: 900, ok: 899 - (i % 3), lost: 1 + (i % 3), own_late: 0, excluded: 0, rtt_us_p50: 410 + i, rtt_us_p95: 900 + i, rtt_us_max: 4100, loss_ppm: 1100, gap_s: 0 })) } });
    }
    put(org, "thong-suot-mang", { status: "proven", grade: "measured", since: iso(ago(9)), reason: { code: "availability.up", args: { targets: 2, since: iso(ago(9)) } }, next_change_at: iso(now() + 45 * 60_000) });
  }
  put("song-xanh", "chat-luong-dich-vu", { status: "at_risk", grade: "measured", since: iso(ago(0, 5)), reason: { code: "quality.so_far", args: { target: "sx-app", name: "rtt_us_p95", over_ppm: 31000, limit_ppm: 50000 } } });
  put("cap-dong", "chat-luong-dich-vu", { status: "proven", grade: "measured", since: iso(ago(9)), reason: { code: "quality.within", args: { targets: 1 } } });
  record("song-xanh", "khuyen-mai", { kind: "obligation.waived", at: ago(5), logOf: "so-khcn", grade: null, facts: { obligation: "khuyen-mai", organisation: "song-xanh", until: iso(now() + 6 * DAY) }, hidden: { reason: "Đã có cam kết chất lượng tại văn bản 45/SX-KD." } });
  put("song-xanh", "khuyen-mai", { status: "waived", reason: { code: "cell.waived", args: { until: iso(now() + 6 * DAY) } }, waived: iso(now() + 6 * DAY) });
  put("cap-dong", "cong-thong-tin", { status: "at_risk", grade: "measured", since: iso(ago(1)), reason: { code: "quality.certificate_soon", args: { target: "cd-portal", days_left: 9, limit_days: 7, not_after: iso(now() + 9 * DAY) } } });
  state.set("bl-portal", { state: "unknown", since: iso(ago(0, 3)), cause: "timeout" });
  put("ben-lau", "cong-thong-tin", { status: "no_signal", grade: "measured", since: iso(ago(0, 3)), reason: { code: "availability.silent", args: { target: "bl-portal", since: iso(ago(0, 3)) } } });
  for (const org of ["ben-lau", "ben-lau-cho"]) put(org, "gio-mo-cua", { reason: { code: "inspection.not_due", args: { due: "2027-02-09T17:00:00.000Z" } } });
  proven("ben-lau", "kiem-soat-buu-gui", "inspection.signed", "inspection.passed", { items: 4, at: iso(ago(3)) }, { days: 3, grade: "attested", facts: { obligation: "kiem-soat-buu-gui", checklist, photos: 0 }, hidden: { signer: "Vũ Bến" } });
  put("ben-lau-cho", "kiem-soat-buu-gui", { status: "unproven", reason: { code: "inspection.missing", args: { due: "2027-01-31T17:00:00.000Z" } } });
  for (const org of ["song-xanh", "cap-dong", "ben-lau"]) put(org, "bao-cao-ket-qua", { reason: { code: "report.not_due", args: { due: "2027-02-19T17:00:00.000Z" } } });
  record("cap-dong", "thong-suot-mang", { kind: "drone.flown", grade: null, facts: { altitude_m: 40 }, source: "khac" });
}

export function samples(id, from, to, points) {
  const step = Math.max(1000, Math.ceil((to - from) / points / 1000) * 1000);
  const out = { from: iso(from), to: iso(to), step_ms: step, t: [], p50_us: [], p05_us: [], p95_us: [], max_us: [], sent: [], lost: [], own_late: [] };
  const down = state.get(id)?.state === "down" ? Date.parse(state.get(id).since) : Infinity;
  for (let t = from, i = 0; t < to; t += step, i += 1) {
    const gap = i > points * 0.42 && i < points * 0.5;
    const lost = t > down ? 5 : i % 71 === 0 ? 1 : 0;
    const base = 420 + 90 * Math.sin(i / 40) + 40 * Math.sin(i * 1.7) + (i % 97 === 0 ? 900 : 0);
    out.t.push(t);
    out.p50_us.push(gap || t > down ? null : Math.round(base));
    out.p05_us.push(gap || t > down ? null : Math.round(base * 0.85));
    out.p95_us.push(gap || t > down ? null : Math.round(base * 1.5 + (i % 7) * 15));
    out.max_us.push(gap || t > down ? null : Math.round(base * 2.1 + (i % 13) * 25));
    out.sent.push(gap ? 0 : 5);
    out.lost.push(gap ? 0 : lost);
    out.own_late.push(!gap && i % 53 === 0 ? 1 : 0);
  }
  return out;
}
