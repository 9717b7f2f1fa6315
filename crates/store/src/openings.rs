//! Break-glass access: whom the policy lets reads, for a stated reason and a short time, what they otherwise do not see.
//! It is loud: an entry in the log of who reads and in the log of whom it is about, in the same transaction that opens
//! it. It ends by itself. Private values stay closed unless the policy says otherwise.

use access::{Action, Role, Scope, opens};
use calendar::Instant;
use journal::{EntryId, Fact, Facts, Held, Slug};

use crate::{
    Store,
    fault::{ReadFault, RecordFault},
    keyed::{Page, PageAsked, newest_first},
    rights::{Told, failed, moment, words},
    says,
    sql::{accounts as account_rows, openings as rows},
};

/// A time during which somebody reads what they otherwise do not see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Opaque id that stands in entries.
    pub id: String,
    /// The entry in the log of whom it is about, with the reason.
    pub entry: EntryId,
    /// Opaque id of who reads.
    pub actor: String,
    /// For whom they act.
    pub holder: Slug,
    /// Whose data.
    pub organisation: Slug,
    /// From when.
    pub opened_at: Instant,
    /// Until when at the latest.
    pub ends_at: Instant,
    /// When it was ended before.
    pub closed_at: Option<Instant>,
}

impl Opening {
    /// Whether it holds now.
    pub fn holds(&self, now: Instant) -> bool {
        self.closed_at.is_none() && self.opened_at <= now && now < self.ends_at
    }
}

/// An opening with its reason.
#[derive(Clone, Debug)]
pub struct OpeningView {
    /// What is on record.
    pub opening: Opening,
    /// Name of who reads, or read.
    pub name: Option<String>,
    /// Why; none when it was erased.
    pub reason: Option<String>,
}

impl Store {
    /// Opens an organisation's data to the scope's account.
    pub async fn open_access(
        &self,
        scope: &Scope,
        organisation: &Slug,
        reason: &str,
        minutes: u32,
    ) -> Result<OpeningView, RecordFault> {
        // Whoever has the right has it towards strangers; whoever has not learns nothing of who is there.
        let stranger = scope.organisations(Action::BreakGlass).next().is_some();
        if !stranger || !self.is_regulator(&scope.organisation) {
            return Err(access::Denied {
                role: scope.role,
                action: Action::BreakGlass,
                relation: scope.relation(organisation),
            }
            .into());
        }
        if !self.tree().contains(organisation) {
            return Err(RecordFault::NotFound("organisation"));
        }
        scope.may(Action::BreakGlass, organisation)?;
        let longest = self.core.options.longest_opening_minutes;
        if minutes == 0 || minutes > longest {
            return Err(RecordFault::field("minutes", says::not_minutes(longest)));
        }
        let reason = self.check_words("reason", reason)?;
        let now = self.now();
        let ends_at = now.plus_ms(i64::from(minutes) * 60_000);
        let id = self.core.entropy().opaque("b");
        let told = || Told {
            kind: "access.opened",
            subject: ("opening", id.clone()),
            held: Held::between(now, ends_at),
            facts: Facts::from([
                ("account".to_owned(), Fact::from(scope.actor.as_str())),
                ("by".to_owned(), Fact::from(scope.organisation.as_str())),
                ("organisation".to_owned(), Fact::from(organisation.as_str())),
                ("actions".to_owned(), words(opens(scope.role, scope.relation(organisation)))),
                ("until".to_owned(), moment(ends_at)),
            ]),
            private: Facts::from([("reason".to_owned(), reason.clone())]),
        };
        let (theirs, own) = (self.told(&scope.actor, told())?, self.told(&scope.actor, told())?);
        let opening = Opening {
            id: id.clone(),
            entry: theirs.id,
            actor: scope.actor.clone(),
            holder: scope.organisation.clone(),
            organisation: organisation.clone(),
            opened_at: now,
            ends_at,
            closed_at: None,
        };
        let row = opening.clone();
        let entries = vec![(organisation.clone(), theirs), (scope.organisation.clone(), own)];
        let write = self.core.queue.change("opening access", entries, move |connection| {
            Box::pin(async move { rows::insert(connection, &row).await.map(Ok) })
        });
        write.await?;
        self.take_up_rights().await?;
        self.core.openings.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        tracing::warn!(opening = %opening.id, by = %opening.holder, %organisation, minutes, "break-glass access opened");
        self.note_sessions();
        Ok(self.opening_view(opening).await?)
    }

