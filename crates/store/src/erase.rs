//! Erasing private values for good. The commitment stays in the tree, so the journal still verifies; salt, value and a
//! document nobody else names are gone from every file of the data directory before the call returns.

use access::{Action, Scope};
use campaign::{Evidence, EvidenceFault};
use journal::{Draft, Entry, EntryId, Fact, Facts, Held, Kind, Subject};

use crate::{
    Store,
    fault::{EnvironmentFault, EnvironmentReason, RecordFault},
    says,
    sql::erasable,
    writer::{Erasure, With},
};

impl Store {
    /// Erases the clear values of some private fields of an entry and records `disclosure.erased` in its log. Erasing
    /// what is gone already is no fault.
    pub async fn erase(
        &self,
        scope: &Scope,
        id: EntryId,
        fields: &[String],
        reason: &str,
    ) -> Result<(), RecordFault> {
        let absent = || RecordFault::NotFound("entry");
        let journal = self.core.seen(scope);
        let (stored, entry) = journal.find_by_id(id).await?.ok_or_else(absent)?;
        let place = stored.place;
        let organisation = entry.origin.organisation().clone();
        if !scope.sees(&organisation) {
            return Err(absent());
        }
        scope.may(Action::Erase, &organisation)?;
        check_fields(&entry, fields)?;
        let evidence = Evidence::keep(&entry, place.index);
        let held = self.held_by_dispute(scope, &evidence).await.map_err(|fault| fault.or_absent("entry"))?;
        if let Some(dispute) = held {
            return Err(RecordFault::UnderDispute { dispute });
        }
        intake::admit_text(reason, self.core.taking())?;
        let kept = journal.disclosures(&[place]).await?;
        let fields: Vec<String> =
            fields.iter().filter(|field| kept.iter().any(|row| row.field == **field)).cloned().collect();
        if fields.is_empty() {
            return self.nothing_left().await;
        }
        let draft = self.erased_draft(scope, id, &fields, reason)?;
        let erasure = Erasure { place, fields, organisation: organisation.clone() };
        self.core.queue.append(organisation, draft, With::Erasure(erasure)).await?;
        Ok(())
    }

    /// An erasure before this one may have been committed while copies could not yet be overwritten.
    async fn nothing_left(&self) -> Result<(), RecordFault> {
        let marked = self
            .core
            .queue
            .run("finishing an erasure", |connection| {
                Box::pin(async move {
                    if !erasable::is_marked(connection).await? {
                        return Ok(false);
                    }
                    erasable::rewrite(connection).await?;
                    Ok(!erasable::finish(connection).await?)
                })
            })
            .await?;
        if marked { Err(EnvironmentFault::new("erasing", EnvironmentReason::Busy).into()) } else { Ok(()) }
    }

    fn erased_draft(
        &self,
        scope: &Scope,
        id: EntryId,
        fields: &[String],
        reason: &str,
    ) -> Result<Draft, RecordFault> {
        let form = |_| RecordFault::field("entry", "does not make a subject");
        let mut private = Facts::new();
        if !reason.trim().is_empty() {
            private.insert("reason".to_owned(), Fact::from(reason));
        }
        let named = fields.iter().map(|field| Fact::from(field.as_str())).collect::<Vec<_>>();
        let facts =
            [("entry".to_owned(), Fact::Text(id.to_string())), ("fields".to_owned(), Fact::from(named))];
        Ok(Draft {
            id: self.new_id(),
            kind: Kind::new("disclosure.erased").map_err(form)?,
            subject: Subject::new(format!("entry:{id}")).map_err(form)?,
            held: Held::at(self.now()),
            source: "store".to_owned(),
            actor: scope.actor.clone(),
            answers: vec![id],
            campaign: None,
            grade: None,
            facts: Facts::from(facts),
            private,
        })
    }
}

fn check_fields(entry: &Entry, fields: &[String]) -> Result<(), RecordFault> {
    if entry.kind.as_str() == "campaign.issued" {
        // Without its file no board could be built again.
        return Err(RecordFault::field("fields", says::campaign_file_stays()));
    }
    if fields.is_empty() {
        return Err(RecordFault::field("fields", says::none_named()));
    }
    let unknown = fields.iter().enumerate().filter(|(_, field)| !entry.commitments.contains_key(*field));
    let faults: Vec<EvidenceFault> = unknown
        .map(|(place, field)| EvidenceFault {
            field: format!("fields[{place}]"),
            what: says::no_private_field(field),
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(RecordFault::Invalid(faults)) }
}
