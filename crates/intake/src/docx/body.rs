//! A part of a .docx as paragraphs and tables, in the order in which they stand: with the changes that were tracked,
//! without what was struck out, with the numbers that Word counts itself.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::{
    numbering::Numbering,
    styles::{Look, Numbered, Styles, is_border, is_on, number},
};
use crate::{
    bounds::{MAX_BLOCKS, MAX_LETTER_BYTES, MAX_XML_DEPTH},
    paper::PaperFault,
    xml::{Part, XmlFault, attribute, walk},
};

/// What a page holds, one below the other.
#[derive(Debug)]
pub(super) enum Block {
    /// A paragraph with its number; a line break in it is `\n`.
    Paragraph(String),
    Table(Table),
}

#[derive(Debug, Default)]
pub(super) struct Table {
    /// Whether lines are drawn between its cells: one without any only sets things side by side.
    pub ruled: bool,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Default)]
pub(super) struct Cell {
    pub blocks: Vec<Block>,
    /// It goes on with the cell above it.
    pub goes_on: bool,
    /// The column of the grid in which it begins.
    pub column: usize,
}

/// Where the headers and footers of the first page are found.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// By kind ("header first"): the id of the relation.
    pub parts: HashMap<String, String>,
    /// Whether the first page has headers of its own.
    pub has_title_page: bool,
}

/// What the parts of one document have in common.
pub(super) struct Shared {
    pub styles: Styles,
    pub numbering: Numbering,
    /// Footnotes and endnotes met so far, in order: their kind and id.
    pub notes: Vec<(&'static str, String)>,
    /// The first section of the document.
    pub section: Option<Section>,
    /// Bytes of text taken so far.
    taken: usize,
    /// Paragraphs, rows and cells so far.
    counted: usize,
}

impl Shared {
    pub(super) fn new(styles: Styles, numbering: Numbering) -> Self {
        Self { styles, numbering, notes: Vec::new(), section: None, taken: 0, counted: 0 }
    }
}

/// What an element that is open does when it closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Nothing,
    Skipped,
    Text,
    Paragraph,
    /// Properties of a paragraph, and those of its mark within them.
    Properties,
    MarkProperties,
    RunProperties,
    Run,
    Table,
    TableBorders,
    Row,
    Cell,
    TextBox,
    Note,
    Section,
    Field,
}

struct Open {
    name: Vec<u8>,
    ends: Ends,
}

/// A paragraph being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    numbered: Numbered,
    /// Its end was struck out: it goes on in the next.
    end_is_struck: bool,
    /// A page number stands in it.
    has_page_number: bool,
    /// What text boxes within it hold.
    boxed: Vec<Block>,
}

struct OpenTable {
    table: Table,
    style: Option<String>,
    /// Whether lines were asked for or refused by the table itself.
    ruled: Option<bool>,
    column: usize,
    row: Vec<Cell>,
    row_is_struck: bool,
}

/// A flow of blocks: the body, a cell, a text box, a note.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    /// A paragraph whose end was struck out, waiting for the rest of it.
    begun: Option<String>,
}

struct Reading<'a> {
    shared: &'a mut Shared,
    open: Vec<Open>,
    flows: Vec<Flow>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<OpenTable>,
    cells: Vec<(bool, usize, usize)>,
    runs: Vec<Look>,
    skipped: usize,
    texts: usize,
    /// Fields that are open: whether what stands there now is what was counted or looked up, and not how.
    fields: Vec<Field>,
    /// What the content that comes next holds is only a hint for whoever fills it in.
    is_placeholder: bool,
    section: Option<Section>,
    /// The notes of a part of notes, by id.
    notes: Vec<(String, Vec<Block>)>,
    note_id: Option<String>,
}

#[derive(Default)]
struct Field {
    instruction: String,
    shown: bool,
}

/// The blocks of a part.
pub(super) fn blocks(xml: &[u8], shared: &mut Shared) -> Result<Vec<Block>, PaperFault> {
    Ok(read(xml, shared)?.0)
}

