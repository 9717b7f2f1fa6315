//! The archive around the document: fixed parts, fixed order, fixed times.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{DocxFault, markup};
use crate::outline::Meta;

/// The parts that are the same in every report, but for the document and its properties.
const FIXED: [(&str, &str); 6] = [
    ("[Content_Types].xml", include_str!("parts/content_types.xml")),
    ("_rels/.rels", include_str!("parts/package.rels")),
    ("word/_rels/document.xml.rels", include_str!("parts/document.rels")),
    ("word/header.xml", include_str!("parts/header.xml")),
    ("word/settings.xml", include_str!("parts/settings.xml")),
    ("word/styles.xml", include_str!("parts/styles.xml")),
];

/// Packs the parts; the content types come first, as readers that sniff a file expect.
pub(super) fn pack(document: &str, meta: &Meta) -> Result<Vec<u8>, DocxFault> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The archive's own times are always its epoch: the report's date stands in its properties.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let properties = core_properties(meta);
    let parts = [("docProps/core.xml", properties.as_str()), ("word/document.xml", document)];
    for (name, content) in FIXED.into_iter().chain(parts) {
        archive.start_file(name, options)?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn core_properties(meta: &Meta) -> String {
    let mut xml = String::from(markup::DECLARATION);
    xml.push_str(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>",
    );
    markup::escape(&meta.title, &mut xml);
    xml.push_str("</dc:title><dc:creator>");
    markup::escape(&meta.author, &mut xml);
    let _ = write!(xml, "</dc:creator><dc:language>{}</dc:language>", meta.language);
    for what in ["created", "modified"] {
        let _ =
            write!(xml, "<dcterms:{what} xsi:type=\"dcterms:W3CDTF\">{}</dcterms:{what}>", meta.dated_utc);
    }
    xml.push_str("</cp:coreProperties>");
    xml
}
