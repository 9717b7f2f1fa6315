//! The lines that a reader sees of XML, whatever program wrote it: a paragraph is one line however its runs are cut,
//! and so is a cell, a title, a header, an attribute.
//!
//! Of a document with tracked changes there are two readings, with all of them accepted and with all of them refused:
//! both are given. Names are compared without their prefix; those of WordprocessingML, SpreadsheetML, DrawingML,
//! OpenDocument and HTML are told apart by what they are for, so that no program's namespace is missed.

use crate::{
    bounds::MAX_XML_DEPTH,
    xml::{Part, XmlFault, walk},
};

/// Elements whose text goes on in the line around them.
const INLINE: [&[u8]; 19] = [
    b"t",
    b"delText",
    b"span",
    b"a",
    b"b",
    b"i",
    b"u",
    b"s",
    b"em",
    b"strong",
    b"font",
    b"tspan",
    b"sub",
    b"sup",
    b"small",
    b"mark",
    b"code",
    b"ruby-base",
    b"meta",
];
/// Elements that are a line, or hold lines of their own.
const BLOCK: [&[u8]; 31] = [
    b"p",
    b"h",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"li",
    b"td",
    b"th",
    b"tr",
    b"div",
    b"body",
    b"title",
    b"option",
    b"caption",
    b"tc",
    b"c",
    b"si",
    b"is",
    b"row",
    b"rPh",
    b"comment",
    b"text",
    b"txbxContent",
    b"annotation",
    b"note",
    b"table-cell",
    b"list-item",
    b"hdr",
];
/// A sheet's headers and footers, whose text has codes in it.
const PAGE_WORDS: [&[u8]; 6] =
    [b"oddHeader", b"oddFooter", b"evenHeader", b"evenFooter", b"firstHeader", b"firstFooter"];

/// A line being read: as it is, and as it was before the tracked changes.
#[derive(Default)]
struct Line {
    now: String,
    before: String,
}

/// An element that is open; it has a line where text of its own stands in it.
struct Element {
    name: Vec<u8>,
    line: Option<Line>,
}

/// Gives each line, and each value of an attribute, to `each`.
pub(crate) fn of_xml<E: From<XmlFault>>(
    xml: &[u8],
    mut each: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut open: Vec<Element> = Vec::new();
    walk::<E>(xml, |part| match part {
        Part::Open(tag) => {
            // Closing tags that close nothing keep the nesting low, and the tags that wait to be closed grow in number.
            if open.len() >= MAX_XML_DEPTH {
                return Err(XmlFault::deep().into());
            }
            let name = tag.local_name().as_ref().to_vec();
            // What could be chosen from a list is not what was chosen.
            if name != b"listItem" {
                for one in tag.attributes().with_checks(false).flatten() {
                    match one.unescape_value() {
                        Ok(value) => each(&value)?,
                        Err(_) => each(&String::from_utf8_lossy(&one.value))?,
                    }
                }
            }
            let stands_for = between(&name, open.last());
            push(&mut open, stands_for);
            let is_root = open.is_empty();
            let line = (is_root || BLOCK.contains(&name.as_slice())).then(Line::default);
            open.push(Element { name, line });
            Ok(())
        }
        Part::Text(text) => {
            let Some(top) = open.last_mut() else { return each(text) };
            let inline = INLINE.contains(&top.name.as_slice());
            if top.line.is_none() && !inline {
                // White space between elements is how the file is laid out.
                if text.trim().is_empty() {
                    return Ok(());
                }
                top.line = Some(Line::default());
            }
            // A cell breaks its lines with what is mere white space in the flow of a paragraph.
            let flows = top.name != b"t" && (inline || BLOCK.contains(&top.name.as_slice()));
            if flows {
                push(&mut open, &text.replace(['\n', '\r'], " "));
            } else {
                push(&mut open, text);
            }
            Ok(())
        }
        Part::Close(name) => {
            // A tag that was never closed ends with the one around it; one that was never opened closes nothing.
            let Some(from) = open.iter().rposition(|element| element.name == name) else { return Ok(()) };
            open.drain(from..).try_for_each(|element| give(element, &mut each))
        }
    })?;
    open.into_iter().try_for_each(|element| give(element, &mut each))
}

fn give<E>(element: Element, each: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let Some(Line { now, before }) = element.line else { return Ok(()) };
    if PAGE_WORDS.contains(&element.name.as_slice()) {
        return page_words(&now).split('\n').try_for_each(each);
    }
    now.split('\n').try_for_each(&mut *each)?;
    if before == now { Ok(()) } else { before.split('\n').try_for_each(each) }
}

