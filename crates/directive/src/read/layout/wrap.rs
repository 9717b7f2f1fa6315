//! At which column lines were broken.
//!
//! A line that surely goes on below it (the next begins with a small letter) tells how wide its neighbours may be. The
//! first line of a paragraph is judged by first lines alone: an indent, a bullet or the mark-up that a page was saved
//! with make it shorter than the rest.
use super::super::text::Text;
use super::Line;

/// Widest line of a text that nobody wrapped: a chat's, a form's.
const NARROWEST: usize = 50;
/// Longest line of a text that was wrapped; one with a longer line has a line for each paragraph.
const WRAPPED_WIDTH: usize = 140;
/// How many lines on either side tell the width of one.
const NEIGHBOURS: usize = 12;
/// Fewest lines that surely go on, for a text to count as wrapped whatever its widest line is.
const FEWEST: usize = 3;

/// How much wider than first lines the others must be, for their width to tell them apart.
const APART: usize = 8;

/// The column at which each line was broken, if anything tells it.
pub(super) struct Wraps {
    columns: Vec<Option<usize>>,
    /// The widest first line, where the others are clearly wider.
    first_lines: Option<usize>,
    /// Whether blank lines part the paragraphs.
    spaced: bool,
    wrapped: bool,
}

impl Wraps {
    /// The column for the line at `at`.
    pub(super) fn column(&self, at: usize) -> Option<usize> {
        self.columns.get(at).copied().flatten()
    }

    /// Whether lines were broken at all.
    pub(super) fn is_wrapped(&self) -> bool {
        self.wrapped
    }

    /// Whether a line of this length, behind a full one and no blank line, goes on with the paragraph above though that
    /// ends in a full stop.
    pub(super) fn is_inner(&self, length: usize) -> bool {
        self.spaced || self.first_lines.is_some_and(|widest| length > widest)
    }
}

/// Measures the lines of a text.
pub(super) fn wraps(text: &Text, lines: &[Line]) -> Wraps {
    let chars = text.chars();
    let length = |line: &Line| line.end - line.start;
    let widest = lines.iter().map(length).max().unwrap_or(0);
    let overall = Some(widest).filter(|width| (NARROWEST..=WRAPPED_WIDTH).contains(width));
    let stopped = |line: &Line| matches!(chars[line.end - 1], '.' | '!' | '?' | ':' | ';');
    let first = |at: usize| {
        let line = &lines[at];
        at == 0 || line.after_blank || line.marker.is_some() || stopped(&lines[at - 1])
    };
    let goes_on = |at: usize| {
        lines.get(at + 1).is_some_and(|next| {
            !next.after_blank
                && next.marker.is_none()
                && chars[next.start].is_lowercase()
                && !stopped(&lines[at])
                && length(&lines[at]) <= WRAPPED_WIDTH
        })
    };
    let sure: Vec<Option<bool>> = (0..lines.len()).map(|at| goes_on(at).then(|| first(at))).collect();
    if sure.iter().flatten().count() < FEWEST {
        return Wraps {
            columns: vec![overall; lines.len()],
            first_lines: None,
            spaced: false,
            wrapped: false,
        };
    }
    let columns = (0..lines.len()).map(|at| {
        let near = at.saturating_sub(NEIGHBOURS)..lines.len().min(at + NEIGHBOURS + 1);
        let own = first(at);
        let alike = near.clone().filter(|near| sure[*near] == Some(own));
        let told = usual(alike.map(|near| length(&lines[near])).collect());
        told.or_else(|| {
            usual(near.filter(|near| sure[*near].is_some()).map(|near| length(&lines[near])).collect())
        })
        .or(overall)
    });
    let widest = |own: bool| {
        usual((0..lines.len()).filter(|at| sure[*at] == Some(own)).map(|at| length(&lines[at])).collect())
            .unwrap_or(0)
    };
    let (first_lines, others) = (widest(true), widest(false));
    let begins = || (1..lines.len()).filter(|at| lines[*at].marker.is_none() && stopped(&lines[at - 1]));
    let spaced = begins().filter(|at| lines[*at].after_blank).count();
    Wraps {
        columns: columns.collect(),
        first_lines: Some(first_lines).filter(|first| *first > 0 && first + APART <= others),
        spaced: spaced >= FEWEST && spaced * 4 >= begins().count() * 3,
        wrapped: true,
    }
}

/// The length that few of these exceed: one line with a footnote's mark in it is wider than the column.
fn usual(mut lengths: Vec<usize>) -> Option<usize> {
    lengths.sort_unstable();
    let outliers = lengths.len() / 6;
    lengths.get(lengths.len().checked_sub(1 + outliers)?).copied()
}
