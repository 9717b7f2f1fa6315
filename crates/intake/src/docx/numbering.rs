//! The numbers that Word counts itself and writes nowhere: "1.", "1.1.", "a)", "I.", dashes.
//!
//! Lists that rest on one definition count on together, unless one says where it starts (ISO/IEC 29500-1, 17.9).

use std::collections::{HashMap, HashSet};

use super::styles::{Numbered, is_on, number};
use crate::{
    bounds::MAX_DEFINITIONS,
    xml::{Part, XmlFault, attribute, walk},
};

/// Levels a list has.
const LEVELS: usize = 9;
/// Longest pattern of a number that is followed; Word's own have nine numbers and the points between them.
const MAX_PATTERN: usize = 64;

/// How a number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Decimal,
    TwoDigits,
    Roman {
        capital: bool,
    },
    Letter {
        capital: bool,
    },
    Bullet,
    None,
}

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: Format,
    /// `%1.%2.`: where the numbers stand.
    pattern: String,
    /// Nothing stands between the number and the words.
    glued: bool,
    /// All its numbers are written in digits.
    in_digits: bool,
    /// The level that starts it anew; each above it where none is named.
    after: Option<usize>,
    /// The style whose paragraphs stand on it.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: Format::Decimal,
            pattern: String::new(),
            glued: false,
            in_digits: false,
            after: None,
            style: None,
        }
    }
}

type Levels = [Option<Level>; LEVELS];

/// A list: its definition, and where it differs from that.
#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: [Option<u32>; LEVELS],
    levels: Levels,
}

/// The lists of a document, and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<u32, Levels>,
    /// Definitions that stand for the list of a style.
    stand_for: HashMap<u32, String>,
    /// The definition that such a style has.
    of_style: HashMap<String, u32>,
    lists: HashMap<u32, List>,
    counted: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<u32>,
}

/// Where a level that is being read belongs.
enum Holder {
    Definition(u32),
    List(u32),
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(xml: &[u8]) -> Result<Self, XmlFault> {
        let mut all = Self::default();
        let mut holder = None;
        let mut level: Option<(usize, Level)> = None;
        let mut overridden = None;
        walk::<XmlFault>(xml, |part| {
            match part {
                Part::Open(tag) => {
                    let id = |key| attribute(tag, key).and_then(|value| value.trim().parse::<u32>().ok());
                    let place = |key| id(key).map(|at| at as usize).filter(|at| *at < LEVELS);
                    match (tag.local_name().as_ref(), level.as_mut().map(|(_, level)| level)) {
                        (b"abstractNum", _) => {
                            let id = id("abstractNumId").filter(|_| all.definitions.len() < MAX_DEFINITIONS);
                            holder = id.map(Holder::Definition);
                            if let Some(Holder::Definition(id)) = holder {
                                all.definitions.entry(id).or_default();
                            }
                        }
                        (b"num", _) => {
                            let id = id("numId").filter(|_| all.lists.len() < MAX_DEFINITIONS);
                            holder = id.map(Holder::List);
                            if let Some(Holder::List(id)) = holder {
                                all.lists.entry(id).or_default();
                            }
                        }
                        (b"abstractNumId", _) => {
                            if let (Some(list), Some(definition)) = (all.list_of(&holder), number(tag)) {
                                list.definition = definition;
                            }
                        }
                        (b"numStyleLink", _) => {
                            if let (Some(Holder::Definition(id)), Some(style)) =
                                (&holder, attribute(tag, "val"))
                            {
                                all.stand_for.insert(*id, style);
                            }
                        }
                        (b"styleLink", _) => {
                            if let (Some(Holder::Definition(id)), Some(style)) =
                                (&holder, attribute(tag, "val"))
                            {
                                all.of_style.insert(style, *id);
                            }
                        }
                        (b"lvlOverride", _) => overridden = place("ilvl"),
                        (b"startOverride", _) => {
                            if let (Some(list), Some(at)) = (all.list_of(&holder), overridden)
                                && let Some(start) = list.starts.get_mut(at)
                            {
                                *start = number(tag);
                            }
                        }
                        (b"lvl", _) => level = place("ilvl").map(|at| (at, Level::default())),
                        (name, Some(level)) => level.note(name, tag),
                        _ => {}
                    }
                }
                Part::Close(b"lvl") => {
                    if let Some((at, level)) = level.take() {
                        all.put(&holder, at, level);
                    }
                }
                Part::Close(b"lvlOverride") => overridden = None,
                Part::Close(b"abstractNum" | b"num") => holder = None,
                Part::Close(_) | Part::Text(_) => {}
            }
            Ok(())
        })?;
        Ok(all)
    }

