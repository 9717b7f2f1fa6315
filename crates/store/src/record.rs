//! `record()`: the one way in. Scope, shape, secrecy and what a draft answers are checked here; order, time and
//! durability are the writer's.

use access::{
    Action, Delegated, Relation, Scope,
    secrecy::{Refused, Taking},
};
use calendar::Instant;
use campaign::{evidence::check_measured_times, validate};
use journal::{Draft, Entry, EntryId, Fact, Facts, Grade, Hash, Held, Kind, Origin, Slug, Subject};
use sabotage::Mutant;
use serde::Serialize;

use crate::{
    Incoming, Store,
    blobs::MAX_BLOB_BYTES,
    campaigns::evidence_of,
    core::opened_to,
    fault::{EnvironmentFault, ReadFault, RecordFault},
    says,
    sql::{StoredEntry, erasable, journal::DisclosureRow},
    writer::With,
};

/// That an entry is durable, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Its id.
    pub id: EntryId,
    /// The log it stands in.
    pub origin: Origin,
    /// Its index there.
    pub index: u64,
    /// Its leaf hash.
    pub leaf: Hash,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// It had been recorded before with the same content: this is the first receipt again.
    pub replayed: bool,
}

impl Receipt {
    /// The first receipt of an entry that stands on record.
    pub(crate) fn of_recorded(entry: Entry, index: u64, leaf: Hash) -> Self {
        Self {
            id: entry.id,
            origin: entry.origin,
            index,
            leaf,
            recorded_at: entry.recorded_at,
            replayed: true,
        }
    }

    /// The first receipt for a draft that comes again, or a refusal where it comes with other content.
    pub(crate) fn again(
        draft: &Draft,
        organisation: &Slug,
        stored: &StoredEntry,
        kept: Vec<DisclosureRow>,
    ) -> Result<Self, RecordFault> {
        let entry = stored.entry()?;
        let kept = kept.into_iter().map(|row| row.opened(&entry)).collect::<Result<Vec<_>, _>>()?;
        let is_same = draft.same_as(&entry, &kept) || sabotage::is(Mutant::TakeOtherContent);
        let is_same = is_same && !sabotage::is(Mutant::RefuseReplay);
        if entry.origin.organisation() != organisation || !is_same {
            return Err(RecordFault::Conflict { id: draft.id });
        }
        Ok(Self::of_recorded(entry, stored.place.index, stored.leaf))
    }
}

/// Kinds that tell of more than an entry, and have calls of their own.
const OWN_CALLS: [&str; 9] = [
    "campaign.issued",
    "disclosure.erased",
    "account.changed",
    "key.changed",
    "delegation.changed",
    "access.opened",
    "access.closed",
    "rollback.accepted",
    "probing.granted",
];

/// Entries a draft may answer.
const MAX_ANSWERS: usize = 64;

impl Store {
    /// Records a draft in the log of `organisation` and returns once it is on the disk. The same id with the same
    /// content gives the first receipt again. The actor of the entry is the scope's, whatever the draft says.
    pub async fn record(
        &self,
        scope: &Scope,
        organisation: &Slug,
        mut draft: Draft,
    ) -> Result<Receipt, RecordFault> {
        self.complete(scope, organisation, &mut draft).await?;
        if let Err(fault) = self.judge(scope, organisation, &draft).await {
            // A clock that fell back or a campaign issued meanwhile takes nothing back that stands on record.
            return self.recorded(organisation, &draft).await?.ok_or(fault);
        }
        self.core.queue.append(organisation.clone(), draft, With::Nothing).await
    }

    /// What [`Self::record`] would answer, with nothing written: the first receipt where the draft stands on record,
    /// none where it would be recorded, and the fault where it would be refused.
    pub async fn preview(
        &self,
        scope: &Scope,
        organisation: &Slug,
        mut draft: Draft,
    ) -> Result<Option<Receipt>, RecordFault> {
        self.complete(scope, organisation, &mut draft).await?;
        let judged = self.judge(scope, organisation, &draft).await;
        let recorded = self.recorded(organisation, &draft).await?;
        if recorded.is_none() { judged.map(|()| None) } else { Ok(recorded) }
    }

