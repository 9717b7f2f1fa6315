//! Duty logs: what an organisation's shifts heard, told, handed over and noted, newest first, each with what answers it.
//! An entry is never changed: a correction is a later entry that answers it, and so is what a call was turned into.

use access::{Action, Scope};
use calendar::Instant;
use campaign::{Body, Evidence};
use journal::{Draft, EntryId, Kind, Slug};

use crate::{
    EvidenceView, Store,
    campaigns::evidence_of,
    core::reading,
    fault::{ReadFault, RecordFault},
    projections::Topic,
    says,
    sql::{Place, StoredEntry, state::TopicPlace},
};

/// Lines on a page at most.
const MAX_LINES: u32 = 500;

/// Answers shown with an entry at most.
const MAX_ANSWERS: u32 = 32;

/// Which lines of a duty log.
#[derive(Clone, Copy, Debug, Default)]
pub struct DutyQuery {
    /// Heard at this moment or later.
    pub from: Option<Instant>,
    /// Heard before this moment.
    pub to: Option<Instant>,
    /// Lines that stand before this one.
    pub before: Option<EntryId>,
    /// How many lines, at most 500.
    pub limit: u32,
}

/// Some lines of a duty log.
#[derive(Clone, Debug)]
pub struct DutyPage {
    /// Last heard first.
    pub lines: Vec<DutyLine>,
    /// What to give as `before` for the next page.
    pub next: Option<EntryId>,
}

/// A line of a duty log.
#[derive(Clone, Debug)]
pub struct DutyLine {
    /// The entry.
    pub view: EvidenceView,
    /// What answers it, oldest first, as far as the viewer sees it.
    pub answered_by: Vec<Answer>,
}

/// An entry that answers another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its id.
    pub id: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// Whose log it stands in.
    pub log: Slug,
    /// Its place there; none where the viewer does not see that log.
    pub index: Option<u64>,
    /// Whom it is about.
    pub organisation: Slug,
    /// The obligation it speaks of.
    pub obligation: Option<Slug>,
    /// When it was written down.
    pub recorded_at: Instant,
    /// It takes the place of what it answers.
    pub corrects: bool,
}

impl Answer {
    fn of(evidence: Evidence, sees_log: bool) -> Self {
        Self {
            id: evidence.id,
            kind: evidence.kind.clone(),
            log: evidence.log.organisation().clone(),
            index: sees_log.then_some(evidence.index),
            recorded_at: evidence.recorded_at,
            corrects: matches!(&evidence.body, Body::DutyLogged(entry) if entry.corrects),
            obligation: evidence.body.obligation().cloned(),
            organisation: evidence.organisation,
        }
    }
}

impl Store {
    /// Some lines of an organisation's duty log.
    pub async fn duty(
        &self,
        scope: &Scope,
        organisation: &Slug,
        query: DutyQuery,
    ) -> Result<DutyPage, ReadFault> {
        reading(scope, Action::ReadDuty, organisation, "duty log")?;
        let end = query.to.map(|to| TopicPlace { recorded_at: to, place: Place { log: 0, index: 0 } });
        let before = match query.before {
            Some(id) => Some(self.duty_place(scope, organisation, id).await?),
            None => None,
        };
        let before = [end, before].into_iter().flatten().min();
        self.core.settle_index().await?;
        let limit = query.limit.clamp(1, MAX_LINES);
        let topic = Topic::Duty(organisation.clone()).text();
        // One more than asked for tells whether anything follows.
        let mut places = self.core.indexed(scope).places(&topic, before, limit + 1).await?;
        places.retain(|place| query.from.is_none_or(|from| place.recorded_at >= from));
        let more = places.len() > limit as usize;
        places.truncate(limit as usize);
        let places: Vec<Place> = places.into_iter().map(|found| found.place).collect();
        let found = self.core.seen(scope).entries_at(&places).await?;
        let found = found.into_iter().map(|stored| Ok((evidence_of(&stored)?, stored)));
        let found: Result<Vec<(StoredEntry, Evidence)>, ReadFault> =
            found.map(|one| one.map(|(evidence, stored)| (stored, evidence))).collect();
        let mut lines = Vec::with_capacity(places.len());
        for view in self.views(scope, found?, |_| false).await? {
            let answered_by = self.answers(scope, view.entry.id).await?;
            lines.push(DutyLine { view, answered_by });
        }
        let next = lines.last().filter(|_| more).map(|line| line.view.entry.id);
        Ok(DutyPage { lines, next })
    }

    /// What answers an entry, oldest first, as far as the viewer sees it.
    pub async fn answers(&self, scope: &Scope, id: EntryId) -> Result<Vec<Answer>, ReadFault> {
        self.core.settle_index().await?;
        let places = self.core.indexed(scope).places(&Topic::Answers(id).text(), None, MAX_ANSWERS).await?;
        let places: Vec<Place> = places.into_iter().rev().map(|found| found.place).collect();
        let mut answers = Vec::with_capacity(places.len());
        for stored in self.core.seen(scope).entries_at(&places).await? {
            let evidence = evidence_of(&stored)?;
            let sees_log = reading(scope, Action::ReadJournal, evidence.log.organisation(), "log").is_ok();
            if sees_log || reading(scope, Action::ReadEvidence, &evidence.organisation, "entry").is_ok() {
                answers.push(Answer::of(evidence, sees_log));
            }
        }
        Ok(answers)
    }

    async fn duty_place(
        &self,
        scope: &Scope,
        organisation: &Slug,
        id: EntryId,
    ) -> Result<TopicPlace, ReadFault> {
        let absent = || ReadFault::Invalid(says::no_place_in_list());
        let journal = self.core.seen(scope);
        let (stored, _) = journal.find_by_id(id).await?.ok_or_else(absent)?;
        let (place, evidence) = (stored.place, evidence_of(&stored)?);
        let own = evidence.log.organisation() == organisation && matches!(evidence.body, Body::DutyLogged(_));
        own.then_some(TopicPlace { recorded_at: evidence.held.from, place }).ok_or_else(absent)
    }

    /// A duty entry answers duty entries of its own log alone, and what was relayed answers the one in which it was
    /// heard from the organisation it is about.
    pub(crate) async fn check_duty(
        &self,
        scope: &Scope,
        writer: &Slug,
        draft: &Draft,
    ) -> Result<(), RecordFault> {
        let is_duty = draft.kind.as_str() == "duty.logged";
        let about = draft.facts.get("organisation").and_then(journal::Fact::as_text);
        let relayed = about.filter(|about| crate::record::is_relayed(writer, about, draft));
        if !is_duty && relayed.is_none() {
            return Ok(());
        }
        let mut heard = false;
        for id in &draft.answers {
            let answered = self.find_evidence(scope, *id).await;
            let answered = answered.map_err(|fault| fault.or_absent("answered entry"))?;
            let entry = Evidence::keep(&answered.entry, answered.index);
            let own = entry.log.organisation() == writer;
            match &entry.body {
                Body::DutyLogged(line) if own => {
                    heard |= line.concerns.as_ref().is_some_and(|one| Some(one.as_str()) == relayed);
                }
                _ if is_duty => {
                    return Err(RecordFault::field("answers", says::no_duty_entry(id)));
                }
                _ => {}
            }
        }
        if relayed.is_some() && !heard {
            return Err(RecordFault::field("answers", says::not_heard()));
        }
        Ok(())
    }
}
