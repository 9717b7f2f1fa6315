//! Minutes of a dispute (biên bản giải quyết khiếu nại số liệu): claim, answers and decision in the frame of an official
//! document, drawn by the same code as a report.

use calendar::Instant;

use crate::{
    docx,
    model::Letterhead,
    ooxml::PackFault,
    outline::{Block, Closing, Head, Look, Meta, Outline, legible},
    wording::Wording,
};

/// What minutes say.
#[derive(Clone, Debug)]
pub struct Minutes {
    /// Who draws them up, and for whom.
    pub letterhead: Letterhead,
    /// The campaign's title.
    pub campaign: String,
    /// Whose figure.
    pub organisation: String,
    /// Of which obligation.
    pub obligation: String,
    /// Name of the figure, where the claim is against one.
    pub figure: Option<String>,
    /// The claim.
    pub claim: Said,
    /// By when an answer was due.
    pub reply_due: Instant,
    /// The entries disputed, as a reader finds them.
    pub disputed: Vec<String>,
    /// The answers.
    pub answers: Vec<Said>,
    /// Word of the ruling and what was said with it; none while it is open.
    pub decision: Option<(String, Said)>,
    /// The moment the minutes are of.
    pub at: Instant,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Said {
    /// Who, as far as the reader may know.
    pub by: String,
    /// When it was written down.
    pub at: Instant,
    /// The words; none where they were erased or are withheld.
    pub text: Option<String>,
    /// The entry, as a reader finds it.
    pub entry: String,
}

impl Minutes {
    /// The minutes as a Word document.
    pub fn docx(&self, words: &Wording) -> Result<Vec<u8>, PackFault> {
        docx::write(&self.outline(words))
    }

    fn outline(&self, words: &Wording) -> Outline {
        let text = |key: &str, args: &[(&str, &str)]| legible(&words.text(key, args));
        let plain = |line: String| Block::paragraph(Look::Plain, line);
        let heading = |key: &str| Block::Heading { level: 1, text: text(key, &[]) };
        let said = |said: &Said| {
            let withheld = words.text("minutes-withheld", &[]);
            let args = [
                ("by", said.by.as_str()),
                ("time", &words.moment(said.at)),
                ("text", said.text.as_deref().unwrap_or(&withheld)),
                ("entry", &said.entry),
            ];
            plain(text("minutes-said", &args))
        };
        let place = [
            ("organisation", self.organisation.as_str()),
            ("obligation", &self.obligation),
            ("title", &self.campaign),
        ];
        let mut body =
            vec![plain(text("minutes-about", &place)), heading("minutes-claim"), said(&self.claim)];
        if let Some(figure) = &self.figure {
            body.push(plain(text("minutes-figure", &[("figure", figure)])));
        }
        if !self.disputed.is_empty() {
            body.push(plain(text("minutes-disputed", &[("entries", &self.disputed.join("; "))])));
        }
        body.push(heading("minutes-answers"));
        body.push(plain(text("minutes-due", &[("time", &words.moment(self.reply_due))])));
        body.extend(self.answers.iter().map(said));
        if self.answers.is_empty() {
            body.push(plain(text("minutes-unanswered", &[])));
        }
        body.push(heading("minutes-decision"));
        match &self.decision {
            Some((ruling, reasons)) => {
                body.push(plain(text(&format!("minutes-{ruling}"), &[])));
                body.push(said(reasons));
            }
            None => body.push(plain(text("minutes-undecided", &[("time", &words.moment(self.at))]))),
        }
        Outline {
            meta: self.meta(words),
            head: self.head(words),
            body,
            closing: self.closing(words),
            annexes: Vec::new(),
        }
    }

    fn meta(&self, words: &Wording) -> Meta {
        let day = self.at.local_date();
        let whole_seconds: String = self.at.to_string().chars().take_while(|letter| *letter != '.').collect();
        Meta {
            language: words.language().tag().to_owned(),
            title: legible(&words.text("minutes-kind", &[])),
            author: legible(&self.letterhead.body),
            dated: [i32::from(day.year()), i32::from(day.month()), i32::from(day.day())],
            dated_utc: format!("{whole_seconds}Z"),
        }
    }

    fn head(&self, words: &Wording) -> Head {
        let dots = words.text("report-dots", &[]);
        let date = words.date_long(self.at.local_date());
        Head {
            superior: legible(&self.letterhead.superior.as_deref().unwrap_or_default().to_uppercase()),
            body: legible(&self.letterhead.body.to_uppercase()),
            nation: words.text("report-nation", &[]),
            motto: words.text("report-motto", &[]),
            number: legible(&words.text("minutes-number", &[("sign", &dots)])),
            place_date: legible(&words.text("report-place-date", &[("place", &dots), ("date", &date)])),
            kind: words.text("minutes-kind", &[]),
            subject: legible(&words.text("minutes-subject", &[("organisation", &self.organisation)])),
            to: words.text("report-to", &[]),
            addressees: Vec::new(),
        }
    }

    fn closing(&self, words: &Wording) -> Closing {
        Closing {
            title: words.text("report-recipients", &[]),
            recipients: vec![
                legible(&format!("{};", self.organisation)),
                legible(&format!("{}.", words.text("report-recipient-file", &[]))),
            ],
            signatory: legible(&words.text("report-signatory", &[])),
            own_office: None,
        }
    }
}
