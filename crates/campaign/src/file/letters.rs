//! What a file quotes against the letters it names: each letter is there and unchanged, and where a quote is said to
//! stand its words stand.
//!
//! This crate reads no files: the caller does, under the node's rule on secrecy marks. Of a file whose letter bears a
//! mark nothing is told but that, since whatever else it says may be the letter's words.

use journal::Hash;

use super::{Faults, form::shorten, node::Node, says, sense::stays_inside};
use crate::{Said, model::Target};

/// What lies beside a campaign file.
pub trait Beside {
    /// The letter of this name, as the file writes it; the name does not lead out of the file's folder by itself.
    fn letter(&self, name: &str) -> Result<LetterText, LetterFault>;

    /// Whether the measuring engine takes a target; what it refuses would keep a node from starting.
    fn probe(&self, target: &Target) -> Result<(), ProbeFault>;
}

/// Why the measuring engine does not take a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeFault {
    /// The key of the target that is at fault.
    pub field: &'static str,
    /// What is wrong.
    pub what: Said,
    /// What to write instead.
    pub hint: Said,
}

/// A letter that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterText {
    /// SHA-256 of the text that a campaign file names: of its bytes where it is text in UTF-8, else of what was read.
    pub sha256: Hash,
    /// SHA-256 of the file that lies there; none where its text alone was handed over.
    pub original: Option<Hash>,
    /// Its text in normal form C.
    pub text: String,
}

/// Why a letter was not read. No text of it stands in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFault {
    /// What is wrong.
    pub what: Said,
    /// What to do.
    pub hint: Option<Said>,
    /// It bears a secrecy mark, and this node may not have it.
    pub secret: bool,
}

/// Checks the letters, and what is quoted from them.
pub fn check(root: &Node<'_>, beside: &dyn Beside, faults: &mut Faults<'_>) {
    let directives = root.tables("directive");
    // A name that leads out of the folder is told elsewhere and never opened.
    let named = |node: &Node<'_>| {
        node.word("file")
            .filter(|name| !name.trim().is_empty() && stays_inside(name))
            .map(|name| beside.letter(name))
    };
    let found: Vec<Option<Result<LetterText, LetterFault>>> = directives.iter().map(named).collect();
    let is_secret = |found: &Option<Result<LetterText, LetterFault>>| {
        matches!(found, Some(Err(LetterFault { secret: true, .. })))
    };
    if found.iter().any(is_secret) {
        faults.forget();
        for (node, _) in directives.iter().zip(&found).filter(|(_, found)| is_secret(found)) {
            let (what, hint) = (says::secret_letter(), says::only_isolated());
            faults.add(node.place_of("file"), &node.path_of("file"), what, Some(hint));
        }
        return;
    }
    // What a letter that was not read says cannot be told; a quote the others don't have may be from it.
    let are_all_read = found.iter().all(|found| matches!(found, Some(Ok(_))));
    let mut letters: Vec<Vec<char>> = Vec::new();
    for (node, found) in directives.iter().zip(found) {
        match found {
            Some(Ok(letter)) => {
                check_digest(node, &letter, faults);
                letters.push(letter.text.chars().collect());
            }
            Some(Err(LetterFault { what, hint, .. })) => {
                faults.add(node.place_of("file"), &node.path_of("file"), what, hint);
            }
            None => {}
        }
    }
    if !are_all_read || letters.is_empty() {
        return;
    }
    for obligation in root.tables("obligation") {
        check_quote(&obligation, &letters, faults);
        if let Some(condition) = obligation.table("condition") {
            check_quote(&condition, &letters, faults);
        }
    }
}

/// Holds a letter against the digests that the file has of it. Of a letter in TCVN3 the digest of its bytes will do, as
/// files had it before they knew of two.
fn check_digest(node: &Node<'_>, letter: &LetterText, faults: &mut Faults<'_>) {
    let mut other = |key: &str, known: Hash, found: Hash, hint: Said| {
        let what = says::other_digest(known, found);
        faults.add(node.place_of(key), &node.path_of(key), what, Some(hint));
    };
    let original = node.digest("original_sha256");
    if let (Some(known), Some(found)) = (original, letter.original)
        && known != found
    {
        other("original_sha256", known, found, says::put_back_letter());
    }
    let Some(known) = node.digest("sha256") else { return };
    if known == letter.sha256 || Some(known) == letter.original {
        return;
    }
    // The same file of which another text was read: by a program that reads better.
    let is_read_otherwise = original.is_some() && original == letter.original;
    let hint = if is_read_otherwise { says::read_otherwise() } else { says::put_back_letter() };
    other("sha256", known, letter.sha256, hint);
}

fn check_quote(node: &Node<'_>, letters: &[Vec<char>], faults: &mut Faults<'_>) {
    let (Some([from, to]), Some(quote)) = (node.span("span"), node.text("quote")) else { return };
    let (from, to) = (from as usize, to as usize);
    let quote: Vec<char> = quote.chars().collect();
    let stands = |letter: &Vec<char>| letter.get(from..to) == Some(quote.as_slice());
    if letters.iter().any(stands) || faults.are_full() {
        return;
    }
    let what = match letters {
        [letter] => match letter.get(from..to) {
            Some(there) => {
                let there: String = there.iter().collect();
                says::quote_differs(from, to, shorten(&there))
            }
            None => says::quote_outside(from, to, letter.len()),
        },
        _ => says::quote_nowhere(from, to),
    };
    let found = letters.iter().find_map(|letter| find(letter, &quote));
    let hint = match found {
        Some(at) => says::quote_stands(at, at + quote.len()),
        None => says::quote_missing(),
    };
    faults.add(node.place_of("span"), &node.path_of("span"), what, Some(hint));
}

/// Where the quote first stands.
fn find(letter: &[char], quote: &[char]) -> Option<usize> {
    // Asked once for each fault told, and those are limited, as the letter is.
    letter.windows(quote.len().max(1)).position(|window| window == quote)
}
