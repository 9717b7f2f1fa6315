//! Reads `letterhead` of the node's configuration: what an organisation's office has at the head and foot of its papers.
//!
//! ```toml
//! [letterhead.so-khcn]
//! superior = "UBND tỉnh Sơn Vân"
//! sign = "SKHCN"
//! place = "Sơn Vân"
//! signatory = "Giám đốc"
//! copies = ["Văn phòng UBND tỉnh", "Các phòng của Sở"]
//! ```

use std::collections::BTreeMap;

use campaign::settings::{Reader, Section};
use journal::Slug;
use report::Office;
use toml_edit::Value;

const EXAMPLE: &str = "write [letterhead.vien-thong], the organisation as the campaign file calls it";
/// Longest text, in characters: a line of a page has some eighty.
const MAX_CHARACTERS: usize = 200;
/// Most recipients of copies: more than a page has lines for.
const MAX_COPIES: usize = 50;

/// The offices by their organisations; none where the key is absent.
pub fn read_letterheads(reader: &mut Reader<'_>, root: Section<'_>) -> BTreeMap<Slug, Office> {
    let Some(letterheads) = reader.section(root, "letterhead") else { return BTreeMap::new() };
    let mut offices = BTreeMap::new();
    for (name, item) in letterheads.table.iter() {
        let Ok(organisation) = Slug::new(name) else {
            let what = format!("{name:?} is not the id of an organisation");
            reader.add(letterheads.place_of_key(name), &letterheads.field(name), what, EXAMPLE);
            continue;
        };
        let (path, start) = (letterheads.field(name), letterheads.place_of_key(name));
        let Some(table) = item.as_table_like() else {
            reader.add(start, &path, format!("is {}, not a table", item.type_name()), EXAMPLE);
            continue;
        };
        offices.insert(organisation, office(reader, Section { path: &path, table, start }));
    }
    offices
}

fn office(reader: &mut Reader<'_>, section: Section<'_>) -> Office {
    reader.only(section, &["superior", "sign", "place", "signatory", "copies"]);
    let mut text = |key: &str, example: &str| {
        let hint = format!("write {key} = {example:?}");
        let text = reader.text(section, key, &hint)?;
        is_line(reader, section, key, &text).then_some(text)
    };
    Office {
        superior: text("superior", "UBND tỉnh Sơn Vân"),
        sign: text("sign", "SKHCN"),
        place: text("place", "Sơn Vân"),
        signatory: text("signatory", "Giám đốc"),
        copies: copies(reader, section),
    }
}

fn copies(reader: &mut Reader<'_>, section: Section<'_>) -> Vec<String> {
    const HINT: &str = "write copies = [\"Văn phòng UBND tỉnh\"]";
    let Some(item) = section.table.get("copies") else { return Vec::new() };
    let list = item.as_value().and_then(Value::as_array).filter(|list| list.len() <= MAX_COPIES);
    let texts = list.and_then(|list| list.iter().map(Value::as_str).collect::<Option<Vec<&str>>>());
    let Some(texts) = texts.filter(|texts| texts.iter().all(|text| !text.trim().is_empty())) else {
        let what = format!("is no list of at most {MAX_COPIES} texts");
        reader.add(section.place("copies"), &section.field("copies"), what, HINT);
        return Vec::new();
    };
    texts.iter().all(|text| is_line(reader, section, "copies", text));
    texts.into_iter().map(str::to_owned).collect()
}

/// Whether a text fits into a line of a page.
fn is_line(reader: &mut Reader<'_>, section: Section<'_>, key: &str, text: &str) -> bool {
    let fits = text.chars().count() <= MAX_CHARACTERS && !text.chars().any(char::is_control);
    if !fits {
        let what = format!("is no line of at most {MAX_CHARACTERS} characters");
        reader.add(section.place(key), &section.field(key), what, "write what stands on the paper");
    }
    fits
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use crate::config_file::parse;

    use super::*;

    #[test]
    fn an_office_has_what_is_written_and_nothing_else() {
        let text = "[letterhead.so]\nsuperior = \"UBND tỉnh\"\nsign = \"SKHCN\"\nplace = \"Sơn Vân\"\n\
                    signatory = \"Giám đốc\"\ncopies = [\"Văn phòng\", \"Lưu\"]\n[letterhead.di-dong]\nsign = \"DD\"\n";
        let offices = parse(text, "node.toml").unwrap().letterheads;
        let of = |name: &str| &offices[&Slug::new(name).unwrap()];
        assert_eq!((of("so").sign.as_deref(), of("so").copies.len()), (Some("SKHCN"), 2));
        assert_eq!(*of("di-dong"), Office { sign: Some("DD".to_owned()), ..Office::default() });
        assert!(parse("", "node.toml").unwrap().letterheads.is_empty());
    }

    #[test]
    fn every_fault_of_a_letterhead_is_told_with_its_place() {
        let long = "a".repeat(MAX_CHARACTERS + 1);
        let text = format!(
            "[letterhead.\"A B\"]\nsign = \"X\"\n[letterhead.so]\nsign = 3\nplaces = \"x\"\nplace = \"{long}\"\n\
             copies = [\"a\", 4]\n[letterhead]\nvien-thong = 3\n"
        );
        let faults = parse(&text, "node.toml").unwrap_err();
        let starts: Vec<String> = faults
            .iter()
            .map(|fault| fault.to_string().split(": ").take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(
            starts,
            [
                "node.toml:1:13 letterhead.A B",
                "node.toml:4:8 letterhead.so.sign",
                "node.toml:5:1 letterhead.so.places",
                "node.toml:6:9 letterhead.so.place",
                "node.toml:7:10 letterhead.so.copies",
                "node.toml:9:1 letterhead.vien-thong",
            ],
            "{faults:#?}"
        );
    }
}
