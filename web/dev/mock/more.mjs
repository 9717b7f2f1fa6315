// The stand-in's routes beside the board and the journal: targets in a list, what goes up, sessions, the second factor,
// accounts, sources. Each answers in the shape of docs/reference/openapi.json.
import { randomBytes } from "node:crypto";
import { accounts, obligations, organisations, targets } from "./data.mjs";
import { DAY, HOUR, iso, now } from "./clock.mjs";
import { evidence, logs, sees, targetState } from "./world.mjs";

/** How many invented targets stand beside the seven of the example: `MOCK_TARGETS=50000` tries the table. */
const MANY = Number(process.env.MOCK_TARGETS ?? 0);
const OWNERS = ["song-xanh", "cap-dong", "ben-lau"];
const KINDS = ["icmp", "tcp", "dns", "https"];
const many = Array.from({ length: MANY }, (_, i) => {
  const state = i % 97 === 0 ? "down" : i % 89 === 0 ? "unknown" : i % 503 === 0 ? "excluded" : "up";
  return {
    id: `tram-${String(i).padStart(6, "0")}`,
    title: `Trạm ${i % 2 ? "Bến Mơ" : "Đồi Sim"} ${i}`,
    owner: OWNERS[i % 3],
    kind: KINDS[i % 4],
    state,
    since: iso(now() - (i % 400) * HOUR),
    cause: state === "down" ? "refused" : state === "unknown" ? "timeout" : null,
    rtt_us_p50: state === "up" ? 380 + (i % 900) : null,
    ok: 900 - (i % 3),
    lost: i % 3,
  };
});

const lineOf = ({ id, title, owner, kind }) => {
  const { state, since, cause } = targetState(id);
  return { id, title: title ?? id, owner, kind, state, since, cause: cause === "ok" ? null : cause, rtt_us_p50: state === "up" ? 431 : null, ok: 899, lost: 1 };
};

/** Every target a viewer sees, by id. */
export const targetLines = (account) =>
  [...targets.map(lineOf), ...many].filter((line) => sees(account, line.owner)).sort((a, b) => (a.id < b.id ? -1 : 1));

function targetsPage(account, url) {
  const after = url.searchParams.get("after");
  const limit = Math.min(Number(url.searchParams.get("limit") ?? 500), 1000);
  const all = targetLines(account).filter((line) => after === null || line.id > after);
  const page = all.slice(0, limit);
  return { targets: page, next: all.length > limit ? page.at(-1).id : null };
}

/** What each reader above will have of a draft. */
function foresee(account, url, body) {
  const { readers, organisation } = upward(account, url);
  const { kind, obligation, answers, private: said, ...duty } = body.evidence ?? body.duty;
  const facts = kind ? { obligation } : { what: duty.what };
  const entry = {
    id: "01a2b3c4-0000-7000-8000-000000000000", origin: logs.get(organisation).origin, index: null, kind: kind ?? "duty.logged", subject: `organisation:${organisation}`, organisation,
    held: { from: iso(), to: iso() }, recorded_at: iso(), actor: account.login, actor_name: account.name, source: "screens", grade: null, late: false, understood: true,
    answers: answers ?? [], facts, private: said ?? {}, withheld: [], erased: [], by_digest: [], signature: null,
  };
  return { readers: readers.map((reader) => ({ reader, entry })) };
}

