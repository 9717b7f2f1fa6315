//! Organisations of a draft: who is addressed becomes an owner.
//!
//! A name ("Bưu điện tỉnh") becomes an organisation of a guessed kind; a group ("Các doanh nghiệp viễn thông") becomes
//! one whose kind is left open, since only a person knows which operators it means.
use std::collections::BTreeMap;
use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use super::FILL;
use super::toml::{comment, quoted};
use crate::letter::Letter;

/// Longest slug of a campaign file.
const MAX_SLUG: usize = 64;
/// Heads of people who act for their organisation.
const PEOPLE: [&str; 8] = [
    "thủ trưởng",
    "lãnh đạo",
    "giám đốc",
    "tổng giám đốc",
    "người đứng đầu",
    "đồng chí",
    "đề nghị",
    "yêu cầu",
];
/// What a name that only points at the letter's addressees is made of.
const POINTING: [&str; 18] = [
    "các", "những", "quý", "đơn", "vị", "doanh", "nghiệp", "cơ", "quan", "trên", "nêu", "nói", "liên",
    "đồng", "chí", "có", "địa", "phương",
];

/// The organisations of a draft, by slug, and how addressees lead to them.
pub(super) struct Organisations {
    regulator: (String, Option<String>),
    /// Slug → name, in the order they were first named.
    owners: Vec<(String, String)>,
    /// The slugs of the letter's own addressees.
    addressed: Vec<String>,
    slugs: BTreeMap<String, Vec<String>>,
}

impl Organisations {
    pub(super) fn of(letter: &Letter) -> Self {
        let regulator = match &letter.issuer {
            Some(issuer) => (non_empty(slug(issuer)), Some(issuer.clone())),
            None => (FILL.to_owned(), None),
        };
        let mut organisations =
            Self { regulator, owners: Vec::new(), addressed: Vec::new(), slugs: BTreeMap::new() };
        for name in &letter.addressees {
            if let Some(slug) = organisations.declare(name) {
                organisations.addressed.push(slug);
            }
        }
        for name in letter.obligations.iter().flat_map(|obligation| &obligation.addressees) {
            let slugs = match organisations.declare(name) {
                Some(slug) => vec![slug],
                None => organisations.addressed.clone(),
            };
            organisations.slugs.insert(name.clone(), slugs);
        }
        organisations
    }

    /// The slug of a name, declared if it is new; nothing for a name that only points back.
    fn declare(&mut self, name: &str) -> Option<String> {
        let own = without_people(name);
        let points_back = own.to_lowercase().split_whitespace().all(|word| POINTING.contains(&word));
        if points_back && !self.addressed.is_empty() {
            return None;
        }
        let slug = non_empty(slug(&own));
        if slug != self.regulator.0 && !self.owners.iter().any(|(known, _)| *known == slug) {
            self.owners.push((slug.clone(), own));
        }
        Some(slug)
    }

    /// The owners of an obligation with these addressees.
    pub(super) fn owners(&self, addressees: &[String]) -> Vec<String> {
        let mut owners: Vec<String> = Vec::new();
        for owner in addressees.iter().filter_map(|name| self.slugs.get(name)).flatten() {
            if !owners.contains(owner) {
                owners.push(owner.clone());
            }
        }
        if owners.is_empty() {
            owners.push(FILL.to_owned());
        }
        owners
    }

    pub(super) fn write(&self, out: &mut String) -> std::fmt::Result {
        let (slug, name) = &self.regulator;
        writeln!(out, "\n[[organisation]]\nid = {}", quoted(slug))?;
        match name {
            Some(name) => writeln!(out, "name = {} # cơ quan ban hành", quoted(name))?,
            None => writeln!(out, "# văn bản không nêu cơ quan ban hành")?,
        }
        writeln!(out, "kind = \"regulator\"")?;
        for (slug, name) in &self.owners {
            writeln!(out, "\n[[organisation]]\nid = {}\nname = {}", quoted(slug), quoted(name))?;
            match guessed_kind(name) {
                Some(kind) => writeln!(out, "kind = {} # đoán từ tên {}", quoted(kind), comment(name))?,
                None => writeln!(
                    out,
                    "kind = {} # một nhóm hay chưa rõ loại: thay bằng từng đơn vị, hoặc ghi telecom_operator, postal_operator, agency, unit",
                    quoted(FILL)
                )?,
            }
            writeln!(out, "parent = {}", quoted(&self.regulator.0))?;
        }
        Ok(())
    }
}

fn non_empty(slug: String) -> String {
    if slug.is_empty() { FILL.to_owned() } else { slug }
}

/// "Thủ trưởng các doanh nghiệp" → "các doanh nghiệp": the organisation owes it, whoever signs.
fn without_people(name: &str) -> String {
    let small = name.to_lowercase();
    PEOPLE.iter().find(|person| small.starts_with(&format!("{person} "))).map_or_else(
        || name.to_owned(),
        |person| name.chars().skip(person.chars().count()).collect::<String>().trim().to_owned(),
    )
}

fn guessed_kind(name: &str) -> Option<&'static str> {
    let small = name.to_lowercase();
    let group = ["các ", "những ", "mỗi ", "từng ", "tất cả "].iter().any(|opener| small.starts_with(opener));
    if group {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| small.contains(word));
    if has(&["bưu chính viettel", "bưu điện", "bưu chính", "chuyển phát", "viettel post", "vietnam post"])
        && !has(&["viễn thông"])
    {
        Some("postal_operator")
    } else if has(&["viễn thông", "vnpt", "viettel", "mobifone", "vinaphone", "fpt", "vietnamobile"]) {
        Some("telecom_operator")
    } else if has(&["sở ", "ubnd", "ủy ban", "công an", "văn phòng", "cục ", "phòng "]) {
        Some("agency")
    } else {
        None
    }
}

/// A slug as campaign files take it: letters without their signs, the rest as dashes.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'đ' => out.push('d'),
            c if unicode_normalization::char::is_combining_mark(c) => {}
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
        if out.len() >= MAX_SLUG {
            break;
        }
    }
    out.trim_matches('-').to_owned()
}
