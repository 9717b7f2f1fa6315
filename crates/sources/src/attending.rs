//! Which problems of another system are open by an organisation's log, and what its people did about them: the fold
//! from which everything told back to that system is derived.
//!
//! Nothing is queued. The log and how far it was told are all there is, so that a crash loses no word and a word told
//! twice can be known again by the id of its entry.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Instant;
use campaign::{Body, Evidence, TargetState};
use journal::{EntryId, Slug};
use serde_json::Value;

use crate::{acknowledged::BY_A_NODE, draft::source_label, event::State};

/// Open problems of one target at most: the oldest give way. A target with more is down by any of them.
const MAX_OPEN: usize = 64;
/// How the event's id stands in the detail of a turn.
const EVENT: &str = "event=";

/// The problems of a source that are open by its organisation's log, by target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenProblems(BTreeMap<Slug, BTreeSet<String>>);

/// What somebody did that the other system is to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The entry it is.
    pub entry: EntryId,
    /// Its place in the log.
    pub index: u64,
    /// What was done.
    pub deed: Deed,
    /// The entries it answers; where one of them is a turn of this source, its event is meant and no other.
    pub answers: Vec<EntryId>,
    /// The problems that were open then, of the targets that its obligation rests on.
    pub open: Vec<String>,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// "Đã nhận, đang xử lý", until then.
    Promised(Instant),
    /// An explanation. Its words stay where they can be erased.
    Explained,
}

/// The detail of a turn that Zabbix told of, with the id of its event in front, where nothing cuts it off.
pub fn detail_with_event(event: &str, rest: &str) -> String {
    format!("{EVENT}{event} {rest}")
}

/// The event that a turn of this source stands for. Its id must make the id of the entry, so that a text that only looks
/// like one is none.
pub fn event_of(evidence: &Evidence, source: &Slug) -> Option<String> {
    let Body::TargetTurned { to, detail, .. } = &evidence.body else { return None };
    let label = source_label(source);
    if evidence.source != label {
        return None;
    }
    let event = detail.strip_prefix(EVENT)?.split(' ').next()?;
    let state = match to {
        TargetState::Down => State::Down,
        TargetState::Up => State::Up,
        _ => return None,
    };
    let external = format!("{}/{event}", state.name());
    (EntryId::v8(&evidence.log, &label, &external) == evidence.id).then(|| event.to_owned())
}

impl OpenProblems {
    /// What was kept of them; what cannot be read is as good as nothing, and the log is gone through again.
    pub fn parse(text: &str) -> Option<Self> {
        let Value::Object(targets) = serde_json::from_str(text).ok()? else { return None };
        let read = targets.into_iter().map(|(target, events)| {
            let events = events.as_array()?.iter().map(|event| event.as_str().map(str::to_owned));
            Some((Slug::new(target).ok()?, events.collect::<Option<BTreeSet<_>>>()?))
        });
        read.collect::<Option<_>>().map(Self)
    }

    /// Themselves as text, to be kept.
    pub fn text(&self) -> String {
        let targets = self.0.iter().map(|(target, events)| {
            let events = events.iter().cloned().map(Value::String);
            (target.to_string(), Value::Array(events.collect()))
        });
        Value::Object(targets.collect()).to_string()
    }

    /// Every open event.
    pub fn events(&self) -> impl Iterator<Item = &String> {
        self.0.values().flatten()
    }

    /// Whether this event is open.
    pub fn holds(&self, event: &str) -> bool {
        self.0.values().any(|events| events.contains(event))
    }

    /// Takes the next entry of the log. `targets_of` names the targets that an obligation rests on.
    pub fn take(
        &mut self,
        evidence: &Evidence,
        source: &Slug,
        targets_of: impl FnOnce(&Slug) -> BTreeSet<Slug>,
    ) -> Option<Act> {
        let deed = match &evidence.body {
            Body::TargetTurned { target, to, .. } => {
                if let Some(event) = event_of(evidence, source) {
                    self.turned(target, *to, event);
                }
                return None;
            }
            // What was acknowledged there and recorded from there is known there.
            Body::HandlingPromised { until, .. } if evidence.source != source_label(source) => {
                Deed::Promised(*until)
            }
            Body::FindingExplained { .. } => Deed::Explained,
            _ => return None,
        };
        let targets = targets_of(evidence.body.obligation()?);
        let open = targets.iter().filter_map(|target| self.0.get(target)).flatten().cloned();
        Some(Act {
            entry: evidence.id,
            index: evidence.index,
            deed,
            answers: evidence.answers.clone(),
            open: open.collect::<BTreeSet<_>>().into_iter().collect(),
        })
    }

    fn turned(&mut self, target: &Slug, to: TargetState, event: String) {
        if to == TargetState::Down {
            let events = self.0.entry(target.clone()).or_default();
            events.insert(event);
            if events.len() > MAX_OPEN {
                events.pop_first();
            }
            return;
        }
        if let Some(events) = self.0.get_mut(target) {
            events.remove(&event);
            if events.is_empty() {
                self.0.remove(target);
            }
        }
    }
}

