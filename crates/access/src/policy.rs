//! The policy table: role × relation → action. What is not granted here is denied.
//!
//! Promises it keeps: nobody reads or writes a sibling's or a stranger's data, and nobody that of the level above;
//! only a regulator adds to another organisation's evidence; a machine alone records measurements, and never signs,
//! waives or reads private values, whatever its key names; only a regulator waives, and never for itself; an auditor reads
//! and never writes; an administrator manages accounts and the node itself, and sees no evidence.
use std::fmt;

use serde::{Deserialize, Serialize};

/// What a person or program signs in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The desk of the authority that follows a campaign day and night.
    RegulatorDesk,
    /// The head of that authority's office.
    RegulatorHead,
    /// Who answers for an operator.
    OperatorManager,
    /// Who is on duty at an operator.
    DutyOfficer,
    /// Staff of a unit: an outlet, a station, a branch.
    UnitStaff,
    /// A named person whose signature attests inspections and plans.
    Signer,
    /// Someone who verifies and changes nothing.
    Auditor,
    /// A program: it measures, and what else its key names of what is granted here.
    Machine,
    /// Who keeps accounts and the node itself.
    Administrator,
}

/// What can be asked of the product. The first nine only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See the cells of an organisation.
    ReadBoard,
    /// See an obligation and its quote.
    ReadObligation,
    /// See the evidence behind a cell, without private values.
    ReadEvidence,
    /// See an organisation's journal with its proofs, and export it.
    ReadJournal,
    /// See what is measured, and the samples.
    ReadTarget,
    /// See and draw up reports.
    ReadReport,
    /// See private values that were disclosed: names, notes, documents.
    ReadDisclosed,
    /// See accounts of an organisation, without their secrets.
    ReadAccounts,
    /// Read a duty log: who rang, their numbers, what was said. It stays with its keeper.
    ReadDuty,
    /// `acknowledgement.given`.
    Acknowledge,
    /// `inspection.signed`.
    Inspect,
    /// `plan.filed`.
    FilePlan,
    /// `plan.approved`: for the level above alone.
    ApprovePlan,
    /// `plan.tested`.
    TestPlan,
    /// `briefing.read`: confirm having read a briefing.
    ReadBriefing,
    /// `report.submitted`.
    SubmitReport,
    /// `obligation.assigned`: give an obligation of one's organisation to a unit or a person of it, or take it back.
    Assign,
    /// `handling.promised`: "đã nhận, đang xử lý đến …".
    Promise,
    /// `finding.explained`.
    Explain,
    /// `evidence.corrected`.
    Correct,
    /// `duty.logged`.
    LogDuty,
    /// An acknowledgement or an explanation that somebody below gave by telephone: asserted, and answering the duty
    /// entry in which it was heard.
    Relay,
    /// `report.drafted`: draw up a report and keep it, to be read before it is signed.
    DraftReport,
    /// `report.attested`: stand by a drafted report with one's name.
    AttestReport,
    /// `dispute.opened`: a claim against a figure.
    OpenDispute,
    /// `dispute.answered`.
    AnswerDispute,
    /// `dispute.decided`: for the level above alone.
    DecideDispute,
    /// `obligation.waived`.
    Waive,
    /// `campaign.issued`.
    IssueCampaign,
    /// `measurement.summarised`, `target.turned`, `clock.observed`, `segment.sealed`.
    RecordMeasurement,
    /// Put a document or a picture beside an entry.
    Attach,
    /// `disclosure.erased`: erase a private value for good.
    Erase,
    /// Create, change and close accounts.
    ManageAccounts,
    /// Put on record, and withdraw, who signs for the head of an organisation.
    Delegate,
    /// Read for a stated reason and a short time what one otherwise does not see.
    BreakGlass,
    /// `rollback.accepted`: go on from a journal that was found rolled back.
    AcceptRollback,
}

