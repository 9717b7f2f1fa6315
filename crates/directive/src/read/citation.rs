//! Documents a letter cites, and the numbers they go by: `56/UBND-VX`, `05/CĐ-BTTTT`, `02/2009/CT-BTTTT`, `286-CV/TU`,
//! `3478 /BTTTT-VP`, `49/2010/QH12`.
use std::collections::HashSet;

use super::date::{Reference, date_at};
use super::lexicon::DOCUMENTS;
use super::text::{Text, Token, TokenKind, is_blank, is_written, spells, spells_any};
use crate::letter::{Citation, Relation};

/// A document number: its text without spaces and odd dashes, and the character after it.
pub(super) struct Number {
    pub value: String,
    pub end: usize,
}

/// How far back from a number its kind of document is looked for ("Luật Bảo vệ bí mật nhà nước số …"), in tokens.
const KIND_REACH: usize = 12;
/// Longest document number, in characters.
const MAX_NUMBER: usize = 40;
/// Longest name of an issuer, in tokens.
const MAX_ISSUER: usize = 16;

/// Every citation in `[from, to)`, in order.
pub(super) fn citations(text: &Text, from: usize, to: usize, own_number: Option<&str>) -> Vec<Citation> {
    let range = text.token_range(from, to);
    let tokens = &text.tokens()[range];
    let mut found: Vec<Citation> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(number) = number_at(text, tokens, at) {
            // Each once, where it is first named.
            if own_number != Some(number.value.as_str()) && known.insert(number.value.clone()) {
                found.push(numbered(text, tokens, at, &number));
            }
            at = tokens.partition_point(|token| token.start < number.end).max(at + 1);
        } else if let Some((citation, after)) = dated(text, tokens, at) {
            found.push(citation);
            at = after;
        } else {
            at += 1;
        }
    }
    found
}

/// Reads a document number whose first digits are the token at `at`.
pub(super) fn number_at(text: &Text, tokens: &[Token], at: usize) -> Option<Number> {
    let first = tokens.get(at)?;
    first.number(6)?;
    let chars = text.chars();
    let before = first.start.checked_sub(1).map(|before| chars[before]);
    // "số112/KH-UBND": the space was forgotten.
    let after_word = at > 0 && tokens[at - 1].lower == "số";
    if !after_word && before.is_some_and(|c| matches!(c, '/' | '.' | ',' | '@' | '-') || is_written(c)) {
        return None;
    }
    // "2/UBND các huyện …" at the start of a line is a provision's marker.
    if !after_word
        && chars[..first.start]
            .iter()
            .rev()
            .find(|c| !is_blank(**c) || **c == '\n')
            .is_none_or(|c| *c == '\n')
        && !goes_on_like_a_number(chars, first.end)
    {
        return None;
    }
    let mut end = first.end;
    let mut value: String = first.lower.clone();
    // "3478 /BTTTT-VP": clerks leave room for the number.
    let gap = chars[end..].iter().take(3).take_while(|c| is_blank(**c) && **c != '\n').count();
    if gap > 0 {
        let slash =
            chars.get(end + gap) == Some(&'/') && chars.get(end + gap + 1).is_some_and(|c| c.is_uppercase());
        if !slash {
            return None;
        }
        end += gap;
    }
    while let Some(c) = chars.get(end) {
        if is_written(*c) {
            value.push(*c);
            end += 1;
        } else if let Some((sign, next)) = joint_at(chars, end) {
            value.push(sign);
            end = next;
        } else {
            break;
        }
    }
    is_document_number(&value).then_some(Number { value, end })
}

/// "218/CĐ-TTg" at the start of a line is a document, "2/UBND các huyện" a provision.
fn goes_on_like_a_number(chars: &[char], at: usize) -> bool {
    let word = chars[at..].iter().take_while(|c| !is_blank(**c));
    let rest: String = word.take(MAX_NUMBER).collect();
    rest.starts_with('/') && rest.contains(['-', '–', '‑'])
}

/// A sign inside a number and the position of what follows it: a dash of any kind, with the line break or the space a
/// clerk left beside it ("1733/UBND-\nVX2").
fn joint_at(chars: &[char], at: usize) -> Option<(char, usize)> {
    let sign = match chars[at] {
        '-' | '‐' | '‑' | '‒' | '–' => '-',
        sign @ ('/' | '.' | '&' | '_' | '+') => sign,
        _ => return None,
    };
    let follows = |at: usize| chars.get(at).is_some_and(|c| is_written(*c));
    if follows(at + 1) {
        return Some((sign, at + 1));
    }
    let blanks = chars[at + 1..].iter().take(40).take_while(|c| is_blank(**c)).count();
    let next = at + 1 + blanks;
    let broken = chars[at + 1..next].contains(&'\n') || blanks == 1;
    let abbreviation: Vec<char> =
        chars[next.min(chars.len())..].iter().copied().take_while(|c| is_written(*c)).collect();
    let capitals = abbreviation.iter().take_while(|c| c.is_uppercase() || c.is_ascii_digit()).count();
    // "CT- TTg": a small letter may close an abbreviation.
    let abbreviated = capitals >= 2 && capitals + 1 >= abbreviation.len();
    (matches!(sign, '-' | '&') && broken && abbreviated).then_some((sign, next))
}