    /// Ends one's own opening before its time.
    pub async fn close_access(&self, scope: &Scope, id: &str) -> Result<(), RecordFault> {
        let now = self.now();
        let absent = || RecordFault::NotFound("opening");
        let found = self.core.rights.openings().into_iter().find(|one| one.id == id);
        let opening = found.filter(|one| one.actor == scope.actor && one.holds(now)).ok_or_else(absent)?;
        let told = || Told {
            kind: "access.closed",
            subject: ("opening", opening.id.clone()),
            held: Held::at(now),
            facts: Facts::from([
                ("account".to_owned(), Fact::from(scope.actor.as_str())),
                ("by".to_owned(), Fact::from(opening.holder.as_str())),
                ("organisation".to_owned(), Fact::from(opening.organisation.as_str())),
            ]),
            private: Facts::new(),
        };
        let (theirs, own) = (self.told(&scope.actor, told())?, self.told(&scope.actor, told())?);
        let entries = vec![(opening.organisation.clone(), theirs), (opening.holder.clone(), own)];
        let id = opening.id.clone();
        let write = self.core.queue.change("closing access", entries, move |connection| {
            Box::pin(async move {
                let closed = rows::close(connection, &id, now).await?;
                Ok(if closed { Ok(()) } else { Err(RecordFault::NotFound("opening")) })
            })
        });
        write.await?;
        self.take_up_rights().await?;
        self.note_sessions();
        Ok(())
    }

    /// The openings of data of the viewer's organisations and those that people of its own organisation held, the newest
    /// first: whoever reads the journal of either side, or keeps its accounts, sees them.
    pub async fn openings(&self, scope: &Scope, asked: &PageAsked) -> Result<Page<OpeningView>, ReadFault> {
        let sees = |organisation: &Slug| {
            [Action::ReadJournal, Action::ReadAccounts]
                .iter()
                .any(|action| scope.may(*action, organisation).is_ok())
        };
        let mut all = self.core.rights.openings();
        all.retain(|one| one.actor == scope.actor || sees(&one.organisation) || sees(&one.holder));
        let page = Page::of(all, |one| newest_first(one.opened_at, &one.id), asked);
        let mut lines = Vec::with_capacity(page.lines.len());
        for opening in page.lines {
            lines.push(self.opening_view(opening).await?);
        }
        Ok(Page { lines, next: page.next })
    }

    /// The openings that hold now and that somebody is told of on every page: who holds one, everybody of the
    /// organisation that is read, and who keeps the accounts of the holder's.
    pub fn openings_told(&self, scope: &Scope) -> Vec<Opening> {
        let now = self.now();
        let keeps = |holder: &Slug| {
            *holder == scope.organisation && scope.may(Action::ManageAccounts, holder).is_ok()
        };
        let told = |one: &Opening| {
            one.actor == scope.actor || one.organisation == scope.organisation || keeps(&one.holder)
        };
        let mut openings = self.core.rights.openings();
        // A program reads no banner.
        openings.retain(|one| scope.role != Role::Machine && one.holds(now) && told(one));
        openings
    }

    /// The same with their names and reasons.
    pub async fn openings_told_in_words(&self, scope: &Scope) -> Result<Vec<OpeningView>, ReadFault> {
        let mut found = Vec::new();
        for opening in self.openings_told(scope) {
            found.push(self.opening_view(opening).await?);
        }
        Ok(found)
    }

    /// The longest that an opening may last.
    pub fn longest_opening_minutes(&self) -> u32 {
        self.core.options.longest_opening_minutes
    }

    /// The name of an organisation for one who has been told that it is there.
    pub fn name_on_record(&self, organisation: &Slug) -> String {
        let standing = self.core.shared.read();
        standing.catalogue.names.get(organisation).cloned().unwrap_or_else(|| organisation.to_string())
    }

    /// Openings since the node started.
    pub fn opening_count(&self) -> u64 {
        self.core.openings.load(std::sync::atomic::Ordering::Relaxed)
    }

    async fn opening_view(&self, opening: Opening) -> Result<OpeningView, crate::EnvironmentFault> {
        let reason = self.words_of(&opening.organisation, opening.entry).await?.remove("reason");
        let mut connection = self.core.of(&opening.holder).acquire().await.map_err(failed)?;
        let account = account_rows::find_actor(&mut connection, &opening.actor).await?;
        Ok(OpeningView { opening, name: account.map(|account| account.name), reason })
    }
}
