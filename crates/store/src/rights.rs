//! The entries that tell who could do what at a moment: each change of an account, a key or a delegation stands in the
//! log of its organisation, written in one transaction with the change itself. They name opaque ids, never a name or a
//! login; what a person wrote enters as a commitment.

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::text::hidden_character;
use journal::{Disclosure, Draft, EntryId, Fact, Facts, Held, Kind, Slug, Subject};

use crate::{
    Store,
    accounts::Account,
    fault::{EnvironmentFault, RecordFault},
    says,
    sql::Connection,
    writer::WriteFuture,
};

/// Longest reason, position or basis, in characters.
const MAX_WORDS_CHARS: usize = 300;

/// How an entry of rights names its way in.
const SOURCE: &str = "store";

/// What an entry of rights says.
pub struct Told {
    /// Its kind.
    pub kind: &'static str,
    /// What it is about: the type of its subject and the opaque id.
    pub subject: (&'static str, String),
    /// From when until when it holds.
    pub held: Held,
    /// Its facts besides the subject's id.
    pub facts: Facts,
    /// What enters as a commitment.
    pub private: Facts,
}

impl Store {
    /// The draft of an entry that tells a change of rights. The actor is who changes them.
    pub(crate) fn told(&self, actor: &str, told: Told) -> Result<Draft, RecordFault> {
        let form = |_| RecordFault::field("id", "does not make a subject");
        let (kind, id) = told.subject;
        let mut facts = told.facts;
        facts.insert(kind.to_owned(), Fact::Text(id.clone()));
        Ok(Draft {
            id: self.new_id(),
            kind: Kind::new(told.kind).map_err(form)?,
            subject: Subject::new(format!("{kind}:{id}")).map_err(form)?,
            held: told.held,
            source: SOURCE.to_owned(),
            actor: actor.to_owned(),
            answers: Vec::new(),
            campaign: None,
            grade: None,
            facts,
            private: told.private,
        })
    }

    /// Changes an account and records in its organisation's log what was done.
    pub(crate) async fn change_account<F>(
        &self,
        actor: &str,
        account: &Account,
        change: &str,
        said: Said,
        write: F,
    ) -> Result<(), RecordFault>
    where
        F: for<'c> FnOnce(&'c mut Connection) -> WriteFuture<'c> + Send + 'static,
    {
        let draft = self.account_draft(actor, account, change, said)?;
        let entries = vec![(account.organisation.clone(), draft)];
        self.core.queue.change("changing an account", entries, write).await
    }

    /// The draft of what was done with an account.
    pub(crate) fn account_draft(
        &self,
        actor: &str,
        account: &Account,
        change: &str,
        said: Said,
    ) -> Result<Draft, RecordFault> {
        let mut facts = said.facts;
        facts.insert("change".to_owned(), Fact::from(change));
        facts.entry("role".to_owned()).or_insert_with(|| Fact::Text(account.role.to_string()));
        let told = Told {
            kind: "account.changed",
            subject: ("account", account.actor.clone()),
            held: Held::at(self.now()),
            facts,
            private: said.private,
        };
        self.told(actor, told)
    }

    /// The words that lie with an entry of rights in an organisation's log, as far as they were not erased. The caller has
    /// asked the policy about that organisation.
    pub(crate) async fn words_of(
        &self,
        organisation: &Slug,
        entry: EntryId,
    ) -> Result<BTreeMap<String, String>, EnvironmentFault> {
        let journal = self.core.of(organisation);
        let Some((stored, entry)) = journal.find_by_id(entry).await? else { return Ok(BTreeMap::new()) };
        let mut words = BTreeMap::new();
        for row in journal.disclosures(&[stored.place]).await? {
            let Disclosure { field, value, .. } = row.opened(&entry)?;
            if let Some(word) = value.as_text() {
                words.insert(field, word.to_owned());
            }
        }
        Ok(words)
    }

    /// Words a person gave, fit for a journal: not empty, of letters that show, and without a secrecy mark.
    pub(crate) fn check_words(&self, field: &str, text: &str) -> Result<Fact, RecordFault> {
        let text = text.trim();
        let chars = text.chars().count();
        if chars > MAX_WORDS_CHARS || !text.chars().any(char::is_alphanumeric) {
            return Err(RecordFault::field(field, says::not_words(MAX_WORDS_CHARS)));
        }
        if let Some(letter) = hidden_character(text) {
            let what = says::hidden_in_words(format!("U+{:04X}", u32::from(letter)));
            return Err(RecordFault::field(field, what));
        }
        intake::admit_text(text, self.core.taking())?;
        Ok(Fact::from(text))
    }
}

/// What an entry says of an account besides the change.
#[derive(Default)]
pub struct Said {
    /// Further facts.
    pub facts: Facts,
    /// What enters as a commitment.
    pub private: Facts,
}

/// A list of words as a fact.
pub fn words<T: ToString>(list: impl IntoIterator<Item = T>) -> Fact {
    Fact::List(list.into_iter().map(|word| Fact::Text(word.to_string())).collect())
}

/// A moment as a fact.
pub fn moment(at: Instant) -> Fact {
    Fact::Text(at.to_string())
}

/// A fault of reading accounts and what they may.
pub fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("reading accounts", error)
}