impl Act {
    /// What is told the other system: what was done and the entry it can be looked up by, and neither who did it nor
    /// their words, which must stay where they can be erased.
    pub fn message(&self, log: &Slug) -> String {
        let at = |moment: Instant| moment.local_datetime().strftime("%H:%M %d/%m/%Y").to_string();
        let said = match self.deed {
            Deed::Promised(until) => format!("đã nhận, đang xử lý đến {}", at(until)),
            Deed::Explained => "đã giải trình".to_owned(),
        };
        format!("{BY_A_NODE}{said} (sổ {log}, bút toán {}, {})", self.index, self.entry)
    }

    /// Whether a message tells of this act.
    pub fn is_told_by(&self, message: &str) -> bool {
        message.contains(&self.entry.to_string())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::{draft::Writer, event::External};
    use journal::{Draft, Fact, Facts, Held, Kind, Origin, Subject};

    fn slug(text: &str) -> Slug {
        Slug::new(text).unwrap()
    }

    fn evidence(draft: Draft, index: u64) -> Evidence {
        let origin = Origin::of("nut.example", &slug("di-dong")).unwrap();
        let (entry, _) = draft.seal(origin, Instant::from_ms(1_000), &mut || [0; 32]).unwrap();
        Evidence::keep(&entry, index)
    }

    fn turn(source: &str, event: &str, state: State, index: u64) -> Evidence {
        let (organisation, source) = (slug("di-dong"), slug(source));
        let writer = Writer { node: "nut.example", organisation: &organisation, source: &source };
        let turn = External {
            event: event.to_owned(),
            state,
            at: Instant::from_ms(0),
            cause: "x".to_owned(),
            detail: detail_with_event(event, "host=core-1"),
        };
        evidence(writer.turned(&slug("sn-loi"), &turn).unwrap(), index)
    }

    fn promise(index: u64) -> Evidence {
        let facts = [("obligation", "thong"), ("until", "2027-02-01T02:30:00.000Z")];
        evidence(
            Draft {
                id: EntryId::v7(Instant::from_ms(5), [index as u8; 10]),
                kind: Kind::new("handling.promised").unwrap(),
                subject: Subject::of("obligation", &slug("thong")).unwrap(),
                held: Held::at(Instant::from_ms(0)),
                actor: "a-1".to_owned(),
                source: "screens".to_owned(),
                answers: Vec::new(),
                campaign: None,
                grade: None,
                facts: facts.map(|(key, text)| (key.to_owned(), Fact::Text(text.to_owned()))).into(),
                private: Facts::new(),
            },
            index,
        )
    }

    fn targets(_: &Slug) -> BTreeSet<Slug> {
        BTreeSet::from([slug("sn-loi"), slug("khac")])
    }

    #[test]
    fn a_promise_is_about_the_problems_open_when_it_was_made() {
        let (mut open, zbx) = (OpenProblems::default(), slug("zbx"));
        assert_eq!(open.take(&turn("zbx", "1", State::Down, 0), &zbx, targets), None);
        open.take(&turn("zbx", "2", State::Down, 1), &zbx, targets);
        open.take(&turn("other", "3", State::Down, 2), &zbx, targets);
        open.take(&turn("zbx", "1", State::Up, 3), &zbx, targets);
        let act = open.take(&promise(4), &zbx, targets).unwrap();
        assert_eq!((act.open.as_slice(), act.index), (&["2".to_owned()][..], 4));
        let message = act.message(&slug("di-dong"));
        assert!(
            message
                .starts_with("Thông Suốt: đã nhận, đang xử lý đến 09:30 01/02/2027 (sổ di-dong, bút toán 4")
        );
        assert!(act.is_told_by(&message) && !act.is_told_by("đã nhận"));
        assert!(open.take(&promise(5), &zbx, |_| BTreeSet::new()).unwrap().open.is_empty());
    }

    #[test]
    fn what_is_kept_is_read_again_and_what_is_broken_is_not() {
        let mut open = OpenProblems::default();
        open.take(&turn("zbx", "1", State::Down, 0), &slug("zbx"), targets);
        assert_eq!(OpenProblems::parse(&open.text()), Some(open));
        for broken in ["", "[]", "{\"Sai Tên\":[]}", "{\"a\":[1]}", "{\"a\":3}"] {
            assert_eq!(OpenProblems::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_detail_that_only_looks_like_an_event_is_none() {
        let mut faked = turn("zbx", "1", State::Down, 0);
        assert_eq!(event_of(&faked, &slug("zbx")).as_deref(), Some("1"));
        if let Body::TargetTurned { detail, .. } = &mut faked.body {
            *detail = detail_with_event("2", "host=core-1");
        }
        assert_eq!(event_of(&faked, &slug("zbx")), None);
    }

    #[test]
    fn open_problems_are_bounded() {
        let mut open = OpenProblems::default();
        for event in 0..500_u64 {
            open.take(&turn("zbx", &event.to_string(), State::Down, event), &slug("zbx"), targets);
        }
        assert_eq!(open.events().count(), MAX_OPEN);
    }
}
