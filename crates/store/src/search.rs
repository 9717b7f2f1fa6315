//! Finding by words what a viewer may read: organisations, obligations, targets, and an entry by its whole id.
//!
//! The names are folded once, when a campaign comes into force: without marks and in lower case, so that "Bến Đò" is
//! found by "ben do". They are kept by whose they are, and only what the viewer reads is looked through: neither the
//! answer nor its time says anything of others.

use std::{collections::BTreeMap, sync::Arc};

use access::{Action, Scope};
use journal::{EntryId, Slug};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{Store, fault::ReadFault, says, standing::Issued};

/// Longest question, in characters: a title pasted whole is shorter.
pub const MAX_QUESTION_CHARS: usize = 200;
/// Words looked for; further ones do not narrow what a person reads anyway.
const MAX_WORDS: usize = 8;
/// Hits of each kind at most.
pub const MAX_HITS: usize = 20;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// An organisation.
    Organisation,
    /// An obligation.
    Obligation,
    /// A target.
    Target,
    /// An entry of a journal.
    Entry,
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub found: Found,
    /// Its short name; of an entry, its id.
    pub id: String,
    /// Its name; of an entry, its kind.
    pub title: String,
    /// Whose it is; none for an obligation of several.
    pub organisation: Option<Slug>,
    /// Of an entry: the obligation it speaks of.
    pub obligation: Option<Slug>,
    /// Of an entry: its place in the log, where the viewer sees that log.
    pub index: Option<u64>,
}

/// Every name of the campaigns in force, by whose it is.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<Slug, Vec<Line>>);

#[derive(Debug)]
struct Line {
    found: Found,
    id: Slug,
    title: String,
    folded: String,
}

impl Line {
    fn new(found: Found, id: &Slug, title: &str) -> Self {
        Self { found, id: id.clone(), title: title.to_owned(), folded: fold(&format!("{title} {id}")) }
    }

    /// How well it fits, best first; none where a word is missing.
    fn rank(&self, words: &[String]) -> Option<u8> {
        if !words.iter().all(|word| self.folded.contains(word.as_str())) {
            return None;
        }
        let [first, ..] = words else { return None };
        let id = self.id.as_str();
        Some(match () {
            () if id == first => 0,
            () if self.folded.starts_with(first.as_str()) => 1,
            () if id.starts_with(first.as_str()) => 2,
            () if self
                .folded
                .split([' ', '-', '–', '.', '/'])
                .any(|part| part.starts_with(first.as_str())) =>
            {
                3
            }
            () => 4,
        })
    }
}

impl Names {
    /// The names of some campaigns; where two name the same thing, the last one counts.
    pub fn new(campaigns: &[Issued]) -> Self {
        let mut lines: BTreeMap<(Slug, Found, Slug), Line> = BTreeMap::new();
        for Issued { campaign, .. } in campaigns {
            for one in &campaign.organisations {
                let line = Line::new(Found::Organisation, &one.id, &one.name);
                lines.insert((one.id.clone(), Found::Organisation, one.id.clone()), line);
            }
            for one in &campaign.obligations {
                for owner in &one.owners {
                    let line = Line::new(Found::Obligation, &one.id, &one.title);
                    lines.insert((owner.clone(), Found::Obligation, one.id.clone()), line);
                }
            }
            for one in &campaign.targets {
                let line = Line::new(Found::Target, &one.id, &one.title);
                lines.insert((one.owner.clone(), Found::Target, one.id.clone()), line);
            }
        }
        let mut names = Self::default();
        for ((owner, ..), line) in lines {
            names.0.entry(owner).or_default().push(line);
        }
        names
    }

    /// The best hits of each kind among what `may` be read, at most `limit` of each.
    fn find(&self, words: &[String], limit: usize, may: impl Fn(Found, &Slug) -> bool) -> Vec<Hit> {
        let mut best: BTreeMap<(Found, u8, &Slug), Hit> = BTreeMap::new();
        let mut taken: BTreeMap<(Found, u8), usize> = BTreeMap::new();
        for (owner, lines) in &self.0 {
            let kinds =
                [Found::Organisation, Found::Obligation, Found::Target].map(|found| may(found, owner));
            for line in lines.iter().filter(|line| kinds[line.found as usize]) {
                let Some(rank) = line.rank(words) else { continue };
                // An obligation of several owners is one hit, and then nobody's in particular.
                if let Some(hit) = best.get_mut(&(line.found, rank, &line.id)) {
                    hit.organisation = None;
                    continue;
                }
                let so_far = taken.entry((line.found, rank)).or_default();
                if *so_far >= limit {
                    continue;
                }
                *so_far += 1;
                let hit = Hit {
                    found: line.found,
                    id: line.id.to_string(),
                    title: line.title.clone(),
                    organisation: Some(owner.clone()),
                    obligation: None,
                    index: None,
                };
                best.insert((line.found, rank, &line.id), hit);
            }
        }
        let mut shown: BTreeMap<Found, usize> = BTreeMap::new();
        let mut hits = Vec::new();
        for ((found, ..), hit) in best {
            let shown = shown.entry(found).or_default();
            if *shown < limit {
                *shown += 1;
                hits.push(hit);
            }
        }
        hits
    }
}

/// Without marks and in lower case, as it is typed on a keyboard without Vietnamese input.
pub fn fold(text: &str) -> String {
    let bare = text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    bare.map(|letter| if letter == 'đ' { 'd' } else { letter }).collect()
}

impl Store {
    /// What a viewer may read and that has every word of the question in its name, best first within each kind; an
    /// entry where the question is its id.
    pub async fn search(&self, scope: &Scope, question: &str, limit: usize) -> Result<Vec<Hit>, ReadFault> {
        if question.chars().count() > MAX_QUESTION_CHARS {
            return Err(ReadFault::Invalid(says::question_long(MAX_QUESTION_CHARS)));
        }
        if let Ok(id) = EntryId::parse(&question.trim().to_lowercase()) {
            return match self.find_evidence(scope, id).await {
                Ok(view) => Ok(vec![Hit {
                    found: Found::Entry,
                    id: id.to_string(),
                    title: view.entry.kind.to_string(),
                    organisation: Some(if view.sees_log {
                        view.entry.origin.organisation().clone()
                    } else {
                        view.organisation.clone()
                    }),
                    obligation: (view.entry.subject.kind() == "obligation")
                        .then(|| Slug::new(view.entry.subject.slug()).ok())
                        .flatten(),
                    index: view.sees_log.then_some(view.index),
                }]),
                // What may not be seen is found as little as what is not there.
                Err(ReadFault::NotFound(_) | ReadFault::Denied(_)) => Ok(Vec::new()),
                Err(fault) => Err(fault),
            };
        }
        let words: Vec<String> =
            fold(question).split_whitespace().take(MAX_WORDS).map(str::to_owned).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let names = Arc::clone(&self.core.shared.read().catalogue.words);
        let action = |found| match found {
            Found::Target => Action::ReadTarget,
            Found::Organisation | Found::Obligation | Found::Entry => Action::ReadObligation,
        };
        Ok(names
            .find(&words, limit.clamp(1, MAX_HITS), |found, owner| scope.may(action(found), owner).is_ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_as_they_are_typed_without_marks() {
        assert_eq!(fold("Trạm BẾN ĐÒ"), "tram ben do");
        assert_eq!(fold("đường truyền"), fold("ĐƯỜNG TRUYỀN"));
        // Composed or not, the same letters.
        assert_eq!(fold("e\u{302}\u{301}"), fold("ế"));
    }
}