/// How the actor's organisation stands to the one the question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same organisation.
    Own,
    /// The actor's organisation is above it.
    Ancestor,
    /// The actor's organisation is below it.
    Descendant,
    /// Both stand directly under the same organisation.
    Sibling,
    /// None of these, or an organisation nobody knows.
    Foreign,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::RegulatorDesk,
        Self::RegulatorHead,
        Self::OperatorManager,
        Self::DutyOfficer,
        Self::UnitStaff,
        Self::Signer,
        Self::Auditor,
        Self::Machine,
        Self::Administrator,
    ];

    /// Whether the role belongs to the authority that issues campaigns, which stands above every organisation.
    pub const fn is_regulator(self) -> bool {
        matches!(self, Self::RegulatorDesk | Self::RegulatorHead)
    }
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 36] = [
        Self::ReadBoard,
        Self::ReadObligation,
        Self::ReadEvidence,
        Self::ReadJournal,
        Self::ReadTarget,
        Self::ReadReport,
        Self::ReadDisclosed,
        Self::ReadAccounts,
        Self::ReadDuty,
        Self::Acknowledge,
        Self::Inspect,
        Self::FilePlan,
        Self::ApprovePlan,
        Self::TestPlan,
        Self::ReadBriefing,
        Self::SubmitReport,
        Self::Assign,
        Self::Promise,
        Self::Explain,
        Self::Correct,
        Self::LogDuty,
        Self::Relay,
        Self::DraftReport,
        Self::AttestReport,
        Self::OpenDispute,
        Self::AnswerDispute,
        Self::DecideDispute,
        Self::Waive,
        Self::IssueCampaign,
        Self::RecordMeasurement,
        Self::Attach,
        Self::Erase,
        Self::ManageAccounts,
        Self::Delegate,
        Self::BreakGlass,
        Self::AcceptRollback,
    ];

    /// Whether the action leaves everything as it was. (`ReadBriefing` confirms a reading, which is a record.)
    pub const fn only_reads(self) -> bool {
        matches!(
            self,
            Self::ReadBoard
                | Self::ReadObligation
                | Self::ReadEvidence
                | Self::ReadJournal
                | Self::ReadTarget
                | Self::ReadReport
                | Self::ReadDisclosed
                | Self::ReadAccounts
                | Self::ReadDuty
        )
    }

    /// Whether it is said about how one obligation stands at one organisation: what a page about that may offer.
    pub const fn is_about_a_cell(self) -> bool {
        matches!(
            self,
            Self::Acknowledge
                | Self::Inspect
                | Self::FilePlan
                | Self::ApprovePlan
                | Self::TestPlan
                | Self::ReadBriefing
                | Self::SubmitReport
                | Self::Assign
                | Self::Promise
                | Self::Explain
                | Self::Correct
                | Self::OpenDispute
                | Self::AnswerDispute
                | Self::DecideDispute
                | Self::Waive
        )
    }

    /// The action that recording an entry of this kind is; nothing for a kind nobody may record by hand.
    pub fn of_kind(kind: &str) -> Option<Self> {
        Some(match kind {
            "acknowledgement.given" => Self::Acknowledge,
            "inspection.signed" => Self::Inspect,
            "plan.filed" => Self::FilePlan,
            "plan.approved" => Self::ApprovePlan,
            "plan.tested" => Self::TestPlan,
            "briefing.read" => Self::ReadBriefing,
            "report.submitted" => Self::SubmitReport,
            "obligation.assigned" => Self::Assign,
            "handling.promised" => Self::Promise,
            "finding.explained" => Self::Explain,
            "evidence.corrected" => Self::Correct,
            "duty.logged" => Self::LogDuty,
            "report.drafted" => Self::DraftReport,
            "report.attested" => Self::AttestReport,
            "dispute.opened" => Self::OpenDispute,
            "dispute.answered" => Self::AnswerDispute,
            "dispute.decided" => Self::DecideDispute,
            "obligation.waived" => Self::Waive,
            "campaign.issued" => Self::IssueCampaign,
            "measurement.summarised" | "target.turned" | "clock.observed" | "segment.sealed" => {
                Self::RecordMeasurement
            }
            "disclosure.erased" => Self::Erase,
            "account.changed" | "key.changed" => Self::ManageAccounts,
            "delegation.changed" => Self::Delegate,
            "access.opened" | "access.closed" => Self::BreakGlass,
            "rollback.accepted" => Self::AcceptRollback,
            _ => return None,
        })
    }
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 5] = [Self::Own, Self::Ancestor, Self::Descendant, Self::Sibling, Self::Foreign];
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

/// One row of the table: these roles, standing so, may do this.
struct Grant {
    roles: &'static [Role],
    relations: &'static [Relation],
    actions: &'static [Action],
}

