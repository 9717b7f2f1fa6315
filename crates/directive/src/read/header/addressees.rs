//! "Kính gửi" and the names after it.
use super::super::layout::{Marker, Paragraph};
use super::super::name::{full_names, is_full_name, name_at, starts_name};
use super::super::text::{Text, Token, spells_any};
use super::super::{MAX_ADDRESSEE_CHARS, MAX_NAME_CHARS};
use super::{Frame, HEADER_REACH, opens_telegram, tokens_of};

/// Finds the addressees; the body begins behind them.
pub(super) fn addressees(text: &Text, paragraphs: &[Paragraph], frame: &mut Frame) {
    let head = &paragraphs[..paragraphs.len().min(HEADER_REACH + 10)];
    let opens =
        |test: fn(&[Token]) -> bool| head.iter().position(|paragraph| test(tokens_of(text, paragraph)));
    let (letter, telegram) = (opens(is_salutation), opens(opens_telegram));
    // "… điện:" and below its list "Đồng kính gửi:".
    let copied = letter.is_some_and(|at| is_copied(tokens_of(text, &head[at])));
    let opener = if copied { telegram.into_iter().chain(letter).min() } else { letter.or(telegram) };
    let Some(opener) = opener else { return };
    let first = &paragraphs[opener];
    let after = after_salutation(text, first);
    let mut names = names_in(text, after, first.end);
    let mut next = opener + 1;
    let (mut copied, mut names_from) = (false, after);
    let mut open = names.is_empty() || ends_with(text, first, ';') || ends_with(text, first, ',');
    let dashed = paragraphs.get(next).and_then(|paragraph| paragraph.marker);
    while let Some(paragraph) = paragraphs.get(next) {
        let listed = match (dashed, paragraph.marker) {
            (
                Some(Marker::Dash | Marker::Plus | Marker::Star),
                Some(Marker::Dash | Marker::Plus | Marker::Star),
            ) => open || !paragraph.after_blank,
            (Some(Marker::Number(_)), Some(Marker::Number(_))) => open,
            (None, None) => {
                !opens_the_body(text, paragraph)
                    && ((open && (names.is_empty() || !paragraph.after_blank))
                        || is_another_name(text, paragraph, &paragraphs[next - 1]))
            }
            _ => false,
        };
        let more = is_salutation(tokens_of(text, paragraph));
        if !(listed || more) || paragraph.furniture {
            break;
        }
        let start = if more { after_salutation(text, paragraph) } else { paragraph.start };
        copied |= more && is_copied(tokens_of(text, paragraph));
        let before = names_from;
        names_from = start;
        if copied && is_for_information(text, paragraph) && !more {
            // Who is told of the letter has nothing to do by it.
        } else if !more
            && ends_with(text, &paragraphs[next - 1], ',')
            && text.plain(before, paragraphs[next - 1].end).contains(':')
            && is_no_name(&text.plain(start, paragraph.end))
        {
            // "- … các tỉnh: Gia Lai," and below it "- Đắk Lắk;": one name, broken by a slip.
            names.truncate(
                names.len() - names_in(text, before, paragraphs[next - 1].end).len().min(names.len()),
            );
            names.extend(names_in(text, before, paragraph.end));
            names_from = before;
        } else {
            names.extend(names_in(text, start, paragraph.end));
        }
        // A list closes with a full stop, or with a last line that no longer ends in a semicolon.
        open = [';', ',', ':'].into_iter().any(|sign| ends_with(text, paragraph, sign));
        next += 1;
        // "Đồng kính gửi:" may stand behind the full stop that closes the list.
        let goes_on = paragraphs.get(next).is_some_and(|next| {
            let tokens = tokens_of(text, next);
            let listed = next.marker == paragraph.marker && next.marker == Some(Marker::Dash);
            is_copied(tokens)
                || listed
                    && !next.after_blank
                    && name_at(tokens, 0).is_some_and(|name| name.predicate + 1 >= tokens.len())
        });
        open |= goes_on;
        if ends_with(text, paragraph, '.') && !goes_on {
            break;
        }
    }
    frame.addressees = within_limits(names);
    frame.addressed = opener..next;
    frame.body = next;
}

fn ends_with(text: &Text, paragraph: &Paragraph, sign: char) -> bool {
    text.chars()[paragraph.end - 1] == sign
}

