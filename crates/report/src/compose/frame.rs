//! Head, basis and signature: the fixed frame of an official document (Decree 30/2020/NĐ-CP, annex I).

use calendar::Instant;
use jiff::civil::Date;

use crate::{
    model::{DirectivePart, Model},
    outline::{Block, Closing, Head, HeadForm, Look, Meta, legible},
    wording::{Wording, date_short},
};
use campaign::Paper;

pub(super) fn meta(model: &Model, words: &Wording) -> Meta {
    let kind = kind(model.paper, words).unwrap_or_default();
    properties(model, words, format!("{kind} {}", subject(model, words)))
}

/// What a file manager shows of a paper under this title.
pub(super) fn properties(model: &Model, words: &Wording, title: String) -> Meta {
    properties_of(title.trim(), &model.letterhead.body, model.at, words)
}

/// The same for whatever was written by a body at a moment.
pub(crate) fn properties_of(title: &str, author: &str, at: Instant, words: &Wording) -> Meta {
    let day = at.local_date();
    let whole_seconds: String = at.to_string().chars().take_while(|letter| *letter != '.').collect();
    Meta {
        language: words.language().tag().to_owned(),
        title: legible(title),
        author: legible(author),
        dated: [i32::from(day.year()), i32::from(day.month()), i32::from(day.day())],
        dated_utc: format!("{whole_seconds}Z"),
    }
}

pub(super) fn head(model: &Model, words: &Wording) -> Head {
    let letterhead = &model.letterhead;
    let dots = words.text("report-dots", &[]);
    let date = words.date_long(model.at.local_date());
    let place = letterhead.place.as_deref().unwrap_or(&dots);
    let kind = kind(model.paper, words);
    Head {
        form: if kind.is_some() { HeadForm::Named } else { HeadForm::Letter },
        superior: legible(&letterhead.superior.as_deref().unwrap_or_default().to_uppercase()),
        body: legible(&letterhead.body.to_uppercase()),
        nation: words.text("report-nation", &[]),
        motto: words.text("report-motto", &[]),
        number: legible(&words.text("report-number", &[("sign", &sign(model, words))])),
        place_date: legible(&words.text("report-place-date", &[("place", place), ("date", &date)])),
        kind: kind.unwrap_or_default(),
        subject: subject(model, words),
        to: words.text("report-to", &[]),
        addressees: addressees(model, words),
    }
}

/// What is sent to somebody nobody named here has dots for the office to write on; what is sent to nobody has none.
fn addressees(model: &Model, words: &Wording) -> Vec<String> {
    let named = model.letterhead.addressees.iter().map(|one| legible(one)).collect::<Vec<_>>();
    match model.paper {
        Paper::Upward if named.is_empty() => vec![words.text("report-dots", &[])],
        Paper::Direction if named.is_empty() => vec![words.text("direction-everybody", &[])],
        Paper::Minutes => Vec::new(),
        _ => named,
    }
}

/// The opening sentence: what it carries out, who writes, what follows, as of when.
pub(super) fn basis(model: &Model, words: &Wording) -> Block {
    let args = [
        ("body", &*model.letterhead.body),
        ("title", &model.campaign.title),
        ("moment", &words.moment(model.at)),
    ];
    let sentence = words.text(&format!("paper-basis-{}", model.paper.name()), &args);
    let and = words.text("report-directive-and", &[]);
    let directives: Vec<String> =
        model.directives.iter().map(|directive| name_of(directive, words)).collect();
    if directives.is_empty() {
        return Block::paragraph(Look::Plain, sentence);
    }
    let directives = directives.join(&format!("{and} "));
    let lead = words.text("paper-lead", &[("directive", &directives)]);
    Block::paragraph(Look::Plain, format!("{lead} {sentence}"))
}

/// The closing sentence. It stays with the signature: a signature alone on a page vouches for nothing.
pub(super) fn end(model: &Model, words: &Wording) -> Block {
    let args = [("title", &*model.campaign.title), ("body", &model.letterhead.body)];
    Block::paragraph(Look::Lead, words.text(&format!("paper-end-{}", model.paper.name()), &args))
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
    let is_sent = !addressees(model, words).is_empty();
    let same = is_sent.then(|| words.text("report-recipient-same", &[]));
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
        // Both sides sign what both found.
        beside: (model.paper == Paper::Minutes).then(|| words.text("record-others", &[])),
    }
}

/// What stands behind the number: the letters of the kind (annex III of the decree), and the sign, dotted where the
/// office has yet to give it.
pub(super) fn sign(model: &Model, words: &Wording) -> String {
    let letters = match model.paper {
        Paper::Results | Paper::Situation | Paper::Upward => "BC-",
        Paper::Direction => "",
        Paper::Plan => "PA-",
        Paper::Assignment => "TB-",
        Paper::Minutes => "BB-",
    };
    let sign = model.letterhead.sign.clone().unwrap_or_else(|| words.text("report-dots", &[]));
    format!("{letters}{sign}")
}

/// The kind in capitals; a letter has none.
fn kind(paper: Paper, words: &Wording) -> Option<String> {
    words.find(&format!("paper-kind-{}", paper.name()))
}

fn subject(model: &Model, words: &Wording) -> String {
    let args = [("title", &*model.campaign.title), ("moment", &words.moment(model.at))];
    legible(&words.text(&format!("paper-subject-{}", model.paper.name()), &args))
}
