//! Reports: how a campaign stands, as an official "BÁO CÁO" in the layout of Decree 30/2020/NĐ-CP.
//!
//! A [`Model`] is what a report says; [`docx`] and [`typst_source`] draw it from one outline, so that the Word file and
//! the PDF say the same. Nothing here reads a clock or a file: the date comes with the model, and the same model gives
//! the same bytes. A figure carries its limit and the document that set it; a verdict carries the numbers of the
//! evidence it rests on; what has no evidence is said to have none. The words come from [`Wording`].

mod assemble;
mod compose;
mod docx;
mod ics;
mod minutes;
mod model;
mod ooxml;
mod outline;
mod plain;
mod quantity;
mod schedule;
mod wording;
mod xlsx;

pub use assemble::{Disclosures, NothingDisclosed, Sources};
pub use compose::outline;
pub use ics::{Event, When, ics};
pub use minutes::{Minutes, Said};
pub use model::{
    AttestedPart, CampaignPart, CellPart, CheckpointPart, DirectivePart, EvidenceNumber, EvidencePart,
    ExplanationPart, FigurePart, FindingPart, Letterhead, LimitPart, Model, ObligationPart,
    OrganisationCounts, Private, SignedFor, WaiverPart,
};
pub use ooxml::PackFault;
pub use outline::Outline;
pub use plain::plain_text;
pub use schedule::{DelegationEnd, Schedule};
pub use wording::{Language, Wording};
pub use xlsx::XlsxFault;

/// The report as a Word document.
pub fn docx(model: &Model, words: &Wording) -> Result<Vec<u8>, PackFault> {
    docx::write(&compose::outline(model, words))
}

/// The report's figures as a workbook, to go with it as an annex.
pub fn xlsx(model: &Model, words: &Wording) -> Result<Vec<u8>, XlsxFault> {
    xlsx::write(&compose::workbook::book(model, words))
}

/// The template that sets every document of ours; it decides how things look and holds no words.
const TEMPLATE: &str = include_str!("report.typ");

/// The report as a Typst template, and the data it reads under the name `data.json`.
///
/// The template is fixed; every word of the report is in the data, where it is never read as markup.
pub fn typst_source(model: &Model, words: &Wording) -> Result<(&'static str, Vec<u8>), serde_json::Error> {
    Ok((TEMPLATE, serde_json::to_vec(&compose::outline(model, words))?))
}

/// The same as one sheet that is as long as its text, for a picture to be sent about: without annexes, since nobody
/// looks anything up by a picture, and without the room for a signature.
pub fn picture_source(model: &Model, words: &Wording) -> Result<(&'static str, Vec<u8>), serde_json::Error> {
    let mut outline = compose::outline(model, words);
    outline.annexes.clear();
    Ok((TEMPLATE, serde_json::to_vec(&Picture { outline, sheet: "picture" })?))
}

/// An outline that is set as a picture.
#[derive(serde::Serialize)]
struct Picture {
    #[serde(flatten)]
    outline: Outline,
    sheet: &'static str,
}
