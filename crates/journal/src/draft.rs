//! From what a producer says to an entry: private values leave the facts, and salted commitments to
//! them enter in their place. Whoever holds salt and value can prove what was committed; once both
//! are erased, the commitment says nothing and the tree still stands.

use crate::entry::{Entry, Grade, Held, MAX_ENTRY_BYTES};
use crate::fact::{Fact, Facts, check_facts};
use crate::hash::Hash;
use crate::id::EntryId;
use crate::json::{EntryFault, FaultKind};
use crate::name::{Kind, Origin, Subject};
use calendar::Instant;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt;

/// What a producer wants recorded.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The id, chosen by the producer: a retry carries the same one.
    pub id: EntryId,
    /// What happened.
    pub kind: Kind,
    /// What it is about.
    pub subject: Subject,
    /// When it was so.
    pub held: Held,
    /// The program, system or form it comes from.
    pub source: String,
    /// Opaque id of who records it.
    pub actor: String,
    /// Earlier entries it answers.
    pub answers: Vec<EntryId>,
    /// Digest of the campaign file it belongs to.
    pub campaign: Option<Hash>,
    /// Grade; `None` for what is no evidence.
    pub grade: Option<Grade>,
    /// What it states, free of personal data.
    pub facts: Facts,
    /// Clear values to commit to, by field. A blob stands here by its SHA-256 in hex.
    pub private: Facts,
}

/// Opens one commitment of one entry.
#[derive(Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// The entry.
    pub id: EntryId,
    /// The field committed to.
    pub field: String,
    /// The key of the commitment.
    pub salt: [u8; 32],
    /// The clear value.
    pub value: Fact,
}

impl Draft {
    /// Makes the entry, and the disclosures that belong in the erasable side store. `salt` must give
    /// fresh randomness at every call.
    pub fn seal(
        self,
        origin: Origin,
        recorded_at: Instant,
        salt: &mut dyn FnMut() -> [u8; 32],
    ) -> Result<(Entry, Vec<Disclosure>), EntryFault> {
        check_private(&self.private)?;
        let mut commitments = BTreeMap::new();
        let mut disclosures = Vec::with_capacity(self.private.len());
        for (field, value) in self.private {
            let disclosure = Disclosure { id: self.id, field, salt: salt(), value };
            commitments.insert(disclosure.field.clone(), disclosure.commitment());
            disclosures.push(disclosure);
        }
        let entry = Entry {
            v: 1,
            id: self.id,
            origin,
            kind: self.kind,
            subject: self.subject,
            held: self.held,
            recorded_at,
            source: self.source,
            actor: self.actor,
            answers: self.answers,
            campaign: self.campaign,
            grade: self.grade,
            facts: self.facts,
            commitments,
        };
        entry.check()?;
        Ok((entry, disclosures))
    }

    /// Whether the entry recorded for this id says the same, the private values compared through
    /// the salts in `kept`. A field whose salt was erased cannot be compared and counts as equal:
    /// what was erased must not be learnt from the answer to a retry.
    pub fn same_as(&self, recorded: &Entry, kept: &[Disclosure]) -> bool {
        let private = self.private.iter().all(|(field, value)| {
            recorded.commitments.contains_key(field)
                && kept
                    .iter()
                    .filter(|kept| kept.id == recorded.id && kept.field == *field)
                    .all(|kept| commitment_matches(recorded, field, &kept.salt, value))
        });
        private
            && self.private.len() == recorded.commitments.len()
            && self.id == recorded.id
            && self.kind == recorded.kind
            && self.subject == recorded.subject
            && self.held == recorded.held
            && self.source == recorded.source
            && self.actor == recorded.actor
            && self.answers == recorded.answers
            && self.campaign == recorded.campaign
            && self.grade == recorded.grade
            && self.facts == recorded.facts
    }
}

/// A private value is bounded as an entry is, so that a disclosure fits wherever an entry does.
fn check_private(private: &Facts) -> Result<(), EntryFault> {
    check_facts(private).map_err(|fault| fault.within("private"))?;
    for (field, value) in private {
        if value.canonical().len() > MAX_ENTRY_BYTES {
            return Err(EntryFault::new(field, FaultKind::TooLong).within("private"));
        }
    }
    Ok(())
}

impl Disclosure {
    /// The commitment this opens.
    pub fn commitment(&self) -> Hash {
        commit(&self.salt, self.id, &self.field, &self.value)
    }

    /// Whether the entry committed to this value.
    pub fn verify(&self, entry: &Entry) -> bool {
        entry.id == self.id && commitment_matches(entry, &self.field, &self.salt, &self.value)
    }
}

impl fmt::Debug for Draft {
    /// Names the private fields and keeps their values out of every log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("subject", &self.subject)
            .field("held", &self.held)
            .field("facts", &self.facts)
            .field("private", &self.private.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Disclosure {
    /// Keeps salt and value out of every log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disclosure").field("id", &self.id).field("field", &self.field).finish_non_exhaustive()
    }
}

/// HMAC-SHA-256 under the salt of
/// `"thongsuot/commit/v1" 0x00 id 0x00 field 0x00 canonical JSON of the value`.
pub fn commit(salt: &[u8; 32], id: EntryId, field: &str, value: &Fact) -> Hash {
    commit_canonical(salt, id, field, &value.canonical())
}

pub(crate) fn commit_canonical(salt: &[u8; 32], id: EntryId, field: &str, value: &[u8]) -> Hash {
    let mut message = Vec::with_capacity(64 + field.len() + value.len());
    message.extend_from_slice(b"thongsuot/commit/v1\0");
    id.push_text(&mut message);
    message.push(0);
    message.extend_from_slice(field.as_bytes());
    message.push(0);
    message.extend_from_slice(value);
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(salt).expect("HMAC takes keys of every length");
    mac.update(&message);
    Hash::new(mac.finalize().into_bytes().into())
}

/// Whether the entry's commitment for the field opens to this salt and value.
pub fn commitment_matches(entry: &Entry, field: &str, salt: &[u8; 32], value: &Fact) -> bool {
    entry.commitments.get(field).is_some_and(|found| *found == commit(salt, entry.id, field, value))
}

/// Whether two entries say the same: all but `recorded_at` and the commitments' digests, which
/// differ by their fresh salts; the fields committed to must be the same.
pub fn same_content(one: &Entry, other: &Entry) -> bool {
    one.commitments.keys().eq(other.commitments.keys())
        && one.v == other.v
        && one.id == other.id
        && one.origin == other.origin
        && one.kind == other.kind
        && one.subject == other.subject
        && one.held == other.held
        && one.source == other.source
        && one.actor == other.actor
        && one.answers == other.answers
        && one.campaign == other.campaign
        && one.grade == other.grade
        && one.facts == other.facts
}
