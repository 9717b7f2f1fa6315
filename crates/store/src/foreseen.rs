//! What a draft would tell to whom, before it is recorded: the entry it would become, through the very projection that
//! readers get their answers from. Nothing is written.

use access::Scope;
use campaign::Evidence;
use journal::{Draft, Slug};

use crate::{
    Store,
    evidence::{EvidenceView, Shown, check_reads},
    fault::{EnvironmentFault, ReadFault, RecordFault},
};

impl Store {
    /// How a draft would stand to each of these readers once `scope` has recorded it in the log of `organisation`; none
    /// for a reader who would not see it. Its place in the log is not known before, and is 0. What stands on record
    /// already is shown as it stands. A draft that [`record`](Self::record) would refuse is refused alike.
    pub async fn foresee(
        &self,
        scope: &Scope,
        organisation: &Slug,
        mut draft: Draft,
        readers: &[Scope],
    ) -> Result<Vec<Option<EvidenceView>>, RecordFault> {
        let mut foreseen = Vec::with_capacity(readers.len());
        if let Some(receipt) = self.preview(scope, organisation, draft.clone()).await? {
            for reader in readers {
                foreseen.push(seen(self.find_evidence(reader, receipt.id).await)?);
            }
            return Ok(foreseen);
        }
        self.complete(scope, organisation, &mut draft).await?;
        let origin = self.core.origin(organisation).ok_or_else(EnvironmentFault::closed)?;
        let clear = draft.private.clone();
        let mut salt = || self.core.entropy().bytes();
        // Once, so that every reader is told of one entry of one moment.
        let sealed = draft.seal(origin, self.now(), &mut salt);
        let (entry, _) = sealed.map_err(|fault| RecordFault::field("facts", fault.to_string()))?;
        let evidence = Evidence::keep(&entry, 0);
        let late = self.is_late(&evidence);
        let shown = Shown { entry, evidence, clear, late };
        for reader in readers {
            foreseen.push(seen(self.foreseen(reader, shown.clone()).await)?);
        }
        Ok(foreseen)
    }

    async fn foreseen(&self, reader: &Scope, shown: Shown) -> Result<EvidenceView, ReadFault> {
        check_reads(reader, &shown.evidence)?;
        let names = self.actor_names(reader, [shown.evidence.actor.clone()].into()).await?;
        self.view(reader, shown, &names).await
    }
}

/// What a reader does not see is none; what could not be read is a fault.
fn seen(read: Result<EvidenceView, ReadFault>) -> Result<Option<EvidenceView>, RecordFault> {
    match read {
        Ok(view) => Ok(Some(view)),
        Err(ReadFault::NotFound(_) | ReadFault::Denied(_)) => Ok(None),
        Err(ReadFault::Invalid(what)) => Err(RecordFault::field("facts", what)),
        Err(ReadFault::Environment(fault)) => Err(fault.into()),
    }
}