use Action as A;
use Relation::{Ancestor, Descendant, Foreign, Own, Sibling};
use Role as R;

/// Who reads evidence at all: neither programs nor those who keep the accounts.
const READERS: &[Role] = &[
    R::RegulatorDesk,
    R::RegulatorHead,
    R::OperatorManager,
    R::DutyOfficer,
    R::UnitStaff,
    R::Signer,
    R::Auditor,
];

const TABLE: &[Grant] = &[
    // Reading: one's own organisation and those below it.
    Grant {
        roles: READERS,
        relations: &[Own, Ancestor],
        actions: &[
            A::ReadBoard,
            A::ReadObligation,
            A::ReadEvidence,
            A::ReadJournal,
            A::ReadTarget,
            A::ReadReport,
            A::ReadDisclosed,
        ],
    },
    // A duty log holds callers' names and numbers: neither the level above nor a manager of units reads it.
    Grant { roles: READERS, relations: &[Own], actions: &[A::ReadDuty] },
    Grant {
        roles: &[
            R::RegulatorDesk,
            R::RegulatorHead,
            R::OperatorManager,
            R::DutyOfficer,
            R::UnitStaff,
            R::Signer,
        ],
        relations: &[Own],
        actions: &[A::LogDuty],
    },
    // What was heard by telephone from those below, written down as nothing more than that.
    Grant { roles: &[R::RegulatorDesk, R::RegulatorHead], relations: &[Ancestor], actions: &[A::Relay] },
    // What an organisation states about itself.
    Grant {
        roles: &[R::RegulatorDesk, R::RegulatorHead, R::OperatorManager, R::DutyOfficer, R::Signer],
        relations: &[Own],
        actions: &[
            A::Acknowledge,
            A::Inspect,
            A::FilePlan,
            A::TestPlan,
            A::ReadBriefing,
            A::SubmitReport,
            A::DraftReport,
            A::OpenDispute,
            A::AnswerDispute,
            A::Promise,
            A::Explain,
            A::Correct,
            A::Attach,
        ],
    },
    // Who carries an obligation out is for those to say who lead the organisation or stand watch for it.
    Grant {
        roles: &[R::RegulatorDesk, R::RegulatorHead, R::OperatorManager, R::DutyOfficer],
        relations: &[Own],
        actions: &[A::Assign],
    },
    // A report goes out under the name of whoever answers for the organisation, or signs for it.
    Grant {
        roles: &[R::RegulatorHead, R::OperatorManager, R::Signer],
        relations: &[Own],
        actions: &[A::AttestReport],
    },
    // Staff of a unit acknowledge, inspect and read briefings; plans and reports are for those who answer for it.
    Grant {
        roles: &[R::UnitStaff],
        relations: &[Own],
        actions: &[
            A::Acknowledge,
            A::Inspect,
            A::ReadBriefing,
            A::Promise,
            A::Explain,
            A::Correct,
            A::Attach,
        ],
    },
    // What the regulator adds to an organisation's evidence: a second look, an approval, an exercise. An operator's
    // manager is no second party to the operator's own units.
    Grant {
        roles: &[R::RegulatorDesk, R::RegulatorHead],
        relations: &[Ancestor],
        actions: &[A::Inspect, A::ApprovePlan, A::TestPlan, A::Attach, A::OpenDispute, A::AnswerDispute],
    },
    // A dispute is decided from above: nobody rules on their own figure.
    Grant { roles: &[R::RegulatorHead], relations: &[Ancestor], actions: &[A::DecideDispute] },
    Grant { roles: &[R::RegulatorDesk, R::RegulatorHead], relations: &[Own], actions: &[A::IssueCampaign] },
    // Never for oneself: a waiver always comes from above.
    Grant { roles: &[R::RegulatorDesk, R::RegulatorHead], relations: &[Ancestor], actions: &[A::Waive] },
    // A measurement is nobody's word: the regulator's head may withdraw one, in the regulator's own log.
    Grant { roles: &[R::RegulatorHead], relations: &[Ancestor], actions: &[A::Correct] },
    // Erasing personal data is its keeper's decision; an operator keeps that of its units, which may have no manager.
    Grant { roles: &[R::RegulatorHead, R::OperatorManager], relations: &[Own], actions: &[A::Erase] },
    Grant { roles: &[R::OperatorManager], relations: &[Ancestor], actions: &[A::Erase] },
    // The most a program's key can name. It states facts as its own, never attests and never reads private values.
    Grant {
        roles: &[R::Machine],
        relations: &[Own, Ancestor],
        actions: &[
            A::RecordMeasurement,
            A::ReadBoard,
            A::ReadObligation,
            A::ReadEvidence,
            A::ReadJournal,
            A::ReadTarget,
            A::ReadReport,
        ],
    },
    Grant {
        roles: &[R::Machine],
        relations: &[Own],
        actions: &[A::Acknowledge, A::FilePlan, A::TestPlan, A::ReadBriefing],
    },
    Grant {
        roles: &[R::Administrator],
        relations: &[Own, Ancestor],
        actions: &[A::ReadAccounts, A::ManageAccounts, A::Delegate, A::AcceptRollback],
    },
    // Who signs for the head is the head's to say; the administrator puts on record what a document says.
    Grant { roles: &[R::RegulatorHead, R::OperatorManager], relations: &[Own], actions: &[A::Delegate] },
    // Loud and short; what it opens is in `opens`.
    Grant {
        roles: &[R::RegulatorHead],
        relations: &[Ancestor, Descendant, Sibling, Foreign],
        actions: &[A::BreakGlass],
    },
];

