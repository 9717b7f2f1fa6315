//! The letter's text in normal form C, addressed by character, and its tokens.
//!
//! Everything downstream speaks of character positions, so a span is always an index into this text.
use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::markup::{GONE, plain};

/// The NFC text with its tokens.
pub(super) struct Text {
    /// As it was written.
    original: Vec<char>,
    /// Without mark-up, character by character.
    chars: Vec<char>,
    tokens: Vec<Token>,
    /// Where a word was broken, by a dash and the end of a line or by a place where one might be: no part of it.
    joints: Vec<Range<usize>>,
}

/// A word, a number, or one sign. White space separates tokens and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
    /// In small letters, the tone where newer spelling has it ("hòa", "ủy"), "ko" as "không".
    pub lower: String,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it is a word of several letters, all of them capitals.
    pub tall: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Number,
    Sign(char),
}

impl Text {
    pub(super) fn new(raw: &str) -> Self {
        let original: Vec<char> = raw.nfc().collect();
        let chars = plain(&original);
        let (tokens, joints) = tokenize(&chars);
        Self { original, chars, tokens, joints }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn original(&self) -> &[char] {
        &self.original
    }

    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens that lie within `[start, end)`.
    pub(super) fn tokens_in(&self, start: usize, end: usize) -> &[Token] {
        &self.tokens[self.token_range(start, end)]
    }

    /// The positions of those tokens.
    pub(super) fn token_range(&self, start: usize, end: usize) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.start < start);
        let last = self.tokens.partition_point(|token| token.end <= end);
        first..last.max(first)
    }

    pub(super) fn quote(&self, start: usize, end: usize) -> String {
        self.original[start..end].iter().collect()
    }

    /// The words without mark-up: to look into, never to quote.
    pub(super) fn plain(&self, start: usize, end: usize) -> String {
        self.chars[start..end].iter().filter(|c| **c != GONE).collect()
    }

    /// The quote with runs of white space as one space and broken words whole: for names and values, never for quotes.
    pub(super) fn squeezed(&self, start: usize, end: usize) -> String {
        let first = self.joints.partition_point(|joint| joint.end <= start);
        let mut out = String::new();
        let mut from = start;
        for joint in self.joints[first..].iter().take_while(|joint| joint.end <= end) {
            out.push_str(&self.plain(from, joint.start.max(from)));
            from = joint.end;
        }
        out.push_str(&self.plain(from, end));
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `[start, end)` without the white space at its ends.
    pub(super) fn trim(&self, mut start: usize, mut end: usize) -> (usize, usize) {
        while start < end && is_blank(self.chars[start]) {
            start += 1;
        }
        while end > start && is_blank(self.chars[end - 1]) {
            end -= 1;
        }
        (start, end)
    }
}

/// White space, also of the kinds that take no room, and the raised figure that marks a note.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
        || matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Whether a character is a part of a word or a number.
pub(super) fn is_written(c: char) -> bool {
    c.is_alphanumeric() && !is_blank(c)
}

/// Longest word that is put together over the ends of lines, in characters.
const MAX_BROKEN: usize = 40;

/// Where a word goes on that ends at `at`: behind a place where it may be broken, or behind a dash at the end of a line
/// that breaks it.
fn goes_on(chars: &[char], start: usize, at: usize) -> Option<usize> {
    let blanks = |from: usize| chars.get(from..).unwrap_or_default().iter().take(MAX_BROKEN);
    let next = match chars.get(at)? {
        '\u{ad}' => at + 1 + blanks(at + 1).take_while(|c| matches!(c, '\n' | '\r')).count(),
        '-' | '\u{2010}' => {
            let next = at + 1 + blanks(at + 1).take_while(|c| is_blank(**c)).count();
            let is_line_end = chars.get(at + 1).is_some_and(|c| matches!(c, '\n' | '\r'));
            // A blank line ends more than a line.
            if !is_line_end || chars[at + 1..next].iter().filter(|c| **c == '\n').count() > 1 {
                return None;
            }
            next
        }
        _ => return None,
    };
    let after: String =
        chars.get(next..)?.iter().take(MAX_BROKEN).take_while(|c| c.is_alphabetic()).collect();
    if after.is_empty() || at - start > MAX_BROKEN {
        return None;
    }
    let before: String = chars[start..at].iter().filter(|c| c.is_alphabetic()).collect();
    (chars[at] == '\u{ad}' || intake::breaks_a_word(&before, &after)).then_some(next)
}