    /// The first receipt of a draft that stands on record.
    async fn recorded(&self, organisation: &Slug, draft: &Draft) -> Result<Option<Receipt>, RecordFault> {
        let Some(place) = self.core.journal.find_place(draft.id).await? else { return Ok(None) };
        let stored = self.core.journal.find_entry(place).await?;
        let stored = stored.ok_or_else(|| EnvironmentFault::damaged("reading an entry"))?;
        let kept = self.core.journal.disclosures(&[place]).await?;
        Receipt::again(draft, organisation, &stored, kept).map(Some)
    }

    /// Whether this writer may say this here at all; adds what the node knows of whoever says it.
    pub(crate) async fn complete(
        &self,
        scope: &Scope,
        organisation: &Slug,
        draft: &mut Draft,
    ) -> Result<(), RecordFault> {
        if OWN_CALLS.contains(&draft.kind.as_str()) {
            return Err(RecordFault::field("kind", says::not_this_way(&draft.kind)));
        }
        check_scope(scope, organisation, draft)?;
        self.check_delegation(scope, organisation, draft)?;
        check_concerned(scope, draft)?;
        check_key(scope, draft)?;
        sign(scope, organisation, draft)?;
        self.check_assigned(organisation, draft).await?;
        self.name_offices(draft).await?;
        draft.actor.clone_from(&scope.actor);
        admit(draft, *self.core.taking())?;
        Ok(())
    }

    /// Whether a draft may be recorded now, by the campaigns in force and what it answers.
    async fn judge(&self, scope: &Scope, organisation: &Slug, draft: &Draft) -> Result<(), RecordFault> {
        let campaigns: Vec<_> = {
            let standing = self.core.shared.read();
            standing.campaigns.iter().map(|issued| issued.campaign.clone()).collect()
        };
        validate(draft, campaigns.iter().map(AsRef::as_ref), organisation, self.now())
            .map_err(|fault| RecordFault::Invalid(fault.fields))?;
        if scope.is_keyed()
            && let Some(fault) = check_measured_times(draft, self.now())
        {
            return Err(RecordFault::Invalid(vec![fault]));
        }
        if sabotage::is(Mutant::RefuseGood) && draft.id.as_bytes()[15].is_multiple_of(32) {
            return Err(RecordFault::field("id", "is refused for no reason"));
        }
        self.check_answers(scope, organisation, draft).await?;
        self.check_handed_in(organisation, draft).await
    }

    /// A fresh id for a draft.
    pub fn new_id(&self) -> EntryId {
        self.core.entropy().id(self.now())
    }

    /// What a draft answers must be there, and the writer must be able to see it.
    async fn check_answers(
        &self,
        scope: &Scope,
        organisation: &Slug,
        draft: &Draft,
    ) -> Result<(), RecordFault> {
        if draft.answers.len() > MAX_ANSWERS {
            return Err(RecordFault::field("answers", says::answers_too_many(MAX_ANSWERS)));
        }
        let absent = || RecordFault::NotFound("answered entry");
        let journal = self.core.journal.within(opened_to(scope).chain([organisation]));
        for id in &draft.answers {
            let (stored, _) = journal.find_by_id(*id).await?.ok_or_else(absent)?;
            let evidence = evidence_of(&stored)?;
            let sees = |one: &Slug| scope.sees(one) || one == organisation;
            if !sees(evidence.log.organisation()) && !sees(&evidence.organisation) {
                return Err(absent());
            }
            if draft.kind.as_str() == "evidence.corrected" {
                self.check_correction(organisation, draft, &stored)?;
            }
        }
        self.check_attested(organisation, draft).await?;
        self.check_dispute(scope, draft).await?;
        self.check_duty(scope, organisation, draft).await
    }

