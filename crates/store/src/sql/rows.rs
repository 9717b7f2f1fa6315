//! Many rows in one statement. A statement costs more than ten rows, so a batch is cut into as few pieces as its size has
//! binary digits, whose prepared statements stay cached.

use std::collections::BTreeSet;

use journal::{EntryId, Slug};
use serde::{Serialize, de::DeserializeOwned};

use crate::fault::EnvironmentFault;

/// The largest piece: seven texts for each table leave room in the cache of a hundred for everything else.
const LARGEST: usize = 64;

/// The sizes of the pieces that so many rows are cut into.
pub fn sizes(mut rows: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let size = 1 << rows.checked_ilog2()?.min(LARGEST.ilog2());
        rows -= size;
        Some(size)
    })
}

/// A statement text ending in `rows` groups of `columns` placeholders.
pub fn with_rows(head: &str, columns: usize, rows: usize) -> String {
    let group = format!("({})", vec!["?"; columns].join(","));
    format!("{head}{}", vec![group.as_str(); rows].join(","))
}

/// A statement text ending in `IN (?, …)`.
pub fn with_list(head: &str, values: usize) -> String {
    format!("{head}({})", vec!["?"; values].join(","))
}

/// The id of an entry.
pub fn entry_id(bytes: &[u8]) -> Result<EntryId, EnvironmentFault> {
    let id = <[u8; 16]>::try_from(bytes).ok().and_then(|id| EntryId::from_bytes(id).ok());
    id.ok_or_else(|| EnvironmentFault::damaged("reading an entry's id"))
}

/// A list kept as JSON.
pub fn list_of<T: DeserializeOwned + Ord>(text: &str) -> Option<BTreeSet<T>> {
    serde_json::from_str(text).ok()
}

/// A list as it is kept.
pub fn list_text<T: Serialize>(list: &BTreeSet<T>) -> Result<String, sqlx::Error> {
    serde_json::to_string(list).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Names as a JSON list, for `json_each`. A slug holds nothing that JSON would have to escape.
pub fn slugs_json<'a>(slugs: impl Iterator<Item = &'a Slug>) -> String {
    format!("[{}]", slugs.map(|slug| format!("\"{slug}\"")).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_all_rows() {
        assert_eq!(sizes(150).collect::<Vec<_>>(), [64, 64, 16, 4, 2]);
        assert_eq!(sizes(0).count(), 0);
    }

    #[test]
    fn statements_have_a_placeholder_for_each_value() {
        assert_eq!(with_rows("INSERT INTO t VALUES ", 2, 3), "INSERT INTO t VALUES (?,?),(?,?),(?,?)");
        assert_eq!(with_list("SELECT a FROM t WHERE a IN ", 2), "SELECT a FROM t WHERE a IN (?,?)");
    }
}
