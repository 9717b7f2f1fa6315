//! What those hold who ask from outside: proofs, exports, and the receipts of words sent again.

use journal::{Hash, Slug, verify_inclusion};
use store::{ExportScope, RecordFault, Store};

use super::{Breach, Model, regulator, scope};
use crate::sim::node::{Node, NodeFault};

impl Model {
    /// A proof of every entry, as whoever asks for one checks it.
    pub async fn check_proofs(&self, store: &Store) -> Result<(), Breach> {
        let scope = regulator(store);
        for (organisation, log) in &self.logs {
            for index in 0..log.seen.len() as u64 {
                let proof = store.proof(&scope, organisation, index).await?;
                verify_inclusion(proof.leaf, index, proof.size, &proof.path, proof.root)
                    .map_err(|fault| Breach::Unverified(format!("{organisation}/{index}: {fault}")))?;
            }
        }
        Ok(())
    }

    /// The file of every campaign, as whoever asks for it gets it.
    pub async fn check_files(&self, store: &Store) -> Result<(), Breach> {
        let scope = regulator(store);
        for campaign in self.issued() {
            let file = store.get_blob(&scope, campaign.digest).await?;
            if Hash::of(&file) != campaign.digest {
                return Err(Breach::Altered(format!("the file {}", campaign.digest)));
            }
        }
        Ok(())
    }

    /// Everybody who was told that his word is recorded says it again, and gets the first receipt. How many.
    pub async fn check_replays(&self, store: &Store) -> Result<u64, Breach> {
        let mut sent = 0;
        for (id, (organisation, first)) in &self.acknowledged {
            let Some((role, draft)) = self.asked.get(id) else { continue };
            let scope = scope(store, *role, organisation.as_str());
            match store.record(&scope, organisation, draft.clone()).await {
                Ok(again) if again.replayed && (again.index, again.leaf) == (first.index, first.leaf) => {
                    sent += 1;
                }
                Ok(_) => return Err(Breach::Receipt(*id)),
                Err(RecordFault::Environment(fault)) => return Err(Breach::Unreadable(fault.to_string())),
                Err(fault) => {
                    return Err(Breach::NotArrived(format!(
                        "{id} stands on record and was refused: {fault}"
                    )));
                }
            }
        }
        Ok(sent)
    }
}

/// Exports every log and hands it to the verifier, which knows no store.
pub fn verify(model: &Model, node: &mut Node) -> Result<(), Breach> {
    let folder = tempfile::tempdir().map_err(NodeFault::from)?;
    let target = folder.path().join("export");
    let exported = node.call(async |store| {
        let logs = model.logs.iter().filter(|(_, log)| !log.seen.is_empty());
        let logs: Vec<Slug> = logs.map(|(organisation, _)| organisation.clone()).collect();
        store.export(&regulator(store), &ExportScope::Logs(logs), Vec::new(), &target).await
    })?;
    match exported {
        None => return Ok(()),
        Some(exported) => exported.map(drop)?,
    }
    let report =
        journal::verify::verify(&target, None).map_err(|fault| Breach::Unverified(fault.to_string()))?;
    match report.faults.first() {
        Some(fault) => Err(Breach::Unverified(format!("{fault:?}"))),
        None => Ok(()),
    }
}
