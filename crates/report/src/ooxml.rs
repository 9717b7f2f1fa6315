//! What Word documents and workbooks share (ECMA-376): escaped text, the properties a file manager shows, and an archive
//! of parts that is byte for byte the same for the same parts.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::outline::Meta;

/// The first line of every part.
pub(crate) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Why there is no archive.
#[derive(Debug, thiserror::Error)]
pub enum PackFault {
    /// It could not be put together.
    #[error("pack the document")]
    Package(#[from] zip::result::ZipError),
    /// It could not be written to memory.
    #[error("write the document")]
    Write(#[from] std::io::Error),
}

/// Packs the parts in this order; the content types come first, as readers that sniff a file expect.
pub(crate) fn pack<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<u8>, PackFault> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The archive's own times are always its epoch: the document's date stands in its properties.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, content) in parts {
        archive.start_file(name, options)?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// `docProps/core.xml`.
pub(crate) fn core_properties(meta: &Meta) -> String {
    let mut xml = String::from(DECLARATION);
    xml.push_str(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>",
    );
    escape(&meta.title, &mut xml);
    xml.push_str("</dc:title><dc:creator>");
    escape(&meta.author, &mut xml);
    let _ = write!(xml, "</dc:creator><dc:language>{}</dc:language>", meta.language);
    for what in ["created", "modified"] {
        let _ =
            write!(xml, "<dcterms:{what} xsi:type=\"dcterms:W3CDTF\">{}</dcterms:{what}>", meta.dated_utc);
    }
    xml.push_str("</cp:coreProperties>");
    xml
}

/// Adds text in which no letter can be taken for markup. What XML cannot carry at all becomes U+FFFD.
pub(crate) fn escape(text: &str, xml: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(' '),
            '\u{0}'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => xml.push(char::REPLACEMENT_CHARACTER),
            letter => xml.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_is_taken_for_markup() {
        let mut xml = String::new();
        escape("a<b>&\"c\"]]>\u{0}\u{1f}\ttab", &mut xml);
        assert_eq!(xml, "a&lt;b&gt;&amp;&quot;c&quot;]]&gt;\u{fffd}\u{fffd} tab");
    }
}
