//! What people of a drill say: drafts as the screens would send them.

use calendar::Instant;
use journal::{Draft, EntryId, Fact, Facts, Grade, Held, Kind, Slug, Subject};
use simulator::Dice;

/// The source of every word of a drill.
const SOURCE: &str = "drill";

/// Something said, by whom and when.
pub struct Saying<'a> {
    /// When, by the speaker's clock.
    pub at: Instant,
    /// The speaker's own chance, for ids.
    pub dice: &'a mut Dice,
}

/// A word about an obligation that does not make an entry: only where an id is none, which a read file rules out.
pub type Said = Result<Draft, journal::NameFault>;

impl Saying<'_> {
    fn draft(&mut self, kind: &str, subject: Subject, facts: Facts) -> Said {
        let mut random = [0; 10];
        self.dice.fill(&mut random);
        Ok(Draft {
            id: EntryId::v7(self.at, random),
            kind: Kind::new(kind)?,
            subject,
            held: Held::at(self.at),
            source: SOURCE.to_owned(),
            actor: SOURCE.to_owned(),
            answers: Vec::new(),
            campaign: None,
            grade: Some(Grade::Attested),
            facts,
            private: Facts::new(),
        })
    }

    /// About an obligation, with further facts.
    pub fn about<const N: usize>(&mut self, kind: &str, obligation: &Slug, facts: [(&str, Fact); N]) -> Said {
        let mut all: Facts = facts.into_iter().map(|(key, fact)| (key.to_owned(), fact)).collect();
        all.insert("obligation".to_owned(), obligation.as_str().into());
        self.draft(kind, Subject::of("obligation", obligation)?, all)
    }

    /// "Đã nhận, đang xử lý đến …".
    pub fn promise(&mut self, obligation: &Slug, for_s: u32) -> Said {
        let until = self.at.plus_ms(i64::from(for_s) * 1_000);
        self.about("handling.promised", obligation, [("until", Fact::Text(until.to_string()))])
    }

    /// A line of the duty log about an obligation.
    pub fn duty_note(&mut self, organisation: &Slug, obligation: &Slug, text: &str) -> Said {
        let facts = Facts::from([
            ("what".to_owned(), "note".into()),
            ("obligation".to_owned(), obligation.as_str().into()),
        ]);
        let mut draft = self.draft("duty.logged", Subject::of("organisation", organisation)?, facts)?;
        draft.grade = None;
        draft.private.insert("text".to_owned(), text.into());
        Ok(draft)
    }

    /// Takes back what was said, in answer to it.
    pub fn withdrawal(&mut self, said: &Draft, reason: &str) -> Said {
        let mut facts = Facts::from([("withdraws".to_owned(), Fact::Bool(true))]);
        facts.extend(said.facts.get("obligation").map(|fact| ("obligation".to_owned(), fact.clone())));
        let mut draft = self.draft("evidence.corrected", said.subject.clone(), facts)?;
        draft.answers = vec![said.id];
        draft.private.insert("reason".to_owned(), reason.into());
        Ok(draft)
    }

    /// Why it was so, in answer to the entry that showed it.
    pub fn explanation(&mut self, obligation: &Slug, answers: EntryId, text: &str) -> Said {
        let mut draft = self.about("finding.explained", obligation, [])?;
        draft.answers = vec![answers];
        draft.private.insert("text".to_owned(), text.into());
        Ok(draft)
    }
}
