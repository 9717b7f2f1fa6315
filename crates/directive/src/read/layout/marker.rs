//! What stands in front of a provision: numbers, letters, dashes, ordinals in words.
use super::super::text::is_blank;

/// What stands in front of a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Marker {
    /// `I.`
    Roman,
    /// `1.` or `2)`: the number.
    Number(u32),
    /// `1.2`, `1.2.3`.
    Decimal,
    /// `(1)` where the letter also has points with bare numbers: part of one of them.
    Bracketed(u32),
    /// `a)`, `ii)`.
    Letter,
    /// `-`, `–`, `•`.
    Dash,
    /// `*`: clerks head groups of dashes with it.
    Star,
    /// `+`.
    Plus,
}

impl Marker {
    /// How deep a provision with this marker usually lies; the smaller holds the greater.
    pub(in crate::read) fn depth(self) -> u8 {
        match self {
            Self::Roman => 0,
            Self::Number(_) => 1,
            Self::Decimal => 2,
            Self::Letter => 3,
            Self::Bracketed(_) => 4,
            Self::Star => 5,
            Self::Dash => 6,
            Self::Plus => 7,
        }
    }

    /// Whether it opens a section rather than a point.
    pub(in crate::read) fn is_section(self) -> bool {
        self.depth() <= 2
    }
}

/// The marker at the start of a line, with the position of the words after it.
pub(super) fn marker_at(chars: &[char], start: usize, end: usize) -> Option<(Marker, usize)> {
    let line = &chars[start..end];
    // '"a) Mỗi doanh nghiệp …': the new wording of a point.
    if matches!(line[0], '"' | '“' | '”' | '«') && line.len() > 1 {
        let (_, words) = marker_at(chars, start + 1, end)?;
        return Some((Marker::Plus, words));
    }
    let (marker, length) =
        dash(line).or_else(|| numbered(line)).or_else(|| lettered(line)).or_else(|| in_words(line))?;
    let words = length + line[length..].iter().take_while(|c| is_blank(**c)).count();
    // A marker with nothing after it marks nothing.
    (words < line.len()).then_some((marker, start + words))
}

fn dash(line: &[char]) -> Option<(Marker, usize)> {
    let marker = match line[0] {
        '-' | '–' | '—' | '−' | '‐' | '‑' | '‒' | '•' | '●' | '▪' | '■' | '□' | '◦' | '○' | '·' | '∙'
        | '‣' | '⁃' | '➢' | '►' | '▶' | '✓' | '✔' | '❖' | '◆' | '♦' | '§' | '→' => {
            Marker::Dash
        }
        // The bullets of Word's symbol fonts.
        '\u{f000}'..='\u{f0ff}' => Marker::Dash,
        '*' => Marker::Star,
        '+' => Marker::Plus,
        _ => return None,
    };
    let second = line.get(1)?;
    // "+84…" and "*MẬT*" are no provisions; "-Tổ chức" is one.
    let open = is_blank(*second) || (marker == Marker::Dash && second.is_alphabetic());
    open.then_some((marker, 1))
}

