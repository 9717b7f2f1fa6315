//! What the styles of a .docx say that changes its text: automatic numbers, capitals, hidden words, ruled tables.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::{
    bounds::MAX_DEFINITIONS,
    xml::{Part, XmlFault, attribute, walk},
};

/// Longest chain of styles that rest on each other: Word's own are four deep, and a ring would never end.
const MAX_CHAIN: usize = 16;

/// The numbering of a paragraph: which list, and how deep in it. One may come from the style and the other not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbered {
    pub list: Option<u32>,
    pub level: Option<usize>,
}

/// What a run's letters look like, as far as it changes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub capitals: Option<bool>,
    pub hidden: Option<bool>,
}

impl Look {
    /// This, and where it says nothing what lies under it.
    pub(super) fn over(self, under: Self) -> Self {
        Self { capitals: self.capitals.or(under.capitals), hidden: self.hidden.or(under.hidden) }
    }

    /// Takes down one property of a run.
    pub(super) fn note(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            b"caps" => self.capitals = Some(is_on(tag)),
            b"vanish" => self.hidden = Some(is_on(tag)),
            _ => {}
        }
    }
}

/// One style.
#[derive(Debug, Default)]
struct Style {
    rests_on: Option<String>,
    numbered: Numbered,
    look: Look,
    ruled: Option<bool>,
}

/// Every style of a document, by its id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// What paragraphs have that name none.
    plain: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(xml: &[u8]) -> Result<Self, XmlFault> {
        let mut all = Self::default();
        let mut open: Option<(String, Style)> = None;
        let mut borders = 0_usize;
        walk::<XmlFault>(xml, |part| {
            match part {
                Part::Open(tag) => {
                    let name = tag.local_name();
                    if name.as_ref() == b"style" {
                        let id = attribute(tag, "styleId").unwrap_or_default();
                        let is = |key, value| attribute(tag, key).is_some_and(|found| found == value);
                        if is("type", "paragraph") && (is("default", "1") || is("default", "true")) {
                            all.plain = Some(id.clone());
                        }
                        open = Some((id, Style::default()));
                    }
                    let Some((_, style)) = open.as_mut() else { return Ok(()) };
                    match name.as_ref() {
                        b"basedOn" => style.rests_on = attribute(tag, "val"),
                        b"numId" => style.numbered.list = number(tag),
                        b"ilvl" => style.numbered.level = number(tag).map(|level| level as usize),
                        b"tblBorders" => {
                            borders += 1;
                            style.ruled.get_or_insert(false);
                        }
                        _ if borders > 0 && is_border(tag) => style.ruled = Some(true),
                        _ => style.look.note(tag),
                    }
                }
                Part::Close(b"tblBorders") => borders = borders.saturating_sub(1),
                Part::Close(b"style") => {
                    if let Some((id, style)) = open.take().filter(|_| all.styles.len() < MAX_DEFINITIONS) {
                        all.styles.insert(id, style);
                    }
                }
                Part::Close(_) | Part::Text(_) => {}
            }
            Ok(())
        })?;
        Ok(all)
    }

    /// A style and those it rests on, nearest first.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let first = id.or(self.plain.as_deref()).and_then(|id| self.styles.get(id));
        let below = |style: &&'a Style| style.rests_on.as_deref().and_then(|id| self.styles.get(id));
        std::iter::successors(first, below).take(MAX_CHAIN)
    }

    /// The numbering that a paragraph of this style has.
    pub(super) fn numbered(&self, id: Option<&str>) -> Numbered {
        self.chain(id).fold(Numbered::default(), |found, style| Numbered {
            list: found.list.or(style.numbered.list),
            level: found.level.or(style.numbered.level),
        })
    }

    /// What letters of this style look like.
    pub(super) fn look(&self, id: Option<&str>) -> Look {
        self.chain(id).fold(Look::default(), |found, style| found.over(style.look))
    }

    /// Whether a table of this style has lines between its cells.
    pub(super) fn is_ruled(&self, id: Option<&str>) -> bool {
        // A table without a style has none; what paragraphs rest on says nothing of it.
        id.is_some_and(|id| self.chain(Some(id)).find_map(|style| style.ruled).unwrap_or(false))
    }
}

/// Whether a property that is there is on: `w:val="0"` turns off what a style turned on.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off"))
}

/// Whether a border is drawn at all.
pub(super) fn is_border(tag: &BytesStart<'_>) -> bool {
    let side = matches!(
        tag.local_name().as_ref(),
        b"top" | b"left" | b"start" | b"bottom" | b"right" | b"end" | b"insideH" | b"insideV"
    );
    side && !matches!(attribute(tag, "val").as_deref(), None | Some("none" | "nil"))
}

/// The number that a property holds.
pub(super) fn number(tag: &BytesStart<'_>) -> Option<u32> {
    attribute(tag, "val")?.trim().parse().ok()
}
