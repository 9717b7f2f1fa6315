//! People: what they do when it is their turn, wrongly now and then.

use access::Role;
use calendar::{Clock, Instant};
use journal::{Draft, EntryId, Fact, Facts, Grade, Held, Kind, Slug, Subject};
use simulator::Dice;

use super::{client::Client, counted::Counted};

/// How often somebody says what can't be, in a million.
const WRONG_PPM: u32 = 80_000;

/// What a person wants recorded now.
pub fn act(client: &Client, dice: &mut Dice, counted: &mut Counted) -> Draft {
    let now = client.clock.now();
    let wrong = dice.happens(WRONG_PPM);
    counted.wrong_words += u64::from(wrong);
    let id = fresh(now, dice);
    let mut draft = if client.role == Role::RegulatorHead {
        waiver(id, now, dice)
    } else {
        match dice.below(10) {
            0 | 1 => acknowledgement(id, now),
            2 | 3 => inspection(id, now, dice),
            4 => plan(id, now, dice),
            5 | 6 => promise(id, now, dice),
            7 => explanation(id, now, dice),
            _ => match dice.pick(&client.done).filter(|done| can_be_withdrawn(done)) {
                Some(done) => {
                    counted.corrections += 1;
                    correction(id, now, done)
                }
                None => acknowledgement(id, now),
            },
        }
    };
    // A few look back: what they tell of happened a while ago.
    if dice.below(3) == 0 {
        counted.late_words += 1;
        draft.held = Held::at(now.plus_ms(-dice.between(0, 3_600_000)));
    }
    if wrong {
        spoil(&mut draft, dice);
    }
    draft
}

/// Now and then something else under the id of what was said before.
pub fn contradict(client: &Client, dice: &mut Dice) -> Option<Draft> {
    if !dice.happens(WRONG_PPM) {
        return None;
    }
    let done = dice.pick(&client.done)?;
    Some(Draft { held: Held::at(done.held.from.plus_ms(-1)), ..done.clone() })
}

fn can_be_withdrawn(draft: &Draft) -> bool {
    matches!(draft.kind.as_str(), "acknowledgement.given" | "inspection.signed" | "plan.tested")
}

/// A word that no store should take.
fn spoil(draft: &mut Draft, dice: &mut Dice) {
    match dice.below(3) {
        0 => {
            draft.facts.insert("obligation".to_owned(), "khong-co".into());
        }
        1 => {
            draft.facts.insert("colour".to_owned(), "green".into());
        }
        _ => draft.held = Held::at(draft.held.from.plus_ms(40 * 24 * 3_600_000)),
    }
}

/// A fresh id by somebody's own clock.
pub fn fresh(now: Instant, dice: &mut Dice) -> EntryId {
    let mut random = [0; 10];
    dice.fill(&mut random);
    EntryId::v7(now, random)
}

fn acknowledgement(id: EntryId, now: Instant) -> Draft {
    about(id, "acknowledgement.given", "truc", now, Facts::new())
}

fn inspection(id: EntryId, now: Instant, dice: &mut Dice) -> Draft {
    let result = if dice.below(4) == 0 { "fail" } else { "pass" };
    let line = Facts::from([("item".to_owned(), "nguon".into()), ("result".to_owned(), result.into())]);
    let facts = Facts::from([
        ("checklist".to_owned(), Fact::List(vec![Fact::Map(line)])),
        ("photos".to_owned(), Fact::Int(0)),
    ]);
    let mut draft = about(id, "inspection.signed", "kiem-tra", now, facts);
    let signer = format!("Nguyễn Văn Mẫu {}", dice.below(100));
    draft.private.insert("signer".to_owned(), Fact::Text(signer));
    draft
}

fn plan(id: EntryId, now: Instant, dice: &mut Dice) -> Draft {
    let result = if dice.below(3) == 0 { "fail" } else { "pass" };
    let facts = Facts::from([("plan".to_owned(), "ung-cuu".into()), ("result".to_owned(), result.into())]);
    about(id, "plan.tested", "dien-tap", now, facts)
}

fn promise(id: EntryId, now: Instant, dice: &mut Dice) -> Draft {
    let obligation = ["truc", "thong-suot"][dice.below(2) as usize];
    let until = now.plus_ms(dice.between(60_000, 3_600_000));
    let facts = Facts::from([("until".to_owned(), Fact::Text(until.to_string()))]);
    about(id, "handling.promised", obligation, now, facts)
}

fn explanation(id: EntryId, now: Instant, dice: &mut Dice) -> Draft {
    let mut draft = about(id, "finding.explained", "thong-suot", now, Facts::new());
    let text = format!("mất điện lưới, lần {}", dice.below(1_000));
    draft.private.insert("text".to_owned(), Fact::Text(text));
    draft
}

fn waiver(id: EntryId, now: Instant, dice: &mut Dice) -> Draft {
    let (obligation, organisation) =
        [("truc", "buu-dien"), ("kiem-tra", "tram"), ("thong-suot", "di-dong")][dice.below(3) as usize];
    let until = now.plus_ms(dice.between(600_000, 7_200_000));
    let facts = Facts::from([
        ("organisation".to_owned(), organisation.into()),
        ("until".to_owned(), Fact::Text(until.to_string())),
    ]);
    let mut draft = about(id, "obligation.waived", obligation, now, facts);
    draft.private.insert("reason".to_owned(), "bão".into());
    draft
}

fn correction(id: EntryId, now: Instant, done: &Draft) -> Draft {
    let mut facts = Facts::from([("withdraws".to_owned(), Fact::Bool(true))]);
    facts.extend(done.facts.get("obligation").map(|fact| ("obligation".to_owned(), fact.clone())));
    let mut draft = Draft { facts, ..draft(id, "evidence.corrected", done.subject.clone(), now) };
    draft.answers = vec![done.id];
    draft.private.insert("reason".to_owned(), "ghi nhầm".into());
    draft
}

fn about(id: EntryId, kind: &str, obligation: &str, now: Instant, mut facts: Facts) -> Draft {
    facts.insert("obligation".to_owned(), obligation.into());
    let slug = Slug::new(obligation).expect("obligations are slugs");
    let subject = Subject::of("obligation", &slug).expect("a slug makes a subject");
    Draft { facts, ..draft(id, kind, subject, now) }
}

fn draft(id: EntryId, kind: &str, subject: Subject, now: Instant) -> Draft {
    Draft {
        id,
        kind: Kind::new(kind).expect("the kinds are known"),
        subject,
        held: Held::at(now),
        source: "sim".to_owned(),
        actor: "whoever".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Attested),
        facts: Facts::new(),
        private: Facts::new(),
    }
}
