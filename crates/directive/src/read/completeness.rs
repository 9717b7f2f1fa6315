//! Whether a letter looks whole. A letter without header or signature may be; one that stops in a sentence is not.
use super::header::Frame;
use super::layout::{Marker, Pages, Paragraph, is_capitals};
use super::outline::Outline;
use super::text::{Text, spells_any};

/// Where the letter looks cut, if it does.
pub(super) fn cut_at(
    text: &Text,
    paragraphs: &[Paragraph],
    pages: &Pages,
    frame: &Frame,
    outline: &Outline,
) -> Option<usize> {
    let first = paragraphs.first()?;
    // A page number below the last words says nothing about them.
    let last = paragraphs.iter().rev().find(|paragraph| !paragraph.furniture)?;
    let whole = frame.opened && frame.closed;
    if let Some(at) = marked_cut(text, paragraphs, whole).or(pages.gap) {
        return Some(at);
    }
    // A text that begins in a sentence, or with its second section.
    let opening = text.chars()[first.start];
    if opening.is_lowercase() && first.marker.is_none() || opening == '…' {
        return Some(first.from);
    }
    let section = paragraphs.iter().find_map(|paragraph| match paragraph.marker {
        Some(Marker::Number(number)) => Some((number, paragraph.from)),
        _ => None,
    });
    // Behind a head or a salutation the beginning is there, whatever provision of a law is quoted first.
    let begun = frame.opened || !frame.addressed.is_empty();
    if let Some((number, at)) = section
        && number > 1
        && !begun
    {
        return Some(at);
    }
    if let Some(at) = later_part(text, paragraphs).filter(|_| !begun) {
        return Some(at);
    }
    if frame.closed {
        return None;
    }
    // With a header and nothing at the end, the end is missing; so it is after a list was announced and not given.
    if frame.opened || outline.dangling || pages.more_to_come || ends_in_its_list(paragraphs, frame) {
        return Some(last.end);
    }
    let closing = text.chars()[last.end - 1];
    let tokens = text.tokens_in(last.start, last.end);
    let finished = matches!(closing, '.' | '!' | '”' | '"' | ')' | '/')
        || spells_any(tokens, 0, &["email", "điện thoại", "đt", "địa chỉ", "fax"]) > 0
        || is_capitals(&text.chars()[last.start..last.end]) && paragraphs.len() > 1 && last.marker.is_none()
        || ends_in_a_contact(text, last.end);
    let trailing_off = text.chars()[last.start..last.end].ends_with(&['.', '.']) || closing == '…';
    (!finished || trailing_off).then_some(last.end)
}

/// The first part of a text, where it is the second or a later one: "II.", and as its first words "b)" or "iii)".
fn later_part(text: &Text, paragraphs: &[Paragraph]) -> Option<usize> {
    let label = |paragraph: &Paragraph| {
        let label = text.plain(paragraph.from, paragraph.start);
        label.trim().trim_end_matches([')', '.', '/']).to_owned()
    };
    let roman = paragraphs.iter().find(|paragraph| paragraph.marker == Some(Marker::Roman));
    let roman = roman.filter(|paragraph| label(paragraph) != "I");
    let first = paragraphs.iter().find(|paragraph| !paragraph.furniture);
    let lettered = first.filter(|paragraph| {
        paragraph.marker == Some(Marker::Letter) && !matches!(label(paragraph).as_str(), "a" | "i")
    });
    lettered.or(roman).map(|paragraph| paragraph.from)
}

/// Whether a text without head or foot ends on a point of its list and not on a word to everybody: what closes it is
/// missing.
fn ends_in_its_list(paragraphs: &[Paragraph], frame: &Frame) -> bool {
    let last = paragraphs.iter().rev().find(|paragraph| !paragraph.furniture);
    let listed = last.is_some_and(|paragraph| paragraph.marker.is_some());
    listed && !frame.addressed.is_empty()
}

/// "[…]", "(còn tiếp)", "(mất trang)" on a line of its own. Between a head and a signature dots without brackets only leave
/// out what a law says.
fn marked_cut(text: &Text, paragraphs: &[Paragraph], whole: bool) -> Option<usize> {
    paragraphs.iter().find_map(|paragraph| {
        let bare = text.chars()[paragraph.start] != '[' && text.chars()[paragraph.start] != '(';
        let words: String = text
            .plain(paragraph.start, paragraph.end)
            .chars()
            .filter(|c| !matches!(c, '[' | ']' | '(' | ')' | ' ' | '-'))
            .collect();
        let marked = matches!(
            words.to_lowercase().as_str(),
            "…" | "..." | "....." | "còntiếp" | "còntiếp..." | "mấttrang" | "bịcắt"
        );
        let dots = words.chars().all(|c| matches!(c, '.' | '…'));
        (marked && !(whole && bare && dots)).then_some(paragraph.from)
    })
}

fn ends_in_a_contact(text: &Text, end: usize) -> bool {
    let word: Vec<char> =
        text.chars()[..end].iter().rev().take_while(|c| !c.is_whitespace()).copied().collect();
    word.contains(&'@')
        || (word.len() >= 6 && word.iter().filter(|c| c.is_ascii_digit()).count() * 3 >= word.len() * 2)
}
