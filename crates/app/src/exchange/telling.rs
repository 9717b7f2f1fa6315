//! From the log to Zabbix: each promise and each explanation is said to the problems it is about.

use std::collections::BTreeSet;

use campaign::Evidence;
use journal::{Entry, Slug};
use sources::{
    Act, OpenProblems, event_of,
    zabbix_api::{self, ApiFault},
};
use store::ReadFault;

use super::{CallFault, Exchange, Known, RoundFault};

/// Entries read at once.
const PAGE: u64 = 500;

impl Exchange {
    pub(super) fn log_size(&self) -> u64 {
        let cursor = self.store.cursor(&self.reader());
        journal::Origin::of(self.store.node(), &self.organisation).map_or(0, |origin| cursor.size(&origin))
    }

    /// Goes through what the log has grown by. What was told stays told when a later one cannot be.
    pub(super) async fn tell_all(&mut self, known: &mut Known) -> Result<(), RoundFault> {
        let size = self.log_size();
        while known.taken < size {
            for evidence in self.read_on(known.taken, size).await? {
                let act = known.open.take(&evidence, &self.id, |obligation| self.targets_of(obligation));
                if let Some(event) = event_of(&evidence, &self.id) {
                    self.settle(&event, is_up(&evidence));
                }
                if let Some(act) = act
                    && self.tell(&act).await?
                {
                    // Kept before the next is told: a crash asks again about one act and not about all.
                    known.taken = evidence.index + 1;
                    self.keep(known).await?;
                }
                known.taken = evidence.index + 1;
            }
        }
        Ok(())
    }

    /// What is open after the first `taken` entries, with nothing told.
    pub(super) async fn open_after(&self, taken: u64) -> Result<OpenProblems, RoundFault> {
        let (mut open, mut from) = (OpenProblems::default(), 0);
        while from < taken {
            for evidence in self.read_on(from, taken).await? {
                open.take(&evidence, &self.id, |_| BTreeSet::new());
                from = evidence.index + 1;
            }
        }
        Ok(open)
    }

    /// The entries from `from` on, the oldest first, as many as are read at once.
    async fn read_on(&self, from: u64, size: u64) -> Result<Vec<Evidence>, RoundFault> {
        let to = size.min(from + PAGE);
        let page =
            self.store.entries(&self.reader(), &self.organisation, Some(to), (to - from) as u32).await?;
        let read = |view: &store::EntryView| {
            let entry = Entry::parse(&view.canonical).map_err(|_| RoundFault::Damaged(view.index))?;
            Ok(Evidence::keep(&entry, view.index))
        };
        page.entries.iter().rev().map(read).collect()
    }

    /// The targets that an obligation rests on, by the campaigns in force.
    fn targets_of(&self, obligation: &Slug) -> BTreeSet<Slug> {
        let campaigns = self.store.campaigns_in_force();
        let obligations = campaigns.iter().flat_map(|campaign| campaign.obligations.iter());
        let checks = obligations.filter(|one| one.id == *obligation).flat_map(|one| one.checks.iter());
        checks.flat_map(|check| check.targets.iter().cloned()).collect()
    }

    /// Tells every event that an act is about. True when there was one.
    async fn tell(&self, act: &Act) -> Result<bool, RoundFault> {
        let answered = self.answered(act).await?;
        let events = if answered.is_empty() { &act.open } else { &answered };
        let message = act.message(&self.organisation);
        for event in events {
            let attended = self.ask(zabbix_api::attended_of(event)).await?;
            let Some(attended) = zabbix_api::read_attended(&attended)? else {
                tracing::warn!(source = %self.id, event, "an event to be told of is not there any more");
                self.note(|exchange| exchange.untold += 1);
                continue;
            };
            if attended.messages.iter().any(|said| act.is_told_by(said)) {
                continue;
            }
            match self.ask(zabbix_api::acknowledge(event, &message, attended.acknowledged)).await {
                Ok(_) => self.note(|exchange| exchange.told += 1),
                // It reads the event and does not let it be acknowledged: asking again changes nothing.
                Err(CallFault::Api(ApiFault::Refused(what))) => {
                    tracing::warn!(source = %self.id, event, what, "an event does not let itself be told");
                    self.note(|exchange| exchange.untold += 1);
                }
                Err(fault) => return Err(fault.into()),
            }
        }
        Ok(!events.is_empty())
    }

    /// The events of this source that an act answers by name.
    async fn answered(&self, act: &Act) -> Result<Vec<String>, RoundFault> {
        let mut events = BTreeSet::new();
        for id in &act.answers {
            match self.store.find_evidence(&self.reader(), *id).await {
                Ok(view) => events.extend(event_of(&Evidence::keep(&view.entry, view.index), &self.id)),
                Err(ReadFault::Environment(fault)) => return Err(fault.into()),
                // Of another organisation, or not there: no event of this source.
                Err(_) => {}
            }
        }
        Ok(events.into_iter().collect())
    }
}

fn is_up(evidence: &Evidence) -> bool {
    matches!(evidence.body, campaign::Body::TargetTurned { to: campaign::TargetState::Up, .. })
}
