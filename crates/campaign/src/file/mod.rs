//! The campaign file: TOML that a person edits, read with every fault at once and where it stands.
//!
//! `shape` says which keys there are and is the one source of both the reader and the JSON schema; `form` checks
//! a file against it; `references` checks what the keys say to each other; `sense` whether it can be issued and judged;
//! `plain` that its text shows what it says; `letters` holds its quotes against the letters beside it, which the
//! caller reads; `build` makes the campaign, and `write` the file of one; `json` turns a file into JSON and back.

mod addresses;
mod build;
mod declared;
mod faults;
mod form;
mod json;
mod letters;
mod moment;
mod nearest;
mod node;
mod plain;
mod references;
pub mod says;
mod schema;
mod sense;
mod shape;
mod thresholds;
pub(crate) mod write;

use std::fmt;

use journal::Hash;

pub(crate) use faults::Faults;
pub use json::{to_json, to_toml};
pub use letters::{Beside, LetterFault, LetterText, ProbeFault};
pub use schema::{schema, schema_text};

use crate::{Said, model::Campaign};
use node::Node;

/// Largest file read: 10,000 obligations with their quotes take less than a fifth of it.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// One fault of a campaign file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// The file's name as the caller gave it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Path of the field, as `obligation[2].check[0].kind`; empty where the file as a whole is meant.
    pub field: String,
    /// What is wrong.
    pub what: Said,
    /// What to write instead, where that can be told.
    pub hint: Option<Said>,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}: ", self.file, self.line, self.column)?;
        if !self.field.is_empty() {
            write!(out, "{}: ", self.field)?;
        }
        out.write_str(&self.what)?;
        match &self.hint {
            Some(hint) => write!(out, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Reads a campaign file that is to be issued, as far as the file alone tells. `file_name` only names it in faults.
pub fn parse(text: &str, file_name: &str) -> Result<Campaign, Vec<Fault>> {
    read(text, file_name, Extent::Whole, |root, faults| check_issued(root, None, faults))
}

/// As [`parse`], with the letters the file names: they are there, unchanged, and say what is quoted where it is said to
/// stand. Targets are such as the measuring engine takes.
pub fn parse_beside(text: &str, file_name: &str, beside: &dyn Beside) -> Result<Campaign, Vec<Fault>> {
    read(text, file_name, Extent::Whole, |root, faults| {
        check_issued(root, Some(beside), faults);
        letters::check(root, beside, faults);
    })
}

/// What is asked of a file that is to be issued, and not of one that was issued before.
fn check_issued(root: &Node<'_>, beside: Option<&dyn Beside>, faults: &mut Faults<'_>) {
    sense::check(root, faults);
    plain::check(root, &shape::FILE, faults);
    for target in root.tables("target") {
        addresses::check_issued(&target, beside, faults);
    }
}

/// What a text is of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The whole file.
    Whole,
    /// What one cell is judged by: a check may be without targets, where its owner answers for none of them.
    Cut,
}

/// Reads a campaign file that was issued before. It stays in force by the rules it was issued under: of those that came
/// later only what a campaign can't be built without is asked.
pub fn parse_issued(text: &str, file_name: &str) -> Result<Campaign, Vec<Fault>> {
    read(text, file_name, Extent::Whole, |_, _| {})
}

/// Reads what was cut out of such a file and written by [`write::text`].
pub(crate) fn parse_cut(text: &str, file_name: &str) -> Result<Campaign, Vec<Fault>> {
    read(text, file_name, Extent::Cut, |_, _| {})
}

fn read(
    text: &str,
    file_name: &str,
    extent: Extent,
    more: impl FnOnce(&Node<'_>, &mut Faults<'_>),
) -> Result<Campaign, Vec<Fault>> {
    let mut faults = Faults::new(file_name, text);
    if text.len() > MAX_BYTES {
        faults.add(0, "", says::file_too_large(text.len(), MAX_BYTES), None);
        return Err(faults.settle());
    }
    let Some(document) = faults.document(text) else { return Err(faults.settle()) };
    let root = Node::root(document.as_table());
    form::check(&root, &shape::FILE, &mut faults);
    references::check(&root, extent, &mut faults);
    more(&root, &mut faults);
    let campaign = build::campaign(&root, Hash::of(text.as_bytes()));
    match campaign {
        Some(campaign) if faults.is_empty() => Ok(campaign),
        _ => Err(faults.settle()),
    }
}
