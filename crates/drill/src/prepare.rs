//! What was due before a drill begins, done in time: so that the board shows the drill's troubles and no others.

use access::{Role, Scope, Tree};
use calendar::Instant;
use campaign::{Campaign, CheckKind, CheckSpec, Obligation, PlanState};
use journal::{Draft, Fact, Facts, Grade, Slug};
use simulator::Dice;
use store::{RecordFault, Store};

use crate::{fault::DrillFault, saying::Saying};

/// How long before the due moment people do what they must.
const BEFORE_DUE_MS: i64 = 24 * 3_600_000;
/// How long after the campaign begins at the earliest.
const AFTER_BEGIN_MS: i64 = 3_600_000;

/// Between two steps of a plan.
const STEP_MS: i64 = 1_000;

/// One thing to be done, and when.
#[derive(Clone)]
pub struct Task {
    /// When.
    pub at: Instant,
    owner: Slug,
    obligation: Slug,
    check: CheckSpec,
}

/// Everything people owe by the begin of a drill, in the order of its time. What is due during the drill or later is
/// left to it; what has no due moment is done.
pub fn tasks(campaign: &Campaign, from: Instant) -> Vec<Task> {
    let owed = |obligation: &&Obligation| obligation.due.is_none_or(|due| due <= from);
    let mut tasks = Vec::new();
    for obligation in campaign.obligations.iter().filter(owed) {
        let due = obligation.due.unwrap_or(from).min(from);
        let at = due.plus_ms(-BEFORE_DUE_MS).max(campaign.from.plus_ms(AFTER_BEGIN_MS)).min(due.plus_ms(-1));
        let checks = obligation.checks.iter().filter(|check| !check.kind.rules().is_measured());
        for check in checks {
            tasks.extend(obligation.owners.iter().map(|owner| Task {
                at,
                owner: owner.clone(),
                obligation: obligation.id.clone(),
                check: check.clone(),
            }));
        }
    }
    tasks.sort_by_key(|task| task.at);
    tasks
}

/// Who speaks.
struct Desk<'a> {
    store: &'a Store,
    tree: &'a Tree,
    regulator: &'a Slug,
    saying: Saying<'a>,
}

/// Does one task by way of the store.
pub async fn carry_out(
    store: &Store,
    (campaign, regulator): (&Campaign, &Slug),
    task: &Task,
    dice: &mut Dice,
) -> Result<(), DrillFault> {
    let tree = store.tree();
    let saying = Saying { at: task.at, dice };
    let mut desk = Desk { store, tree: &tree, regulator, saying };
    let done = desk.carry_out(campaign, task).await;
    let what = || format!("{} of {} for {}", task.check.kind.as_str(), task.obligation, task.owner);
    done.map_err(|fault| DrillFault::Prepare { what: what(), fault })
}

fn form(fault: journal::NameFault) -> RecordFault {
    // A read campaign has no id that makes no name.
    let field = campaign::EvidenceFault { field: "subject".to_owned(), what: fault.to_string().into() };
    RecordFault::Invalid(vec![field])
}

impl Desk<'_> {
    async fn carry_out(&mut self, campaign: &Campaign, task: &Task) -> Result<(), RecordFault> {
        let Task { obligation, check, .. } = task;
        match check.kind {
            CheckKind::Acknowledgement => {
                let draft = self.saying.about("acknowledgement.given", obligation, []).map_err(form)?;
                self.by_owner(task, draft).await
            }
            CheckKind::Inspection => self.inspect(task).await,
            CheckKind::Briefing => {
                let briefing = check.briefing.as_ref().and_then(|id| campaign.find_briefing(id));
                for shift in &check.shifts {
                    let digest = briefing.map(|briefing| briefing.sha256.hex()).unwrap_or_default();
                    let facts = [("shift", shift.as_str().into()), ("briefing", Fact::Text(digest))];
                    let draft = self.saying.about("briefing.read", obligation, facts).map_err(form)?;
                    self.by_owner(task, draft).await?;
                }
                Ok(())
            }
            CheckKind::Plan => self.plan(task).await,
            CheckKind::Report => {
                let document = self.document(task).await?;
                let facts = [("report", Fact::Text(document.clone()))];
                let mut draft = self.saying.about("report.submitted", obligation, facts).map_err(form)?;
                draft.private.insert("document".to_owned(), Fact::Text(document));
                self.by_owner(task, draft).await
            }
            CheckKind::Availability | CheckKind::Quality => Ok(()),
        }
    }

    async fn inspect(&mut self, task: &Task) -> Result<(), RecordFault> {
        let line = |item: &Slug| {
            Fact::Map(Facts::from([
                ("item".to_owned(), item.as_str().into()),
                ("result".to_owned(), "pass".into()),
            ]))
        };
        let lines = task.check.checklist.iter().map(|line_of| line(&line_of.item)).collect();
        let facts = [("checklist", Fact::List(lines)), ("photos", Fact::Int(0))];
        let mut draft = self.saying.about("inspection.signed", &task.obligation, facts).map_err(form)?;
        draft.private.insert("signer".to_owned(), "Người diễn tập".into());
        self.by_owner(task, draft).await
    }

    async fn plan(&mut self, task: &Task) -> Result<(), RecordFault> {
        let Task { obligation, owner, check, .. } = task;
        let plan = check.plan.clone().unwrap_or_else(|| obligation.clone());
        let named = || ("plan", Fact::from(plan.as_str()));
        let document = self.document(task).await?;
        let mut draft = self.saying.about("plan.filed", obligation, [named()]).map_err(form)?;
        draft.private.insert("document".to_owned(), Fact::Text(document));
        self.by_owner(task, draft).await?;
        let requires = check.requires.unwrap_or(PlanState::Filed);
        // Each step after the one before: of two of one moment nobody could say which came first.
        self.saying.at = task.at.plus_ms(STEP_MS);
        if requires >= PlanState::Approved {
            let facts = [named(), ("organisation", owner.as_str().into())];
            let draft = self.saying.about("plan.approved", obligation, facts).map_err(form)?;
            let scope = Scope::new("drill", Role::RegulatorHead, self.regulator.clone(), self.tree);
            self.store.record(&scope, self.regulator, draft).await?;
        }
        self.saying.at = task.at.plus_ms(2 * STEP_MS);
        if requires >= PlanState::Tested {
            let facts = [named(), ("result", "pass".into())];
            let draft = self.saying.about("plan.tested", obligation, facts).map_err(form)?;
            self.by_owner(task, draft).await?;
        }
        Ok(())
    }

    async fn document(&self, task: &Task) -> Result<String, RecordFault> {
        let text = format!("Tài liệu diễn tập: {} · {}\n", task.obligation, task.owner);
        let digest = self.store.put_blob(&self.owner_scope(task), text.into_bytes()).await?;
        Ok(digest.hex())
    }

    fn owner_scope(&self, task: &Task) -> Scope {
        Scope::new("drill", Role::OperatorManager, task.owner.clone(), self.tree)
    }

    async fn by_owner(&self, task: &Task, mut draft: Draft) -> Result<(), RecordFault> {
        draft.grade = Some(task.check.min_grade.max(Grade::Attested));
        self.store.record(&self.owner_scope(task), &task.owner, draft).await.map(drop)
    }
}