    fn list_of(&mut self, holder: &Option<Holder>) -> Option<&mut List> {
        let Some(Holder::List(id)) = holder else { return None };
        self.lists.get_mut(id)
    }

    fn put(&mut self, holder: &Option<Holder>, at: usize, level: Level) {
        let levels = match holder {
            Some(Holder::Definition(id)) => self.definitions.get_mut(id),
            Some(Holder::List(id)) => self.lists.get_mut(id).map(|list| &mut list.levels),
            None => None,
        };
        if let Some(place) = levels.and_then(|levels| levels.get_mut(at)) {
            *place = Some(level);
        }
    }

    /// What stands before the words of the next paragraph of a list, with the blank behind it; nothing for a paragraph
    /// that is in none. `style` is the paragraph's.
    pub(super) fn next(&mut self, numbered: Numbered, style: Option<&str>) -> Option<String> {
        // A list 0 is none: so a paragraph leaves the list that its style is in.
        let id = numbered.list.filter(|id| *id > 0)?;
        let list = self.lists.get(&id)?;
        let definition = self.definition(list.definition);
        let levels = self.definitions.get(&definition)?;
        let level_at = |at: usize| -> Option<&Level> {
            list.levels.get(at)?.as_ref().or_else(|| levels.get(at)?.as_ref())
        };
        let of_style = || {
            let style = style?;
            (0..LEVELS).find(|at| level_at(*at).is_some_and(|level| level.style.as_deref() == Some(style)))
        };
        let at = numbered.level.or_else(of_style).unwrap_or(0).min(LEVELS - 1);
        let level = level_at(at)?;
        let counted = self.counted.entry(definition).or_default();
        if self.begun.insert(id) {
            for (place, start) in counted.iter_mut().zip(list.starts) {
                if start.is_some() {
                    *place = None;
                }
            }
        }
        let start = |at: usize| {
            list.starts
                .get(at)
                .copied()
                .flatten()
                .or_else(|| level_at(at).map(|level| level.start))
                .unwrap_or(1)
        };
        for (above, place) in counted.iter_mut().enumerate().take(at + 1) {
            *place = match *place {
                Some(count) if above == at => Some(count.saturating_add(1)),
                Some(count) => Some(count),
                None => Some(start(above)),
            };
        }
        for (below, place) in counted.iter_mut().enumerate().skip(at + 1) {
            let restarts = level_at(below).and_then(|level| level.after).is_none_or(|after| after > at);
            if restarts {
                *place = None;
            }
        }
        let counted = *counted;
        let number = |at: usize| {
            let own = level_at(at).map_or(Format::Decimal, |level| level.format);
            let format = if level.in_digits { Format::Decimal } else { own };
            format.write(counted.get(at).copied().flatten().unwrap_or(1))
        };
        let above_is_bullet =
            at.checked_sub(1).and_then(level_at).is_some_and(|above| above.format == Format::Bullet);
        let mut label = match level.format {
            Format::Bullet => bullet(&level.pattern, above_is_bullet).to_owned(),
            _ => filled(&level.pattern, number),
        };
        if label.is_empty() {
            return None;
        }
        if !level.glued {
            label.push(' ');
        }
        Some(label)
    }