function upward(account, url) {
  const own = organisations.find((o) => o.id === account.organisation);
  const parent = organisations.find((o) => o.id === own.parent);
  const rows = parent ? [...evidence.values()].flat().filter((e) => e.origin === logs.get(own.id).origin) : [];
  const roles = ["regulator_desk", "regulator_head"];
  const reader = (role) => ({ id: `${parent.id}:${role}`, organisation: parent.id, organisation_name: parent.name, role, may: ["read_evidence", "read_disclosed"] });
  const readers = parent ? [...roles, "auditor"].map(reader) : [];
  const grants = (actions) => (parent ? actions.map((action) => ({ action, roles })) : []);
  return {
    organisation: own.id,
    above: parent ? [{ id: parent.id, name: parent.name }] : [],
    readers,
    reader: url.searchParams.get("as") ?? readers[0]?.id ?? null,
    reads: grants(["read_board", "read_obligation", "read_evidence", "read_journal", "read_target", "read_disclosed"]),
    adds: grants(["inspect", "approve_plan", "test_plan", "waive"]),
    entries: rows.sort((a, b) => b.index - a.index).slice(0, 20),
    next: null,
  };
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
function search(account, url) {
  const q = (url.searchParams.get("q") ?? "").trim();
  const limit = Number(url.searchParams.get("limit") ?? 8);
  const entry = [...logs.values()].filter((l) => sees(account, l.organisation)).flatMap((l) => l.rows.map((row) => ({ row, l }))).find(({ row }) => row.entry.id === q);
  const obligationOf = (subject) => (subject.startsWith("obligation:") ? subject.slice(11) : null);
  if (entry) return { hits: [{ kind: "entry", id: q, title: entry.row.entry.kind, organisation: entry.l.organisation, obligation: obligationOf(entry.row.entry.subject), index: entry.row.index }] };
  const words = fold(q).split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return { hits: [] };
  const of = (kind, list) => list.filter((one) => words.every((word) => fold(`${one.title} ${one.id}`).includes(word))).slice(0, limit).map((one) => ({ kind, id: one.id, title: one.title, organisation: one.organisation ?? null, obligation: null, index: null }));
  const mine = (o) => o.owners.filter((owner) => sees(account, owner));
  return {
    hits: [
      ...of("organisation", organisations.filter((o) => sees(account, o.id)).map((o) => ({ id: o.id, title: o.name, organisation: o.id }))),
      ...of("obligation", obligations.filter((o) => mine(o).length > 0).map((o) => ({ id: o.id, title: o.title, organisation: mine(o).length === 1 ? mine(o)[0] : null }))),
      ...of("target", targetLines(account).map((line) => ({ id: line.id, title: line.title, organisation: line.owner }))),
    ],
  };
}

const sessionLines = () => [
  { id: "s1", device: "Firefox, Linux", created_at: iso(now() - HOUR), seen_at: iso(), expires_at: iso(now() + 11 * HOUR), current: true },
  { id: "s2", device: "Chrome, Android", created_at: iso(now() - 5 * HOUR), seen_at: iso(now() - 2 * HOUR), expires_at: iso(now() + 7 * HOUR), current: false },
];
const codes = () => Array.from({ length: 8 }, () => randomBytes(5).toString("hex"));
const factors = new Map();

const accountView = (a) => ({ id: a.login, login: a.login, name: a.name, role: a.role, organisation: a.organisation, organisation_name: organisations.find((o) => o.id === a.organisation).name, state: "active", created_at: iso(now() - 9 * DAY), disabled_at: null, failures: 0 });
const source = { id: "giam-sat", kind: "alertmanager", targets: 2, recorded: 12, repeated: 3, nothing: 1, refused: 0, unproven: 0, unmatched: 1, last_at: iso(now() - HOUR), unmatched_objects: [{ object: { instance: "10.0.0.9:9100" }, count: 1, first_at: iso(now() - HOUR), last_at: iso(now() - HOUR) }] };

/** The answer of one of these routes, or nothing where the route is another's. `viewOf` shows the session. */
export async function more(route, parts, { account, url, body, viewOf }) {
  const login = account.login;
  switch (route) {
    case "GET targets": return parts.length === 1 ? [200, targetsPage(account, url)] : null;
    case "GET search": return [200, search(account, url)];
    case "GET upward": return [200, upward(account, url)];
    case "POST upward": return [200, foresee(account, url, JSON.parse(await body()))];
    case "GET sessions": return [200, { sessions: sessionLines() }];
    case "DELETE sessions": return [204];
    case "GET accounts": return account.role === "administrator" ? [200, { accounts: accounts.map(accountView), next: null }] : [403];
    case "GET sources": return [200, { sources: [source] }];
    case "GET account": return [200, { since: factors.get(login) ?? null, recovery_codes_left: factors.has(login) ? 8 : 0 }];
    case "POST account": {
      if (parts[1] === "password") return [200, viewOf()];
      if (parts[2] === "confirm") {
        factors.set(login, iso());
        return [200, { recovery_codes: codes(), session: viewOf() }];
      }
      if (parts[2] === "remove") {
        factors.delete(login);
        return [200, viewOf()];
      }
      if (parts[2] === "recovery-codes") return [200, { recovery_codes: codes() }];
      return [200, { secret: "JBSW Y3DP EHPK 3PXP", address: `otpauth://totp/Th%C3%B4ng%20Su%E1%BB%91t:${login}?secret=JBSWY3DPEHPK3PXP` }];
    }
    default: return void body;
  }
}
