//! The words of a line of a story, one after the other.

use campaign::CellKey;
use journal::Slug;
use measure::Cause;

use super::parse::{Behaves, Word};

/// The words of one line.
pub struct Words<'a> {
    /// Those not yet read.
    pub rest: std::iter::Peekable<std::str::SplitWhitespace<'a>>,
}

/// What was read, or what is wrong with the line.
pub type Read<T> = Result<T, String>;

impl<'a> Words<'a> {
    /// The next word; `what` says what is missing without it.
    pub fn next(&mut self, what: &str) -> Read<&'a str> {
        self.rest.next().ok_or_else(|| format!("{what} is missing at the end of the line"))
    }

    /// This word and no other.
    pub fn literal(&mut self, word: &str) -> Read<()> {
        let found = self.next(&format!("\"{word}\""))?;
        if found == word { Ok(()) } else { Err(format!("\"{found}\" where \"{word}\" is expected")) }
    }

    /// Whether the next word is this one, which is then read.
    pub fn takes(&mut self, word: &str) -> bool {
        self.rest.next_if(|next| *next == word).is_some()
    }

    /// Whether the next word is one of these.
    pub fn is_next_one_of(&mut self, words: &[&str]) -> bool {
        self.rest.peek().is_some_and(|next| words.contains(next))
    }

    /// A name.
    pub fn slug(&mut self, what: &str) -> Read<Slug> {
        let word = self.next(what)?;
        Slug::new(word).map_err(|_| format!("\"{word}\" is no name: {what} is expected"))
    }

    /// A time, ms; negative with a minus.
    pub fn time(&mut self) -> Read<i64> {
        let word = self.next("a time")?;
        read_time(word).ok_or_else(|| format!("\"{word}\" is no time: write 90s, 1m, 2h30m or 1d"))
    }

    /// A number.
    pub fn number<T: std::str::FromStr>(&mut self, what: &str) -> Read<T> {
        let word = self.next(what)?;
        word.parse().map_err(|_| format!("\"{word}\" is no number: {what} is expected"))
    }

    /// Nothing more.
    pub fn end(&mut self) -> Read<()> {
        match self.rest.next() {
            Some(word) => Err(format!("\"{word}\" is not expected here")),
            None => Ok(()),
        }
    }
}

/// A time as `2h30m`, in ms; negative with a minus.
fn read_time(word: &str) -> Option<i64> {
    let (sign, digits) = word.strip_prefix('-').map_or((1, word), |rest| (-1, rest));
    let (mut total, mut number) = (0_i64, String::new());
    for letter in digits.chars() {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        let unit_ms = match letter {
            's' => 1_000,
            'm' => 60_000,
            'h' => 3_600_000,
            'd' => 86_400_000,
            _ => return None,
        };
        total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(unit_ms)?)?;
        number.clear();
    }
    (number.is_empty() && !digits.is_empty()).then_some(sign * total)
}

/// `OBLIGATION of ORGANISATION`.
pub fn cell(words: &mut Words<'_>) -> Read<CellKey> {
    let obligation = words.slug("an obligation")?;
    words.literal("of")?;
    Ok(CellKey { organisation: words.slug("an organisation")?, obligation })
}

/// What a target does begins with one of these.
pub const BEHAVES: [&str; 5] = ["down", "up", "excluded", "answers", "loses"];

/// How a target behaves.
pub fn behaves(words: &mut Words<'_>) -> Read<Behaves> {
    Ok(match words.next("how the target behaves")? {
        "down" => Behaves::Down,
        "up" => Behaves::Up,
        "excluded" if words.takes("not-permitted") => Behaves::Excluded(Cause::NotPermitted),
        "excluded" => {
            words.takes("not-granted");
            Behaves::Excluded(Cause::NotGranted)
        }
        "answers" => {
            words.literal("in")?;
            let us = words.number("how many µs")?;
            words.literal("us")?;
            Behaves::Answers(us)
        }
        "loses" => {
            let lost = words.number("how many probes")?;
            words.literal("of")?;
            Behaves::Loses(lost, words.number("of how many probes")?)
        }
        other => {
            return Err(format!(
                "\"{other}\" is nothing a target does: known are down, up, excluded, answers in, loses"
            ));
        }
    })
}

/// What somebody says.
pub fn word(words: &mut Words<'_>) -> Read<Word> {
    let result = |words: &mut Words<'_>| match words.next("pass or fail")? {
        "pass" => Ok("pass"),
        "fail" => Ok("fail"),
        other => Err(format!("\"{other}\" is neither pass nor fail")),
    };
    let plan = |words: &mut Words<'_>| {
        words.literal("plan")?;
        words.slug("a plan")
    };
    Ok(match words.next("what is said")? {
        "acknowledges" => Word::Acknowledges,
        "inspects" => Word::Inspects(words.slug("an item")?, result(words)?),
        "files" => Word::Files(plan(words)?),
        "approves" => Word::Approves(plan(words)?),
        "tests" => Word::Tests(plan(words)?, result(words)?),
        "reads" => {
            let briefing = words.slug("a briefing")?;
            words.literal("as")?;
            Word::Reads(briefing, words.slug("a shift")?)
        }
        "promises" => {
            words.literal("until")?;
            Word::Promises(words.time()?)
        }
        "waives" => Word::Waives(None),
        "explains" => Word::Explains,
        "withdraws" => Word::Withdraws,
        other => return Err(format!("\"{other}\" is nothing anybody says")),
    })
}
