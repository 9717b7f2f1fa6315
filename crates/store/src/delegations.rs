//! Delegation: who signs for the head of an organisation, from when until when, in which form (Decree 30/2020/NĐ-CP,
//! annex I, II.7): ký thay (KT.), thừa lệnh (TL.), thừa uỷ quyền (TUQ.). It stands in the organisation's log; positions
//! and basis are words of people and lie with that entry as commitments.
//!
//! While it holds, the account signs what the head could sign and the delegation names, and every entry it signs so says
//! in which form, under which delegation.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Delegated, Scope, SignedAs, may_be_delegated};
use calendar::Instant;
use journal::{Draft, EntryId, Fact, Facts, Hash, Held, Slug};

use crate::{
    Store,
    fault::{ReadFault, RecordFault},
    keyed::{Page, PageAsked, newest_first},
    record::signs_as,
    rights::{Told, failed, moment, words},
    says,
    sql::{accounts as account_rows, delegations as rows},
};

/// The longest a delegation may hold.
pub const MAX_DELEGATION_MS: i64 = 366 * 24 * 3_600_000;

/// A delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Opaque id that stands in entries.
    pub id: String,
    /// The entry that gave it, with its words.
    pub entry: EntryId,
    /// Whose head is signed for.
    pub organisation: Slug,
    /// Opaque id of the account that signs.
    pub actor: String,
    /// In which form.
    pub signed_as: SignedAs,
    /// What is signed.
    pub actions: BTreeSet<Action>,
    /// About whom.
    pub organisations: BTreeSet<Slug>,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub until: Instant,
    /// Opaque id of who put it on record.
    pub given_by: String,
    /// When.
    pub given_at: Instant,
    /// Since when it does not hold any more.
    pub withdrawn_at: Option<Instant>,
}

impl Delegation {
    /// Whether it holds now.
    pub fn holds(&self, now: Instant) -> bool {
        self.withdrawn_at.is_none() && self.from <= now && now < self.until
    }

    pub(crate) fn delegated(&self) -> Delegated {
        Delegated {
            id: self.id.clone(),
            signed_as: self.signed_as,
            actions: self.actions.clone(),
            organisations: self.organisations.clone(),
            until: self.until,
        }
    }
}

/// A delegation to be given.
#[derive(Clone, Debug)]
pub struct NewDelegation {
    /// Opaque id of the account that signs.
    pub actor: String,
    /// In which form.
    pub signed_as: SignedAs,
    /// The head's position, as it is written: `GIÁM ĐỐC`.
    pub position: String,
    /// The signer's own: `PHÓ GIÁM ĐỐC`.
    pub own_position: String,
    /// What is signed.
    pub actions: BTreeSet<Action>,
    /// About whom; the account's organisation where none is named.
    pub organisations: BTreeSet<Slug>,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub until: Instant,
    /// Number and date of the document it rests on.
    pub basis: String,
    /// SHA-256 of that document.
    pub document: Option<Hash>,
}

/// A delegation with its words, for those who may read them.
#[derive(Clone, Debug)]
pub struct DelegationView {
    /// What is on record.
    pub delegation: Delegation,
    /// Name of the account that signs.
    pub name: Option<String>,
    /// The head's position; none when it was erased.
    pub position: Option<String>,
    /// The signer's own.
    pub own_position: Option<String>,
    /// What it rests on.
    pub basis: Option<String>,
    /// SHA-256 of the document it rests on.
    pub document: Option<String>,
}

/// How a signature under a delegation is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// In which form.
    pub signed_as: SignedAs,
    /// The head's position; none when it was erased, or the reader may not know.
    pub position: Option<String>,
    /// The signer's own.
    pub own_position: Option<String>,
}

