//! What a page draws, held against the rule on secrecy marks: in the order of drawing, and from top to bottom.

use super::pen::{Drawn, PageDrawn};
use crate::{IntakeFault, Unseen, marks::hold};

/// Holds a page's letters against the rule as they were drawn, and again from top to bottom.
pub(super) fn page(page: &PageDrawn) -> Result<(), IntakeFault> {
    // A space that has no name takes room and says nothing.
    let drawn: Vec<(&str, &Drawn)> = page.letters().filter(|(letters, _)| !letters.is_empty()).collect();
    let mut line = String::new();
    let mut last: Option<&Drawn> = None;
    for (letters, one) in &drawn {
        if last.is_some_and(|last| is_jump(last, one)) {
            hold_line(&line)?;
            line.clear();
        }
        line.push_str(letters);
        last = Some(one);
    }
    hold_line(&line)?;
    line.clear();
    let row = |one: &Drawn| (one.at.y / 3.0).round();
    let mut sorted = drawn;
    // Stable: what stands in one place stays as it was drawn.
    sorted.sort_by(|(_, a), (_, b)| row(b).total_cmp(&row(a)).then(a.at.x.total_cmp(&b.at.x)));
    let mut last: Option<&Drawn> = None;
    for (letters, one) in &sorted {
        if let Some(last) = last {
            if (row(last) - row(one)).abs() > 0.5 {
                hold_line(&line)?;
                line.clear();
            } else if one.at.x - last.at.x > 2.0 * last.along.hypot() {
                line.push('\t');
            }
        }
        line.push_str(letters);
        last = Some(one);
    }
    hold_line(&line)
}

/// Whether the pen went elsewhere: more than two letters on, one back, or half a letter up or down.
fn is_jump(last: &Drawn, next: &Drawn) -> bool {
    let size = last.along.hypot().max(f64::MIN_POSITIVE);
    let way = next.at - last.at;
    let (along, across) = (way.dot(last.along) / size, way.cross(last.along) / size);
    along > 2.0 * size || along < -size || across.abs() > 0.5 * size
}

/// A line of a page; three letters that nobody can name might be a mark.
fn hold_line(line: &str) -> Result<(), IntakeFault> {
    let unnamed = line.matches(char::REPLACEMENT_CHARACTER).count();
    if unnamed >= 3 && unnamed * 2 >= line.chars().filter(|c| !c.is_whitespace()).count() {
        return Err(Unseen::Pdf.into());
    }
    hold(line)
}