    /// The definition that has the levels: one may stand for another's, by a style.
    fn definition(&self, id: u32) -> u32 {
        let linked = self.stand_for.get(&id).and_then(|style| self.of_style.get(style));
        linked.copied().unwrap_or(id)
    }
}

impl Level {
    fn note(&mut self, name: &[u8], tag: &quick_xml::events::BytesStart<'_>) {
        let value = || attribute(tag, "val").unwrap_or_default();
        match name {
            b"start" => self.start = number(tag).unwrap_or(1),
            b"numFmt" => self.format = Format::of(&value()),
            b"lvlText" => self.pattern = value().chars().take(MAX_PATTERN).collect(),
            b"suff" => self.glued = value() == "nothing",
            b"isLgl" => self.in_digits = is_on(tag),
            b"lvlRestart" => self.after = number(tag).map(|level| level as usize),
            b"pStyle" => self.style = attribute(tag, "val"),
            _ => {}
        }
    }
}

impl Format {
    fn of(name: &str) -> Self {
        match name {
            "decimalZero" => Self::TwoDigits,
            "upperRoman" => Self::Roman { capital: true },
            "lowerRoman" => Self::Roman { capital: false },
            "upperLetter" => Self::Letter { capital: true },
            "lowerLetter" => Self::Letter { capital: false },
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    fn write(self, count: u32) -> String {
        match self {
            Self::Decimal | Self::Bullet => count.to_string(),
            Self::TwoDigits => format!("{count:02}"),
            Self::Roman { capital } => cased(roman(count), capital),
            Self::Letter { capital } => cased(letters(count), capital),
            Self::None => String::new(),
        }
    }
}

fn cased(number: String, capital: bool) -> String {
    if capital { number } else { number.to_lowercase() }
}

/// In Roman numerals, as far as lists go; digits beyond.
fn roman(count: u32) -> String {
    const NUMERALS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4_000).contains(&count) {
        return count.to_string();
    }
    let mut left = count;
    let mut out = String::new();
    for (value, numeral) in NUMERALS {
        while left >= value {
            out.push_str(numeral);
            left -= value;
        }
    }
    out
}

/// A, B, … Z, AA, BB, …
fn letters(count: u32) -> String {
    let Some(from_zero) = count.checked_sub(1).filter(|count| *count < 26 * 8) else {
        return count.to_string();
    };
    let letter = char::from(b'A' + (from_zero % 26) as u8);
    std::iter::repeat_n(letter, 1 + (from_zero / 26) as usize).collect()
}

/// What stands for a list's sign: the three that letters are typed with, whatever symbol of a font it is.
fn bullet(pattern: &str, above_is_bullet: bool) -> &'static str {
    match pattern.trim() {
        "+" => "+",
        "*" => "*",
        "-" | "–" | "—" => "-",
        _ if above_is_bullet => "+",
        _ => "-",
    }
}

/// The pattern with its numbers.
fn filled(pattern: &str, number: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut rest = pattern.chars().peekable();
    while let Some(letter) = rest.next() {
        match (letter, rest.peek().and_then(|digit| digit.to_digit(10))) {
            ('%', Some(digit @ 1..=9)) => {
                rest.next();
                out.push_str(&number(digit as usize - 1));
            }
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        let roman: Vec<String> = [1, 4, 9, 14, 40].map(|count| Format::of("upperRoman").write(count)).into();
        assert_eq!(roman, ["I", "IV", "IX", "XIV", "XL"]);
        let letters: Vec<String> =
            [1, 4, 26, 27, 28].map(|count| Format::of("lowerLetter").write(count)).into();
        assert_eq!(letters, ["a", "d", "z", "aa", "bb"]);
        assert_eq!(Format::of("decimalZero").write(7), "07");
        assert_eq!(filled("%1.%2.", |level| (level + 3).to_string()), "3.4.");
        assert_eq!(filled("100%", |_| String::new()), "100%");
    }
}
