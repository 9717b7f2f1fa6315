//! What may be probed, on record: whoever reads later why a target was left out finds what the node was let do then.

use calendar::Instant;
use campaign::Body;
use journal::{Fact, Facts, Held, Slug};

use crate::{
    Store, campaigns::evidence_of, fault::RecordFault, projections::Topic, rights::Told, writer::With,
};

/// Ranges in which an organisation's targets may be probed, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbingGrant {
    /// The ranges, in CIDR notation.
    pub ranges: Vec<String>,
    /// From when; always, when none.
    pub from: Option<Instant>,
    /// Until when; for good, when none.
    pub until: Option<Instant>,
}

impl From<ProbingGrant> for Fact {
    fn from(grant: ProbingGrant) -> Self {
        let ranges = grant.ranges.into_iter().map(Self::Text).collect();
        let moment =
            |name: &str, at: Option<Instant>| at.map(|at| (name.to_owned(), Self::Text(at.to_string())));
        let times = [moment("from", grant.from), moment("until", grant.until)].into_iter().flatten();
        Self::Map([("ranges".to_owned(), Self::List(ranges))].into_iter().chain(times).collect())
    }
}

impl Store {
    /// Puts on record, in its own log, what may be probed of an organisation, where that is not what stands there last.
    pub async fn tell_granted(
        &self,
        organisation: &Slug,
        grants: Vec<ProbingGrant>,
    ) -> Result<(), RecordFault> {
        self.core.settle_index().await?;
        let topic = Topic::Probing(organisation.clone()).text();
        let last = self.core.state.places(&topic, None, 1).await?;
        let grants: Vec<Fact> = grants.into_iter().map(Fact::from).collect();
        let mut known = Vec::new();
        if let Some(last) = last.first()
            && let Some(stored) = self.core.journal.find_entry(last.place).await?
            && let Body::ProbingGranted { grants } = evidence_of(&stored)?.body
        {
            known = grants;
        }
        if known == grants {
            return Ok(());
        }
        let told = Told {
            kind: "probing.granted",
            subject: ("organisation", organisation.to_string()),
            held: Held::at(self.now()),
            facts: Facts::from([("grants".to_owned(), Fact::List(grants))]),
            private: Facts::new(),
        };
        let draft = self.told("node", told)?;
        self.core.queue.append(organisation.clone(), draft, With::Nothing).await.map(drop)
    }
}