/// What a person may be given to sign for the head of an organisation.
pub const SIGNED_FOR_ANOTHER: [Action; 6] = [
    Action::Inspect,
    Action::FilePlan,
    Action::ApprovePlan,
    Action::TestPlan,
    Action::SubmitReport,
    Action::AttestReport,
];

/// Whether an account of this role, standing so to whom it is about, could be given this to sign: a person who writes,
/// and no more than the head of its organisation may.
pub fn may_be_delegated(role: Role, relation: Relation, action: Action) -> bool {
    let head = match role {
        Role::RegulatorDesk => Role::RegulatorHead,
        Role::OperatorManager | Role::DutyOfficer | Role::UnitStaff | Role::Signer => Role::OperatorManager,
        Role::RegulatorHead | Role::Auditor | Role::Machine | Role::Administrator => return false,
    };
    SIGNED_FOR_ANOTHER.contains(&action) && allows(head, relation, action)
}

/// What break-glass access opens of an organisation that stands so: what is otherwise unseen, and never private values.
/// Of those below a regulator sees everything but who holds an account.
pub fn opens(role: Role, relation: Relation) -> &'static [Action] {
    const UNSEEN: &[Action] =
        &[A::ReadBoard, A::ReadObligation, A::ReadEvidence, A::ReadJournal, A::ReadTarget, A::ReadReport];
    match relation {
        _ if !allows(role, relation, A::BreakGlass) => &[],
        Ancestor => &[A::ReadAccounts],
        Descendant | Sibling | Foreign => UNSEEN,
        Own => &[],
    }
}

/// Whether the table grants it.
pub fn allows(role: Role, relation: Relation, action: Action) -> bool {
    TABLE.iter().any(|grant| {
        grant.roles.contains(&role) && grant.relations.contains(&relation) && grant.actions.contains(&action)
    })
}

