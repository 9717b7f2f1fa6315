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
