//! The shapes that go over the wire. Nothing else in the program knows them; a change here is a change of the API.

mod account;
mod assignment;
mod campaign;
mod cell;
mod dispute;
mod drafting;
mod duty;
mod evidence;
mod file;
mod given;
mod journal;
mod key;
mod moment;
mod names;
mod node;
mod reading;
mod rights;
mod search;
mod second_factor;
mod session;
mod sheet;
mod signing;
mod source;
mod target;
mod upward;

pub use account::{Acceptance, AccountView, AccountsPage, InvitationView, Invite, RoleChange};
pub use assignment::{
    AssignmentLine, AssignmentOrder, AssignmentReturn, AssignmentsView, HolderPerson, HolderView,
};
pub use campaign::{
    BriefingView, CampaignView, CheckView, ChecklistLine, DirectiveView, LunarView, ObligationView,
    OrganisationView, PeriodView, SpanQuote,
};
pub use cell::{
    BoardPage, CellDetail, CellView, FigureView, FindingView, LimitView, ReasonView, TargetBrief,
};
pub use dispute::{DisputeDraft, DisputeLine, DisputeReply, DisputeVerdict, DisputeWord, DisputesView};
pub use drafting::{CampaignDraft, CampaignDrafted, CheckedView, LetterBeside, LetterView, LineFault};
pub use duty::{AnswerView, DutyDraft, DutyLineView, DutyPageView};
pub use evidence::{EvidenceDraft, EvidenceView, HeldView, ReceiptView};
pub use file::File;
pub use given::GivenId;
pub use journal::{EntriesPage, EntryLine, LogView, LogsView, ProofView};
pub use key::{KeyMade, KeyOrder, KeyView, KeysPage};
pub use names::{DisputeStateName, RoleName, StatusName, TargetStateName};
pub use node::{DamagedView, DrillView, NodeView, RollbackView};
pub use reading::{ReadCheck, ReadDeadline, ReadObligation, ReadPassage, ReadingView};
pub use rights::{
    DelegationOrder, DelegationView, DelegationsView, OpeningOrder, OpeningTold, OpeningView, OpeningsView,
    OrganisationTime, OrganisationsView, ReasonGiven, RecoveriesView, RecoveryTold, RecoveryView,
    SignatureView,
};
pub use search::{HitKind, HitView, SearchView};
pub use second_factor::{
    CodeProof, FullProof, PasswordProof, RecoveryCodes, SecondFactorBegun, SecondFactorConfirmed,
    SecondFactorView,
};
pub use session::{PasswordChange, SessionLine, SessionView, SessionsView, SignIn};
pub use sheet::{CellFault, CellNote, ItemView, RowOutcome, RowRead, RowView, SheetView};
pub use signing::{
    Attestation, AttestedView, ChangeView, DraftOrder, DraftView, DraftsView, LeftOutView, SigningRights,
    SigningView, SignsAs,
};
pub use source::{
    EventOutcome, EventResult, ExchangeView, SourceAnswer, SourceView, SourcesView, UnmatchedView,
};
pub use target::{CertificateView, LastSample, SamplesView, TargetRow, TargetUse, TargetView, TargetsPage};
pub use upward::{AboveView, ForeseenView, GrantView, ReaderView, UpwardDraft, UpwardPreview, UpwardView};
