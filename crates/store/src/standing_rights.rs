//! The delegations and openings on record, at hand for every request: a scope is made from them without a question to
//! the database. They are read again after each change.

use std::sync::{Arc, PoisonError, RwLock};

use access::Scope;
use calendar::Instant;

use crate::{
    Store,
    delegations::Delegation,
    fault::EnvironmentFault,
    openings::Opening,
    rights::failed,
    sql::{Connection, delegations, openings},
};

/// What is on record.
#[derive(Debug, Default)]
struct Recorded {
    delegations: Vec<Delegation>,
    openings: Vec<Opening>,
}

/// What is on record, for many readers.
#[derive(Debug, Default)]
pub struct StandingRights(RwLock<Arc<Recorded>>);

impl StandingRights {
    /// Reads them.
    pub async fn load(connection: &mut Connection) -> Result<Self, EnvironmentFault> {
        Ok(Self(RwLock::new(Arc::new(read(connection).await?))))
    }

    fn get(&self) -> Arc<Recorded> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Every delegation, the newest first.
    pub fn delegations(&self) -> Vec<Delegation> {
        self.get().delegations.clone()
    }

    /// The delegation of an id.
    pub fn delegation(&self, id: &str) -> Option<Delegation> {
        self.get().delegations.iter().find(|one| one.id == id).cloned()
    }

    /// Every opening, the newest first.
    pub fn openings(&self) -> Vec<Opening> {
        self.get().openings.clone()
    }

    /// Gives a person's scope what is on record for its account now.
    pub fn extend(&self, scope: &mut Scope, now: Instant) {
        let recorded = self.get();
        // What an account was given by an organisation it left, it has not any more.
        let (actor, own) = (scope.actor.clone(), scope.organisation.clone());
        for one in &recorded.delegations {
            if one.actor == actor && one.organisation == own && one.holds(now) {
                scope.delegate(one.delegated());
            }
        }
        for one in &recorded.openings {
            if one.actor == actor && one.holder == own && one.holds(now) {
                scope.open(&one.organisation, one.ends_at);
            }
        }
    }
}

async fn read(connection: &mut Connection) -> Result<Recorded, EnvironmentFault> {
    Ok(Recorded {
        delegations: delegations::all(connection).await?,
        openings: openings::all(connection).await?,
    })
}

impl Store {
    /// Reads them again after a change.
    pub(crate) async fn take_up_rights(&self) -> Result<(), EnvironmentFault> {
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let recorded = read(&mut connection).await?;
        *self.core.rights.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(recorded);
        Ok(())
    }
}