impl Store {
    /// Puts a delegation on record.
    pub async fn give_delegation(
        &self,
        scope: &Scope,
        new: NewDelegation,
    ) -> Result<DelegationView, RecordFault> {
        if scope.organisations(Action::Delegate).next().is_none() {
            scope.may(Action::Delegate, &scope.organisation)?;
        }
        let account = {
            let delegating = self.core.journal.within(scope.organisations(Action::Delegate));
            let mut connection = delegating.acquire().await.map_err(failed)?;
            account_rows::find_actor(&mut connection, &new.actor).await?
        };
        let account = account
            .filter(|account| scope.may(Action::Delegate, &account.organisation).is_ok())
            .ok_or(RecordFault::NotFound("account"))?;
        if account.actor == scope.actor {
            return Err(RecordFault::field("account", says::own_delegation()));
        }
        if account.disabled_at.is_some() {
            return Err(RecordFault::field("account", says::holder_shut_out()));
        }
        let now = self.now();
        check_period(new.from, new.until, now)?;
        let own = BTreeSet::from([account.organisation.clone()]);
        let organisations = if new.organisations.is_empty() { own } else { new.organisations };
        if new.actions.is_empty() {
            return Err(RecordFault::field("actions", says::none_named()));
        }
        let holder =
            Scope::new(account.actor.clone(), account.role, account.organisation.clone(), &self.tree());
        for about in &organisations {
            for action in &new.actions {
                if !may_be_delegated(account.role, holder.relation(about), *action) {
                    let what = says::not_to_sign(action, about);
                    return Err(RecordFault::field("actions", what));
                }
            }
        }
        let mut private = Facts::new();
        for (field, text) in
            [("position", &new.position), ("own_position", &new.own_position), ("basis", &new.basis)]
        {
            private.insert(field.to_owned(), self.check_words(field, text)?);
        }
        if let Some(document) = new.document {
            private.insert("document".to_owned(), Fact::Text(document.hex()));
        }
        let mut delegation = Delegation {
            id: self.core.entropy().opaque("d"),
            entry: self.new_id(),
            organisation: account.organisation.clone(),
            actor: account.actor.clone(),
            signed_as: new.signed_as,
            actions: new.actions,
            organisations,
            from: new.from,
            until: new.until,
            given_by: scope.actor.clone(),
            given_at: now,
            withdrawn_at: None,
        };
        let facts = Facts::from([
            ("account".to_owned(), Fact::Text(account.actor)),
            ("change".to_owned(), "given".into()),
            ("signed_as".to_owned(), Fact::Text(delegation.signed_as.to_string())),
            ("from".to_owned(), moment(delegation.from)),
            ("until".to_owned(), moment(delegation.until)),
            ("actions".to_owned(), words(&delegation.actions)),
            ("organisations".to_owned(), words(&delegation.organisations)),
        ]);
        let held = Held::between(delegation.from, delegation.until);
        let subject = ("delegation", delegation.id.clone());
        let told = Told { kind: "delegation.changed", subject, held, facts, private };
        let draft = self.told(&scope.actor, told)?;
        delegation.entry = draft.id;
        let row = delegation.clone();
        let entries = vec![(delegation.organisation.clone(), draft)];
        let write = self.core.queue.change("delegating", entries, move |connection| {
            Box::pin(async move { rows::insert(connection, &row).await.map(Ok) })
        });
        write.await?;
        self.take_up_rights().await?;
        Ok(self.delegation_view(delegation, Some(account.name)).await?)
    }

    /// Withdraws a delegation: what was signed under it stays as it is.
    pub async fn withdraw_delegation(&self, scope: &Scope, id: &str) -> Result<(), RecordFault> {
        if scope.organisations(Action::Delegate).next().is_none() {
            scope.may(Action::Delegate, &scope.organisation)?;
        }
        let absent = || RecordFault::NotFound("delegation");
        let found = self.core.rights.delegation(id);
        let found = found.filter(|one| scope.may(Action::Delegate, &one.organisation).is_ok());
        let delegation = found.ok_or_else(absent)?;
        if delegation.withdrawn_at.is_some() {
            return Ok(());
        }
        let now = self.now();
        let facts = Facts::from([
            ("account".to_owned(), Fact::Text(delegation.actor.clone())),
            ("change".to_owned(), "withdrawn".into()),
            ("signed_as".to_owned(), Fact::Text(delegation.signed_as.to_string())),
        ]);
        let told = Told {
            kind: "delegation.changed",
            subject: ("delegation", delegation.id.clone()),
            held: Held::at(now),
            facts,
            private: Facts::new(),
        };
        let mut draft = self.told(&scope.actor, told)?;
        draft.answers = vec![delegation.entry];
        let id = delegation.id.clone();
        let entries = vec![(delegation.organisation, draft)];
        let write = self.core.queue.change("withdrawing a delegation", entries, move |connection| {
            Box::pin(async move {
                let withdrawn = rows::withdraw(connection, &id, now).await?;
                Ok(if withdrawn { Ok(()) } else { Err(RecordFault::NotFound("delegation")) })
            })
        });
        write.await?;
        self.take_up_rights().await?;
        self.note_sessions();
        Ok(())
    }

