//! Reports: how a campaign stands, as an official "BÁO CÁO" in the layout of Decree 30/2020/NĐ-CP.
//!
//! A [`Model`] is what a report says; [`docx`] and [`typst_source`] draw it from one outline, so that the Word file and
//! the PDF say the same. Nothing here reads a clock or a file: the date comes with the model, and the same model gives
//! the same bytes. A figure carries its limit and the document that set it; a verdict carries the numbers of the
//! evidence it rests on; what has no evidence is said to have none. The words come from [`Wording`].

mod assemble;
mod compose;
mod docx;
mod minutes;
mod model;
mod outline;
mod quantity;
mod wording;

pub use assemble::{Disclosures, NothingDisclosed, Sources};
pub use compose::outline;
pub use docx::DocxFault;
pub use minutes::{Minutes, Said};
pub use model::{
    AttestedPart, CampaignPart, CellPart, CheckpointPart, DirectivePart, EvidenceNumber, EvidencePart,
    ExplanationPart, FigurePart, FindingPart, Letterhead, LimitPart, Model, ObligationPart,
    OrganisationCounts, Private, SignedFor, WaiverPart,
};
pub use outline::Outline;
pub use wording::{Language, Wording};

/// The report as a Word document.
pub fn docx(model: &Model, words: &Wording) -> Result<Vec<u8>, DocxFault> {
    docx::write(&compose::outline(model, words))
}

/// The report as a Typst template, and the data it reads under the name `data.json`.
///
/// The template is fixed; every word of the report is in the data, where it is never read as markup.
pub fn typst_source(model: &Model, words: &Wording) -> Result<(&'static str, Vec<u8>), serde_json::Error> {
    Ok((include_str!("report.typ"), serde_json::to_vec(&compose::outline(model, words))?))
}
