//! The text of a .docx (ISO/IEC 29500) as somebody reads it on paper: the first page's header, the body, the notes, the
//! first page's footer.
//!
//! Everything comes out of the archive within one bound; a part that is not there is taken as empty, since the body
//! alone makes the letter.

mod body;
mod lines;
mod numbering;
mod styles;

use std::collections::HashMap;

use self::{body::Shared, lines::Lines, numbering::Numbering, styles::Styles};
use crate::{
    archive::Parts,
    bounds::{ARCHIVE, MAX_DEFINITIONS},
    paper::PaperFault,
    xml::{Part, XmlFault, attribute, walk},
};

/// The letter's text in normal form C.
pub(crate) fn text(bytes: &[u8]) -> Result<String, PaperFault> {
    let mut parts = Parts::open(bytes, ARCHIVE)?;
    let main = main_part(&mut parts)?;
    let body = parts.find(&main)?.ok_or(PaperFault::NoLetter)?;
    let relations = Relations::read(&mut parts, &main)?;
    let named = |parts: &mut Parts<'_>, kind: &str| match relations.of_kind(kind) {
        Some(path) => parts.find(path),
        None => Ok(None),
    };
    let styles = named(&mut parts, "styles")?.map(|xml| Styles::read(&xml)).transpose()?;
    let numbering = named(&mut parts, "numbering")?.map(|xml| Numbering::read(&xml)).transpose()?;
    let mut shared = Shared::new(styles.unwrap_or_default(), numbering.unwrap_or_default());
    let blocks = body::blocks(&body, &mut shared)?;
    drop(body);
    let mut lines = Lines::default();
    if let Some(header) = of_first_page(&mut parts, &relations, &mut shared, "header")? {
        lines.add(&header)?;
        lines.blank();
    }
    lines.add(&blocks)?;
    notes(&mut parts, &relations, &mut shared, &mut lines)?;
    if let Some(footer) = of_first_page(&mut parts, &relations, &mut shared, "footer")? {
        lines.blank();
        lines.add(&footer)?;
    }
    Ok(lines.text())
}

/// The part that holds the body: what the package says it is, else where Word puts it.
fn main_part(parts: &mut Parts<'_>) -> Result<String, PaperFault> {
    const USUAL: &str = "word/document.xml";
    let package = Relations::read(parts, "")?;
    Ok(package.of_kind("officeDocument").unwrap_or(USUAL).to_owned())
}

/// What the first page bears at its head or foot. Where it has no header of its own it bears everybody's: that is read
/// once as well, and the page's number is left out of it.
fn of_first_page(
    parts: &mut Parts<'_>,
    relations: &Relations,
    shared: &mut Shared,
    place: &str,
) -> Result<Option<Vec<body::Block>>, PaperFault> {
    let Some(section) = &shared.section else { return Ok(None) };
    let kind = if section.has_title_page { "first" } else { "default" };
    let path = section.parts.get(&format!("{place} {kind}")).and_then(|id| relations.by_id.get(id));
    let Some(xml) = path.map(|path| parts.find(path)).transpose()?.flatten() else { return Ok(None) };
    body::blocks(&xml, shared).map(Some)
}

/// The notes that the body refers to, in the order in which it does.
fn notes(
    parts: &mut Parts<'_>,
    relations: &Relations,
    shared: &mut Shared,
    lines: &mut Lines,
) -> Result<(), PaperFault> {
    let mut found: HashMap<(&str, String), Vec<body::Block>> = HashMap::new();
    for kind in ["footnote", "endnote"] {
        let path = relations.of_kind(&format!("{kind}s"));
        let Some(xml) = path.map(|path| parts.find(path)).transpose()?.flatten() else { continue };
        found.extend(body::notes(&xml, shared)?.into_iter().map(|(id, note)| ((kind, id), note)));
    }
    let asked = std::mem::take(&mut shared.notes);
    for (at, key) in asked.into_iter().enumerate() {
        // What is cited twice is told once.
        let Some(note) = found.remove(&key) else { continue };
        let mut one = Lines::default();
        one.add(&note)?;
        lines.blank();
        lines.line(&format!("{} {}", at + 1, one.text().replace('\n', " ")))?;
    }
    Ok(())
}

/// What a part refers to.
#[derive(Default)]
struct Relations {
    by_id: HashMap<String, String>,
    by_kind: HashMap<String, String>,
}

impl Relations {
    /// Those of a part; those of the package for no part.
    fn read(parts: &mut Parts<'_>, part: &str) -> Result<Self, PaperFault> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let mut all = Self::default();
        let Some(xml) = parts.find(&joined(folder, &format!("_rels/{name}.rels")))? else { return Ok(all) };
        walk::<XmlFault>(&xml, |part| {
            let Part::Open(tag) = part else { return Ok(()) };
            if tag.local_name().as_ref() != b"Relationship" || all.by_id.len() >= MAX_DEFINITIONS {
                return Ok(());
            }
            let external = attribute(tag, "TargetMode").is_some_and(|mode| mode == "External");
            let (Some(id), Some(kind), Some(target)) =
                (attribute(tag, "Id"), attribute(tag, "Type"), attribute(tag, "Target"))
            else {
                return Ok(());
            };
            if !external {
                let path = joined(folder, &target);
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                all.by_kind.entry(kind).or_insert_with(|| path.clone());
                all.by_id.insert(id, path);
            }
            Ok(())
        })?;
        Ok(all)
    }

    fn of_kind(&self, kind: &str) -> Option<&str> {
        self.by_kind.get(kind).map(String::as_str)
    }
}

/// A path as the archive names it.
fn joined(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_part_is_found_by_its_relation() {
        assert_eq!(joined("word", "header1.xml"), "word/header1.xml");
        assert_eq!(joined("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(joined("word/a", "../b/./c.xml"), "word/b/c.xml");
        assert_eq!(joined("", "../../etc"), "etc");
    }
}
