//! The fact an alarm becomes: `target.turned`, measured by the other system, under an id that the alarm itself gives.

use journal::{Draft, EntryId, Fact, Facts, Grade, Held, Kind, NameFault, Origin, Slug, Subject};

use crate::event::External;

/// Writes the drafts of one source.
#[derive(Clone, Debug)]
pub struct Writer<'a> {
    /// Name of the node, the first half of every origin.
    pub node: &'a str,
    /// The organisation in whose log they stand.
    pub organisation: &'a Slug,
    /// The source.
    pub source: &'a Slug,
}

/// How entries of a source name it as their way in, and as their actor.
pub fn source_label(source: &Slug) -> String {
    format!("source/{source}")
}

impl Writer<'_> {
    /// `target.turned`. The same event with the same state has the same id however often it comes; it names no
    /// campaign, so that a campaign issued between two deliveries does not make two facts of it.
    pub fn turned(&self, target: &Slug, turn: &External) -> Result<Draft, NameFault> {
        let source = source_label(self.source);
        let origin = Origin::of(self.node, self.organisation)?;
        let external = format!("{}/{}", turn.state.name(), turn.event);
        let text = |text: &str| Fact::Text(text.to_owned());
        let facts = [
            ("target", text(target.as_str())),
            ("from", text(turn.state.before().name())),
            ("to", text(turn.state.name())),
            ("cause", text(&turn.cause)),
            ("detail", text(&turn.detail)),
        ];
        Ok(Draft {
            id: EntryId::v8(&origin, &source, &external),
            kind: Kind::new("target.turned")?,
            subject: Subject::of("target", target)?,
            held: Held::at(turn.at),
            actor: source.clone(),
            source,
            answers: Vec::new(),
            campaign: None,
            grade: Some(Grade::Measured),
            facts: facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
            private: Facts::new(),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::event::State;
    use calendar::Instant;

    fn draft(source: &str, event: &str, state: State) -> Draft {
        let (organisation, source) = (Slug::new("di-dong").unwrap(), Slug::new(source).unwrap());
        let turn = External {
            event: event.to_owned(),
            state,
            at: Instant::from_ms(0),
            cause: "external".to_owned(),
            detail: String::new(),
        };
        let writer = Writer { node: "nut.example", organisation: &organisation, source: &source };
        writer.turned(&Slug::new("sn-loi").unwrap(), &turn).unwrap()
    }

    #[test]
    fn an_id_follows_from_source_event_and_state_alone() {
        let one = draft("noc", "e1", State::Down);
        assert_eq!(one.id, draft("noc", "e1", State::Down).id);
        for other in
            [draft("noc", "e1", State::Up), draft("noc", "e2", State::Down), draft("ncc", "e1", State::Down)]
        {
            assert_ne!(one.id, other.id);
        }
        assert_eq!((one.source.as_str(), one.facts["from"].as_text()), ("source/noc", Some("up")));
    }
}