/// Every cell of the table, in the order of the enums.
pub fn matrix() -> impl Iterator<Item = (Role, Relation, Action, bool)> {
    Role::ALL.into_iter().flat_map(|role| {
        Relation::ALL.into_iter().flat_map(move |relation| {
            Action::ALL
                .into_iter()
                .map(move |action| (role, relation, action, allows(role, relation, action)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says which cells break a promise.
    fn broken(promise: impl Fn(Role, Relation, Action) -> bool) -> Vec<(Role, Relation, Action)> {
        matrix()
            .filter(|(role, relation, action, allowed)| *allowed && !promise(*role, *relation, *action))
            .map(|(role, relation, action, _)| (role, relation, action))
            .collect()
    }

    #[test]
    fn the_matrix_has_every_cell_once_and_a_known_size() {
        let cells: Vec<_> = matrix().collect();
        let granted = cells.iter().filter(|cell| cell.3).count();
        println!("policy: {} cells, {granted} granted", cells.len());
        assert_eq!(cells.len(), 9 * 5 * 36);
        assert_eq!(granted, 245, "a change of policy is a change of this number");
        let distinct: std::collections::BTreeSet<_> =
            cells.iter().map(|cell| (cell.0, cell.1, cell.2)).collect();
        assert_eq!(distinct.len(), cells.len());
    }

    #[test]
    fn nobody_touches_a_sibling_a_stranger_or_the_level_above() {
        let loud = |action| action == A::BreakGlass;
        assert_eq!(broken(|_, relation, action| matches!(relation, Own | Ancestor) || loud(action)), []);
    }

    #[test]
    fn a_machine_alone_measures_and_never_signs_waives_or_reads_private_values() {
        assert_eq!(broken(|role, _, action| action != A::RecordMeasurement || role == R::Machine), []);
        let a_persons = [
            A::ReadDisclosed,
            A::ReadAccounts,
            A::Inspect,
            A::ApprovePlan,
            A::SubmitReport,
            A::Assign,
            A::Promise,
            A::Explain,
            A::Correct,
            A::Waive,
            A::IssueCampaign,
            A::Attach,
            A::Erase,
            A::ManageAccounts,
        ];
        assert_eq!(broken(|role, _, action| role != R::Machine || !a_persons.contains(&action)), []);
    }

    #[test]
    fn only_the_regulator_waives_and_never_for_itself() {
        assert_eq!(
            broken(
                |role, relation, action| action != A::Waive || (role.is_regulator() && relation == Ancestor)
            ),
            []
        );
        assert!(allows(R::RegulatorHead, Ancestor, A::Waive));
    }

    #[test]
    fn only_the_regulator_issues_campaigns_and_only_in_its_own_log() {
        assert_eq!(
            broken(|role, relation, action| action != A::IssueCampaign
                || (role.is_regulator() && relation == Own)),
            []
        );
    }

    #[test]
    fn an_auditor_reads_and_never_writes() {
        assert_eq!(broken(|role, _, action| role != R::Auditor || action.only_reads()), []);
        assert!(allows(R::Auditor, Ancestor, A::ReadJournal));
    }

    #[test]
    fn an_administrator_manages_accounts_and_sees_no_evidence() {
        assert_eq!(
            broken(|role, _, action| {
                let accounts = matches!(action, A::ReadAccounts | A::ManageAccounts | A::AcceptRollback);
                if role == R::Administrator { accounts || action == A::Delegate } else { !accounts }
            }),
            []
        );
    }

    #[test]
    fn a_report_is_signed_by_who_answers_for_it_and_for_ones_own_organisation_alone() {
        let signs = [R::RegulatorHead, R::OperatorManager, R::Signer];
        let may = |role, relation| signs.contains(&role) && relation == Own;
        assert_eq!(broken(|role, relation, action| action != A::AttestReport || may(role, relation)), []);
    }

    #[test]
    fn an_obligation_is_given_by_those_who_lead_its_owner_and_to_nobody_elses_units() {
        let gives = [R::RegulatorDesk, R::RegulatorHead, R::OperatorManager, R::DutyOfficer];
        let may = |role, relation| gives.contains(&role) && relation == Own;
        assert_eq!(broken(|role, relation, action| action != A::Assign || may(role, relation)), []);
    }

    #[test]
    fn a_dispute_is_decided_by_the_head_of_the_level_above_alone() {
        let may = |role, relation| role == R::RegulatorHead && relation == Ancestor;
        assert_eq!(broken(|role, relation, action| action != A::DecideDispute || may(role, relation)), []);
    }

    #[test]
    fn a_plan_is_approved_from_above_only() {
        assert_eq!(broken(|_, relation, action| action != A::ApprovePlan || relation == Ancestor), []);
    }

    #[test]
    fn nobody_speaks_in_the_name_of_those_below() {
        let own_words =
            [A::Acknowledge, A::FilePlan, A::ReadBriefing, A::SubmitReport, A::Promise, A::Explain];
        assert_eq!(broken(|_, relation, action| !own_words.contains(&action) || relation == Own), []);
    }

    #[test]
    fn a_duty_log_is_its_keepers_alone_and_only_the_regulator_relays_what_it_heard() {
        let kept = [A::ReadDuty, A::LogDuty];
        assert_eq!(broken(|_, relation, action| !kept.contains(&action) || relation == Own), []);
        let relays = |role: R, relation| role.is_regulator() && relation == Ancestor;
        assert_eq!(broken(|role, relation, action| action != A::Relay || relays(role, relation)), []);
    }

    #[test]
    fn only_the_regulator_adds_to_the_evidence_of_those_below() {
        let added = [A::Inspect, A::ApprovePlan, A::TestPlan, A::Attach];
        let may = |role: R, relation| relation == Own || role.is_regulator();
        assert_eq!(broken(|role, relation, action| !added.contains(&action) || may(role, relation)), []);
    }

    #[test]
    fn corrections_come_from_the_writer_or_the_regulators_head_and_erasures_from_the_keeper() {
        let correct = |role, relation| relation == Own || (role == R::RegulatorHead && relation == Ancestor);
        assert_eq!(broken(|role, relation, action| action != A::Correct || correct(role, relation)), []);
        let erase = |role, relation| relation == Own || (role == R::OperatorManager && relation == Ancestor);
        assert_eq!(broken(|role, relation, action| action != A::Erase || erase(role, relation)), []);
    }

    #[test]
    fn every_kind_that_can_be_recorded_has_its_action() {
        for action in Action::ALL {
            let reads_or_files = action.only_reads() || matches!(action, A::Attach | A::Relay);
            let kinds = [
                "acknowledgement.given",
                "inspection.signed",
                "plan.filed",
                "plan.approved",
                "plan.tested",
                "briefing.read",
                "report.submitted",
                "obligation.assigned",
                "handling.promised",
                "finding.explained",
                "evidence.corrected",
                "duty.logged",
                "report.drafted",
                "report.attested",
                "dispute.opened",
                "dispute.answered",
                "dispute.decided",
                "obligation.waived",
                "campaign.issued",
                "measurement.summarised",
                "disclosure.erased",
                "account.changed",
                "delegation.changed",
                "access.opened",
                "rollback.accepted",
            ];
            let reached = kinds.iter().any(|kind| Action::of_kind(kind) == Some(action));
            assert_eq!(reached, !reads_or_files, "{action}");
        }
        assert_eq!(Action::of_kind("status.set"), None);
    }

    #[test]
    fn nobody_is_given_more_to_sign_than_the_head_may_and_only_those_who_write() {
        for (role, relation, action, _) in matrix() {
            if may_be_delegated(role, relation, action) {
                assert!(SIGNED_FOR_ANOTHER.contains(&action) && !action.only_reads());
                assert!(allows(R::RegulatorHead, relation, action) || relation == Own, "{role} {action}");
                assert!(allows(role, Own, A::Acknowledge), "{role} writes");
            }
        }
        assert!(may_be_delegated(R::UnitStaff, Own, A::SubmitReport));
        assert!(may_be_delegated(R::DutyOfficer, Own, A::AttestReport));
        assert!(!may_be_delegated(R::DutyOfficer, Ancestor, A::AttestReport), "a report is one's own");
        assert!(!may_be_delegated(R::UnitStaff, Ancestor, A::Inspect), "no manager inspects its own units");
        assert!(may_be_delegated(R::RegulatorDesk, Ancestor, A::ApprovePlan));
        for role in [R::Auditor, R::Machine, R::Administrator] {
            assert!(!Action::ALL.into_iter().any(|action| may_be_delegated(role, Own, action)), "{role}");
        }
    }

    #[test]
    fn the_glass_is_broken_by_the_regulators_head_alone_and_hides_private_values() {
        assert_eq!(
            broken(|role, relation, action| action != A::BreakGlass
                || (role == R::RegulatorHead && relation != Own)),
            []
        );
        for role in R::ALL {
            for relation in Relation::ALL {
                let opened = opens(role, relation);
                assert_eq!(opened.is_empty(), role != R::RegulatorHead || relation == Own);
                for action in opened {
                    assert!(action.only_reads() && *action != A::ReadDisclosed);
                    assert!(!allows(role, relation, *action), "{action} is seen anyway");
                }
            }
        }
    }

    #[test]
    fn names_on_the_wire_are_snake_case() {
        assert_eq!(R::RegulatorDesk.to_string(), "regulator_desk");
        assert_eq!(A::RecordMeasurement.to_string(), "record_measurement");
        assert_eq!(Relation::Own.to_string(), "own");
    }
}
