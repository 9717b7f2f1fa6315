//! The sources of a node and what was heard of each since it started. What is counted here is for people who set a
//! source up; nothing of it is kept on disk.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use calendar::Instant;
use journal::Slug;
use sources::{Kind, Mapping, Object, Presented, Secret, UnmatchedList};

use crate::throttle::{Guess, Throttle};

/// A source as the configuration declares it.
#[derive(Clone, Debug)]
pub struct SourceSpec {
    /// Its id, the one in its route and in its entries.
    pub id: Slug,
    /// In whose log its facts go.
    pub organisation: Slug,
    /// What system it is.
    pub kind: Kind,
    /// What it proves itself with.
    pub secret: Secret,
    /// Which object is which target.
    pub mapping: Mapping,
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
}

/// What became of an event, as it is counted.
pub enum Counted {
    /// It is a fact now.
    Recorded,
    /// It was one before.
    Repeated,
    /// It turns nothing.
    Nothing,
    /// It was refused.
    Faulty,
    /// Its object is not known.
    Unmatched(Object),
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
        let (kind, secret) =
            found.map_or((Kind::Zabbix, &self.nobody), |source| (source.spec.kind, &source.spec.secret));
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
        if !self.failures.admit(peer, Guess::Source, now) {
            return Err(Refused::TooMany);
        }
        tracing::warn!(%peer, source = found.map(|source| source.spec.id.as_str()), "a request proved no source");
        Err(Refused::Unproven)
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

    /// Counts an event.
    pub fn count(&self, counted: Counted, now: Instant) {
        let mut heard = self.heard();
        match counted {
            Counted::Recorded => heard.recorded += 1,
            Counted::Repeated => heard.repeated += 1,
            Counted::Nothing => heard.nothing += 1,
            Counted::Faulty => heard.faulty += 1,
            Counted::Unmatched(object) => heard.unmatched.note(object, now),
        }
    }
}
