//! Keys of programs. A key is shown once and kept as the digest of its secret, which has enough bits to need no salt; a
//! prefix finds it and opens nothing. What it may do is what the policy grants a machine and the key names.

use access::{Action, KeyLimit, Relation, Role, Scope, allows};
use calendar::Instant;
use journal::{Facts, Held, Slug};

use crate::{
    MAX_PAGE, Store,
    fault::{EnvironmentFault, ReadFault, RecordFault},
    rights::{Told, moment, words},
    says,
    sql::machine_keys as rows,
};

/// The longest a key may live: it is changed once a year at least.
pub const MAX_KEY_MS: i64 = 366 * 24 * 3_600_000;

/// Obligations and targets a key may name.
const MAX_NAMED: usize = 100;

/// A key's use is noted at most this often.
const NOTED_EVERY_MS: i64 = 60_000;

/// A program's key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineKey {
    /// Opaque id that stands in entries.
    pub id: String,
    /// By which it is found. Opens nothing.
    pub prefix: String,
    /// Which program it is for.
    pub name: String,
    /// For whom it acts.
    pub organisation: Slug,
    /// What it is held to.
    pub limit: KeyLimit,
    /// When it was made.
    pub created_at: Instant,
    /// Opaque id of who made it.
    pub created_by: String,
    /// Until when it opens.
    pub expires_at: Instant,
    /// Since when it opens nothing any more.
    pub revoked_at: Option<Instant>,
    /// When it was last used, to the minute.
    pub used_at: Option<Instant>,
}

impl MachineKey {
    /// Its scope among the organisations of today.
    pub fn scope(&self, store: &Store) -> Scope {
        Scope::keyed(self.id.clone(), self.organisation.clone(), &store.tree(), self.limit.clone())
    }