fn tokenize(chars: &[char]) -> (Vec<Token>, Vec<Range<usize>>) {
    let mut tokens = Vec::with_capacity(chars.len() / 4);
    let mut joints: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let first = chars[at];
        if is_blank(first) {
            at += 1;
            continue;
        }
        let start = at;
        let kind = if first.is_ascii_digit() {
            at = run(chars, at, |c| c.is_ascii_digit());
            TokenKind::Number
        } else if first.is_alphabetic() {
            at = run(chars, at, char::is_alphabetic);
            while let Some(next) = goes_on(chars, start, at) {
                joints.push(at..next);
                at = run(chars, next, char::is_alphabetic);
            }
            TokenKind::Word
        } else {
            at += 1;
            TokenKind::Sign(first)
        };
        let broken = joints.last().is_some_and(|joint| joint.start > start);
        let letters: Cow<'_, [char]> = if broken {
            chars[start..at].iter().copied().filter(|c| c.is_alphabetic()).collect()
        } else {
            Cow::Borrowed(&chars[start..at])
        };
        tokens.push(Token {
            kind,
            start,
            end: at,
            lower: folded(&letters),
            capital: first.is_uppercase(),
            tall: letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()),
        });
    }
    (tokens, joints)
}

/// The word as the lexicon spells it.
fn folded(word: &[char]) -> String {
    let mut lower: Vec<char> = word.iter().flat_map(|c| c.to_lowercase()).collect();
    if lower == ['k', 'o'] {
        return "không".to_owned();
    }
    // "hoà", "uỷ": the older place of the tone, unless "qu" is the consonant ("quý").
    if let [before @ .., first, second] = lower.as_mut_slice()
        && before.last() != Some(&'q')
    {
        const PAIRS: [(char, &str, &str); 3] =
            [('o', "àảãáạ", "òỏõóọ"), ('o', "èẻẽéẹ", "òỏõóọ"), ('u', "ỳỷỹýỵ", "ùủũúụ")];
        for (vowel, marked, moved) in PAIRS {
            if *first == vowel
                && let Some(tone) = marked.chars().position(|c| c == *second)
                && let Some(toned) = moved.chars().nth(tone)
            {
                *second = match marked.chars().next() {
                    Some('à') => 'a',
                    Some('è') => 'e',
                    _ => 'y',
                };
                *first = toned;
                break;
            }
        }
    }
    lower.into_iter().collect()
}

fn run(chars: &[char], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|c| !belongs(*c)).map_or(chars.len(), |count| from + count)
}

impl Token {
    pub(super) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == TokenKind::Sign(sign)
    }

    /// The number's value, if it is a number of at most `digits` digits.
    pub(super) fn number(&self, digits: usize) -> Option<u32> {
        if self.kind == TokenKind::Number && self.end - self.start <= digits {
            self.lower.parse().ok()
        } else {
            None
        }
    }
}

/// How many tokens at `at` spell `phrase` (words in small letters, separated by spaces); 0 when they don't.
pub(super) fn spells(tokens: &[Token], at: usize, phrase: &str) -> usize {
    // Nearly every look-up fails on its first letter: this is the hot path of the whole reader.
    if tokens.get(at).is_none_or(|token| token.lower.as_bytes().first() != phrase.as_bytes().first()) {
        return 0;
    }
    let mut count = 0;
    for word in phrase.split(' ') {
        match tokens.get(at + count) {
            Some(token) if token.lower == word => count += 1,
            _ => return 0,
        }
    }
    count
}

/// The longest of `phrases` that stands at `at`, as a count of tokens; 0 for none.
pub(super) fn spells_any(tokens: &[Token], at: usize, phrases: &[&str]) -> usize {
    phrases.iter().map(|phrase| spells(tokens, at, phrase)).max().unwrap_or(0)
}
