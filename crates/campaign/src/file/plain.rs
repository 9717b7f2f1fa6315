//! Free text shows what it says: no control characters, and none that turn the order of reading round.
//!
//! Titles, names and quotes are shown on screens, printed into reports and written to terminals, where such a character
//! would hide or disguise what an organisation is asked to do. Words of the letter keep the letter's white space.

use super::{
    Faults,
    node::Node,
    says,
    shape::{Holds, TableShape},
};
use crate::text::{is_invisible, is_turning, is_unshown};

/// Checks every text of a table and of those in it.
pub fn check(node: &Node<'_>, shape: &'static TableShape, faults: &mut Faults<'_>) {
    for field in shape.fields {
        match field.holds {
            Holds::Table(inner) => {
                node.table(field.name).iter().for_each(|table| check(table, inner, faults));
            }
            Holds::Tables(inner) => {
                node.tables(field.name).iter().for_each(|table| check(table, inner, faults));
            }
            Holds::Text => check_text(node, field.name, Kept::Nothing, faults),
            Holds::Passage => check_text(node, field.name, Kept::WhiteSpace, faults),
            _ => {}
        }
    }
}

/// Which control characters a text may have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// None.
    Nothing,
    /// Line ends, tabs and page breaks, as `directive` takes them in a letter.
    WhiteSpace,
}

fn check_text(node: &Node<'_>, key: &str, kept: Kept, faults: &mut Faults<'_>) {
    let Some(text) = node.word(key) else { return };
    let is_kept = |c: char| kept == Kept::WhiteSpace && c.is_whitespace();
    // A quote says what the letter says, whatever a word processor left in it.
    let is_traceless = |c: char| kept == Kept::Nothing && is_invisible(c);
    let is_bad = |c: char| (is_unshown(c) && !is_kept(c)) || is_traceless(c);
    let Some((at, c)) = text.chars().enumerate().find(|(_, c)| is_bad(*c)) else {
        return;
    };
    let (at, letter) = (at + 1, format!("U+{:04X}", u32::from(c)));
    let what = match c {
        '\n' | '\r' | '\t' => says::has_line_end(at, letter),
        _ if is_invisible(c) => says::has_traceless(at, letter),
        _ if is_turning(c) => says::has_turning(at, letter),
        _ => says::has_control(at, letter),
    };
    let hint = match (kept, c) {
        (Kept::WhiteSpace, _) => says::leave_out_or_quote(),
        (Kept::Nothing, '\n' | '\r' | '\t') => says::write_on_one_line(),
        (Kept::Nothing, _) => says::leave_out(),
    };
    faults.add(node.place_of(key), &node.path_of(key), what, Some(hint));
}

/// Text for a message: what would not show is written as its escape.
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unshown(c) || is_invisible(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}
