//! Letters written as .docx: paragraphs cut into runs as Word cuts them, the form in a table without lines, tables with
//! lines, numbers that Word counts itself.

use std::fmt::Write as _;

use intake::fuzz::archive_of;

use crate::blocks::Block;

/// How a letter is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Numbers and dashes in front of paragraphs are counted by the program.
    pub counted: bool,
}

/// The bytes of the .docx.
pub fn docx(blocks: &[Block], setting: Setting) -> Vec<u8> {
    let mut lists = Lists::default();
    let mut body = String::new();
    for block in blocks {
        match block {
            Block::Blank => body.push_str("<w:p/>"),
            Block::Line(line) => body.push_str(&paragraph(line, setting, &mut lists)),
            Block::Columns(left, right) => {
                let cell = |lines: &[String]| {
                    let lines = lines.iter().map(|line| format!("<w:p>{}</w:p>", runs(line)));
                    format!(
                        "<w:tc><w:tcPr><w:tcW w:w=\"4000\"/></w:tcPr>{}</w:tc>",
                        lines.collect::<String>()
                    )
                };
                let _ = write!(body, "<w:tbl><w:tblPr/><w:tr>{}{}</w:tr></w:tbl>", cell(left), cell(right));
            }
            Block::Table(rows) => {
                body.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/></w:tblPr>");
                for row in rows {
                    let cells = row.iter().map(|cell| format!("<w:tc><w:p>{}</w:p></w:tc>", runs(cell)));
                    let _ = write!(body, "<w:tr>{}</w:tr>", cells.collect::<String>());
                }
                body.push_str("</w:tbl>");
            }
        }
    }
    package(&body, &lists.xml)
}

fn package(body: &str, lists: &str) -> Vec<u8> {
    const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let kind =
        |name: &str| format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}");
    let relation = |id: usize, name: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{}\" Target=\"{target}\"/>", kind(name))
    };
    let relations = |all: &[String]| format!("<Relationships>{}</Relationships>", all.concat());
    let document = format!("<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let styles = format!(
        "<w:styles {NAMES}><w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:tblPr><w:tblBorders>\
         <w:top w:val=\"single\"/><w:insideV w:val=\"single\"/></w:tblBorders></w:tblPr></w:style></w:styles>"
    );
    let numbering = format!("<w:numbering {NAMES}>{lists}</w:numbering>");
    let package = relations(&[relation(1, "officeDocument", "word/document.xml")]);
    let parts =
        relations(&[relation(1, "styles", "styles.xml"), relation(2, "numbering", "/word/numbering.xml")]);
    archive_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", package.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", parts.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ])
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A line as runs: cut in the middle of words, with a change that was struck out between.
fn runs(line: &str) -> String {
    let letters: Vec<char> = line.chars().collect();
    let mut out = String::new();
    for (at, piece) in letters.chunks(17).enumerate() {
        let text = escaped(&piece.iter().collect::<String>())
            .replace('\t', "</w:t><w:tab/><w:t xml:space=\"preserve\">");
        let bold = if at % 2 == 0 { "" } else { "<w:rPr><w:b/></w:rPr>" };
        let _ = write!(out, "<w:r>{bold}<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        if at == 1 {
            out.push_str("<w:del><w:r><w:delText>bị gạch</w:delText></w:r></w:del><w:proofErr/>");
        }
    }
    out
}

fn paragraph(line: &str, setting: Setting, lists: &mut Lists) -> String {
    let counted = setting.counted.then(|| lists.counted(line)).flatten();
    let Some((list, words)) = counted else { return format!("<w:p>{}</w:p>", runs(line)) };
    let numbered = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    format!("<w:p><w:pPr>{numbered}</w:pPr>{}</w:p>", runs(words))
}

/// Lists of one paragraph each, that begin with the number it has.
#[derive(Default)]
struct Lists {
    xml: String,
    count: usize,
}

impl Lists {
    /// The list that a line is in, and its words.
    fn counted<'a>(&mut self, line: &'a str) -> Option<(usize, &'a str)> {
        let (marker, words) = line.split_once(' ')?;
        let bare = marker.trim_end_matches(['.', ')']);
        let (start, format, pattern) = if matches!(marker, "-" | "+" | "*") {
            (1, "bullet", marker.to_owned())
        } else if bare.len() < marker.len() && bare.bytes().all(|c| c.is_ascii_digit()) && bare.len() < 3 {
            (bare.parse().ok()?, "decimal", marker.replace(bare, "%1"))
        } else if marker.len() == 2 && bare.len() == 1 && bare.bytes().all(|c| c.is_ascii_lowercase()) {
            (usize::from(bare.as_bytes()[0] - b'a') + 1, "lowerLetter", marker.replace(bare, "%1"))
        } else if bare.len() < marker.len() && matches!(bare, "I" | "II" | "III" | "IV" | "V" | "VI") {
            let start = ["I", "II", "III", "IV", "V", "VI"].iter().position(|numeral| *numeral == bare)? + 1;
            (start, "upperRoman", marker.replace(bare, "%1"))
        } else {
            return None;
        };
        // A number written with a nought in front is typed.
        if bare.starts_with('0') || words.starts_with(char::is_whitespace) {
            return None;
        }
        self.count += 1;
        let id = self.count;
        let level = format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{pattern}\"/></w:lvl>"
        );
        // Definitions stand before lists in a file; here each list has its own, and the order says nothing.
        let _ = write!(
            self.xml,
            "<w:abstractNum w:abstractNumId=\"{id}\">{level}</w:abstractNum>\
             <w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{id}\"/></w:num>"
        );
        Some((id, words))
    }
}
