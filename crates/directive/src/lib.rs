//! Reading directives: a Vietnamese official letter becomes what it asks, of whom and by when, word for word.
//!
//! [`read`] takes the letter as text, .docx or pdf and gives a [`Letter`] in which every finding points at the characters it came
//! from and every sentence no obligation claims is listed with the reason; [`draft`] turns it into a campaign file a
//! person edits. Rules only, no model and no network: the same letter always reads the same. What a letter with a
//! secrecy mark holds is never read at all (`access::secrecy`).
mod draft;
mod letter;
mod read;

pub use draft::{LetterFile, Proposal, campaign_id, draft, proposals};
pub use intake::Form;
pub use letter::{
    Citation, Contact, ContactKind, Deadline, Kind, Letter, Modality, Obligation, Passage, Relation, Sector,
    Span, Unclaimed, Urgency, Why,
};
pub use read::{MAX_LETTER_BYTES, MAX_PAPER_BYTES, ReadFault, Taken, letter_text, read, take};
