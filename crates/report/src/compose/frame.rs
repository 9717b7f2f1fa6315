//! Head, basis and signature: the fixed frame of an official document (Decree 30/2020/NĐ-CP, annex I).

use jiff::civil::Date;

use crate::{
    model::{DirectivePart, Model},
    outline::{Block, Closing, Head, Look, Meta, legible},
    wording::{Wording, date_short},
};

pub(super) fn meta(model: &Model, words: &Wording) -> Meta {
    let day = model.at.local_date();
    let whole_seconds: String = model.at.to_string().chars().take_while(|letter| *letter != '.').collect();
    Meta {
        language: words.language().tag().to_owned(),
        title: legible(&format!("{} {}", words.text("report-kind", &[]), subject(model, words))),
        author: legible(&model.letterhead.body),
        dated: [i32::from(day.year()), i32::from(day.month()), i32::from(day.day())],
        dated_utc: format!("{whole_seconds}Z"),
    }
}

pub(super) fn head(model: &Model, words: &Wording) -> Head {
    let letterhead = &model.letterhead;
    let dots = words.text("report-dots", &[]);
    let date = words.date_long(model.at.local_date());
    let place = letterhead.place.as_deref().unwrap_or(&dots);
    Head {
        superior: legible(&letterhead.superior.as_deref().unwrap_or_default().to_uppercase()),
        body: legible(&letterhead.body.to_uppercase()),
        nation: words.text("report-nation", &[]),
        motto: words.text("report-motto", &[]),
        number: legible(&words.text("report-number", &[("sign", &sign(model, words))])),
        place_date: legible(&words.text("report-place-date", &[("place", place), ("date", &date)])),
        kind: words.text("report-kind", &[]),
        subject: subject(model, words),
        to: words.text("report-to", &[]),
        addressees: letterhead.addressees.iter().map(|addressee| legible(addressee)).collect(),
    }
}

/// The opening sentence: what it carries out, who reports, on what, as of when.
pub(super) fn basis(model: &Model, words: &Wording) -> Block {
    let moment = words.moment(model.at);
    let body = &model.letterhead.body;
    let title = &model.campaign.title;
    let and = words.text("report-directive-and", &[]);
    let directives: Vec<String> =
        model.directives.iter().map(|directive| name_of(directive, words)).collect();
    let directives = directives.join(&format!("{and} "));
    let args = [("directive", &*directives), ("body", body), ("title", title), ("moment", &moment)];
    let key = if model.directives.is_empty() { "report-basis-none" } else { "report-basis" };
    Block::paragraph(Look::Plain, words.text(key, &args))
}

/// A letter as one cites it: number, day, issuer, subject, as far as they are known.
fn name_of(directive: &DirectivePart, words: &Wording) -> String {
    let mut parts = vec![match &directive.number {
        Some(number) => words.text("report-directive-number", &[("number", number)]),
        None => words.text("report-directive-bare", &[]),
    }];
    if let Some(issued) = &directive.issued {
        parts.push(words.text("report-directive-issued", &[("date", &day(issued))]));
    }
    if let Some(issuer) = &directive.issuer {
        parts.push(words.text("report-directive-issuer", &[("issuer", issuer)]));
    }
    if let Some(subject) = &directive.subject {
        let subject = subject.trim_start_matches("V/v").trim_start_matches("v/v").trim();
        parts.push(words.text("report-directive-subject", &[("subject", subject)]));
    }
    parts.join(" ")
}

/// `2018-01-15` as 15/01/2018; what is no such day stays as it is.
pub(super) fn day(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), date_short)
}

/// Recipients end in a semicolon each and the last in a full stop; the file copy is the last.
pub(super) fn closing(model: &Model, words: &Wording) -> Closing {
    let letterhead = &model.letterhead;
    let same = (!letterhead.addressees.is_empty()).then(|| words.text("report-recipient-same", &[]));
    let mut recipients: Vec<String> = same.into_iter().chain(letterhead.copies.iter().cloned()).collect();
    for recipient in &mut recipients {
        recipient.push(';');
    }
    recipients.push(format!("{}.", words.text("report-recipient-file", &[])));
    let office = letterhead.signatory.as_ref();
    let office = office.map_or_else(|| words.text("report-signatory", &[]), |office| office.to_uppercase());
    Closing {
        title: words.text("report-recipients", &[]),
        recipients: recipients.iter().map(|recipient| legible(recipient)).collect(),
        signatory: legible(&match &letterhead.signed_for {
            Some(signed) => format!("{} {office}", signed.prefix),
            None => office,
        }),
        own_office: letterhead
            .signed_for
            .as_ref()
            .and_then(|signed| Some(legible(&signed.own_office.as_ref()?.to_uppercase()))),
    }
}

/// The sign in the number; dots where the office has yet to give it.
pub(super) fn sign(model: &Model, words: &Wording) -> String {
    model.letterhead.sign.clone().unwrap_or_else(|| words.text("report-dots", &[]))
}

fn subject(model: &Model, words: &Wording) -> String {
    legible(&words.text("report-subject", &[("title", &model.campaign.title)]))
}
