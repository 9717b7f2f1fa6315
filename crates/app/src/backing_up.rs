//! `store backup`, `store restore`, `store move` and `store accept-rollback`: the real clock, the choice of keys and who decides,
//! joined to the store's own.

use std::path::{Path, PathBuf};

use access::{Role, Scope};
use calendar::Clock;
use journal::Slug;
use store::{BackedUp, BackupOrder, Destination, Keys, MoveOrder, Moved, Receipt, RecordFault, RestoreOrder};

use crate::{config::NodeConfig, fault::AppFault, opening, system::SystemClock};

/// Copies a data directory, whether its node runs or not.
pub async fn back_up(
    config: &NodeConfig,
    data: &Path,
    to: &Path,
    with_keys: bool,
) -> Result<BackedUp, AppFault> {
    let keys = if with_keys { Keys::Within } else { Keys::Apart };
    let (database, now) = (config.database()?, SystemClock.now());
    let order = BackupOrder { data: data.to_owned(), database, to: to.to_owned(), keys, now };
    Ok(store::backup(&order).await?)
}

/// Makes a data directory from a backup.
pub async fn restore(
    config: &NodeConfig,
    from: &Path,
    data: &Path,
    keys: Option<PathBuf>,
) -> Result<BackedUp, AppFault> {
    let database = config.database()?;
    let order = RestoreOrder { from: from.to_owned(), data: data.to_owned(), database, keys };
    Ok(store::restore(&order).await?)
}

/// Brings the journal into the database that the configuration names, or out of it. The node is stopped meanwhile.
pub async fn move_journal(config: &NodeConfig, data: &Path, to: Destination) -> Result<Moved, AppFault> {
    let postgres = config.database()?;
    if postgres == store::Database::Sqlite {
        let what = "the configuration names no database: [database] says where PostgreSQL is, whichever way the move goes";
        return Err(AppFault::Input(what.to_owned()));
    }
    Ok(store::move_journal(&MoveOrder { data: data.to_owned(), postgres, to }).await?)
}

/// Goes on from a log that was found rolled back: whoever runs the node has decided. The node is stopped meanwhile.
pub async fn accept_rollback(
    config: &NodeConfig,
    data: &Path,
    log: &str,
    reason: &str,
) -> Result<Receipt, AppFault> {
    let organisation =
        Slug::new(log.to_owned()).map_err(|fault| AppFault::Input(format!("--log {log}: {fault}")))?;
    let store = opening::open_existing(config, data).await?;
    let scope = Scope::new(opening::ACTOR, Role::Administrator, organisation.clone(), &store.tree());
    let accepted = match store.accept_rollback(&scope, &organisation, reason).await {
        Err(RecordFault::NotFound(_)) => {
            let found = store.doubted_logs();
            let named = opening::listed(found.iter());
            let are = if found.is_empty() { "none is".to_owned() } else { format!("there are {named}") };
            Err(AppFault::Input(format!("--log {log}: was not found rolled back; {are}")))
        }
        accepted => accepted.map_err(AppFault::from),
    };
    store.close().await?;
    accepted
}
