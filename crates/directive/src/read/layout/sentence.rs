//! From paragraphs to sentences.
use super::super::text::{Text, is_blank};
use super::Paragraph;

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 22] = [
    "tp", "tx", "tt", "ts", "ths", "pgs", "gs", "ks", "bs", "v", "vv", "kt", "tl", "tm", "tuq", "q", "đt",
    "mr", "ms", "st", "stt", "p",
];

/// The sentences of a paragraph, as trimmed spans. Semicolons join; full stops, question and exclamation marks part.
pub(in crate::read) fn sentences(text: &Text, paragraph: &Paragraph) -> Vec<(usize, usize)> {
    let chars = text.chars();
    let mut found = Vec::new();
    let mut start = paragraph.start;
    let mut at = paragraph.start;
    while at < paragraph.end {
        if matches!(chars[at], '.' | '!' | '?') {
            let mut stop = at + 1;
            // "./.", "...", and a closing quote or bracket belong to the sentence.
            while stop < paragraph.end && matches!(chars[stop], '.' | '/' | '!' | '?' | '”' | '"' | ')' | '»')
            {
                stop += 1;
            }
            if ends_a_sentence(chars, start, at, stop, paragraph.end) {
                found.push(text.trim(start, stop));
                start = stop;
            }
            at = stop;
        } else {
            at += 1;
        }
    }
    found.push(text.trim(start, paragraph.end));
    found.retain(|(start, end)| start < end);
    found
}

fn ends_a_sentence(chars: &[char], start: usize, stop_sign: usize, stop: usize, end: usize) -> bool {
    if stop >= end {
        return true;
    }
    if !is_blank(chars[stop]) {
        // "cố định.Đảm bảo": the space was forgotten; but "Q.Bình Thạnh", "solaichau@mic.gov.vn".
        let before_small =
            stop_sign >= start + 4 && chars[stop_sign - 3..stop_sign].iter().all(|c| c.is_lowercase());
        return stop == stop_sign + 1
            && before_small
            && chars[stop].is_uppercase()
            && !is_abbreviation(chars, start, stop_sign);
    }
    let Some(next) = chars[stop..end].iter().find(|c| !is_blank(**c)) else {
        return true;
    };
    (next.is_uppercase() || next.is_ascii_digit() || matches!(next, '"' | '“' | '(' | '-' | '+'))
        && !is_abbreviation(chars, start, stop_sign)
}

fn is_abbreviation(chars: &[char], start: usize, stop_sign: usize) -> bool {
    let word: String = chars[start..stop_sign]
        .iter()
        .rev()
        .take_while(|c| c.is_alphabetic())
        .take(8)
        .flat_map(|c| c.to_lowercase())
        .collect();
    let word: String = word.chars().rev().collect();
    ABBREVIATIONS.contains(&word.as_str())
}
