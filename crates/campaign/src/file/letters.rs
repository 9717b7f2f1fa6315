//! What a file quotes against the letters it names: each letter is there and unchanged, and where a quote is said to
//! stand its words stand.
//!
//! This crate reads no files: the caller does, under the node's rule on secrecy marks. Of a file whose letter bears a
//! mark nothing is told but that, since whatever else it says may be the letter's words.

use journal::Hash;

use super::{Faults, form::shorten, node::Node, sense::stays_inside};
use crate::model::Target;

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
    pub what: String,
    /// What to write instead.
    pub hint: String,
}

/// A letter that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterText {
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// Its text in normal form C.
    pub text: String,
}

/// Why a letter was not read. No text of it stands in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFault {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: Option<String>,
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
            let what = "bears a secrecy mark and this node is not isolated: nothing of it was kept";
            let hint = "only an isolated node takes it; nothing else of this file is told".to_owned();
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

fn check_digest(node: &Node<'_>, letter: &LetterText, faults: &mut Faults<'_>) {
    let Some(known) = node.digest("sha256").filter(|known| *known != letter.sha256) else { return };
    let what = format!("{known} is not the SHA-256 of the letter, {}", letter.sha256);
    let hint = "the letter was changed or is another one: put back the one this file was drawn from, or check every \
                quote and write its digest";
    faults.add(node.place_of("sha256"), &node.path_of("sha256"), what, Some(hint.to_owned()));
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
                format!("[{from}, {to}) of the letter is {:?}, not the quote", shorten(&there))
            }
            None => {
                format!("[{from}, {to}) lies outside the letter, which has {} characters", letter.len())
            }
        },
        _ => format!("no letter has the quote at [{from}, {to})"),
    };
    let found = letters.iter().find_map(|letter| find(letter, &quote));
    let hint = match found {
        Some(at) => format!("the quote stands at [{at}, {}]", at + quote.len()),
        None => {
            "the quote stands nowhere in the letter: write it word for word, line ends included".to_owned()
        }
    };
    faults.add(node.place_of("span"), &node.path_of("span"), what, Some(hint));
}

/// Where the quote first stands.
fn find(letter: &[char], quote: &[char]) -> Option<usize> {
    // Asked once for each fault told, and those are limited, as the letter is.
    letter.windows(quote.len().max(1)).position(|window| window == quote)
}
