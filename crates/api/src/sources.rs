//! The sources of a node, what was heard of each since it started, and the one way by which what they say is recorded.
//! What is counted here is for people who set a source up; nothing of it is kept on disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use access::Scope;
use calendar::Instant;
use journal::{Draft, NameFault, Slug};
use sources::{
    Acknowledged, FieldFault, Kind, Mapping, Object, Presented, Reading, Says, Secret, UnmatchedList, Writer,
    source_label,
};
use store::{Receipt, RecordFault, Store};

use crate::{
    throttle::{Guess, Throttle},
    wire::EventOutcome,
};

/// A source as the configuration declares it.
#[derive(Clone, Debug)]
pub struct SourceSpec {
    /// Its id, the one in its route and in its entries.
    pub id: Slug,
    /// In whose log its facts go.
    pub organisation: Slug,
    /// What system it is.
    pub kind: Kind,
    /// What it proves itself with; none where nothing is sent by it and everything is fetched.
    pub secret: Option<Secret>,
    /// Which object is which target.
    pub mapping: Mapping,
    /// The login in whose name evidence other than turns is recorded.
    pub account: Option<String>,
    /// For how many minutes an alarm that is acknowledged there is taken in hand here; none where it is not taken over.
    pub acknowledged_for_min: Option<u32>,
}

/// A source and what was heard of it.
pub struct Source {
    /// As declared.
    pub spec: SourceSpec,
    heard: Mutex<Heard>,
}

/// What was heard of a source since the node started.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Facts recorded.
    pub recorded: u64,
    /// Facts that were recorded before.
    pub repeated: u64,
    /// Events that turn no target.
    pub nothing: u64,
    /// Events refused, and bodies that could not be read.
    pub faulty: u64,
    /// Requests that did not prove to come from it, whoever sent them.
    pub unproven: u64,
    /// When the last request came that did.
    pub last_at: Option<Instant>,
    /// Objects that no rule knows.
    pub unmatched: UnmatchedList,
    /// How it stands with its API, where there is one.
    pub exchange: Option<Exchange>,
}

/// How it stands with the API of the source's own system, where the node asks it and tells it.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// When it answered last.
    pub reached_at: Option<Instant>,
    /// Since when it does not, and why.
    pub failing: Option<(Instant, String)>,
    /// Events that were told what people did about them.
    pub told: u64,
    /// Events that it refuses to be told of, or does not have any more.
    pub untold: u64,
    /// Facts that its own list had and no message brought.
    pub caught_up: u64,
}

/// What became of an event.
pub struct Taken {
    /// What.
    pub outcome: EventOutcome,
    /// The target it turned.
    pub target: Option<Slug>,
    /// That it is durable.
    pub receipt: Option<Receipt>,
    /// Why it was refused.
    pub fault: Option<TakingFault>,
}

/// Why an event is refused.
#[derive(Debug, thiserror::Error)]
pub enum TakingFault {
    /// Fields of it do not fit.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Fields(Vec<FieldFault>),
    /// The store does not take it.
    #[error(transparent)]
    Record(#[from] RecordFault),
    /// Nobody answers for it: the account is not there, shut out, or of another organisation.
    #[error("no account of this organisation answers for what this source records")]
    Account,
    /// The node's own names make no entry.
    #[error(transparent)]
    Name(#[from] NameFault),
}

/// Why a request is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It does not prove to come from a source of this node.
    Unproven,
    /// Neither did many before it, from the same address.
    TooMany,
}

/// Every source of a node.
pub struct Sources {
    by_id: BTreeMap<Slug, Source>,
    nobody: Secret,
    failures: Throttle,
}

impl Sources {
    /// The sources declared; `random` is a secret nobody has, for what is asked of a source that is not there.
    pub fn new(specs: Vec<SourceSpec>, random: [u8; 32]) -> Self {
        let by_id = specs
            .into_iter()
            .map(|spec| (spec.id.clone(), Source { spec, heard: Mutex::default() }))
            .collect();
        Self { by_id, nobody: Secret::of_nobody(random), failures: Throttle::default() }
    }

    /// The source that a request proves to come from. One that is not there costs the same work and gives the same
    /// answer as a wrong proof. The proof is looked at before any limit: failed tries never lock the real sender out.
    pub fn admit(
        &self,
        id: &str,
        presented: Presented<'_>,
        body: &[u8],
        peer: IpAddr,
        now: Instant,
    ) -> Result<&Source, Refused> {
        let found = Slug::new(id).ok().and_then(|id| self.by_id.get(&id));
        let (kind, secret) = found
            .and_then(|source| Some((source.spec.kind, source.spec.secret.as_ref()?)))
            .unwrap_or((Kind::Zabbix, &self.nobody));
        let proven = presented.proves(kind, secret, body, now);
        match found {
            Some(source) if proven => {
                source.heard().last_at = Some(now);
                return Ok(source);
            }
            Some(source) => source.heard().unproven += 1,
            None => {}
        }
        // One counter for all ids: which of them are there does not show in when it runs out.
        if !self.failures.admit(Guess::Source(peer), now) {
            return Err(Refused::TooMany);
        }
        tracing::warn!(%peer, source = found.map(|source| source.spec.id.as_str()), "a request proved no source");
        Err(Refused::Unproven)
    }

    /// The source of this id.
    pub fn find(&self, id: &Slug) -> Option<&Source> {
        self.by_id.get(id)
    }