    /// A correction that would change nothing is refused, instead of standing there as if it did.
    fn check_correction(
        &self,
        organisation: &Slug,
        draft: &Draft,
        stored: &StoredEntry,
    ) -> Result<(), RecordFault> {
        let absent = |_| RecordFault::NotFound("answered entry");
        let entry = Entry::parse(&stored.canonical).map_err(absent)?;
        campaign::check_correction(draft, &entry, organisation, self.is_regulator(organisation))
            .map_err(|fault| RecordFault::Invalid(fault.fields))
    }

    /// A report that is handed in is here: its digest alone hands in nothing.
    async fn check_handed_in(&self, organisation: &Slug, draft: &Draft) -> Result<(), RecordFault> {
        if !matches!(draft.kind.as_str(), "report.submitted" | "report.drafted") {
            return Ok(());
        }
        let digest =
            draft.facts.get("report").and_then(Fact::as_text).and_then(|text| Hash::parse(text).ok());
        if let Some(digest) = digest
            && self.core.of(organisation).holds_blob(digest, &[organisation]).await?
        {
            return Ok(());
        }
        Err(RecordFault::field("facts.report", says::document_not_uploaded()))
    }

    pub(crate) fn is_regulator(&self, organisation: &Slug) -> bool {
        let standing = self.core.shared.read();
        standing.campaigns.iter().any(|issued| issued.campaign.is_regulator(organisation))
    }

    /// Issues a campaign: keeps its file, records `campaign.issued` in the issuer's log, and judges by it from then on.
    /// The same file again gives the first receipt.
    pub async fn issue_campaign(
        &self,
        scope: &Scope,
        file: &[u8],
        file_name: &str,
    ) -> Result<Receipt, RecordFault> {
        let issuer = scope.organisation.clone();
        scope.may(Action::IssueCampaign, &issuer)?;
        if file.len() > campaign::file::MAX_BYTES {
            return Err(RecordFault::TooLarge { limit: campaign::file::MAX_BYTES });
        }
        let file = self.admit(file.to_vec(), Incoming::File).await?;
        let text =
            std::str::from_utf8(&file).map_err(|_| RecordFault::field("file", says::file_not_utf8()))?;
        let campaign = campaign::parse(text, file_name).map_err(RecordFault::Campaign)?;
        if !campaign.is_regulator(&issuer) {
            return Err(RecordFault::field("organisation", says::issuer_no_regulator(issuer)));
        }
        let digest = campaign.digest;
        if let Some(receipt) = self.find_issued(digest).await? {
            return Ok(receipt);
        }
        self.keep_blob(&issuer, file).await?;
        let draft = self.campaign_draft(scope, &campaign)?;
        validate(&draft, [&campaign], &issuer, self.now())
            .map_err(|fault| RecordFault::Invalid(fault.fields))?;
        let receipt = self.core.queue.append(issuer, draft, With::Campaign(digest)).await?;
        self.take_up_campaigns().await?;
        Ok(receipt)
    }

    /// The receipt of a campaign whose file was issued before. It is taken up if an earlier call did not come so far.
    async fn find_issued(&self, digest: Hash) -> Result<Option<Receipt>, RecordFault> {
        let Some(place) = self.core.journal.find_campaign(digest).await? else { return Ok(None) };
        let in_force =
            self.core.shared.read().campaigns.iter().any(|issued| issued.campaign.digest == digest);
        if !in_force {
            self.take_up_campaigns().await?;
        }
        let stored = self.core.journal.find_entry(place).await?;
        let damaged = || EnvironmentFault::damaged("reading a campaign's entry");
        let stored = stored.ok_or_else(damaged)?;
        let entry = Entry::parse(&stored.canonical).map_err(|_| damaged())?;
        Ok(Some(Receipt::of_recorded(entry, place.index, stored.leaf)))
    }