/// What an empty element stands for in its line.
fn between(name: &[u8], around: Option<&Element>) -> &'static str {
    match name {
        // The stops of a ruler have the name of what jumps to them.
        b"tab" if around.is_some_and(|element| element.name == b"tabs") => "",
        b"tab" | b"ptab" => "\t",
        b"br" | b"cr" | b"line-break" => "\n",
        b"s" => " ",
        _ => "",
    }
}

/// Adds to the innermost line, in those readings in which the text stands.
fn push(open: &mut [Element], text: &str) {
    if text.is_empty() {
        return;
    }
    let Some(at) = open.iter().rposition(|element| element.line.is_some()) else { return };
    let within = |names: &[&[u8]]| open[at..].iter().any(|element| names.contains(&element.name.as_slice()));
    let (added, removed) = (within(&[b"ins", b"moveTo"]), within(&[b"del", b"moveFrom", b"delText"]));
    if let Some(line) = &mut open[at].line {
        if !removed {
            line.now.push_str(text);
        }
        if !added {
            line.before.push_str(text);
        }
    }
}

/// A sheet's header or footer without its codes: `&C` for the middle, `&"font"`, `&12` for a size.
fn page_words(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        if letter != '&' {
            out.push(letter);
            continue;
        }
        match rest.next() {
            Some('"') => while rest.next().is_some_and(|letter| letter != '"') {},
            Some('K') => while rest.next_if(char::is_ascii_hexdigit).is_some() {},
            Some(digit) if digit.is_ascii_digit() => while rest.next_if(char::is_ascii_digit).is_some() {},
            Some('L' | 'C' | 'R') => out.push('\n'),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(xml: &str) -> Vec<String> {
        let mut all = Vec::new();
        let taken = of_xml::<XmlFault>(xml.as_bytes(), |line| {
            if !line.trim().is_empty() {
                all.push(line.to_owned());
            }
            Ok(())
        });
        taken.map_or_else(|_| Vec::new(), |()| all)
    }

    #[test]
    fn a_paragraph_is_one_line_however_its_runs_are_cut() {
        let runs = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>BẢO </w:t></w:r><w:bookmarkStart/>\n\
                    <w:hyperlink><w:r><w:rPr><w:b/></w:rPr><w:t>MẬT</w:t></w:r></w:hyperlink></w:p>";
        let body = format!("<w:body>{runs}<w:p><w:r><w:t>sau</w:t></w:r></w:p></w:body>");
        let words = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(lines(&body).iter().map(words).collect::<Vec<_>>(), ["BẢO MẬT", "sau"]);
        assert_eq!(lines("<text:p>BẢO <text:span>M</text:span><text:s/>ẬT</text:p>"), ["BẢO M ẬT"]);
        assert_eq!(lines("<si><t>số 5\nMẬT</t></si>"), ["số 5", "MẬT"]);
    }

    #[test]
    fn what_stands_inside_a_paragraph_breaks_no_line_of_it() {
        let boxed = "<w:p><w:r><w:t>BẢO </w:t></w:r><w:txbxContent><w:p><w:t>trong hộp</w:t></w:p></w:txbxContent>\
                     <w:r><w:t>MẬT</w:t></w:r></w:p>";
        assert_eq!(lines(boxed), ["trong hộp", "BẢO MẬT"]);
    }

    #[test]
    fn tracked_changes_have_two_readings() {
        let changed = "<w:p><w:del><w:r><w:delText>THƯỜNG</w:delText></w:r></w:del>\
                       <w:ins><w:r><w:t>MẬT</w:t></w:r></w:ins></w:p>";
        assert_eq!(lines(changed), ["MẬT", "THƯỜNG"]);
    }

    #[test]
    fn cells_titles_and_the_words_of_a_page_are_lines() {
        let sheet = "<worksheet><c><v>1</v></c><c><is><t>MẬT</t></is></c>\
                     <oddHeader>&amp;L&amp;\"Arial,Bold\"&amp;12trái&amp;CMẬT</oddHeader></worksheet>";
        assert_eq!(lines(sheet), ["1", "MẬT", "trái", "MẬT"]);
        assert_eq!(lines("<cp:coreProperties><dc:title>Mật</dc:title></cp:coreProperties>"), ["Mật"]);
    }
}
