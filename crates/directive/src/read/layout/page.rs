//! What belongs to the page and not to the letter: page numbers and running heads, between which a sentence goes on.
use std::collections::HashMap;

use super::super::text::Text;
use super::Line;

/// Longest running head, in characters.
const MAX_HEAD: usize = 120;

/// A page number as it stands on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageNumber {
    page: u32,
    /// "Trang 2/3": how many there are.
    of: Option<u32>,
    /// Whether the word "Trang" stands before it.
    named: bool,
}

/// What the pages of a text say about it.
#[derive(Debug, Default)]
pub(in crate::read) struct Pages {
    /// Where a page is missing between two others, or before the first.
    pub gap: Option<usize>,
    /// Whether the last page said to follow does not.
    pub more_to_come: bool,
}

/// Which lines are page numbers or running heads.
pub(super) fn furniture(text: &Text, lines: &[Line]) -> Vec<bool> {
    let numbers: Vec<bool> =
        lines.iter().map(|line| page_number(&text.squeezed(line.start, line.end)).is_some()).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let beside = |at: usize| {
        at.checked_sub(1).is_some_and(|before| numbers[before]) || numbers.get(at + 1) == Some(&true)
    };
    for (at, line) in lines.iter().enumerate() {
        if beside(at) && line.end - line.start <= MAX_HEAD {
            *seen.entry(text.squeezed(line.start, line.end)).or_default() += 1;
        }
    }
    (0..lines.len())
        .map(|at| {
            let line = &lines[at];
            numbers[at]
                || (beside(at)
                    && (seen.get(&text.squeezed(line.start, line.end)).is_some_and(|count| *count >= 2)
                        || is_running_head(text, lines, at)))
        })
        .collect()
}

/// A head that stands once: below a page number, with the number of a document, closed by no stop and set off below.
fn is_running_head(text: &Text, lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    let chars = &text.chars()[line.start..line.end];
    let numbered = chars.windows(2).any(|pair| pair[0] == '/' && pair[1].is_uppercase());
    let set_off = lines.get(at + 1).is_some_and(|next| next.after_blank);
    at > 0
        && numbered
        && set_off
        && chars[0].is_uppercase()
        && chars.len() <= MAX_HEAD
        && !matches!(chars[chars.len() - 1], '.' | ';' | ':' | ',')
}

/// "2", "- 2 -", "Trang 2", "Trang 2/3".
pub(super) fn page_number(line: &str) -> Option<PageNumber> {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|'));
    let lower = bare.to_lowercase();
    let (named, digits) = match lower.strip_prefix("trang") {
        Some(rest) => (true, rest.trim().trim_start_matches("số").trim()),
        None => (false, lower.as_str()),
    };
    let mut parts = digits.splitn(2, '/').map(str::trim);
    let number = |part: &str| {
        let whole = !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        whole.then(|| part.parse::<u32>().ok()).flatten().filter(|number| *number > 0)
    };
    let page = number(parts.next()?)?;
    let of = match parts.next() {
        Some(part) => Some(number(part).filter(|of| *of >= page)?),
        None => None,
    };
    // "2/3" alone on a line is a date or a fraction as well.
    (named || of.is_none()).then_some(PageNumber { page, of, named })
}

/// Whether the numbers follow upon each other; lone figures count only where all of them do so in order.
pub(super) fn pages(text: &Text, lines: &[Line]) -> Pages {
    let numbers: Vec<(usize, PageNumber)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, page_number(&text.squeezed(line.start, line.end))?)))
        .collect();
    let rising = numbers.windows(2).all(|pair| pair[0].1.page < pair[1].1.page);
    let (Some((first_at, first)), Some((last_at, last)), true) = (numbers.first(), numbers.last(), rising)
    else {
        return Pages::default();
    };
    let named = numbers.iter().all(|(_, number)| number.named);
    let missing = numbers
        .windows(2)
        .find(|pair| pair[1].1.page > pair[0].1.page + 1)
        .filter(|_| named || first.page <= 2)
        .map(|pair| lines[pair[1].0].start);
    // Decree 30 numbers a page in its top margin, from the second on.
    let headless =
        (*first_at == 0 && first.page > 1 || named && first.page > 2).then(|| lines[*first_at].start);
    let at_the_end = *last_at + 1 == lines.len();
    Pages { gap: headless.or(missing), more_to_come: at_the_end && last.of.is_some_and(|of| of > last.page) }
}