    /// The delegations of the organisations whose delegations or journal the viewer may read, and its own, the newest
    /// first.
    pub async fn delegations(
        &self,
        scope: &Scope,
        asked: &PageAsked,
    ) -> Result<Page<DelegationView>, ReadFault> {
        let reads = |organisation: &Slug| {
            [Action::Delegate, Action::ReadDisclosed]
                .iter()
                .any(|action| scope.may(*action, organisation).is_ok())
        };
        let mut all = self.core.rights.delegations();
        all.retain(|one| reads(&one.organisation) || one.actor == scope.actor);
        let page = Page::of(all, |one| newest_first(one.given_at, &one.id), asked);
        let mut lines = Vec::with_capacity(page.lines.len());
        for delegation in page.lines {
            let name = {
                let own = self.core.of(&delegation.organisation);
                let mut connection = own.acquire().await.map_err(failed)?;
                account_rows::find_actor(&mut connection, &delegation.actor).await?
            };
            lines.push(self.delegation_view(delegation, name.map(|account| account.name)).await?);
        }
        Ok(Page { lines, next: page.next })
    }

    /// How what was signed under a delegation is written, as far as the viewer may know.
    pub async fn signature(&self, scope: &Scope, id: &str) -> Result<Option<Signature>, ReadFault> {
        let Some(delegation) = self.core.rights.delegation(id) else { return Ok(None) };
        let mut said = match scope.may(Action::ReadDisclosed, &delegation.organisation) {
            Ok(()) => self.words_of(&delegation.organisation, delegation.entry).await?,
            Err(_) => BTreeMap::new(),
        };
        Ok(Some(Signature {
            signed_as: delegation.signed_as,
            position: said.remove("position"),
            own_position: said.remove("own_position"),
        }))
    }

    /// Whether the delegation that a draft is signed under holds at this very moment: a scope may be older than that.
    pub(crate) fn check_delegation(
        &self,
        scope: &Scope,
        organisation: &Slug,
        draft: &Draft,
    ) -> Result<(), RecordFault> {
        let Some(signs) = signs_as(scope, organisation, draft) else { return Ok(()) };
        let now = self.now();
        if self.core.rights.delegation(&signs.id).is_some_and(|one| one.holds(now)) {
            return Ok(());
        }
        Err(RecordFault::field("facts.delegation", "names a delegation that does not hold now"))
    }

    /// Puts into a signature under a report the offices it is given for and by, as the delegation has them.
    pub(crate) async fn name_offices(&self, draft: &mut Draft) -> Result<(), RecordFault> {
        if draft.kind.as_str() != "report.attested" {
            return Ok(());
        }
        let id = draft.facts.get("delegation").and_then(Fact::as_text);
        let delegation = id.and_then(|id| self.core.rights.delegation(id));
        let mut said = match delegation {
            Some(delegation) => {
                let said = self.words_of(&delegation.organisation, delegation.entry).await?;
                if !said.contains_key("position") {
                    let what =
                        "names a delegation whose words were erased: nobody can tell whom it is signed for";
                    return Err(RecordFault::field("facts.delegation", what));
                }
                said
            }
            None => BTreeMap::new(),
        };
        for field in ["position", "own_position"] {
            let office = said.remove(field).map(Fact::Text);
            if draft.private.get(field).is_some_and(|given| Some(given) != office.as_ref()) {
                return Err(RecordFault::field(
                    &format!("private.{field}"),
                    "is not what the delegation says",
                ));
            }
            draft.private.extend(office.map(|office| (field.to_owned(), office)));
        }
        Ok(())
    }

    async fn delegation_view(
        &self,
        delegation: Delegation,
        name: Option<String>,
    ) -> Result<DelegationView, crate::EnvironmentFault> {
        let mut said = self.words_of(&delegation.organisation, delegation.entry).await?;
        Ok(DelegationView {
            name,
            position: said.remove("position"),
            own_position: said.remove("own_position"),
            basis: said.remove("basis"),
            document: said.remove("document"),
            delegation,
        })
    }
}

fn check_period(from: Instant, until: Instant, now: Instant) -> Result<(), RecordFault> {
    if until <= from {
        return Err(RecordFault::field("until", says::until_before_from()));
    }
    if until <= now {
        return Err(RecordFault::field("until", says::until_past()));
    }
    if until.ms_since(from) > MAX_DELEGATION_MS || from.ms_since(now) > MAX_DELEGATION_MS {
        return Err(RecordFault::field("until", says::until_far()));
    }
    Ok(())
}
