//! Letters typed before Unicode: TCVN3 (TCVN 5712:1993, the fonts named `.VnTime`) and VNI for Windows (`VNI-Times`).
//!
//! Both put Vietnamese letters on the codes of Latin-1, so a file holds them as bytes, and a docx or a pdf gives the
//! same codes as characters up to U+00FF. Which of the two it is, the words tell: the code in which the commonest
//! syllables of official letters appear. TCVN3 has no codes for capitals with a tone; they were typed small and shown
//! tall by a second font, and are made capitals again where the word around them is in capitals.
use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Grave, hook, tilde, acute, dot below: the order of both codes.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
/// Syllables every official letter has; fewer than [`ENOUGH`] of them are no letter in that code.
const SYLLABLES: [&str; 24] = [
    "của", "các", "và", "ngày", "tháng", "năm", "việc", "gửi", "bộ", "sở", "thông", "báo", "bảo", "đảm",
    "đề", "nghị", "thực", "hiện", "kính", "tỉnh", "được", "không", "số", "yêu",
];
const ENOUGH: usize = 3;

/// A code of one or two units for each letter.
struct Code {
    letters: HashMap<(u8, Option<u8>), char>,
    capitals_typed_small: bool,
}

static TCVN3: LazyLock<Code> = LazyLock::new(|| {
    // The five tones of each vowel, one code each; none is regular, 0xDA and the like stay with the C1 quotes.
    const TONED: [(char, [u8; 5]); 12] = [
        ('a', [0xB5, 0xB6, 0xB7, 0xB8, 0xB9]),
        ('ă', [0xBB, 0xBC, 0xBD, 0xBE, 0xC6]),
        ('â', [0xC7, 0xC8, 0xC9, 0xCA, 0xCB]),
        ('e', [0xCC, 0xCE, 0xCF, 0xD0, 0xD1]),
        ('ê', [0xD2, 0xD3, 0xD4, 0xD5, 0xD6]),
        ('i', [0xD7, 0xD8, 0xDC, 0xDD, 0xDE]),
        ('o', [0xDF, 0xE1, 0xE2, 0xE3, 0xE4]),
        ('ô', [0xE5, 0xE6, 0xE7, 0xE8, 0xE9]),
        ('ơ', [0xEA, 0xEB, 0xEC, 0xED, 0xEE]),
        ('u', [0xEF, 0xF1, 0xF2, 0xF3, 0xF4]),
        ('ư', [0xF5, 0xF6, 0xF7, 0xF8, 0xF9]),
        ('y', [0xFA, 0xFB, 0xFC, 0xFD, 0xFE]),
    ];
    let mut letters = HashMap::new();
    for (vowel, codes) in TONED {
        for (tone, code) in TONES.iter().zip(codes) {
            letters.insert((code, None), composed(vowel, *tone));
        }
    }
    for (letter, code) in "ĂÂÊÔƠƯĐăâêôơưđ".chars().zip(0xA1..) {
        letters.insert((code, None), letter);
    }
    Code { letters, capitals_typed_small: true }
});

static VNI: LazyLock<Code> = LazyLock::new(|| {
    // The mark of a tone stands behind its vowel; â ê ô and ă have a mark for roof or breve and tone together.
    const PLAIN: [u8; 5] = [0xF8, 0xFB, 0xF5, 0xF9, 0xEF];
    const ROOF: [u8; 5] = [0xE0, 0xE5, 0xE3, 0xE1, 0xE4];
    const BREVE: [u8; 5] = [0xE8, 0xFA, 0xFC, 0xE9, 0xEB];
    const I: [u8; 5] = [0xEC, 0xE6, 0xF3, 0xED, 0xF2];
    let mut small: Vec<((u8, Option<u8>), char)> = vec![
        ((0xF4, None), 'ơ'),
        ((0xF6, None), 'ư'),
        ((0xF1, None), 'đ'),
        ((0xEE, None), 'ỵ'),
        ((b'a', Some(0xEA)), 'ă'),
        ((b'a', Some(0xE2)), 'â'),
        ((b'e', Some(0xE2)), 'ê'),
        ((b'o', Some(0xE2)), 'ô'),
    ];
    small.extend(I.iter().zip(TONES).map(|(code, tone)| ((*code, None), composed('i', tone))));
    for (vowel, base, marks) in [
        ('a', b'a', PLAIN),
        ('e', b'e', PLAIN),
        ('o', b'o', PLAIN),
        ('u', b'u', PLAIN),
        ('y', b'y', PLAIN),
        ('ơ', 0xF4, PLAIN),
        ('ư', 0xF6, PLAIN),
        ('â', b'a', ROOF),
        ('ê', b'e', ROOF),
        ('ô', b'o', ROOF),
        ('ă', b'a', BREVE),
    ] {
        small
            .extend(marks.iter().zip(TONES).map(|(mark, tone)| ((base, Some(*mark)), composed(vowel, tone))));
    }
    let mut letters = HashMap::new();
    for ((base, mark), letter) in small {
        // A capital's codes lie 0x20 lower, its mark may be typed either way.
        let capital = letter.to_uppercase().next().unwrap_or(letter);
        letters.insert((base, mark), letter);
        letters.insert((base - 0x20, mark.map(|mark| mark - 0x20)), capital);
        letters.entry((base - 0x20, mark)).or_insert(capital);
    }
    Code { letters, capitals_typed_small: false }
});