    fn campaign_draft(&self, scope: &Scope, campaign: &campaign::Campaign) -> Result<Draft, RecordFault> {
        let form = |_| RecordFault::field("campaign", "does not make a subject");
        let text = |text: &str| Fact::Text(text.to_owned());
        let facts = [
            ("campaign".to_owned(), text(campaign.id.as_str())),
            ("title".to_owned(), text(&campaign.title)),
        ];
        Ok(Draft {
            id: self.new_id(),
            kind: Kind::new("campaign.issued").map_err(form)?,
            subject: Subject::of("campaign", &campaign.id).map_err(form)?,
            held: Held::at(self.now()),
            source: "store".to_owned(),
            actor: scope.actor.clone(),
            answers: Vec::new(),
            campaign: Some(campaign.digest),
            grade: None,
            facts: Facts::from(facts),
            private: Facts::from([("file".to_owned(), text(&campaign.digest.hex()))]),
        })
    }

    /// Stores a document or a picture for the viewer's organisation and returns its digest, once it is on the disk.
    pub async fn put_blob(&self, scope: &Scope, bytes: Vec<u8>) -> Result<Hash, RecordFault> {
        scope.may(Action::Attach, &scope.organisation)?;
        if bytes.len() > MAX_BLOB_BYTES {
            return Err(RecordFault::TooLarge { limit: MAX_BLOB_BYTES });
        }
        let bytes = self.admit(bytes, Incoming::File).await?;
        self.keep_blob(&scope.organisation, bytes).await
    }

    /// A document or a picture, for those who may read what its owner disclosed.
    pub async fn get_blob(&self, scope: &Scope, digest: Hash) -> Result<Vec<u8>, ReadFault> {
        let owners = self.core.seen(scope).owners_of_blob(digest).await?;
        let owners = owners.into_iter().filter_map(|owner| Slug::new(owner).ok());
        if !owners.into_iter().any(|owner| scope.may(Action::ReadDisclosed, &owner).is_ok()) {
            return Err(ReadFault::NotFound("blob"));
        }
        let blobs = self.core.shared.blobs.clone();
        let read = tokio::task::spawn_blocking(move || blobs.get(digest)).await;
        let bytes = read.map_err(|_| EnvironmentFault::closed())??;
        bytes.ok_or(ReadFault::NotFound("blob"))
    }

    /// The note of who holds a blob comes before its bytes: so an erasure of equal bytes elsewhere, which looks at the
    /// notes, never takes away a blob that is just being stored.
    async fn keep_blob(&self, organisation: &Slug, bytes: Vec<u8>) -> Result<Hash, RecordFault> {
        let (digest, length) = (Hash::of(&bytes), bytes.len());
        let origin = self.core.origin(organisation).ok_or_else(EnvironmentFault::closed)?;
        let now = self.now();
        self.core
            .queue
            .run("noting a blob", move |connection| {
                Box::pin(async move {
                    erasable::hold_blob(connection, digest, &origin, length, now.as_ms()).await
                })
            })
            .await?;
        let blobs = self.core.shared.blobs.clone();
        let kept = tokio::task::spawn_blocking(move || blobs.put(&bytes)).await;
        Ok(kept.map_err(|_| EnvironmentFault::closed())??)
    }
}

/// Whether the policy lets the writer say this about whom it is about, in this log.
fn check_scope(scope: &Scope, organisation: &Slug, draft: &Draft) -> Result<(), RecordFault> {
    let about = match draft.facts.get("organisation").and_then(Fact::as_text) {
        Some(text) => {
            Slug::new(text).map_err(|_| RecordFault::field("facts.organisation", says::not_a_name()))?
        }
        None => organisation.clone(),
    };
    for one in [organisation, &about] {
        if !matches!(scope.relation(one), Relation::Own | Relation::Ancestor) {
            return Err(RecordFault::NotFound("organisation"));
        }
    }
    let Some(mut action) = Action::of_kind(draft.kind.as_str()) else {
        return Err(RecordFault::field("kind", says::kind_unknown(&draft.kind)));
    };
    if is_relayed(organisation, about.as_str(), draft) {
        action = Action::Relay;
    }
    scope.may(action, &about)?;
    if action == Action::Relay && draft.answers.is_empty() {
        return Err(RecordFault::field("answers", says::relay_answers_none()));
    }
    // Nobody writes into another's log, except what the policy lets them say about its owner.
    if organisation != &scope.organisation {
        scope.may(action, organisation)?;
    }
    Ok(())
}

