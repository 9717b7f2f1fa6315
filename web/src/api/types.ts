// Wire shapes of the HTTP API, version 1, as the screens read them. Times are
// "YYYY-MM-DDTHH:MM:SS.mmmZ"; a due date may be a bare ISO day. Nothing here computes.

export type Time = string;

export const STATUSES = [
  "failing",
  "no_signal",
  "unproven",
  "at_risk",
  "not_due",
  "proven",
  "waived",
] as const;
export type Status = (typeof STATUSES)[number];

export const GRADES = ["measured", "countersigned", "attested", "asserted"] as const;
export type Grade = (typeof GRADES)[number];

export type Role =
  | "regulator_desk"
  | "regulator_head"
  | "operator_manager"
  | "duty_officer"
  | "unit_staff"
  | "signer"
  | "auditor"
  | "machine"
  | "administrator";

export interface Session {
  login: string;
  name: string;
  role: Role;
  organisation: string;
  organisation_name: string;
  csrf: string;
  expires_at: Time;
}

/** Where the account is signed in. */
export interface SessionLine {
  id: string;
  device: string;
  created_at: Time;
  seen_at: Time;
  expires_at: Time;
  current: boolean;
}

export interface SecondFactor {
  since: Time | null;
  recovery_codes_left: number;
}

export interface SecondFactorBegun {
  secret: string;
  address: string;
}

export interface SecondFactorConfirmed {
  recovery_codes: string[];
  session: Session;
}

export interface Span {
  id: string;
  title: string;
  from: Time;
  to: Time;
}

export interface Organisation {
  id: string;
  name: string;
  kind: string;
  parent?: string | null;
}

export interface Campaign {
  id: string;
  title: string;
  digest: string;
  from: Time;
  to: Time;
  zone: string;
  phases: Span[];
  critical: Span[];
  freeze: Span[];
  giao_thua: Time;
  lunar: { text: string; year_name: string };
  now: Time;
  organisations: Organisation[];
  directive: { number: string; issued: string; issuer: string; subject: string } | null;
}

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Facts = { [key: string]: Value };

export interface Reason {
  code: string;
  args: Facts;
}

export interface Cell {
  organisation: string;
  obligation: string;
  status: Status;
  grade: Grade | null;
  reason: Reason;
  since: Time | null;
  late: boolean;
  explained: number;
  promised_until: Time | null;
  next_change_at: Time | null;
  waived: Value;
}

export interface ObligationLine {
  id: string;
  quote: string;
  due: string | null;
  modality: "must" | "must_not";
  sector: string | null;
  title: string;
}

export interface Obligation {
  id: string;
  quote: string;
  span: [number, number] | null;
  due: string | null;
  modality: "must" | "must_not";
  condition: string | { quote: string } | null;
  owners: string[];
  title: string;
  /** How it is proved; what an inspection must look at, which plan, which briefing. */
  checks?: CheckLine[];
}

export interface CheckLine {
  kind: string;
  min_grade?: Grade;
  checklist?: { item: string; title: string }[];
  requires?: "filed" | "approved" | "tested" | null;
  plan?: string | null;
  briefing?: { id: string; title: string; sha256: string } | null;
  shifts?: string[];
}

export interface BoardPage {
  now: Time;
  at: Time | null;
  known: string | null;
  cursor: string;
  counts: Partial<Record<Status, number>>;
  organisations: Organisation[];
  obligations: ObligationLine[];
  cells: Cell[];
  next: string | null;
}

export type Limit =
  | number
  | string
  | { op?: string; value: number; unit?: string; source?: string; source_date?: string }
  | null;

export interface Figure {
  name: string;
  value: number;
  unit: string;
  limit: Limit;
  target?: string | null;
  source: string | null;
  source_date: string | null;
}

export interface Finding {
  check: string;
  version: number;
  status: Status;
  reason: Reason;
  figures: Figure[];
  evidence: string[];
  grade: Grade | null;
  late: boolean;
  campaign: string;
}

export interface Held {
  from: Time;
  to: Time | null;
}

export interface Evidence {
  id: string;
  origin: string;
  /** None where the viewer does not see that log. */
  index: number | null;
  kind: string;
  held: Held;
  recorded_at: Time;
  source: string;
  actor: string;
  actor_name: string | null;
  grade: Grade | null;
  late: boolean;
  answers: string[];
  facts: Facts;
  private: Facts;
  by_digest: string[];
  understood: boolean;
}