/// The notes of `footnotes.xml` or `endnotes.xml`, by id.
pub(super) fn notes(xml: &[u8], shared: &mut Shared) -> Result<Vec<(String, Vec<Block>)>, PaperFault> {
    Ok(read(xml, shared)?.1)
}

type Found = (Vec<Block>, Vec<(String, Vec<Block>)>);

fn read(xml: &[u8], shared: &mut Shared) -> Result<Found, PaperFault> {
    let mut reading = Reading {
        shared,
        open: Vec::new(),
        flows: vec![Flow::default()],
        paragraphs: Vec::new(),
        tables: Vec::new(),
        cells: Vec::new(),
        runs: Vec::new(),
        skipped: 0,
        texts: 0,
        fields: Vec::new(),
        is_placeholder: false,
        section: None,
        notes: Vec::new(),
        note_id: None,
    };
    walk::<PaperFault>(xml, |part| match part {
        Part::Open(tag) => reading.open(tag),
        Part::Text(text) => reading.text(text),
        Part::Close(name) => {
            reading.close(name);
            Ok(())
        }
    })?;
    while let Some(open) = reading.open.pop() {
        reading.end(open.ends);
    }
    let blocks = reading.flows.pop().map(|flow| flow.blocks).unwrap_or_default();
    Ok((blocks, reading.notes))
}

