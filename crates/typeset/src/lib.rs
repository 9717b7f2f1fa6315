//! From Typst source and JSON data to the bytes of a PDF or to pictures of its pages, with fonts carried in the program.
//!
//! The crate knows nothing of ours: it compiles one source file in a world that holds that file, one data file
//! ([`DATA_FILE`]) and four fonts, and nothing else. No file, clock, environment variable or package of the machine can
//! be reached from a template, so the same input gives the same bytes everywhere. Typst is heavy to build, which is why
//! it stands alone here.

mod fault;
mod letters;
mod picture;
mod world;

use std::sync::Mutex;

use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use fault::TypesetFault;
pub use picture::MAX_PIXELS;
pub use world::DATA_FILE;
use world::TemplateWorld;

/// The most data a document may be made of. The compiler holds every page at once: it was measured to need about
/// 230 bytes of memory for each byte of data, so that this limit keeps it below 2 GB (some 1,300 pages).
pub const MAX_DATA_BYTES: usize = 8 * 1024 * 1024;

/// One document at a time, for its memory's sake; its cache, which every document shares, is emptied after each.
static PRESS: Mutex<()> = Mutex::new(());

/// Typesets `source`, which reads its data with `json("data.json")`, into a PDF file.
///
/// The file keeps to PDF/A-2b, the form archives ask for, where the template sets the document's date and the fonts
/// have a glyph for every letter. A text with letters of another script is still written, as a plain PDF.
///
/// ```
/// let pdf = typeset::pdf("#let d = json(\"data.json\")\n#d.at(\"title\")", br#"{"title": "Report"}"#)?;
/// assert!(pdf.starts_with(b"%PDF-1.7"));
/// # Ok::<(), typeset::TypesetFault>(())
/// ```
pub fn pdf(source: &str, data: &[u8]) -> Result<Vec<u8>, TypesetFault> {
    compiled(source, data, |document| {
        let archival = PdfStandards::new(&[PdfStandard::A_2b]);
        let archival =
            archival.map_err(|fault| TypesetFault::Export { what: fault.message().to_string() })?;
        export(document, archival).or_else(|_| export(document, PdfStandards::default()))
    })
}

/// Typesets as [`pdf`] does, and gives each page as a PNG picture with so many pixels to the inch.
///
/// ```
/// let pages = typeset::png("#set page(width: 40mm, height: auto)\nLai Châu", b"{}", 96)?;
/// assert!(pages.len() == 1 && pages[0].starts_with(b"\x89PNG"));
/// # Ok::<(), typeset::TypesetFault>(())
/// ```
pub fn png(source: &str, data: &[u8], ppi: u16) -> Result<Vec<Vec<u8>>, TypesetFault> {
    compiled(source, data, |document| picture::of_pdf(export(document, PdfStandards::default())?, ppi))
}

fn export(document: &PagedDocument, standards: PdfStandards) -> Result<Vec<u8>, TypesetFault> {
    let options = PdfOptions { standards, ..PdfOptions::default() };
    typst_pdf::pdf(document, &options).map_err(|faults| TypesetFault::export(&faults))
}

/// The letters of each page in the order in which they were set: what a test or a search reads.
pub fn page_texts(source: &str, data: &[u8]) -> Result<Vec<String>, TypesetFault> {
    compiled(source, data, |document| {
        Ok(document.pages().iter().map(|page| letters::of_frame(&page.frame)).collect())
    })
}