/// Drops what is too long for a name, and names beyond the room all of them have.
fn within_limits(mut names: Vec<String>) -> Vec<String> {
    let mut room = MAX_ADDRESSEE_CHARS;
    names.retain(|name| {
        let length = name.chars().count();
        let fits = length <= MAX_NAME_CHARS.min(room);
        room -= if fits { length } else { 0 };
        fits
    });
    names
}

/// "Thực hiện Công văn số …", "Để chủ động …": the first words of a body, which no name has. A letter without blank lines
/// has nothing else between.
fn opens_the_body(text: &Text, paragraph: &Paragraph) -> bool {
    let openers =
        ["thực hiện", "căn cứ", "để", "nhằm", "theo", "triển khai", "tiếp theo", "trên cơ sở", "xét", "qua"];
    spells_any(tokens_of(text, paragraph), 0, &openers) > 0
}

/// A name on a line of its own under the first, with nothing to part them.
fn is_another_name(text: &Text, paragraph: &Paragraph, before: &Paragraph) -> bool {
    let tokens = tokens_of(text, paragraph);
    let ends =
        |paragraph: &Paragraph, signs: &[char]| signs.iter().any(|sign| ends_with(text, paragraph, *sign));
    !paragraph.after_blank
        && tokens.len() <= 20
        && tokens.first().is_some_and(|token| token.capital)
        && is_full_name(tokens, 0)
        && !ends(before, &['.', ':'])
        && !ends(paragraph, &[':'])
        && name_at(tokens, 0).is_some_and(|name| name.predicate >= tokens.len())
}

/// "Đồng kính gửi".
fn is_copied(tokens: &[Token]) -> bool {
    spells_any(tokens, 0, &["đồng kính gửi", "đồng gửi"]) > 0
}

/// "(để báo cáo)" behind a name.
fn is_for_information(text: &Text, paragraph: &Paragraph) -> bool {
    let line = text.squeezed(paragraph.start, paragraph.end).to_lowercase();
    ["để báo cáo", "để b/c", "(b/c", "để biết", "để lãnh đạo", "để chỉ đạo"]
        .iter()
        .any(|note| line.contains(note))
}

fn is_salutation(tokens: &[Token]) -> bool {
    spells_any(tokens, 0, &["kính gửi", "đồng kính gửi", "kính gởi", "đồng gửi"]) > 0
}

/// Where the names of a line begin that opens with "Kính gửi:", "Đồng kính gửi", "… điện:".
fn after_salutation(text: &Text, paragraph: &Paragraph) -> usize {
    let tokens = tokens_of(text, paragraph);
    if let Some(colon) = tokens.iter().take(24).find(|token| token.is_sign(':')) {
        return colon.end;
    }
    let words = spells_any(tokens, 0, &["kính gửi", "đồng kính gửi", "kính gởi", "đồng gửi"]);
    words.checked_sub(1).map_or(paragraph.start, |last| tokens[last].end)
}

/// What semicolons part; "các tỉnh: Khánh Hòa; Đắk Lắk" stays one, as its places are no names by themselves.
fn parts(names: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in names.split(';') {
        match parts.last_mut() {
            Some(before) if before.contains(':') && is_no_name(part) => {
                before.push(';');
                before.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts
}

/// A place and the like, which nobody is by that name alone.
fn is_no_name(part: &str) -> bool {
    let text = Text::new(part);
    let tokens = text.tokens();
    tokens.first().is_some_and(|token| token.capital && token.is_word()) && !starts_name(tokens, 0)
}

/// The names between semicolons and between commas that part full names, without what closes them.
fn names_in(text: &Text, start: usize, end: usize) -> Vec<String> {
    const NOTES: [&str; 7] =
        ["(để báo cáo)", "(để b/c)", "(b/c)", "(để phối hợp)", "(p/h)", "(để thực hiện)", "(để biết)"];
    let mut names = Vec::new();
    for part in parts(&text.plain(start, end)) {
        let mut name = part.split_whitespace().collect::<Vec<_>>().join(" ");
        for note in NOTES {
            if let Some(bare) = name.strip_suffix(note) {
                name = bare.trim_end().to_owned();
            }
        }
        let name = name
            .trim_start_matches(['-', '–', '+', '•', '*', ' '])
            .trim_end_matches(['.', ',', ';', ':', '/', ' ']);
        if name.chars().any(char::is_alphabetic) {
            names.extend(full_names(name));
        }
    }
    names
}
