//! What is taken of a file from a stranger, with the reason of each limit.

use crate::archive::Bounds;

/// An office document: the text of 300 pages unpacks to some 10 MiB of XML, and a report with many pictures has a few
/// hundred parts. The bytes are those of all files within files together.
pub const ARCHIVE: Bounds = Bounds { parts: 2_000, bytes: 64 * 1024 * 1024 };
/// Deepest nesting of XML. Word stays below 40, with a text box in a table in a text box.
pub const MAX_XML_DEPTH: usize = 256;
/// Files within files, as a sheet in a letter: deeper ones are refused.
pub const MAX_NESTED: usize = 3;
/// Longest line that is looked at as one of a font of before Unicode, in bytes: a mark with its labels takes a third.
pub const MAX_OLD_LINE_BYTES: usize = 200;
/// Most pages of a pdf.
pub const MAX_PAGES: usize = 1_000;
/// Most that one stream of a pdf unpacks to. A colour page scanned at 300 dots an inch has 26 MB of raw dots.
pub const MAX_STREAM_BYTES: u64 = 64 * 1024 * 1024;
/// Most that all streams of a pdf unpack to: thirty such pages. They are not held at once.
pub const MAX_STREAMS_BYTES: u64 = 768 * 1024 * 1024;
/// Most drawing steps of a pdf: a page of text has some six thousand.
pub const MAX_STEPS: usize = 4_000_000;
/// Deepest nesting of arrays and dictionaries in an object of a pdf: some twenty in what programs write.
pub const MAX_PDF_OBJECT_DEPTH: usize = 256;
/// Deepest nesting of brackets in the bytes of a pdf, unpacked or not, those of pictures among them: a chance walk of these
/// stays below a few thousand.
pub const MAX_PDF_DEPTH: usize = 20_000;
/// Longest a pdf is looked at, in seconds, where the steps do not end it.
pub const MAX_SECONDS: u64 = 20;
/// Stack of the thread that looks at a pdf: nested arrays and forms are gone through by recursion there.
pub const STACK_BYTES: usize = 256 * 1024 * 1024;
/// Largest text of a letter: 300 pages of Vietnamese in UTF-8 are some 1.1 MiB.
pub const MAX_LETTER_BYTES: usize = 2 * 1024 * 1024;
/// Largest .docx or .pdf that is read as a letter: one with a few pictures and the fonts of a pdf.
pub const MAX_PAPER_BYTES: usize = 10 * 1024 * 1024;
/// Most paragraphs, rows and cells of a .docx that is read: 300 pages have some 12,000.
pub const MAX_BLOCKS: usize = 200_000;
/// Most styles, and most lists, of a .docx: those of documents that were pasted together for years are a few thousand.
pub const MAX_DEFINITIONS: usize = 10_000;
