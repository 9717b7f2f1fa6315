//! Writes an outline as a Word document (ECMA-376 WordprocessingML), byte for byte the same for the same report.
//!
//! The markup is written here and not by a library because a report needs what the known writers lack: header rows
//! that stand again on every page, and an archive without the time of day in it.

mod blocks;
mod frame;
mod markup;
mod package;

use crate::{
    ooxml::{self, PackFault},
    outline::Outline,
};

/// The bytes of a `.docx` file.
pub(crate) fn write(outline: &Outline) -> Result<Vec<u8>, PackFault> {
    package::pack(&document(outline), &outline.meta)
}

/// `word/document.xml`.
pub(crate) fn document(outline: &Outline) -> String {
    let mut xml = String::from(ooxml::DECLARATION);
    xml.push_str("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ");
    xml.push_str("xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>");
    frame::head(&outline.head, &mut xml);
    blocks::write(&outline.body, &mut xml);
    frame::closing(&outline.closing, &mut xml);
    for annex in &outline.annexes {
        frame::end_section(&mut xml);
        frame::annex_head(annex, &mut xml);
        blocks::write(&annex.body, &mut xml);
    }
    // A table may not be the last thing of a body.
    xml.push_str("<w:p/>");
    frame::section(&mut xml);
    xml.push_str("</w:body></w:document>");
    xml
}
