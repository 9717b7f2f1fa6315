//! Signed heads and proofs, made from the stored hashes of the tree.

use std::cell::RefCell;

use access::{Action, Scope};
use calendar::Instant;
use journal::{Hash, HashReader, Origin, ProofFault, Slug, consistency_proof, inclusion_proof};
use sabotage::Mutant;

use crate::{
    Store,
    core::reading,
    fault::{EnvironmentFault, ReadFault},
    says,
    sql::journal::{CheckpointRow, keep_checkpoint},
    writer::{LogHead, head::Edge},
};

/// A head that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// How many entries it covers.
    pub size: u64,
    /// When it was signed.
    pub signed_at: Instant,
    /// The C2SP signed note.
    pub note: String,
}

impl From<CheckpointRow> for SignedHead {
    fn from(CheckpointRow { size, signed_at, note }: CheckpointRow) -> Self {
        Self { size, signed_at, note }
    }
}

impl From<SignedHead> for CheckpointRow {
    fn from(SignedHead { size, signed_at, note }: SignedHead) -> Self {
        Self { size, signed_at, note }
    }
}

/// That an entry stands in its log, to be checked by whoever holds the key.
#[derive(Clone, Debug)]
pub struct ProofView {
    /// The log.
    pub origin: Origin,
    /// The entry's index.
    pub index: u64,
    /// The size the proof is for.
    pub size: u64,
    /// The entry's leaf hash.
    pub leaf: Hash,
    /// The entry's canonical bytes.
    pub canonical: Vec<u8>,
    /// The path to the root, lowest sibling first.
    pub path: Vec<Hash>,
    /// The root.
    pub root: Hash,
    /// The signed head of this size and root.
    pub checkpoint: SignedHead,
    /// The key that checks it.
    pub vkey: String,
}

impl Store {
    /// A signed head of a log as it stands now.
    pub async fn checkpoint(&self, scope: &Scope, organisation: &Slug) -> Result<SignedHead, ReadFault> {
        reading(scope, Action::ReadJournal, organisation, "log")?;
        let head = self.head(organisation).ok_or(ReadFault::NotFound("log"))?;
        Ok(self.signed(&head).await?)
    }

    /// The key that checks a log's heads.
    pub fn verifier_key(&self, organisation: &Slug) -> Option<String> {
        let origin = self.core.origin(organisation)?;
        Some(self.core.key.verifier_for(&origin).to_string())
    }

    /// Shows that an entry stands in its log.
    pub async fn proof(
        &self,
        scope: &Scope,
        organisation: &Slug,
        index: u64,
    ) -> Result<ProofView, ReadFault> {
        let entry = self.entry(scope, organisation, index).await?;
        let head = self.head(organisation).ok_or(ReadFault::NotFound("log"))?;
        let size = head.frontier.size();
        let path = self.prove(scope, &head, |reader| inclusion_proof(reader, index, size)).await?;
        let checkpoint = self.signed(&head).await?;
        let root = head.frontier.root();
        let vkey = self.core.key.verifier_for(&head.origin).to_string();
        let (leaf, canonical) = (entry.leaf, entry.canonical);
        Ok(ProofView { origin: head.origin, index, size, leaf, canonical, path, root, checkpoint, vkey })
    }

    /// Shows that a log as it stands now begins with what it was at an older size.
    pub async fn consistency(
        &self,
        scope: &Scope,
        organisation: &Slug,
        old: u64,
    ) -> Result<Vec<Hash>, ReadFault> {
        reading(scope, Action::ReadJournal, organisation, "log")?;
        let head = self.head(organisation).ok_or(ReadFault::NotFound("log"))?;
        let size = head.frontier.size();
        if old > size {
            return Err(ReadFault::Invalid(says::size_beyond()));
        }
        Ok(self.prove(scope, &head, |reader| consistency_proof(reader, old, size)).await?)
    }

    /// The head as it stands, signed; kept, so that it is signed once.
    pub(crate) async fn signed(&self, head: &LogHead) -> Result<SignedHead, EnvironmentFault> {
        let size = head.frontier.size();
        let kept = self.core.journal.find_checkpoint(head.no).await?.filter(|kept| kept.size == size);
        let mut checkpoint = head.checkpoint();
        match kept {
            Some(_) if sabotage::is(Mutant::SignTwoRoots) => {
                checkpoint.root = Hash::of(checkpoint.root.as_bytes());
            }
            Some(kept) => return Ok(kept.into()),
            None => {}
        }
        self.core.doubt.check("signing a checkpoint")?;
        let signed = SignedHead { size, signed_at: self.now(), note: checkpoint.sign(&self.core.key) };
        let (no, row) = (head.no, CheckpointRow::from(signed.clone()));
        self.core
            .queue
            .run("keeping a checkpoint", move |connection| {
                Box::pin(async move { keep_checkpoint(connection, no, &row).await })
            })
            .await?;
        self.keep_outside(&head.origin, size, &signed.note).await;
        Ok(signed)
    }

    /// Makes a proof in two rounds: the first learns which hashes it takes, the second has them.
    async fn prove(
        &self,
        scope: &Scope,
        head: &LogHead,
        make: impl Fn(&dyn HashReader) -> Result<Vec<Hash>, ProofFault>,
    ) -> Result<Vec<Hash>, EnvironmentFault> {
        let damaged =
            |fault: ProofFault| EnvironmentFault::damaged(format!("proving in {}: {fault}", head.origin));
        let wanted = Wanted::default();
        make(&wanted).map_err(damaged)?;
        let wanted = wanted.0.into_inner();
        let found = self.core.seen(scope).nodes(head.no, &wanted).await?;
        let edge: Edge = wanted.into_iter().zip(found).collect();
        make(&edge).map_err(damaged)
    }
}

/// Learns which hashes a proof takes.
#[derive(Default)]
struct Wanted(RefCell<Vec<(u8, u64)>>);

impl HashReader for Wanted {
    fn hash(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.borrow_mut().push((level, index));
        Some(Hash::new([0; 32]))
    }
}