/** A target in a list. */
export interface TargetRow {
  id: string;
  title: string;
  owner: string;
  kind: string;
  state: "up" | "down" | "unknown" | "excluded";
  since: Time | null;
  cause: string | null;
  rtt_us_p50: number | null;
  ok: number | null;
  lost: number | null;
}

/** What the policy grants to the level above. */
export interface Grant {
  action: string;
  roles: Role[];
}

export interface Upward {
  organisation: string;
  above: { id: string; name: string }[];
  reads: Grant[];
  adds: Grant[];
  entries: Evidence[];
  next: number | null;
}

export interface TargetLine {
  id: string;
  kind: string;
  address: string | null;
  owner: string;
}

export interface CellDetail {
  cell: Cell;
  obligation: Obligation;
  findings: Finding[];
  evidence: Evidence[];
  targets: TargetLine[];
}

export interface ObligationDetail {
  obligation: Obligation;
  cells: Cell[];
}

export type TargetState = "up" | "down" | "unknown" | "excluded";

export interface Target {
  id: string;
  owner: string;
  kind: string;
  address: string | null;
  every_s: number;
  state: TargetState;
  since: Time | null;
  cause: string | null;
  last: { at: Time; rtt_us: number | null; status: string } | null;
  certificate: { not_after: Time; days_left: number } | null;
  used_by: { organisation: string; obligation: string; check: string }[];
}

export interface Samples {
  from: Time;
  to: Time;
  step_ms: number;
  t: number[];
  p50_us: (number | null)[];
  max_us: (number | null)[];
  sent: number[];
  lost: number[];
  own_late: number[];
}

export type EvidenceKind =
  | "acknowledgement.given"
  | "inspection.signed"
  | "plan.filed"
  | "plan.approved"
  | "plan.tested"
  | "briefing.read"
  | "report.submitted"
  | "obligation.waived"
  | "handling.promised"
  | "evidence.corrected"
  | "finding.explained";

export interface NewEvidence {
  id: string;
  kind: EvidenceKind;
  organisation: string;
  obligation: string;
  held?: Held;
  answers?: string[];
  facts: Facts;
  private?: Facts;
  grade?: Grade;
}

export interface Receipt {
  id: string;
  origin: string;
  index: number;
  leaf: string;
  recorded_at: Time;
  replayed: boolean;
}

export interface Log {
  origin: string;
  organisation: string;
  name: string;
  size: number;
  root: string;
  checkpoint_at: Time | null;
  vkey: string;
}

export interface EntryLine {
  index: number;
  leaf: string;
  entry: Facts;
  raw: string;
}

export interface EntryPage {
  origin: string;
  size: number;
  entries: EntryLine[];
  next: number | null;
}

export interface Proof {
  origin: string;
  index: number;
  size: number;
  leaf: string;
  raw: string;
  path: string[];
  root: string;
  checkpoint: string;
  vkey: string;
}

export interface TargetTurn {
  id: string;
  state: TargetState;
  since: Time;
  cause: string | null;
}

/** A source of one's own organisation, and what was heard of it since the node started. */
export interface SourceLine {
  id: string;
  kind: "webhook" | "alertmanager" | "zabbix" | "folder";
  targets: number;
  last_at: string | null;
  recorded: number;
  repeated: number;
  nothing: number;
  refused: number;
  unproven: number;
  unmatched: number;
  unmatched_objects: { object: Record<string, string>; count: number; first_at: string; last_at: string }[];
  exchange: SourceExchange | null;
}

/** How it stands with the API of a source's own system. */
export interface SourceExchange {
  reached_at: string | null;
  failing_since: string | null;
  fault: string | null;
  told: number;
  untold: number;
  caught_up: number;
}

/** What becomes of a row of a sheet. */
export interface SheetRow {
  line: number;
  outcome: "would_be_recorded" | "recorded" | "repeated" | "faulty";
  receipt: Receipt | null;
  read: { obligation: string; organisation: string | null; at: string; signer: string; items: { item: string; result: string }[] } | null;
  faults: { column: string; cell: string | null; what: string }[];
  notes: { column: string; cell: string | null; what: string }[];
}

/** What becomes of the rows of a sheet. */
export interface SheetView {
  recorded: number;
  repeated: number;
  faulty: number;
  rows: SheetRow[];
  sheet: string | null;
  sheets: string[];
}
