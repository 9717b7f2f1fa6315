//! What people of a story say, as drafts.

use access::{Role, Scope};
use calendar::Instant;
use campaign::{Campaign, CellKey};
use drill::Saying;
use journal::{Draft, EntryId, Fact, Facts, Grade, Slug};
use simulator::Dice;
use store::{ReadFault, RecordFault, Store};

use super::parse::{Says, Word};

/// Entries among which what was said last is looked for.
const LOOKED_AT: usize = 20;

/// Who hears it.
pub struct Room<'a> {
    /// The campaign in force.
    pub campaign: &'a Campaign,
    /// When the story began.
    pub start: Instant,
    /// When it is said.
    pub now: Instant,
    /// For ids.
    pub dice: &'a mut Dice,
}

/// Says it to the store, in the log of whoever speaks.
pub async fn say(store: &Store, room: Room<'_>, says: &Says) -> Result<(), RecordFault> {
    let tree = store::tree_of(room.campaign);
    let organisation = &says.organisation;
    let role =
        if room.campaign.is_regulator(organisation) { Role::RegulatorHead } else { Role::OperatorManager };
    let scope = Scope::new("story", role, organisation.clone(), &tree);
    let draft = draft(store, &scope, room, says).await?;
    store.record(&scope, organisation, draft).await.map(drop)
}

async fn draft(store: &Store, scope: &Scope, room: Room<'_>, says: &Says) -> Result<Draft, RecordFault> {
    let Room { campaign, start, now, dice } = room;
    let mut saying = Saying { at: now, dice };
    let about = says.about.iter().map(|about| ("organisation", Fact::from(about.as_str())));
    let mut about = |kind: &str, facts: Vec<(&str, Fact)>, private: Vec<(&str, Fact)>| {
        let mut draft = saying.about(kind, &says.obligation, []).expect("names make drafts");
        draft.facts.extend(facts.into_iter().map(|(key, fact)| (key.to_owned(), fact)));
        draft.facts.extend(about.clone().map(|(key, fact)| (key.to_owned(), fact)));
        draft.private.extend(private.into_iter().map(|(key, fact)| (key.to_owned(), fact)));
        draft
    };
    let until = |ms: i64| ("until", Fact::Text(start.plus_ms(ms).to_string()));
    let named = |plan: &Slug| ("plan", Fact::from(plan.as_str()));
    Ok(match &says.word {
        Word::Acknowledges => about("acknowledgement.given", vec![], vec![]),
        Word::Inspects(item, result) => {
            let line = Facts::from([
                ("item".to_owned(), item.as_str().into()),
                ("result".to_owned(), (*result).into()),
            ]);
            let facts = vec![("checklist", Fact::List(vec![Fact::Map(line)])), ("photos", Fact::Int(0))];
            let draft = about("inspection.signed", facts, vec![("signer", "Nguyễn Văn Mẫu".into())]);
            // A second party's is signed as that, as on the screens.
            let grade = if says.about.is_some() { Grade::Countersigned } else { Grade::Attested };
            Draft { grade: Some(grade), ..draft }
        }
        Word::Files(plan) => {
            let digest = store.put_blob(scope, format!("phương án {plan}\n").into_bytes()).await?;
            about("plan.filed", vec![named(plan)], vec![("document", Fact::Text(digest.hex()))])
        }
        Word::Approves(plan) => about("plan.approved", vec![named(plan)], vec![]),
        Word::Tests(plan, result) => {
            about("plan.tested", vec![named(plan), ("result", (*result).into())], vec![])
        }
        Word::Reads(briefing, shift) => {
            let found = campaign.find_briefing(briefing);
            let digest = found.map(|found| found.sha256.hex()).unwrap_or_default();
            about(
                "briefing.read",
                vec![("shift", shift.as_str().into()), ("briefing", Fact::Text(digest))],
                vec![],
            )
        }
        Word::Promises(ms) => about("handling.promised", vec![until(*ms)], vec![]),
        Word::Waives(ms) => {
            about("obligation.waived", ms.map(until).into_iter().collect(), vec![("reason", "bão".into())])
        }
        Word::Explains => {
            let draft = about("finding.explained", vec![], vec![("text", "mất điện lưới".into())]);
            Draft { answers: vec![said_last(store, scope, says).await?], ..draft }
        }
        Word::Withdraws => {
            let facts = vec![("withdraws", Fact::Bool(true))];
            let draft = about("evidence.corrected", facts, vec![("reason", "ghi nhầm".into())]);
            Draft { answers: vec![said_last(store, scope, says).await?], grade: None, ..draft }
        }
    })
}

/// What was said last of the obligation, and is no correction.
async fn said_last(store: &Store, scope: &Scope, says: &Says) -> Result<EntryId, RecordFault> {
    let organisation = says.about.clone().unwrap_or_else(|| says.organisation.clone());
    let key = CellKey { organisation, obligation: says.obligation.clone() };
    let page = match store.evidence(scope, &key, None, LOOKED_AT).await {
        Ok(page) => page,
        Err(ReadFault::Environment(fault)) => return Err(fault.into()),
        Err(_) => return Err(RecordFault::NotFound("cell")),
    };
    let last = page.items.iter().find(|item| item.entry.kind.as_str() != "evidence.corrected");
    last.map(|item| item.entry.id).ok_or(RecordFault::NotFound("entry"))
}
