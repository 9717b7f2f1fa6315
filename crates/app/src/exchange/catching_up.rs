//! From Zabbix's own list to the log: what no message brought, because the node was down or the message was lost. It is
//! read as the message would have been, so that whichever comes first, one event stays one fact.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Instant;
use serde_json::Value;
use sources::{
    Kind,
    zabbix_api::{self, PAGE, ProblemEvent},
};
use store::RecordFault;

use super::{Exchange, Known, MAX_SETTLED, RoundFault};

/// Pages of a list read in one round; what is beyond comes with the next.
const MAX_PAGES: usize = 40;
/// How far before the moment of the last question events are asked for again: clocks differ, and Zabbix writes an event
/// down some time after it began.
const OVERLAP_S: i64 = 600;

impl Exchange {
    /// Records what Zabbix's list has and the log has not.
    pub(super) async fn catch_up(&mut self, known: &mut Known, now: Instant) -> Result<(), RoundFault> {
        let open = self.open_there().await?;
        let mut events = self.since(known.caught_up_to).await?;
        let unknown = open.iter().filter(|event| {
            !events.contains_key(&order(event)) && !known.open.holds(event) && !self.is_settled(event, false)
        });
        let ended = known.open.events().filter(|event| !open.contains(*event));
        let wanted: Vec<String> = unknown.chain(ended).cloned().collect();
        for part in wanted.chunks(PAGE) {
            for event in zabbix_api::read_problems(&self.ask(zabbix_api::problems_of(part)).await?)? {
                events.insert(order(&event.id), event);
            }
        }
        let clocks = self.clocks(&events).await?;
        for event in events.values() {
            if !known.open.holds(&event.id) && !self.is_settled(&event.id, false) {
                self.hear(&event.body(None), now).await?;
                self.settle(&event.id, false);
            }
            let clock = event.recovery.as_ref().and_then(|recovery| clocks.get(recovery));
            if let Some(clock) = clock
                && !self.is_settled(&event.id, true)
            {
                self.hear(&event.body(Some(clock)), now).await?;
                self.settle(&event.id, true);
            }
        }
        self.catch_up_on_acknowledgements(&open, now).await?;
        self.asked_at = Some(now);
        known.caught_up_to = now;
        Ok(())
    }

    /// Records what was acknowledged there of what is open, where the configuration takes it over. What was acknowledged
    /// of a problem that is over promises nothing any more.
    async fn catch_up_on_acknowledgements(
        &mut self,
        open: &BTreeSet<String>,
        now: Instant,
    ) -> Result<(), RoundFault> {
        if self.source().is_none_or(|source| source.spec.acknowledged_for_min.is_none()) {
            return Ok(());
        }
        let open: Vec<String> = open.iter().cloned().collect();
        for part in open.chunks(PAGE) {
            let answer = self.ask(zabbix_api::acknowledged_of(part)).await?;
            for (event, clocks) in zabbix_api::read_acknowledgements(&answer)? {
                for clock in clocks {
                    let known = (order(&event.id), order(&clock));
                    if !self.acknowledged.contains(&known) {
                        self.hear(&event.acknowledged_body(&clock), now).await?;
                        self.acknowledged.insert(known);
                    }
                }
            }
        }
        while self.acknowledged.len() > MAX_SETTLED {
            self.acknowledged.pop_first();
        }
        Ok(())
    }

    /// The ids of the problems that are open there.
    async fn open_there(&self) -> Result<BTreeSet<String>, RoundFault> {
        let (mut ids, mut after) = (BTreeSet::new(), 0);
        for _ in 0..MAX_PAGES {
            let page = zabbix_api::read_ids(&self.ask(zabbix_api::open_problems(after)).await?)?;
            let whole = page.len() == PAGE;
            after = page.iter().map(|id| order(id)).max().unwrap_or(after);
            ids.extend(page);
            if !whole {
                break;
            }
        }
        Ok(ids)
    }

    /// The problems that began since a moment, by their number.
    async fn since(&self, moment: Instant) -> Result<BTreeMap<u64, ProblemEvent>, RoundFault> {
        let second = moment.as_ms() / 1_000 - OVERLAP_S;
        let (mut events, mut after) = (BTreeMap::new(), 0);
        for _ in 0..MAX_PAGES {
            let page = self.ask(zabbix_api::problems_since(second, after)).await?;
            let whole = page.as_array().is_some_and(|lines| lines.len() == PAGE);
            let page = zabbix_api::read_problems(&page)?;
            after = page.iter().map(|event| order(&event.id)).max().unwrap_or(u64::MAX - 1);
            events.extend(page.into_iter().map(|event| (order(&event.id), event)));
            if !whole {
                break;
            }
        }
        Ok(events)
    }

    /// When the recoveries were that are not on record.
    async fn clocks(
        &self,
        events: &BTreeMap<u64, ProblemEvent>,
    ) -> Result<BTreeMap<String, String>, RoundFault> {
        let unknown = events.values().filter(|event| !self.is_settled(&event.id, true));
        let wanted: Vec<String> = unknown.filter_map(|event| event.recovery.clone()).collect();
        let mut clocks = BTreeMap::new();
        for part in wanted.chunks(PAGE) {
            clocks.extend(zabbix_api::read_clocks(&self.ask(zabbix_api::clocks_of(part)).await?)?);
        }
        Ok(clocks)
    }

    /// Takes what a message would have said as if it had come. What cannot be taken is not tried again, but for this node's own
    /// storage.
    async fn hear(&self, body: &Value, now: Instant) -> Result<(), RoundFault> {
        let Some(source) = self.source() else { return Ok(()) };
        let readings = sources::read(Kind::Zabbix, &source.spec.mapping, body.to_string().as_bytes(), now);
        let mut caught_up = 0;
        for reading in readings.unwrap_or_default() {
            let taken = api::take(&self.store, source, &reading).await;
            if let Some(api::TakingFault::Record(RecordFault::Environment(fault))) = taken.fault {
                return Err(fault.into());
            }
            caught_up += u64::from(taken.receipt.is_some_and(|receipt| !receipt.replayed));
        }
        self.note(|exchange| exchange.caught_up += caught_up);
        Ok(())
    }
}

/// The number of an event, or of a second; the reader of answers lets no other text through.
fn order(id: &str) -> u64 {
    id.parse().unwrap_or_default()
}