impl Reading<'_> {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), PaperFault> {
        if self.open.len() >= MAX_XML_DEPTH {
            return Err(XmlFault::deep().into());
        }
        let name = tag.local_name().as_ref().to_vec();
        let ends = if self.skipped > 0 { Ends::Nothing } else { self.begin(&name, tag)? };
        self.open.push(Open { name, ends });
        Ok(())
    }

    fn begin(&mut self, name: &[u8], tag: &BytesStart<'_>) -> Result<Ends, PaperFault> {
        match self.open.last().map(|open| open.ends) {
            Some(Ends::Properties) => return Ok(self.property(name, tag)),
            Some(Ends::MarkProperties) => {
                if let (b"del" | b"moveFrom", Some(paragraph)) = (name, self.paragraphs.last_mut()) {
                    paragraph.end_is_struck = true;
                }
                return Ok(Ends::Nothing);
            }
            Some(Ends::RunProperties) => {
                if let Some(run) = self.runs.last_mut() {
                    match name {
                        b"rStyle" => {
                            *run = run.over(self.shared.styles.look(attribute(tag, "val").as_deref()))
                        }
                        _ => run.note(tag),
                    }
                }
                return Ok(Ends::Nothing);
            }
            _ => {}
        }
        Ok(match name {
            // What was struck out or moved away, what is shown only where the first choice is not understood, how a
            // field is counted, how words are pronounced.
            b"del" | b"moveFrom" | b"delText" | b"Fallback" | b"delInstrText" | b"rt" => {
                if self.is_within(b"trPr")
                    && let Some(open) = self.tables.last_mut()
                {
                    open.row_is_struck = true;
                }
                self.skip()
            }
            b"sdtContent" if std::mem::take(&mut self.is_placeholder) => self.skip(),
            b"showingPlcHdr" => {
                self.is_placeholder = is_on(tag);
                Ends::Nothing
            }
            b"instrText" => {
                self.texts += 1;
                Ends::Field
            }
            b"p" => {
                self.count()?;
                self.paragraphs.push(Paragraph::default());
                Ends::Paragraph
            }
            b"pPr" => Ends::Properties,
            b"rPr" => Ends::RunProperties,
            b"r" => {
                let style = self.paragraphs.last().and_then(|paragraph| paragraph.style.as_deref());
                let under = self.shared.styles.look(style);
                self.runs.push(under);
                Ends::Run
            }
            b"t" => {
                self.texts += 1;
                Ends::Text
            }
            b"tab" | b"ptab" => self.put("\t")?,
            b"br" | b"cr" => self.put("\n")?,
            b"noBreakHyphen" => self.put("-")?,
            b"sym" => self.put(symbol(attribute(tag, "char").as_deref()))?,
            b"footnoteReference" => self.refer("footnote", tag)?,
            b"endnoteReference" => self.refer("endnote", tag)?,
            b"fldChar" => self.field(tag),
            b"fldSimple" => {
                self.note_page_number(&attribute(tag, "instr").unwrap_or_default());
                Ends::Nothing
            }
            b"tbl" => {
                self.tables.push(OpenTable {
                    table: Table::default(),
                    style: None,
                    ruled: None,
                    column: 0,
                    row: Vec::new(),
                    row_is_struck: false,
                });
                Ends::Table
            }
            b"txbxContent" => {
                self.flows.push(Flow::default());
                Ends::TextBox
            }
            b"footnote" | b"endnote" => {
                // Lines and blanks that Word keeps among the notes have a kind.
                if attribute(tag, "type").is_some_and(|kind| kind != "normal") {
                    return Ok(self.skip());
                }
                self.note_id = attribute(tag, "id");
                self.flows.push(Flow::default());
                Ends::Note
            }
            b"sectPr" => {
                self.section = Some(Section::default());
                Ends::Section
            }
            b"headerReference" | b"footerReference" | b"titlePg" => {
                self.note_section(name, tag);
                Ends::Nothing
            }
            _ => self.begin_in_table(name, tag)?,
        })
    }

    fn is_within(&self, name: &[u8]) -> bool {
        self.open.last().is_some_and(|open| open.name == name)
    }

    fn skip(&mut self) -> Ends {
        self.skipped += 1;
        Ends::Skipped
    }

    /// One more paragraph or cell.
    fn count(&mut self) -> Result<(), PaperFault> {
        self.shared.counted += 1;
        if self.shared.counted > MAX_BLOCKS { Err(PaperFault::TooLong) } else { Ok(()) }
    }

    fn begin_in_table(&mut self, name: &[u8], tag: &BytesStart<'_>) -> Result<Ends, PaperFault> {
        let in_borders = self.open.last().is_some_and(|open| open.ends == Ends::TableBorders);
        if name == b"tr" || name == b"tc" {
            self.count()?;
        }
        let Some(open) = self.tables.last_mut() else { return Ok(Ends::Nothing) };
        Ok(match name {
            b"tr" => {
                open.column = 0;
                open.row_is_struck = false;
                Ends::Row
            }
            b"tc" => {
                self.flows.push(Flow::default());
                self.cells.push((false, open.column, 1));
                Ends::Cell
            }
            b"tblStyle" => {
                open.style = attribute(tag, "val");
                Ends::Nothing
            }
            b"tblBorders" | b"tcBorders" => {
                if name == b"tblBorders" {
                    open.ruled.get_or_insert(false);
                }
                Ends::TableBorders
            }
            b"gridBefore" => {
                open.column += number(tag).unwrap_or(0).min(1_000) as usize;
                Ends::Nothing
            }
            b"gridSpan" => {
                if let Some((_, _, span)) = self.cells.last_mut() {
                    *span = number(tag).unwrap_or(1).clamp(1, 1_000) as usize;
                }
                Ends::Nothing
            }
            b"vMerge" => {
                let goes_on = attribute(tag, "val").is_none_or(|value| value == "continue");
                if let Some((above, _, _)) = self.cells.last_mut() {
                    *above = goes_on;
                }
                Ends::Nothing
            }
            _ => {
                if in_borders && is_border(tag) {
                    open.ruled = Some(true);
                }
                Ends::Nothing
            }
        })
    }

    /// A property of a paragraph.
    fn property(&mut self, name: &[u8], tag: &BytesStart<'_>) -> Ends {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Ends::Nothing };
        match name {
            b"pStyle" => paragraph.style = attribute(tag, "val"),
            // The numbering itself has its properties below it, and goes on being one.
            b"numPr" => return Ends::Properties,
            b"numId" => paragraph.numbered.list = number(tag),
            b"ilvl" => paragraph.numbered.level = number(tag).map(|level| level as usize),
            b"rPr" => return Ends::MarkProperties,
            b"sectPr" => {
                self.section = Some(Section::default());
                return Ends::Section;
            }
            _ => {}
        }
        Ends::Nothing
    }

    /// A mark in the words where a note belongs: small raised figures, which no word has.
    fn refer(&mut self, kind: &'static str, tag: &BytesStart<'_>) -> Result<Ends, PaperFault> {
        let Some(id) = attribute(tag, "id") else { return Ok(Ends::Nothing) };
        self.shared.notes.push((kind, id));
        let mark = raised(self.shared.notes.len());
        self.put(&mark)
    }

    fn field(&mut self, tag: &BytesStart<'_>) -> Ends {
        match attribute(tag, "fldCharType").as_deref() {
            Some("begin") if self.fields.len() < MAX_XML_DEPTH => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.shown = true;
                    let instruction = std::mem::take(&mut field.instruction);
                    self.note_page_number(&instruction);
                }
            }
            Some("end") => {
                if let Some(field) = self.fields.pop() {
                    self.note_page_number(&field.instruction);
                }
            }
            _ => {}
        }
        Ends::Nothing
    }

    fn note_page_number(&mut self, instruction: &str) {
        let name = instruction.split_whitespace().next().unwrap_or_default();
        if matches!(name, "PAGE" | "NUMPAGES" | "SECTIONPAGES")
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.has_page_number = true;
        }
    }

    fn note_section(&mut self, name: &[u8], tag: &BytesStart<'_>) {
        let Some(section) = self.section.as_mut() else { return };
        if name == b"titlePg" {
            section.has_title_page = is_on(tag);
            return;
        }
        let part = if name == b"headerReference" { "header" } else { "footer" };
        let kind = attribute(tag, "type").unwrap_or_else(|| "default".to_owned());
        if let Some(id) = attribute(tag, "id") {
            section.parts.insert(format!("{part} {kind}"), id);
        }
    }

    fn text(&mut self, text: &str) -> Result<(), PaperFault> {
        if self.skipped > 0 || self.texts == 0 {
            return Ok(());
        }
        if self.open.last().is_some_and(|open| open.ends == Ends::Field) {
            if let Some(field) = self.fields.last_mut().filter(|field| field.instruction.len() < 256) {
                field.instruction.push_str(text);
            }
            return Ok(());
        }
        // A line break in the file is white space; one in the text has an element of its own.
        let flat = text.replace(['\n', '\r', '\t'], " ");
        let flat = if self.runs.last().is_some_and(|run| run.capitals == Some(true)) {
            flat.to_uppercase()
        } else {
            flat
        };
        self.put(&flat)?;
        Ok(())
    }

    /// Adds to the paragraph that is open.
    fn put(&mut self, text: &str) -> Result<Ends, PaperFault> {
        let hidden = self.runs.last().is_some_and(|run| run.hidden == Some(true));
        let Some(paragraph) = self.paragraphs.last_mut().filter(|_| !hidden) else {
            return Ok(Ends::Nothing);
        };
        self.shared.taken += text.len();
        if self.shared.taken > MAX_LETTER_BYTES {
            return Err(PaperFault::TooLong);
        }
        paragraph.text.push_str(text);
        Ok(Ends::Nothing)
    }

    fn close(&mut self, name: &[u8]) {
        // A tag that was never closed ends with the one around it; one that was never opened closes nothing.
        let Some(from) = self.open.iter().rposition(|open| open.name == name) else { return };
        while self.open.len() > from {
            if let Some(open) = self.open.pop() {
                self.end(open.ends);
            }
        }
    }

    fn end(&mut self, ends: Ends) {
        match ends {
            Ends::Nothing
            | Ends::Properties
            | Ends::MarkProperties
            | Ends::RunProperties
            | Ends::TableBorders => {}
            Ends::Skipped => self.skipped = self.skipped.saturating_sub(1),
            Ends::Text | Ends::Field => self.texts = self.texts.saturating_sub(1),
            Ends::Run => {
                self.runs.pop();
            }
            Ends::Paragraph => self.end_paragraph(),
            Ends::Cell => self.end_cell(),
            Ends::Row => {
                if let Some(open) = self.tables.last_mut() {
                    let row = std::mem::take(&mut open.row);
                    if !open.row_is_struck {
                        open.table.rows.push(row);
                    }
                }
            }
            Ends::Table => {
                if let Some(OpenTable { mut table, style, ruled, .. }) = self.tables.pop() {
                    table.ruled = ruled.unwrap_or_else(|| self.shared.styles.is_ruled(style.as_deref()));
                    self.add(Block::Table(table));
                }
            }
            Ends::TextBox => {
                let blocks = self.end_flow();
                match self.paragraphs.last_mut() {
                    Some(paragraph) => paragraph.boxed.extend(blocks),
                    None => blocks.into_iter().for_each(|block| self.add(block)),
                }
            }
            Ends::Note => {
                let blocks = self.end_flow();
                if let Some(id) = self.note_id.take() {
                    self.notes.push((id, blocks));
                }
            }
            Ends::Section => {
                let section = self.section.take();
                if self.shared.section.is_none() {
                    self.shared.section = section;
                }
            }
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        // What floats beside a paragraph is read before it, so that it stays whole.
        paragraph.boxed.into_iter().for_each(|block| self.add(block));
        let begun = self.flows.last_mut().and_then(|flow| flow.begun.take());
        let mut text = paragraph.text;
        if paragraph.has_page_number {
            text.clear();
        }
        if paragraph.end_is_struck {
            let whole = begun.unwrap_or_default() + &text;
            if let Some(flow) = self.flows.last_mut() {
                flow.begun = Some(whole);
            }
            return;
        }
        let own = paragraph.numbered;
        let style = paragraph.style.as_deref();
        let under = self.shared.styles.numbered(style);
        let numbered = Numbered { list: own.list.or(under.list), level: own.level.or(under.level) };
        let label = self.shared.numbering.next(numbered, style).unwrap_or_default();
        let text = begun.unwrap_or_default() + &text;
        let text = text.trim();
        self.add(Block::Paragraph(if text.is_empty() { String::new() } else { label + text }));
    }

    fn end_cell(&mut self) {
        let blocks = self.end_flow();
        let Some((goes_on, column, span)) = self.cells.pop() else { return };
        if let Some(open) = self.tables.last_mut() {
            open.column = column + span;
            open.row.push(Cell { blocks, goes_on, column });
        }
    }

    fn end_flow(&mut self) -> Vec<Block> {
        let Some(flow) = self.flows.pop() else { return Vec::new() };
        let mut blocks = flow.blocks;
        blocks.extend(flow.begun.map(Block::Paragraph));
        blocks
    }

    /// Adds to the flow that is open.
    fn add(&mut self, block: Block) {
        if let Some(flow) = self.flows.last_mut() {
            flow.blocks.push(block);
        }
    }
}

/// What a letter of a symbol font stands for; dashes and dots before items are most of them.
fn symbol(code: Option<&str>) -> &'static str {
    let code = code.and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or_default() & 0xff;
    match code {
        0xA3 => "≤",
        0xB3 => "≥",
        0xB1 => "±",
        0xB4 => "×",
        0xB0 => "°",
        0xAE => "→",
        0x2D => "-",
        0x2B => "+",
        0x20 => " ",
        _ => "•",
    }
}

/// A number in small raised figures.
pub(super) fn raised(number: usize) -> String {
    number.to_string().chars().map(crate::paper::raised_figure).collect()
}
