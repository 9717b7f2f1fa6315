//! `store backup` and `store restore`: the real clock and the choice of keys, joined to the store's own.

use std::path::{Path, PathBuf};

use calendar::Clock;
use store::{BackedUp, BackupOrder, Keys, RestoreOrder};

use crate::{fault::AppFault, system::SystemClock};

/// Copies a data directory, whether its node runs or not.
pub async fn back_up(data: &Path, to: &Path, with_keys: bool) -> Result<BackedUp, AppFault> {
    let keys = if with_keys { Keys::Within } else { Keys::Apart };
    let order = BackupOrder { data: data.to_owned(), to: to.to_owned(), keys, now: SystemClock.now() };
    Ok(store::backup(&order).await?)
}

/// Makes a data directory from a backup.
pub async fn restore(from: &Path, data: &Path, keys: Option<PathBuf>) -> Result<BackedUp, AppFault> {
    let order = RestoreOrder { from: from.to_owned(), data: data.to_owned(), keys };
    Ok(store::restore(&order).await?)
}