/// The delegation of the scope under which a draft is signed.
pub fn signs_as<'a>(scope: &'a Scope, organisation: &Slug, draft: &Draft) -> Option<&'a Delegated> {
    let about = draft.facts.get("organisation").and_then(Fact::as_text).and_then(|text| Slug::new(text).ok());
    scope.signs_as(Action::of_kind(draft.kind.as_str())?, about.as_ref().unwrap_or(organisation))
}

/// Adds under which delegation this is signed, where one holds for it. A draft that names another is refused.
fn sign(scope: &Scope, organisation: &Slug, draft: &mut Draft) -> Result<(), RecordFault> {
    let held = signs_as(scope, organisation, draft);
    let wanted = held.map(|one| {
        [("delegation", Fact::from(one.id.as_str())), ("signed_as", Fact::Text(one.signed_as.to_string()))]
    });
    for field in ["delegation", "signed_as"] {
        let fits = |given: &Fact| {
            wanted
                .as_ref()
                .is_some_and(|wanted| wanted.iter().any(|(key, fact)| *key == field && fact == given))
        };
        if draft.facts.get(field).is_some_and(|given| !fits(given)) {
            return Err(RecordFault::field(&format!("facts.{field}"), says::no_delegation()));
        }
    }
    for (field, fact) in wanted.into_iter().flatten() {
        draft.facts.insert(field.to_owned(), fact);
    }
    Ok(())
}

/// Whether a program's key names what this is about.
fn check_key(scope: &Scope, draft: &Draft) -> Result<(), RecordFault> {
    let Some(limit) = scope.limit() else { return Ok(()) };
    let text = |field: &str| draft.facts.get(field).and_then(Fact::as_text);
    let lines = draft.facts.get("targets").and_then(Fact::as_list).unwrap_or_default();
    let measured = lines.iter().map(|line| line.as_map()?.get("target")?.as_text());
    let lets = if lines.is_empty() {
        limit.lets(text("obligation"), text("target"))
    } else {
        // A summary of several targets: each is named. A line that names none is refused by its shape.
        measured.flatten().all(|target| limit.lets(text("obligation"), Some(target)))
    };
    if lets { Ok(()) } else { Err(RecordFault::field("facts", says::not_of_this_key())) }
}

/// Whether a draft is what another organisation said, written down by whoever heard it.
pub fn is_relayed(writer: &Slug, about: &str, draft: &Draft) -> bool {
    let own_words = matches!(draft.kind.as_str(), "acknowledgement.given" | "finding.explained");
    own_words && about != writer.as_str() && draft.grade.is_none_or(|grade| grade == Grade::Asserted)
}

/// Whom an entry concerns is somebody the writer may know of: what it can't see answers as what is not there.
fn check_concerned(scope: &Scope, draft: &Draft) -> Result<(), RecordFault> {
    let concerns = draft.facts.get("concerns").and_then(Fact::as_text);
    match concerns.map(Slug::new) {
        Some(Ok(one)) if !scope.sees(&one) => Err(RecordFault::NotFound("organisation")),
        _ => Ok(()),
    }
}

/// Every text of a draft, held against the rule for secrecy marks.
fn admit(draft: &Draft, taking: Taking) -> Result<(), Refused> {
    fn walk(fact: &Fact, taking: Taking) -> Result<(), Refused> {
        match fact {
            Fact::Text(_) if sabotage::is(Mutant::TakeMarked) => Ok(()),
            Fact::Text(text) => intake::admit_text(text, &taking),
            Fact::List(list) => list.iter().try_for_each(|fact| walk(fact, taking)),
            Fact::Map(map) => map.values().try_for_each(|fact| walk(fact, taking)),
            Fact::Null | Fact::Bool(_) | Fact::Int(_) => Ok(()),
        }
    }
    draft.facts.values().chain(draft.private.values()).try_for_each(|fact| walk(fact, taking))
}