fn numbered(line: &[char]) -> Option<(Marker, usize)> {
    let bracket = usize::from(line[0] == '(');
    let mut at = bracket;
    let mut parts = 0;
    let mut value = 0;
    loop {
        let digits = line[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if digits == 0 || digits > 2 {
            break;
        }
        value = line[at..at + digits]
            .iter()
            .filter_map(|c| c.to_digit(10))
            .fold(0, |sum, digit| sum * 10 + digit);
        at += digits;
        parts += 1;
        match line.get(at) {
            Some('.') if line.get(at + 1).is_some_and(char::is_ascii_digit) => at += 1,
            _ => break,
        }
    }
    if parts == 0 {
        return None;
    }
    // "1 — Đối với": set off by a long dash.
    let spaced_dash = match (line.get(at), line.get(at + 1), line.get(at + 2)) {
        (Some(' '), Some('–' | '—'), Some(' ')) => bracket == 0 && parts == 1,
        _ => false,
    };
    if spaced_dash {
        return Some((Marker::Number(value), at + 2));
    }
    let closed = matches!(line.get(at), Some('.' | ')' | '/' | '-')) as usize;
    let after = line.get(at + closed)?;
    let spaced = is_blank(*after);
    let marker = match (parts, bracket) {
        (1, 0) => Marker::Number(value),
        (1, _) => Marker::Bracketed(value),
        _ => Marker::Decimal,
    };
    let accepted = match line.get(at) {
        Some('.' | ')') => spaced || after.is_alphabetic(),
        // "13/CT-TTg" at the start of a line is a document.
        Some('/') => spaced || (after.is_uppercase() && !is_abbreviated(&line[at + 1..])),
        Some('-') => spaced && bracket == 0,
        Some(_) => parts > 1 && is_blank(line[at]),
        None => false,
    };
    accepted.then_some((marker, at + closed))
}

/// "CT-TTg", "QĐ-UBND": what a document's number goes on with.
fn is_abbreviated(rest: &[char]) -> bool {
    let word: Vec<char> = rest.iter().copied().take_while(|c| !is_blank(*c)).collect();
    let capitals = word.iter().take_while(|c| c.is_uppercase()).count();
    capitals >= 2 && matches!(word.get(capitals), Some('-' | '–' | '‑'))
}

fn lettered(line: &[char]) -> Option<(Marker, usize)> {
    let roman = line.iter().take_while(|c| matches!(c, 'I' | 'V' | 'X')).count();
    if (1..=5).contains(&roman) && matches!(line.get(roman), Some('.' | ')' | '/')) {
        let after = line.get(roman + 1)?;
        // "V/v" opens a subject, "V/" a fifth part.
        let open = is_blank(*after) || (line[roman] != '/' && after.is_alphabetic());
        return open.then_some((Marker::Roman, roman + 1));
    }
    let bracket = usize::from(line[0] == '(');
    let small = line[bracket..].iter().take_while(|c| matches!(c, 'i' | 'v' | 'x')).count();
    if (2..=4).contains(&small) && line.get(bracket + small) == Some(&')') {
        return Some((Marker::Letter, bracket + small + 1));
    }
    let letter = *line.get(bracket)?;
    let closing = *line.get(bracket + 1)?;
    let accepted = letter.is_lowercase()
        && (closing == ')' || (closing == '.' && bracket == 0 && line.get(2).is_some_and(|c| is_blank(*c))));
    accepted.then_some((Marker::Letter, bracket + 2))
}

/// "Một là,", "Thứ hai:", "Điều 3.".
fn in_words(line: &[char]) -> Option<(Marker, usize)> {
    const ORDINALS: [&[&str]; 12] = [
        &["một", "nhất"],
        &["hai", "nhì"],
        &["ba"],
        &["bốn", "tư"],
        &["năm"],
        &["sáu"],
        &["bảy", "bẩy"],
        &["tám"],
        &["chín"],
        &["mười"],
        &["mười một"],
        &["mười hai"],
    ];
    let sign = line.iter().take(16).position(|c| matches!(c, ',' | ':' | '.'))?;
    let words: String = line[..sign].iter().flat_map(|c| c.to_lowercase()).collect();
    let value = if let Some(number) = words.strip_prefix("điều ") {
        number.trim().parse::<u32>().ok().filter(|number| (1..100).contains(number))?
    } else {
        let ordinal = words.strip_suffix(" là").or_else(|| words.strip_prefix("thứ "))?;
        let place = ORDINALS.iter().position(|names| names.contains(&ordinal))?;
        // "Thứ hai, ngày 05/02" is a day of the week, and so are the next five.
        let rest: String = line[sign + 1..].iter().take(6).collect();
        if rest.trim_start().starts_with("ngày") {
            return None;
        }
        place as u32 + 1
    };
    Some((Marker::Number(value), sign + 1))
}
