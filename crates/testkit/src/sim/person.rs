//! People: what they do when it is their turn, wrongly now and then.

use access::Role;
use calendar::{Clock, Instant};
use drill::{Said, Saying};
use journal::{Draft, Fact, Facts, Held};
use simulator::Dice;

use super::{client::Client, counted::Counted, model::slug};

/// The digest of what shifts have to read, as it stands in the campaign.
const BRIEFING: &str = "1762bc33be7bc2cf6681b09f655c9a787d36faa488e437dfe3c40d6179cdfb8b";

/// How often somebody says what can't be, in a million.
const WRONG_PPM: u32 = 80_000;

/// What a person wants recorded now.
pub fn act(client: &Client, dice: &mut Dice, counted: &mut Counted) -> Draft {
    let now = client.clock.now();
    let wrong = dice.happens(WRONG_PPM);
    counted.wrong_words += u64::from(wrong);
    let said = if client.role == Role::RegulatorHead {
        waiver(now, dice)
    } else {
        match dice.below(12) {
            0 | 1 => acknowledgement(now, dice),
            2 | 3 => inspection(now, dice),
            4 => plan(now, dice),
            5 | 6 => promise(now, dice),
            7 => match dice.pick(&client.done) {
                Some(about) => explanation(now, dice, about),
                None => acknowledgement(now, dice),
            },
            8 | 9 => briefing(now, dice),
            _ => match dice.pick(&client.done).filter(|done| can_be_withdrawn(done)) {
                Some(done) => {
                    counted.corrections += 1;
                    Saying { at: now, dice }.withdrawal(done, "ghi nhầm")
                }
                None => acknowledgement(now, dice),
            },
        }
    };
    let mut draft = said.expect("the kinds and obligations are known");
    // A few look back: what they tell of happened a while ago.
    if dice.below(3) == 0 {
        counted.late_words += 1;
        draft.held = Held::at(now.plus_ms(-dice.between(0, 3_600_000)));
    }
    if wrong {
        counted.marked_words += u64::from(spoil(&mut draft, dice));
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

/// What a state secret says of itself.
const MARK: &str = "Độ mật: TUYỆT MẬT";

/// Whether a word bears a secrecy mark.
pub fn is_marked(draft: &Draft) -> bool {
    draft.private.values().any(|fact| fact.as_text() == Some(MARK))
}

/// A word that no store should take; true where that is for its secrecy mark.
fn spoil(draft: &mut Draft, dice: &mut Dice) -> bool {
    let marks = dice.below(3) == 0;
    if let Some(private) = draft.private.values_mut().next().filter(|_| marks) {
        *private = MARK.into();
        return true;
    }
    match dice.below(3) {
        0 => {
            draft.facts.insert("obligation".to_owned(), "khong-co".into());
        }
        1 => {
            draft.facts.insert("colour".to_owned(), "green".into());
        }
        _ => draft.held = Held::at(draft.held.from.plus_ms(40 * 24 * 3_600_000)),
    }
    false
}

fn acknowledgement(at: Instant, dice: &mut Dice) -> Said {
    Saying { at, dice }.about("acknowledgement.given", &slug("truc"), [])
}

fn inspection(at: Instant, dice: &mut Dice) -> Said {
    let result = if dice.below(4) == 0 { "fail" } else { "pass" };
    let signer = format!("Nguyễn Văn Mẫu {}", dice.below(100));
    let line = Facts::from([("item".to_owned(), "nguon".into()), ("result".to_owned(), result.into())]);
    let facts = [("checklist", Fact::List(vec![Fact::Map(line)])), ("photos", Fact::Int(0))];
    let mut draft = Saying { at, dice }.about("inspection.signed", &slug("kiem-tra"), facts)?;
    draft.private.insert("signer".to_owned(), Fact::Text(signer));
    Ok(draft)
}

fn plan(at: Instant, dice: &mut Dice) -> Said {
    let result = if dice.below(3) == 0 { "fail" } else { "pass" };
    let facts = [("plan", "ung-cuu".into()), ("result", result.into())];
    Saying { at, dice }.about("plan.tested", &slug("dien-tap"), facts)
}

fn briefing(at: Instant, dice: &mut Dice) -> Said {
    let shift = ["ca-1", "ca-2"][dice.below(2) as usize];
    let facts = [("shift", shift.into()), ("briefing", BRIEFING.into())];
    Saying { at, dice }.about("briefing.read", &slug("ca-truc"), facts)
}

fn promise(at: Instant, dice: &mut Dice) -> Said {
    let obligation = slug(["truc", "thong-suot"][dice.below(2) as usize]);
    let for_s = dice.between(60, 3_600) as u32;
    Saying { at, dice }.promise(&obligation, for_s)
}

fn explanation(at: Instant, dice: &mut Dice, about: &Draft) -> Said {
    let text = format!("mất điện lưới, lần {}", dice.below(1_000));
    let mut draft = Saying { at, dice }.about("finding.explained", &slug("thong-suot"), [])?;
    draft.answers.push(about.id);
    draft.private.insert("text".to_owned(), Fact::Text(text));
    Ok(draft)
}

fn waiver(at: Instant, dice: &mut Dice) -> Said {
    let (obligation, organisation) =
        [("truc", "buu-dien"), ("kiem-tra", "tram"), ("thong-suot", "di-dong")][dice.below(3) as usize];
    let until = at.plus_ms(dice.between(600_000, 7_200_000));
    let facts = [("organisation", organisation.into()), ("until", Fact::Text(until.to_string()))];
    let mut draft = Saying { at, dice }.about("obligation.waived", &slug(obligation), facts)?;
    draft.private.insert("reason".to_owned(), "bão".into());
    Ok(draft)
}