/// Compiles, hands the document over, and empties the compiler's cache whatever came of it.
fn compiled<T>(
    source: &str,
    data: &[u8],
    then: impl FnOnce(&PagedDocument) -> Result<T, TypesetFault>,
) -> Result<T, TypesetFault> {
    if data.len() > MAX_DATA_BYTES {
        return Err(TypesetFault::TooLarge { bytes: data.len() });
    }
    // A panic in an earlier document leaves nothing behind that matters here.
    let _press = PRESS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let world = TemplateWorld::new(source, data)?;
    let compiled = typst::compile::<PagedDocument>(&world);
    let outcome = match &compiled.output {
        Ok(document) => then(document),
        Err(faults) => Err(TypesetFault::compile(&world, faults)),
    };
    typst::comemo::evict(0);
    outcome
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    const TEMPLATE: &str = "#set text(font: \"Liberation Serif\")\n#let d = json(\"data.json\")\n#d.text";

    #[test]
    fn data_is_shown_as_it_is_and_never_runs() {
        let hostile = r##"{"text": "#panic(1) $x$ *a* _b_ <l> @r \\u{41} // c [d] `e` = f"}"##;
        let pages = page_texts(TEMPLATE, hostile.as_bytes()).unwrap();
        assert_eq!(pages, ["#panic(1) $x$ *a* _b_ <l> @r \\u{41} // c [d] `e` = f\n"]);
    }

    #[test]
    fn every_vietnamese_letter_has_a_glyph() {
        let vowels = "aăâeêioôơuưy";
        let marks = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
        let mut text = String::from("đĐ₫–—“”…≥≤×µ·•");
        for vowel in vowels.chars().chain(vowels.to_uppercase().chars()) {
            for mark in marks {
                text.push(vowel);
                text.push_str(mark);
            }
        }
        let data = format!("{{\"text\": \"{text}\"}}");
        let missing = compiled(TEMPLATE, data.as_bytes(), |document| {
            Ok(document.pages().iter().map(|page| letters::missing_glyphs(&page.frame)).sum::<usize>())
        });
        assert_eq!(missing.unwrap(), 0);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        let data = br#"{"text": "Lai Ch\u00e2u"}"#;
        assert_eq!(pdf(TEMPLATE, data).unwrap(), pdf(TEMPLATE, data).unwrap());
    }

    #[test]
    fn a_dated_document_is_archival_and_one_in_a_foreign_script_is_still_written() {
        let dated = format!("#set document(date: datetime(year: 2027, month: 2, day: 18))\n{TEMPLATE}");
        let archival = |pdf: &[u8]| pdf.windows(14).any(|window| window == b"pdfaid:part>2<");
        assert!(archival(&pdf(&dated, "{\"text\": \"Lai Châu\"}".as_bytes()).unwrap()));
        let foreign = pdf(&dated, "{\"text\": \"龍 🐉 \\u0001\"}".as_bytes()).unwrap();
        assert!(foreign.starts_with(b"%PDF") && !archival(&foreign));
    }

    #[test]
    fn a_picture_is_as_large_as_its_page_and_shows_its_letters() {
        let page = |letters: &str| {
            let source = format!("#set page(width: 72pt, height: auto, margin: 9pt)\n{TEMPLATE}");
            png(&source, format!("{{\"text\": \"{letters}\"}}").as_bytes(), 144).unwrap().remove(0)
        };
        let (one, other) = (page("Lai Châu"), page("Lai Chau"));
        let width = u32::from_be_bytes(one[16..20].try_into().unwrap());
        assert!(one.starts_with(b"\x89PNG\r\n") && width == 144, "{width}");
        assert!(one != other && one == page("Lai Châu"));
    }

    #[test]
    fn a_picture_that_nobody_could_scroll_through_is_refused_before_it_is_drawn() {
        let tall = "#set page(width: 150mm, height: 90in)\nDài";
        let fault = png(tall, b"{}", 150).unwrap_err();
        assert!(matches!(fault, TypesetFault::TooManyPixels { pixels } if pixels > MAX_PIXELS), "{fault}");
        let wide = png("#set page(width: 5000in, height: 1pt, margin: 0pt)\n", b"{}", 72).unwrap_err();
        assert!(matches!(wide, TypesetFault::TooManyPixels { .. }), "{wide}");
    }

    #[test]
    fn nothing_outside_can_be_read() {
        for source in
            ["#read(\"/etc/hostname\")", "#image(\"../logo.png\")", "#import \"@preview/cetz:0.4.0\""]
        {
            assert!(matches!(pdf(source, b"{}"), Err(TypesetFault::Source { .. })), "{source}");
        }
        let today = pdf("#datetime.today()", b"{}");
        assert!(matches!(today, Err(TypesetFault::Source { .. })), "{today:?}");
    }

    #[test]
    fn a_fault_names_its_line() {
        let fault = pdf("fine\n#nowhere", b"{}").unwrap_err();
        assert_eq!(fault.to_string(), "template line 2: unknown variable: nowhere");
    }

    #[test]
    fn more_data_than_memory_allows_is_refused_before_any_work() {
        let fault = pdf(TEMPLATE, &vec![b' '; MAX_DATA_BYTES + 1]).unwrap_err();
        assert!(matches!(fault, TypesetFault::TooLarge { .. }), "{fault}");
    }

    #[test]
    fn data_that_is_no_json_is_a_fault() {
        assert!(pdf(TEMPLATE, b"{").is_err());
    }
}