    /// The sources of an organisation, by id.
    pub fn of<'a>(&'a self, organisation: &'a Slug) -> impl Iterator<Item = &'a Source> {
        self.by_id.values().filter(move |source| source.spec.organisation == *organisation)
    }
}

impl Source {
    /// What was heard of it.
    pub fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an event; `object` is what no rule knows.
    pub fn count(&self, outcome: EventOutcome, object: Option<&Object>, now: Instant) {
        let mut heard = self.heard();
        match (outcome, object) {
            (EventOutcome::Recorded, _) => heard.recorded += 1,
            (EventOutcome::Repeated, _) => heard.repeated += 1,
            (EventOutcome::Nothing, _) => heard.nothing += 1,
            (EventOutcome::Unmatched, Some(object)) => heard.unmatched.note(object.clone(), now),
            (EventOutcome::Refused | EventOutcome::Unmatched, _) => heard.faulty += 1,
        }
    }
}

/// Takes what a source says: records it as the machine of its organisation, or counts why not.
pub async fn take(store: &Store, source: &Source, reading: &Reading) -> Taken {
    let mut taken = Taken { outcome: EventOutcome::Refused, target: None, receipt: None, fault: None };
    let mut unknown = None;
    match &reading.says {
        Says::Unmatched(object) => {
            taken.outcome = EventOutcome::Unmatched;
            unknown = Some(object);
        }
        Says::Nothing => taken.outcome = EventOutcome::Nothing,
        Says::Faulty(faults) => taken.fault = Some(TakingFault::Fields(faults.clone())),
        Says::Turned { .. } | Says::Evidence(_) | Says::Acknowledged { .. } => {
            if let Says::Turned { target, .. } | Says::Acknowledged { target, .. } = &reading.says {
                taken.target = Some(target.clone());
            }
            match record(store, source, &reading.says).await {
                Ok(receipt) => {
                    taken.outcome = match &receipt {
                        None => EventOutcome::Nothing,
                        Some(receipt) if receipt.replayed => EventOutcome::Repeated,
                        Some(_) => EventOutcome::Recorded,
                    };
                    taken.receipt = receipt;
                }
                Err(fault) => {
                    tracing::warn!(source = %source.spec.id, %fault, "an event of a source was refused");
                    taken.fault = Some(fault);
                }
            }
        }
    }
    source.count(taken.outcome, unknown, store.now());
    taken
}

/// The receipt of what was recorded: the first that is new, where there are several; none where there is nothing to record.
/// One that is refused keeps no other out, and is told.
async fn record(store: &Store, source: &Source, says: &Says) -> Result<Option<Receipt>, TakingFault> {
    let says = match says {
        Says::Acknowledged { target, acknowledged } => promises(store, source, target, acknowledged),
        says => vec![says.clone()],
    };
    let (mut first, mut refused): (Option<Receipt>, _) = (None, None);
    for says in says {
        match record_one(store, source, &says).await {
            Ok(receipt) if first.as_ref().is_none_or(|first| first.replayed && !receipt.replayed) => {
                first = Some(receipt);
            }
            Ok(_) => {}
            Err(fault) => refused = refused.or(Some(fault)),
        }
    }
    refused.map_or(Ok(first), Err)
}

async fn record_one(store: &Store, source: &Source, says: &Says) -> Result<Receipt, TakingFault> {
    let (scope, draft) = draft(store, source, says).await?;
    Ok(store.record(&scope, &source.spec.organisation, draft).await?)
}

/// What an acknowledgement is worth: a promise for each obligation of the source's organisation that rests on the target.
fn promises(store: &Store, source: &Source, target: &Slug, acknowledged: &Acknowledged) -> Vec<Says> {
    let Some(minutes) = source.spec.acknowledged_for_min else { return Vec::new() };
    let campaigns = store.campaigns_in_force();
    let obligations = campaigns.iter().flat_map(|campaign| campaign.obligations.iter());
    let resting = obligations.filter(|one| {
        one.owners.contains(&source.spec.organisation)
            && one.checks.iter().any(|check| check.targets.contains(target))
    });
    let ids: BTreeSet<&Slug> = resting.map(|one| &one.id).collect();
    ids.into_iter().map(|id| Says::Evidence(Box::new(acknowledged.promise(id, minutes)))).collect()
}

/// The draft of what a source says, and as whom it is recorded: a turn as the machine of its organisation, evidence as
/// the account that answers for it, within what that account's role may do at this moment.
pub async fn draft(store: &Store, source: &Source, says: &Says) -> Result<(Scope, Draft), TakingFault> {
    let (id, organisation) = (&source.spec.id, &source.spec.organisation);
    let writer = Writer { node: store.node(), organisation, source: id };
    match says {
        Says::Turned { target, turn } => {
            let scope = Scope::machine(source_label(id), organisation.clone(), &store.tree());
            Ok((scope, writer.turned(target, turn)?))
        }
        Says::Evidence(evidence) => {
            let login = source.spec.account.as_deref().ok_or(TakingFault::Account)?;
            let found = store.find_login(login).await.map_err(RecordFault::Environment)?;
            let account = found.map(|(account, _)| account);
            let account = account
                .filter(|account| account.disabled_at.is_none() && account.organisation == *organisation);
            let account = account.ok_or(TakingFault::Account)?;
            Ok((account.scope(store), writer.evidence(evidence)?))
        }
        // Nothing else is recorded, and nobody asks for it.
        Says::Acknowledged { .. } | Says::Unmatched(_) | Says::Nothing | Says::Faulty(_) => {
            Err(TakingFault::Account)
        }
    }
}
