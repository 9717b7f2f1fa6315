//! Rows of tables, as a docx or a spreadsheet pastes them: cells parted by tabs, or by gaps no sentence has.
use super::super::markup::GONE;
use super::super::text::{Text, is_blank};

/// A cell's words, as a span.
pub(in crate::read) type Cell = (usize, usize);

/// Narrowest gap between columns that were set with spaces.
const GAP: usize = 3;

/// The cells of a line that are not empty, trimmed.
pub(in crate::read) fn cells(text: &Text, start: usize, end: usize) -> Vec<Cell> {
    let chars = text.chars();
    let mut found = Vec::new();
    let (mut from, mut at) = (start, start);
    while at < end {
        let gap = chars[at..end].iter().take_while(|c| is_blank(**c)).count();
        let tabbed = chars[at..at + gap].iter().any(|c| matches!(c, '\t' | '\u{2003}'));
        let width = chars[at..at + gap].iter().filter(|c| **c != GONE).count();
        if tabbed || width >= GAP {
            found.push(text.trim(from, at));
            from = at + gap;
        }
        at += gap.max(1);
    }
    found.push(text.trim(from, end));
    found.retain(|(from, to)| from < to);
    found
}

/// Whether a line is a row: two cells parted by a tab, or three parted by wide gaps.
pub(super) fn is_row(text: &Text, start: usize, end: usize) -> bool {
    let count = cells(text, start, end).len();
    count >= 3 || (count == 2 && text.chars()[start..end].contains(&'\t'))
}
