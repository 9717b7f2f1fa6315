//! What was read of a letter, for the page that lays it beside the obligations drafted from it. Places count characters of
//! the letter's text in Unicode normal form C, from inclusive, to exclusive.

use directive::{Letter, Obligation, Passage, campaign_id, proposals};
use serde::Serialize;
use utoipa::ToSchema;

/// A letter as it was read, sentence by sentence.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingView {
    /// What it asks.
    pub obligations: Vec<ReadObligation>,
    /// By when; the obligations name them by their place in this list.
    pub deadlines: Vec<ReadDeadline>,
    /// Every passage that became no obligation, with the reason.
    pub unclaimed: Vec<ReadPassage>,
    /// Documents it cites.
    pub citations: Vec<ReadPassage>,
    /// Where it looks cut, if it does.
    pub cut_at: Option<usize>,
}

/// One thing a letter asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadObligation {
    /// Its id in the campaign file drafted.
    pub id: String,
    /// The words.
    pub quote: String,
    /// Where they stand.
    pub span: [usize; 2],
    /// Whom it asks, in the letter's words.
    pub addressees: Vec<String>,
    /// The heading it stands under.
    pub section: Option<String>,
    /// What sets it off.
    pub trigger: Option<ReadPassage>,
    /// When it does not bind.
    pub condition: Option<ReadPassage>,
    /// Places in the list of deadlines.
    pub deadlines: Vec<usize>,
    /// The checks proposed, with the words that suggest each.
    pub checks: Vec<ReadCheck>,
}

/// A check that is proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadCheck {
    /// Which.
    pub kind: &'static str,
    /// The words that suggest it; none where it stands for want of any.
    pub why: Option<ReadPassage>,
}

/// By when something is due.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadDeadline {
    /// The words.
    pub quote: String,
    /// Where they stand.
    pub span: [usize; 2],
    /// A day, or a date-time at +07:00.
    pub at: Option<String>,
    /// The moments of one that comes back.
    pub occurrences: Vec<String>,
    /// Whether the moment itself is too late.
    pub strict: bool,
    /// The lunar date beside the solar one.
    pub lunar: Option<String>,
    /// The public holiday it falls in.
    pub holiday: Option<&'static str>,
}

/// Words of a letter.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadPassage {
    /// The words.
    pub quote: String,
    /// Where they stand.
    pub span: [usize; 2],
    /// Why they are no obligation, where that is the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl From<Passage> for ReadPassage {
    fn from(Passage { quote, span }: Passage) -> Self {
        Self { quote, span, why: None }
    }
}

impl From<Obligation> for ReadObligation {
    fn from(read: Obligation) -> Self {
        let checks = proposals(&read).into_iter();
        Self {
            id: campaign_id(&read),
            checks: checks.map(|one| ReadCheck { kind: one.kind, why: one.why.map(Into::into) }).collect(),
            quote: read.quote,
            span: read.span,
            addressees: read.addressees,
            section: read.section,
            trigger: read.trigger.map(Into::into),
            condition: read.condition.map(Into::into),
            deadlines: read.deadlines,
        }
    }
}

impl From<Letter> for ReadingView {
    fn from(letter: Letter) -> Self {
        let deadlines = letter.deadlines.into_iter().map(|one| ReadDeadline {
            quote: one.quote,
            span: one.span,
            at: one.at,
            occurrences: one.occurrences,
            strict: one.strict,
            lunar: one.lunar,
            holiday: one.holiday.map(calendar::Holiday::name),
        });
        let unclaimed = letter.unclaimed.into_iter().map(|one| ReadPassage {
            quote: one.quote,
            span: one.span,
            why: Some(one.why.name().to_owned()),
        });
        let citations = letter.citations.into_iter().map(|one| {
            let (quote, span) = (one.quote, one.span);
            ReadPassage { quote, span, why: None }
        });
        Self {
            obligations: letter.obligations.into_iter().map(Into::into).collect(),
            deadlines: deadlines.collect(),
            unclaimed: unclaimed.collect(),
            citations: citations.collect(),
            cut_at: letter.cut_at,
        }
    }
}