fn composed(vowel: char, tone: char) -> char {
    [vowel, tone].into_iter().nfc().next().unwrap_or(vowel)
}

/// The text of these bytes if they are a letter in one of the old codes.
pub fn of_bytes(bytes: &[u8]) -> Option<String> {
    best(bytes, 0)
}

/// The text of this one if it holds the codes of an old font as characters.
pub fn of_text(text: &str) -> Option<String> {
    // A letter of Unicode Vietnamese lies beyond Latin-1; the signs an editor puts in do not count.
    let latin = |c: char| (c as u32) < 0x100 || matches!(c, '\u{2010}'..='\u{2026}' | '\u{feff}');
    let coded = text.chars().filter(|c| (0xA1..0x100).contains(&(*c as u32))).count();
    if coded < ENOUGH || !text.chars().all(latin) {
        return None;
    }
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' => b'-',
            '\u{2018}' | '\u{2019}' => b'\'',
            '\u{201c}' | '\u{201d}' => b'"',
            c => u8::try_from(c as u32).unwrap_or(b' '),
        })
        .collect();
    best(&bytes, syllables(text))
}

/// The decoding in which most of the commonest syllables stand, if they are more than `already`.
fn best(bytes: &[u8], already: usize) -> Option<String> {
    [&*TCVN3, &*VNI]
        .into_iter()
        .filter_map(|code| code.decode(bytes))
        .map(|text| (syllables(&text), text))
        .filter(|(count, _)| *count >= ENOUGH && *count > already)
        .max_by_key(|(count, _)| *count)
        .map(|(_, text)| text)
}

/// The same in each old code, whatever it makes of it: for looking at a text whose font nobody tells. Empty where the
/// text has letters beyond Latin-1 or none of those that the codes use.
pub fn guesses(text: &str) -> Vec<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c as u32).ok()).collect();
    let coded = |bytes: &Vec<u8>| bytes.iter().any(|byte| *byte > 0xA0);
    let Some(bytes) = bytes.filter(coded) else { return Vec::new() };
    [&*TCVN3, &*VNI].into_iter().filter_map(|code| code.decode(&bytes)).collect()
}

fn syllables(text: &str) -> usize {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_ascii())
        .filter(|word| SYLLABLES.contains(&word.to_lowercase().as_str()))
        .count()
}

impl Code {
    /// The text, unless more than one code in sixteen is none of its letters.
    fn decode(&self, bytes: &[u8]) -> Option<String> {
        let (mut text, mut strange, mut coded) = (String::with_capacity(bytes.len() * 2), 0, 0);
        let mut at = 0;
        while at < bytes.len() {
            let first = bytes[at];
            let pair = bytes.get(at + 1).and_then(|second| self.letters.get(&(first, Some(*second))));
            if let Some(letter) = pair {
                text.push(*letter);
                coded += 1;
                at += 2;
                continue;
            }
            match self.letters.get(&(first, None)) {
                Some(letter) => {
                    text.push(*letter);
                    coded += 1;
                }
                None if first.is_ascii() => text.push(char::from(first)),
                // Signs of Windows-1252 that both fonts left in their place.
                None => match first {
                    0x85 => text.push('…'),
                    0x91 | 0x92 => text.push('’'),
                    0x93 => text.push('“'),
                    0x94 => text.push('”'),
                    0x96 | 0x97 => text.push('–'),
                    0xA0 => text.push('\u{a0}'),
                    _ => {
                        text.push('\u{fffd}');
                        strange += 1;
                    }
                },
            }
            at += 1;
        }
        if strange * 16 > coded {
            return None;
        }
        Some(if self.capitals_typed_small { with_capitals(&text) } else { text })
    }
}

/// Words in capitals whose toned letters were typed small, in capitals throughout. One letter in front decides nothing
/// by itself ("Xã"): then the words beside it do.
fn with_capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut words: Vec<&str> = Vec::new();
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let alike = |c: char| c.is_alphabetic() == first.is_alphabetic();
            let end = rest.find(|c: char| !alike(c)).unwrap_or(rest.len());
            words.push(&rest[..end]);
            rest = &rest[end..];
        }
        let plain = |word: &str, test: fn(&char) -> bool| word.chars().filter(test).count();
        let shape = |word: &str| {
            (plain(word, char::is_ascii_lowercase), plain(word, |c| c.is_uppercase()), word.chars().count())
        };
        let tall = |word: &str| matches!(shape(word), (0, capitals, _) if capitals >= 2);
        for (at, word) in words.iter().enumerate() {
            let beside = |back: bool| {
                let other = if back { at.checked_sub(2) } else { Some(at + 2) };
                other.and_then(|other| words.get(other)).copied()
            };
            let leaning = matches!(shape(word), (0, 1, letters) if letters > 1)
                || matches!(shape(word), (0, 0, _)) && word.chars().all(char::is_alphabetic);
            let neighbours = [beside(true), beside(false)];
            let raise = tall(word)
                || leaning
                    && neighbours.iter().flatten().any(|word| tall(word))
                    && !neighbours.iter().flatten().any(|word| shape(word).0 > 0 && shape(word).2 > 1);
            if raise {
                out.extend(word.chars().flat_map(char::to_uppercase));
            } else {
                out.push_str(word);
            }
        }
    }
    out
}
