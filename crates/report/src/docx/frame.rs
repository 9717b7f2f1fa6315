//! Head, signature, annex heads and the sections that carry margins and page numbers.

use super::markup::{self, TEXT_WIDTH};
use crate::outline::{Annex, Closing, Head, HeadForm};

/// Column of the issuing body; the rest is the column of Quốc hiệu.
const BODY_COLUMN: u32 = 4195;
const NATION_COLUMN: u32 = TEXT_WIDTH - BODY_COLUMN;
/// The line below the issuing body: a third to a half of its name.
const BODY_RULE: u32 = 1250;
/// The line below Tiêu ngữ: as long as "Độc lập - Tự do - Hạnh phúc" in its style.
const MOTTO_RULE: u32 = 3140;
/// The line below the subject.
const SUBJECT_RULE: u32 = 1700;

pub(super) fn head(head: &Head, xml: &mut String) {
    markup::open_table(&[BODY_COLUMN, NATION_COLUMN], false, xml);
    xml.push_str("<w:tr>");
    markup::open_cell(BODY_COLUMN, false, xml);
    if !head.superior.is_empty() {
        markup::line("Superior", &head.superior, xml);
    }
    markup::line("IssuingBody", &head.body, xml);
    markup::rule(BODY_RULE, BODY_COLUMN, xml);
    xml.push_str("</w:tc>");
    markup::open_cell(NATION_COLUMN, false, xml);
    markup::line("Nation", &head.nation, xml);
    markup::line("Motto", &head.motto, xml);
    markup::rule(MOTTO_RULE, NATION_COLUMN, xml);
    xml.push_str("</w:tc></w:tr><w:tr>");
    markup::open_cell(BODY_COLUMN, false, xml);
    markup::line("NumberLine", &head.number, xml);
    if head.form == HeadForm::Letter {
        markup::line("NumberLine", &head.subject, xml);
    }
    xml.push_str("</w:tc>");
    markup::open_cell(NATION_COLUMN, false, xml);
    markup::line("PlaceDate", &head.place_date, xml);
    xml.push_str("</w:tc></w:tr></w:tbl>");
    if head.form == HeadForm::Named {
        markup::line("DocumentKind", &head.kind, xml);
        markup::line("DocumentSubject", &head.subject, xml);
        markup::rule(SUBJECT_RULE, TEXT_WIDTH, xml);
    }
    addressees(head, xml);
}

/// One addressee stands on the line of "Kính gửi"; several stand below it with their dashes.
fn addressees(head: &Head, xml: &mut String) {
    match head.addressees.as_slice() {
        [] => {}
        [only] => markup::line("Addressee", &format!("{} {only}", head.to), xml),
        [several @ .., last] => {
            markup::paragraph_with("Addressee", "<w:jc w:val=\"left\"/>", &[], xml);
            markup::paragraph_with(
                "AddresseeLine",
                "<w:ind w:left=\"1701\"/>",
                &[crate::outline::Run::plain(&head.to)],
                xml,
            );
            for addressee in several {
                markup::line("AddresseeLine", &format!("- {addressee};"), xml);
            }
            markup::line("AddresseeLine", &format!("- {last}."), xml);
        }
    }
}

/// Lines that leave room for a signature and a seal of 36 mm.
const SIGNATURE_LINES: usize = 6;

pub(super) fn closing(closing: &Closing, xml: &mut String) {
    let widths = [TEXT_WIDTH / 2, TEXT_WIDTH - TEXT_WIDTH / 2];
    markup::line("Lead", "", xml);
    markup::open_table(&widths, false, xml);
    xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    markup::open_cell(widths[0], false, xml);
    match &closing.beside {
        Some(beside) => markup::line("Signatory", beside, xml),
        None => recipients(closing, xml),
    }
    xml.push_str("</w:tc>");
    markup::open_cell(widths[1], false, xml);
    markup::line("Signatory", &closing.signatory, xml);
    if let Some(office) = &closing.own_office {
        markup::line("Signatory", office, xml);
    }
    for _ in 0..SIGNATURE_LINES {
        markup::line("Signatory", "", xml);
    }
    xml.push_str("</w:tc></w:tr></w:tbl>");
    if closing.beside.is_some() {
        recipients(closing, xml);
    }
}

fn recipients(closing: &Closing, xml: &mut String) {
    markup::line("RecipientsTitle", &closing.title, xml);
    for recipient in &closing.recipients {
        markup::line("Recipients", &format!("- {recipient}"), xml);
    }
}

pub(super) fn annex_head(annex: &Annex, xml: &mut String) {
    markup::line("AnnexLabel", &annex.label, xml);
    markup::line("AnnexTitle", &annex.title, xml);
    markup::line("AnnexOf", &annex.of, xml);
}

/// Ends the pages of what stands before: an annex starts on a new page and counts its own.
pub(super) fn end_section(xml: &mut String) {
    xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"Rule\"/><w:pBdr><w:bottom w:val=\"nil\"/></w:pBdr>");
    section(xml);
    xml.push_str("</w:pPr></w:p>");
}

/// A4, margins 20, 15, 20 and 30 mm, page number centred at the top from the second page on.
pub(super) fn section(xml: &mut String) {
    xml.push_str(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:type w:val=\"nextPage\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" \
         w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/><w:titlePg/></w:sectPr>",
    );
}