/// Digits, then parts of which one is an issuer's abbreviation in capitals.
fn is_document_number(value: &str) -> bool {
    let rest = value.trim_start_matches(|c: char| c.is_ascii_digit());
    // "30a/2008/NQ-CP": a second letter under the same number.
    let rest = rest.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(rest);
    let Some(separator) = rest.chars().next() else {
        return false;
    };
    let slashed = value.contains('/');
    let abbreviated = rest.split(['/', '-', '.', '&', '_', '+']).any(|part| {
        part.chars().filter(|c| c.is_uppercase()).count() >= 2 && !part.chars().any(char::is_lowercase)
    });
    let small = rest.chars().filter(|c| c.is_lowercase()).count();
    matches!(separator, '/' | '-')
        && slashed
        && abbreviated
        && small <= 6
        && value.chars().count() <= MAX_NUMBER
}

fn numbered(text: &Text, tokens: &[Token], at: usize, number: &Number) -> Citation {
    let (kind, start) = kind_before(text, tokens, at);
    let mut end = number.end;
    let mut next = tokens.partition_point(|token| token.start < number.end);
    let mut issued = None;
    if let Some((day, after)) = day_after(tokens, next) {
        issued = day;
        end = tokens[after - 1].end;
        next = after;
    }
    let mut issuer = None;
    if let Some((name, after)) = issuer_after(text, tokens, next) {
        issuer = Some(name);
        end = tokens[after - 1].end;
    }
    Citation {
        kind,
        number: Some(number.value.clone()),
        issued,
        issuer,
        relation: Relation::Mention,
        quote: text.quote(start, end),
        span: [start, end],
    }
}

/// "Công văn của UBND tỉnh ngày 15/01/2018", "Công văn ngày 15/01/2018": cited by its day alone.
fn dated(text: &Text, tokens: &[Token], at: usize) -> Option<(Citation, usize)> {
    let length = DOCUMENTS.at(tokens, at);
    if length == 0 || !tokens[at].capital {
        return None;
    }
    let issuer = issuer_after(text, tokens, at + length);
    let next = issuer.as_ref().map_or(at + length, |(_, after)| *after);
    let (issued, after) = day_after(tokens, next)?;
    let span = [tokens[at].start, tokens[after - 1].end];
    let citation = Citation {
        kind: Some(text.squeezed(tokens[at].start, tokens[at + length - 1].end)),
        number: None,
        issued: Some(issued?),
        issuer: issuer.map(|(name, _)| name),
        relation: Relation::Mention,
        quote: text.quote(span[0], span[1]),
        span,
    };
    Some((citation, after))
}

/// The kind of document in front of a number, and where the citation begins.
fn kind_before(text: &Text, tokens: &[Token], at: usize) -> (Option<String>, usize) {
    let from = at.saturating_sub(KIND_REACH);
    for back in (from..at).rev() {
        if matches!(tokens[back].kind, TokenKind::Sign(';' | '.' | ':')) {
            break;
        }
        let length = DOCUMENTS.at(tokens, back);
        if length == 0 || back + length > at {
            continue;
        }
        // "công điện", not its second word "điện": the longest phrase that ends here begins earlier.
        let start = (back.saturating_sub(3)..back)
            .find(|earlier| *earlier + DOCUMENTS.at(tokens, *earlier) >= back + length)
            .unwrap_or(back);
        let end = if spells_any(tokens, start, &["luật", "bộ luật", "pháp lệnh"]) > 0 {
            tokens[start..at]
                .iter()
                .position(|token| token.lower == "số" || token.is_sign(','))
                .map_or(at, |count| start + count)
        } else {
            start + DOCUMENTS.at(tokens, start)
        };
        let kind = text.squeezed(tokens[start].start, tokens[end - 1].end);
        return (Some(kind), tokens[start].start);
    }
    let start = at - usize::from(at > 0 && tokens[at - 1].lower == "số");
    (None, tokens[start].start)
}

fn day_after(tokens: &[Token], at: usize) -> Option<(Option<String>, usize)> {
    let at = at + usize::from(tokens.get(at).is_some_and(|token| token.is_sign(',') || token.is_sign('(')));
    if spells(tokens, at, "ngày") == 0 {
        return None;
    }
    let (written, after) = date_at(tokens, at)?;
    let day = written.resolve(None, Reference::default()).map(|day| day.to_string());
    Some((day, after))
}

fn issuer_after(text: &Text, tokens: &[Token], at: usize) -> Option<(String, usize)> {
    if spells(tokens, at, "của") == 0 {
        return None;
    }
    let limit = tokens.len().min(at + 1 + MAX_ISSUER);
    let end = (at + 1..limit)
        .find(|next| {
            let token = &tokens[*next];
            matches!(token.kind, TokenKind::Sign(_)) && !token.is_sign('-') && !token.is_sign('&')
                || (matches!(token.lower.as_str(), "và" | "cùng") && DOCUMENTS.at(tokens, next + 1) > 0)
                || matches!(token.lower.as_str(), "về" | "ngày" | "số" | "v" | "tại" | "trong" | "hướng" | "quy" if !token.capital)
                || spells(tokens, *next, "ban hành") > 0
        })
        .unwrap_or(limit);
    (end > at + 1).then(|| (text.squeezed(tokens[at + 1].start, tokens[end - 1].end), end))
}
