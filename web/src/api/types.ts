// The shapes of the API by the names the screens call them. Each is the generated one; only what the description does
// not hold stands here in words: the order of the statuses, the kinds that forms record, the events of the live stream.
import type { Answered, Facts, Sent, Whole } from "./wire";

export type { Facts, Value } from "./wire";

/** "YYYY-MM-DDTHH:MM:SS.mmmZ". */
export type Time = string;

export type Status = Sent<"Status">;
/** Worst first. */
export const STATUSES = ["failing", "no_signal", "unproven", "at_risk", "not_due", "proven", "waived"] as const satisfies readonly Status[];

export type Grade = Sent<"Grade">;
export const GRADES = ["measured", "countersigned", "attested", "asserted"] as const satisfies readonly Grade[];

export type Role = Sent<"Role">;
/** A log that does not go on from what its node had signed. */
export type Rollback = Answered<"RollbackView">;
export type NodeState = Answered<"NodeView">;
export type Session = Answered<"SessionView">;
export type SessionLine = Answered<"SessionLine">;
export type SecondFactor = Answered<"SecondFactorView">;
export type SecondFactorBegun = Answered<"SecondFactorBegun">;

export type Span = Answered<"PeriodView">;
export type Organisation = Answered<"OrganisationView">;
export type Campaign = Answered<"CampaignView">;

export type Reason = Answered<"ReasonView">;
export type Cell = Answered<"CellView">;
export type Holder = Answered<"HolderView">;
/** What is held for an owner, by whom, and to whom the viewer may give. */
export type Assignments = Answered<"AssignmentsView">;
export type AssignmentLine = Answered<"AssignmentLine">;
export type HolderPerson = Answered<"HolderPerson">;
export type Obligation = Answered<"ObligationView">;
export type CheckLine = Answered<"CheckView">;
export type BoardPage = Answered<"BoardPage">;
export type Figure = Answered<"FigureView">;
export type Finding = Answered<"FindingView">;
export type Held = Answered<"HeldView">;
export type Evidence = Answered<"EvidenceView">;
/** What may be said about a cell, by the policy's own names. */
export type CellAction = Sent<"CellAction">;
export type CellDetail = Answered<"CellDetail">;
export type ObligationDetail = Answered<"ObligationDetail">;

export type TargetState = Sent<"TargetState">;
export type TargetRow = Answered<"TargetRow">;
export type TargetLine = Answered<"TargetBrief">;
export type Target = Answered<"TargetView">;
export type Samples = Answered<"SamplesView">;

export type Grant = Answered<"GrantView">;
export type Upward = Answered<"UpwardView">;
/** A role of an organisation above that reads this one's evidence. */
export type Reader = Answered<"ReaderView">;
/** What is about to be recorded, and what one reader above will have of it. */
export type UpwardDraft = Sent<"UpwardDraft">;
export type Foreseen = Answered<"ForeseenView">;

/** What the forms record. */
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

/** The id is made here, so that a repeated request is one fact. */
export type NewEvidence = Sent<"EvidenceDraft"> & {
  id: string;
  kind: EvidenceKind;
  organisation: string;
  facts: Facts;
  private?: Facts;
};
export type Receipt = Answered<"ReceiptView">;

export type Log = Answered<"LogView">;
/** An entry's fields are read as they come: an older program may not know a newer one's kinds. */
export type EntryLine = Omit<Answered<"EntryLine">, "entry"> & { entry: Facts };
export type EntryPage = Answered<"EntriesPage">;
export type Proof = Answered<"ProofView">;

export const DUTY_SORTS = ["heard", "told", "handover", "note"] as const satisfies readonly DutyWhat[];
export type DutyWhat = Sent<"DutyWhat">;
/** An entry of the duty log as the screens send it; the id makes it one entry however often it is sent. */
export type DutyNote = Sent<"DutyDraft"> & { id: string; heard_at: Time };
export type Answer = Answered<"AnswerView">;
export type DutyLine = Answered<"DutyLineView">;
export type DutyPage = Answered<"DutyPageView">;

/** How a cell stood or stands, as far as a signer compares. */
export type Stand = Answered<"StandView">;
export type SigningChange = Answered<"ChangeView">;
/** Something the figures do not count. */
export type LeftOutPiece = Answered<"LeftOutView">;
export type DraftedReport = Answered<"DraftView">;
export type Signing = Answered<"SigningView">;

/** A source of one's own organisation, and what was heard of it since the node started. */
export type SourceLine = Answered<"SourceView">;
/** How it stands with the API of a source's own system. */
export type SourceExchange = Answered<"ExchangeView">;
/** What becomes of the rows of a sheet. */
export type SheetView = Answered<"SheetView">;
export type SheetRow = Answered<"RowView">;

export const DISPUTE_STATES = ["open", "overdue", "answered", "decided"] as const;
export const RULINGS = ["upheld", "partly", "rejected"] as const;
export type Ruling = (typeof RULINGS)[number];
export type DisputeWord = Answered<"DisputeWord">;
export type DisputeLine = Answered<"DisputeLine">;

/** The board at an instant, and as it was known by a journal position or moment. */
export interface When {
  at?: string | null | undefined;
  known?: string | null | undefined;
}

export type LetterBeside = Sent<"LetterBeside">;
export type CampaignDraft = Sent<"CampaignDraft">;
export type CampaignCheck = Answered<"CheckedView">;
export type Reading = Answered<"ReadingView">;
export type ReadObligation = Answered<"ReadObligation">;
export type Draft = Answered<"CampaignDrafted">;
export type AccountLine = Answered<"AccountView">;
/** A code that is shown once. */
export type Invitation = Answered<"InvitationView">;
export type RecoveryLine = Answered<"RecoveryView">;
export type KeyLine = Answered<"KeyView">;
/** A key that is shown once. */
export type KeyMade = Answered<"KeyMade">;
export type DelegationLine = Answered<"DelegationView">;
export type OpeningLine = Answered<"OpeningView">;
export type OpeningsPage = Answered<"OpeningsView">;
export type OrganisationTime = Answered<"OrganisationTime">;

export type SearchHit = Answered<"HitView">;

/** Of the live stream: a target turned. */
export interface TargetTurn {
  id: string;
  state: TargetState;
  since: Time;
  cause: string | null;
}

export type { Whole };