    fn opens(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A key to be made.
#[derive(Clone)]
pub struct NewKey {
    /// By which it is found.
    pub prefix: String,
    /// Digest of its secret.
    pub secret_hash: [u8; 32],
    /// Which program it is for.
    pub name: String,
    /// For whom it acts.
    pub organisation: Slug,
    /// What it is held to.
    pub limit: KeyLimit,
    /// Until when it opens.
    pub expires_at: Instant,
}

/// A page of keys.
#[derive(Clone, Debug)]
pub struct KeyPage {
    /// By id.
    pub keys: Vec<MachineKey>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

impl Store {
    /// Makes a key.
    pub async fn make_key(&self, scope: &Scope, new: NewKey) -> Result<MachineKey, RecordFault> {
        scope.may(Action::ManageAccounts, &new.organisation)?;
        let now = self.now();
        check_limit(&new.limit)?;
        if new.expires_at <= now || new.expires_at.ms_since(now) > MAX_KEY_MS {
            return Err(RecordFault::field("expires_at", says::not_within_year()));
        }
        let key = MachineKey {
            id: self.core.entropy().opaque("k"),
            prefix: new.prefix,
            name: new.name.trim().to_owned(),
            organisation: new.organisation,
            limit: new.limit,
            created_at: now,
            created_by: scope.actor.clone(),
            expires_at: new.expires_at,
            revoked_at: None,
            used_at: None,
        };
        let private = Facts::from([("name".to_owned(), self.check_words("name", &new.name)?)]);
        let mut facts = Facts::from([
            ("change".to_owned(), "made".into()),
            ("actions".to_owned(), words(&key.limit.actions)),
            ("until".to_owned(), moment(key.expires_at)),
        ]);
        for (field, names) in [("obligations", &key.limit.obligations), ("targets", &key.limit.targets)] {
            if !names.is_empty() {
                facts.insert(field.to_owned(), words(names));
            }
        }
        let held = Held::between(now, key.expires_at);
        let subject = ("key", key.id.clone());
        let draft = self.told(&scope.actor, Told { kind: "key.changed", subject, held, facts, private })?;
        let (row, secret_hash) = (key.clone(), new.secret_hash);
        let entries = vec![(key.organisation.clone(), draft)];
        let write = self.core.queue.change("making a key", entries, move |connection| {
            Box::pin(async move { rows::insert(connection, &row, secret_hash).await.map(Ok) })
        });
        write.await?;
        Ok(key)
    }

    /// Keys of the organisations the viewer manages, by id.
    pub async fn keys(&self, scope: &Scope, after: Option<&str>, limit: usize) -> Result<KeyPage, ReadFault> {
        scope.may(Action::ReadAccounts, &scope.organisation)?;
        let failed = |error| EnvironmentFault::sql("reading keys", error);
        let limit = limit.clamp(1, MAX_PAGE);
        let mut connection = self.core.seen(scope).acquire().await.map_err(failed)?;
        let organisations = scope.organisations(Action::ReadAccounts);
        let mut keys =
            rows::page(&mut connection, organisations, after.unwrap_or_default(), limit + 1).await?;
        let more = keys.len() > limit;
        keys.truncate(limit);
        let next = keys.last().filter(|_| more).map(|key| key.id.clone());
        Ok(KeyPage { keys, next })
    }

    /// Revokes a key: it opens nothing from then on. One that is revoked stays so.
    pub async fn revoke_key(&self, scope: &Scope, id: &str) -> Result<MachineKey, RecordFault> {
        let key = self.managed_key(scope, id).await?;
        if key.revoked_at.is_some() {
            return Ok(key);
        }
        let now = self.now();
        let told = Told {
            kind: "key.changed",
            subject: ("key", key.id.clone()),
            held: Held::at(now),
            facts: Facts::from([("change".to_owned(), "revoked".into())]),
            private: Facts::new(),
        };
        let draft = self.told(&scope.actor, told)?;
        let id = key.id.clone();
        let write =
            self.core.queue.change("revoking a key", vec![(key.organisation, draft)], move |connection| {
                Box::pin(async move {
                    let revoked = rows::revoke(connection, &id, now).await?;
                    Ok(if revoked { Ok(()) } else { Err(RecordFault::field("id", says::key_revoked())) })
                })
            });
        write.await?;
        self.note_sessions();
        self.managed_key(scope, &key.id).await
    }

    /// The key of a prefix, if its secret has this digest and it opens now: for the door, which has no scope yet.
    pub async fn find_key(
        &self,
        prefix: &str,
        secret_hash: [u8; 32],
    ) -> Result<Option<MachineKey>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading a key", error);
        let now = self.now();
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let found = rows::find_prefix(&mut connection, prefix).await?;
        drop(connection);
        // Digests of 160 random bits: where two of them differ tells nothing of the secret.
        let Some((key, _)) = found.filter(|(key, hash)| hash[..] == secret_hash && key.opens(now)) else {
            return Ok(None);
        };
        if key.used_at.is_none_or(|used| now.ms_since(used) >= NOTED_EVERY_MS) {
            let id = key.id.clone();
            let noted = self.core.queue.run("noting a key", move |connection| {
                Box::pin(async move { rows::touch(connection, &id, now).await })
            });
            noted.await?;
        }
        Ok(Some(key))
    }

    async fn managed_key(&self, scope: &Scope, id: &str) -> Result<MachineKey, RecordFault> {
        scope.may(Action::ManageAccounts, &scope.organisation)?;
        let failed = |error| EnvironmentFault::sql("reading keys", error);
        let mut connection = self.core.seen(scope).acquire().await.map_err(failed)?;
        let found = rows::find(&mut connection, id).await?;
        found
            .filter(|key| scope.may(Action::ManageAccounts, &key.organisation).is_ok())
            .ok_or(RecordFault::NotFound("key"))
    }
}

/// A key names something, and nothing that no machine may.
fn check_limit(limit: &KeyLimit) -> Result<(), RecordFault> {
    if limit.actions.is_empty() {
        return Err(RecordFault::field("actions", says::none_named()));
    }
    if let Some(action) = limit.actions.iter().find(|action| !allows(Role::Machine, Relation::Own, **action))
    {
        return Err(RecordFault::field("actions", says::never_machines(action)));
    }
    let reads = limit.actions.iter().any(|action| action.only_reads());
    if reads && !limit.actions.contains(&Action::ReadBoard) {
        // Whether an organisation is there for a reader hangs on its board.
        return Err(RecordFault::field("actions", says::without_read_board()));
    }
    for (field, names) in [("obligations", &limit.obligations), ("targets", &limit.targets)] {
        if names.len() > MAX_NAMED {
            return Err(RecordFault::field(field, says::key_names_too_many(MAX_NAMED)));
        }
    }
    Ok(())
}
