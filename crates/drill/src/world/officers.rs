//! The duty officers: each turn for the worse is answered after a while, now and then wrongly at first, and not at all
//! while the officer is silent.

use std::collections::BTreeMap;

use access::{Role, Scope};
use calendar::{Clock, Instant};
use journal::{Draft, NameFault, Slug};
use simulator::Dice;
use store::RecordFault;

use super::{Event, World, watch::Watch};
use crate::{
    answer::{OfficerAnswer, Turn},
    fault::DrillFault,
    file::Officer,
    saying::Saying,
};

/// How long an officer who can't get through waits before trying again, ms.
const TRY_AGAIN_MS: i64 = 300_000;
/// How long it takes to say it again after a mistake, ms.
const PUT_RIGHT_MS: i64 = 120_000;
/// Nobody answers sooner, ms.
const LEAST_WAIT_MS: i64 = 20_000;
/// An obligation that no campaign has: what a slip of the hand names.
const MISTAKEN: &str = "nham-nhiem-vu";

/// All officers.
pub struct Desk {
    officers: Vec<Officer>,
    silent: BTreeMap<Slug, u32>,
    refused: BTreeMap<Slug, u32>,
}

/// What became of a word.
enum Heard {
    Recorded,
    /// Nobody there, or no room: it is said again.
    Later,
    Refused,
}

impl Desk {
    /// Of these.
    pub fn new(officers: &[Officer]) -> Self {
        Self { officers: officers.to_vec(), silent: BTreeMap::new(), refused: BTreeMap::new() }
    }

    /// An officer falls silent, or speaks again.
    pub fn silence(&mut self, organisation: &Slug, silent: bool) {
        let times = self.silent.entry(organisation.clone()).or_default();
        *times = if silent { *times + 1 } else { times.saturating_sub(1) };
    }

    /// Whether somebody of the file is on duty for an organisation.
    pub fn has(&self, organisation: &Slug) -> bool {
        self.find(organisation).is_some()
    }

    fn find(&self, organisation: &Slug) -> Option<&Officer> {
        self.officers.iter().find(|officer| &officer.organisation == organisation)
    }

    /// How long it takes until a turn is answered; none where nobody is on duty. Of the turn's own chance.
    pub fn wait_ms(&self, seed: u64, turn: &Turn) -> Option<i64> {
        let officer = self.find(&turn.organisation)?;
        let name = format!("answer/{}/{}/{}", turn.organisation, turn.obligation, turn.at);
        let mean_ms = i64::from(officer.answers_after_s) * 1_000;
        Some(Dice::of(seed, &name).wait_ms(mean_ms) + LEAST_WAIT_MS)
    }

    /// What each officer did.
    pub fn answers(&self, watch: &Watch, within_s: u32) -> Vec<OfficerAnswer> {
        let of = |officer: &Officer| {
            let organisation = officer.organisation.clone();
            let refused = self.refused.get(&organisation).copied().unwrap_or(0);
            let mut answer = OfficerAnswer { organisation, asked: 0, in_time: 0, late: 0, not: 0, refused };
            let turns = watch.noted().iter().map(|noted| &noted.turn);
            for turn in turns.filter(|turn| turn.organisation == officer.organisation) {
                answer.asked += 1;
                match turn.answered_at.map(|at| at.ms_since(turn.at)) {
                    None => answer.not += 1,
                    Some(ms) if ms > i64::from(within_s) * 1_000 => answer.late += 1,
                    Some(_) => answer.in_time += 1,
                }
            }
            answer
        };
        self.officers.iter().map(of).collect()
    }
}

/// A word that makes no entry.
fn word(at: Instant, organisation: &Slug, obligation: &Slug, fault: NameFault) -> DrillFault {
    let (organisation, obligation) = (organisation.clone(), obligation.clone());
    DrillFault::Word { at, organisation, obligation, fault }
}

impl World<'_> {
    pub(super) fn answer(&mut self, number: usize) -> Result<(), DrillFault> {
        let now = self.time.now();
        let Some(turn) = self.watch.noted().get(number).map(|noted| noted.turn.clone()) else {
            return Ok(());
        };
        let Some(officer) = self.desk.find(&turn.organisation).cloned() else { return Ok(()) };
        if self.desk.silent.get(&turn.organisation).is_some_and(|times| *times > 0) {
            self.schedule.after(TRY_AGAIN_MS, Event::Answer(number));
            return Ok(());
        }
        let mut dice = Dice::of(self.seed, &format!("word/{}/{}/{now}", turn.organisation, turn.obligation));
        let mistaken = dice.happens(officer.mistakes_ppm);
        let mut saying = Saying { at: now, dice: &mut dice };
        let note = saying.duty_note(&turn.organisation, &turn.obligation, "đã nhận báo động, đang kiểm tra");
        let promise = match Slug::new(MISTAKEN) {
            Ok(other) if mistaken => Some(saying.promise(&other, officer.promises_s)),
            _ if turn.back_at.is_none() => Some(saying.promise(&turn.obligation, officer.promises_s)),
            _ => None,
        };
        let drafts: Result<Vec<Draft>, _> = promise.into_iter().chain([note]).collect();
        let drafts = drafts.map_err(|fault| word(now, &turn.organisation, &turn.obligation, fault))?;
        match self.say(&turn.organisation, drafts) {
            Heard::Later => self.schedule.after(TRY_AGAIN_MS, Event::Answer(number)),
            Heard::Refused => {
                let wait_ms = if mistaken { PUT_RIGHT_MS } else { TRY_AGAIN_MS };
                self.schedule.after(wait_ms, Event::Answer(number));
            }
            Heard::Recorded => {
                if let Some(noted) = self.watch.get_mut(number) {
                    noted.turn.answered_at = Some(now);
                }
                if turn.back_at.is_some() {
                    self.schedule.after(TRY_AGAIN_MS, Event::Explain(number));
                }
            }
        }
        Ok(())
    }

    pub(super) fn explain(&mut self, number: usize) -> Result<(), DrillFault> {
        let Some(noted) = self.watch.noted().get(number) else { return Ok(()) };
        let Some(evidence) = noted.evidence else { return Ok(()) };
        let (organisation, obligation) = (noted.turn.organisation.clone(), noted.turn.obligation.clone());
        let now = self.time.now();
        let mut dice = Dice::of(self.seed, &format!("explain/{organisation}/{obligation}/{now}"));
        let mut saying = Saying { at: now, dice: &mut dice };
        let draft = saying.explanation(&obligation, evidence, "đã khắc phục; nguyên nhân ghi trong sổ trực");
        let draft = draft.map_err(|fault| word(now, &organisation, &obligation, fault))?;
        if matches!(self.say(&organisation, vec![draft]), Heard::Later) {
            self.schedule.after(TRY_AGAIN_MS, Event::Explain(number));
        }
        Ok(())
    }

    /// Says these one after the other, as the duty officer of an organisation; what is refused ends it.
    fn say(&mut self, organisation: &Slug, drafts: Vec<Draft>) -> Heard {
        let scope = Scope::new("truc-dien-tap", Role::DutyOfficer, organisation.clone(), &self.tree);
        let said = self.node.call(async |store| {
            for draft in drafts {
                store.record(&scope, organisation, draft).await?;
            }
            Ok(())
        });
        match said {
            Some(Ok(())) => Heard::Recorded,
            None | Some(Err(RecordFault::Environment(_))) => Heard::Later,
            Some(Err(_)) => {
                *self.desk.refused.entry(organisation.clone()).or_default() += 1;
                Heard::Refused
            }
        }
    }
}
