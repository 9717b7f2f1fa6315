//! A journal on paper: takes drafts as the real one does, and can be told to be busy.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use journal::{Draft, EntryId, Fact, Facts, Slug};
use measure::{Boxed, Sink, SinkFault};

#[derive(Default)]
pub struct Paper {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    lines: Vec<(Slug, Draft)>,
    ids: BTreeMap<EntryId, Draft>,
    busy: VecDeque<()>,
    attempts: usize,
}

impl Paper {
    pub fn be_busy(&self, times: usize) {
        self.inner.lock().unwrap().busy.extend(std::iter::repeat_n((), times));
    }

    pub fn attempts(&self) -> usize {
        self.inner.lock().unwrap().attempts
    }

    pub fn of_kind(&self, kind: &str) -> Vec<(Slug, Draft)> {
        self.inner.lock().unwrap().lines.iter().filter(|(_, d)| d.kind.as_str() == kind).cloned().collect()
    }

    /// Every turn as (organisation, target, second it held, "from>to", cause).
    pub fn turns(&self) -> Vec<(String, String, i64, String, String)> {
        let text = |facts: &Facts, key: &str| facts[key].as_text().unwrap().to_owned();
        let line = |(organisation, draft): (Slug, Draft)| {
            assert_eq!(draft.held.to, Some(draft.held.from), "an edge is an instant");
            let second = draft.held.from.ms_since(crate::tet()).div_euclid(1000);
            let turn = format!("{}>{}", text(&draft.facts, "from"), text(&draft.facts, "to"));
            (
                organisation.to_string(),
                text(&draft.facts, "target"),
                second,
                turn,
                text(&draft.facts, "cause"),
            )
        };
        self.of_kind("target.turned").into_iter().map(line).collect()
    }

    /// Every summary's lines as (organisation, second the period began, target, facts).
    pub fn summaries(&self) -> Vec<(String, i64, String, Facts)> {
        let mut found = Vec::new();
        for (organisation, draft) in self.of_kind("measurement.summarised") {
            for line in draft.facts["targets"].as_list().unwrap() {
                let line = line.as_map().unwrap().clone();
                let target = line["target"].as_text().unwrap().to_owned();
                found.push((
                    organisation.to_string(),
                    draft.held.from.ms_since(crate::tet()) / 1000,
                    target,
                    line,
                ));
            }
        }
        found
    }
}

impl Sink for Paper {
    fn record<'a>(&'a self, organisation: &'a Slug, draft: Draft) -> Boxed<'a, Result<(), SinkFault>> {
        Box::pin(async move {
            let mut inner = self.inner.lock().unwrap();
            inner.attempts += 1;
            if inner.busy.pop_front().is_some() {
                return Err(SinkFault::Busy("the disk is full".to_owned()));
            }
            match inner.ids.get(&draft.id) {
                Some(known) if *known == draft => return Ok(()),
                Some(_) => return Err(SinkFault::Refused("same id, other content".to_owned())),
                None => {}
            }
            // As the real one checks it: shape, sizes, normal form, and that a reader understands it.
            let origin = journal::Origin::new(format!("tinh.example/{organisation}")).unwrap();
            let (entry, _) = draft.clone().seal(origin, crate::tet(), &mut || [0; 32]).unwrap();
            assert!(campaign::Evidence::read(&entry, 0).unwrap().body.is_understood(), "{entry:?}");
            inner.ids.insert(draft.id, draft.clone());
            inner.lines.push((organisation.clone(), draft));
            Ok(())
        })
    }
}

/// An integer fact.
pub fn int(facts: &Facts, key: &str) -> Option<i64> {
    facts.get(key).and_then(Fact::as_int)
}
