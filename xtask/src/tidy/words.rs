//! One word per idea: the glossary's list of words that are not used, applied to where they must not
//! stand. The list is read from GLOSSARY.md, so that people and this check read the same one.

use anyhow::{Context, Result, ensure};

use super::{Complaint, Text};

const GLOSSARY: &str = "GLOSSARY.md";
const SECTION: &str = "## Words we do not use";

/// A row of the list.
struct Avoided {
    word: String,
    instead: String,
    place: Place,
}

/// Where a word must not stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// What users read: messages, screens, report texts.
    Screens,
    /// Screens and sources.
    Everywhere,
}

impl Place {
    fn covers(self, file: &Text) -> bool {
        let path = file.path.to_string_lossy();
        if path.contains(".test.") {
            // A test may name the words to see that they are not used.
            return false;
        }
        let screens = path.starts_with("locales/")
            || path.starts_with("web/src/")
            || path.starts_with("crates/report/src/");
        let sources = path.starts_with("crates/") && file.has_extension(&["rs"]);
        screens || (self == Self::Everywhere && sources)
    }
}

/// Complains about words of the list.
pub fn check(texts: &[Text]) -> Result<Vec<Complaint>> {
    let glossary =
        texts.iter().find(|file| file.path.as_os_str() == GLOSSARY).context("there is no GLOSSARY.md")?;
    let avoided = read_list(&glossary.text)?;
    let mut complaints = Vec::new();
    for file in texts {
        for row in avoided.iter().filter(|row| row.place.covers(file)) {
            for (n, line) in file.text.lines().enumerate() {
                if has_word(line, &row.word) {
                    let what = format!("“{}” is not our word: {}", row.word, row.instead);
                    complaints.push(Complaint::new(&file.path, Some(n + 1), what));
                }
            }
        }
    }
    Ok(complaints)
}

/// Reads the table `| word | instead | where |` of the section.
fn read_list(glossary: &str) -> Result<Vec<Avoided>> {
    let (_, section) =
        glossary.split_once(SECTION).with_context(|| format!("{GLOSSARY} has no “{SECTION}”"))?;
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    let mut list = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [word, instead, place] = cells[..] else {
            anyhow::bail!("{GLOSSARY}: `{row}` has not three cells");
        };
        let place = match place {
            "screens" => Place::Screens,
            "everywhere" => Place::Everywhere,
            other => anyhow::bail!("{GLOSSARY}: `{other}` is neither `screens` nor `everywhere`"),
        };
        list.push(Avoided { word: word.to_lowercase(), instead: instead.to_owned(), place });
    }
    ensure!(!list.is_empty(), "{GLOSSARY}: the list of words is empty");
    Ok(list)
}

/// Whether the word stands in the line by itself, whatever its capitals.
fn has_word(line: &str, word: &str) -> bool {
    let line = line.to_lowercase();
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::tidy::text;

    const LIST: &str = "# G\n\n## Words we do not use\n\n| word | instead | where |\n|---|---|---|\n| violation | failing | screens |\n| blacklist | denied list | everywhere |\n\n## Next\n| a | b | c |\n";

    #[test]
    fn a_word_of_the_list_is_found_in_its_place_only() {
        let files = [
            text("GLOSSARY.md", LIST),
            text("locales/en/board.ftl", "state = A Violation!\nother = violations\n"),
            text("crates/api/src/a.rs", "// a violation\nlet blacklist = 1;\n"),
        ];
        let found: Vec<String> = check(&files).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "locales/en/board.ftl:1: “violation” is not our word: failing",
                "crates/api/src/a.rs:2: “blacklist” is not our word: denied list",
            ]
        );
    }

    #[test]
    fn a_glossary_without_the_list_is_an_error() {
        assert!(check(&[text("GLOSSARY.md", "# G\n")]).is_err());
        assert!(check(&[]).is_err());
    }
}
