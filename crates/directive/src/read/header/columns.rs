//! Number, date, kind, issuer and subject, from lines of which two columns may have been made one.
use super::super::citation::number_at;
use super::super::layout::{Paragraph, is_capitals};
use super::super::lexicon::ORGANISATIONS;
use super::super::text::{Text, Token, spells};
use super::{Frame, is_date_line, is_number_line, opens_telegram, place_and_date, starts_subject, tokens_of};
use crate::letter::{Kind, Urgency};

pub(super) fn split_columns(line: &str) -> Vec<&str> {
    line.split(['\t', '\u{2003}'])
        .flat_map(|part| part.split("   "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Reads the paragraphs above the body into `frame`.
pub(super) fn columns(text: &Text, head: &[Paragraph], frame: &mut Frame) {
    let mut subject = Subject::default();
    let mut issuer_lines: Vec<String> = Vec::new();
    for paragraph in head.iter().filter(|paragraph| !paragraph.furniture) {
        let tokens = tokens_of(text, paragraph);
        let line = text.plain(paragraph.from, paragraph.end);
        let parts = split_columns(&line);
        let about: String = line
            .lines()
            .filter_map(|line| split_columns(line).first().copied())
            .collect::<Vec<_>>()
            .join(" ");
        read_number(text, tokens, frame);
        frame.issued = frame.issued.or_else(|| place_and_date(tokens).map(|(day, _)| day));
        frame.place = frame.place.take().or_else(|| parts.iter().find_map(|part| place(part)));
        frame.urgency = frame.urgency.or_else(|| parts.iter().find_map(|part| urgency(part)));
        subject.take(paragraph, tokens, &about);
        for (at, part) in parts.iter().enumerate() {
            let capitals = part.to_uppercase();
            let chars: Vec<char> = part.chars().collect();
            let flat = capitals.split_whitespace().collect::<Vec<_>>().join(" ");
            if ["CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐẢNG CỘNG SẢN"]
                .iter()
                .any(|motto| flat.starts_with(motto))
            {
                frame.opened = true;
            } else if capitals == "BÁO CÁO" {
                frame.reports = true;
            } else if let Some(kind) = kind_of_title(part) {
                frame.kind = frame.kind.or(Some(kind));
            } else if frame.number.is_none() && !is_number_line(tokens) && !capitals.starts_with("ĐỘC LẬP")
            {
                let first = issuer_lines.is_empty() && at == 0 && names_a_body(part);
                // "THỦ" above "TƯỚNG CHÍNH PHỦ": a name broken after its first syllable.
                let syllable =
                    issuer_lines.is_empty() && chars.len() > 1 && chars.iter().all(|c| c.is_alphabetic());
                let capital = is_capitals(&chars) && (chars.len() > 3 || syllable);
                if (capital && !is_urgency(&capitals) && !is_motto(&capitals)) || first {
                    issuer_lines.push(part.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
        }
    }
    let issuer_lines = whole_names(issuer_lines);
    frame.subject = subject.words();
    frame.issuing_body = Some(issuer_lines.join(" ")).filter(|lines| !lines.is_empty());
    frame.issuer = issuer(&issuer_lines);
    // Nobody is addressed by a directive: "5649/CT-CS" above "Kính gửi" is a department's letter.
    let of_number = frame.number.as_deref().and_then(kind_of_number);
    let addressed = !frame.addressees.is_empty();
    frame.kind = frame.kind.or(of_number.filter(|kind| !(addressed && *kind == Kind::Directive)));
}

fn read_number(text: &Text, tokens: &[Token], frame: &mut Frame) {
    // "Số:" on a line of its own, and the number below it.
    if frame.number.is_none() && frame.opened && tokens.first().is_some_and(|token| token.number(6).is_some())
    {
        frame.number = number_below(text, tokens);
    }
    let opener = (0..tokens.len()).find(|at| {
        spells(tokens, *at, "số") == 1
            && tokens.get(at + 1).is_some_and(|token| token.is_sign(':') || token.number(6).is_some())
    });
    let Some(at) = opener else { return };
    let digits = at + 1 + usize::from(tokens[at + 1].is_sign(':'));
    let number = number_at(text, tokens, digits).map(|number| number.value);
    // "Số 5 phố Chùa Trà" is an address.
    frame.opened |= number.is_some() || tokens[at + 1].is_sign(':');
    if frame.number.is_none() {
        frame.number = number;
    }
}

/// A document number that opens a line.
fn number_below(text: &Text, tokens: &[Token]) -> Option<String> {
    let from = tokens.first()?.start;
    let line: String = text.chars()[from..tokens.last()?.end].iter().collect();
    let number = Text::new(&format!("số {line}"));
    number_at(&number, number.tokens(), 1).map(|number| number.value)
}

/// What the letter is about, gathered line by line.
#[derive(Default)]
struct Subject {
    words: Option<String>,
    open: bool,
}

impl Subject {
    fn take(&mut self, paragraph: &Paragraph, tokens: &[Token], about: &str) {
        if !about.chars().any(char::is_alphanumeric) {
            // A rule below the title.
            self.open &= self.words.as_deref().is_none_or(str::is_empty);
        } else if starts_subject(tokens) && self.words.is_none() {
            self.words = Some(without_opener(about).to_owned());
            self.open = true;
        } else if self.words.is_none() && is_title_line(about) {
            // What stands below a title says what it is about.
            self.words = Some(String::new());
            self.open = true;
        } else if self.open
            && !paragraph.after_blank
            && !is_date_line(tokens)
            && !is_letterhead(about)
            && paragraph.marker.is_none()
            && !opens_telegram(tokens)
            && !self.ends_before(about)
        {
            if let Some(words) = self.words.as_mut() {
                words.push(' ');
                words.push_str(about);
            }
        } else {
            self.open = false;
        }
    }

    /// A sentence below a subject in capitals.
    fn ends_before(&self, about: &str) -> bool {
        let capitals = |words: &str| is_capitals(&words.chars().collect::<Vec<_>>());
        self.words.as_deref().is_some_and(|words| !words.is_empty() && capitals(words)) && !capitals(about)
    }

    fn words(self) -> Option<String> {
        let words = self.words?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(without_opener(&words).to_owned()).filter(|words| !words.is_empty())
    }
}

/// The words above every letter, and the line under them: no part of what one is about.
fn is_letterhead(line: &str) -> bool {
    let capitals = line.to_uppercase();
    ["CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐẢNG CỘNG SẢN", "ĐỘC LẬP"]
        .iter()
        .any(|words| capitals.starts_with(words))
        || !line.chars().any(char::is_alphanumeric)
}

/// "Sở Khoa học và Công nghệ tỉnh Hoài Lâm": an issuer that was not set in capitals.
fn names_a_body(line: &str) -> bool {
    let text = Text::new(line);
    let tokens = text.tokens();
    (2..=16).contains(&tokens.len())
        && tokens[0].capital
        && ORGANISATIONS.at(tokens, 0) > 0
        && !line.ends_with(['.', ':', ';', ','])
}

/// Which stamp that is.
fn urgency(part: &str) -> Option<Urgency> {
    let capitals = part.to_uppercase();
    if !is_urgency(&capitals) {
        // "CÔNG ĐIỆN KHẨN" stamps itself.
        let title = capitals.strip_prefix("CÔNG ĐIỆN").map(str::trim).filter(|rest| !rest.is_empty())?;
        return is_urgency(title).then(|| urgency(title)).flatten();
    }
    Some(if capitals.contains("TỐC") {
        Urgency::Flash
    } else if capitals.contains("THƯỢNG") {
        Urgency::TopUrgent
    } else {
        Urgency::Urgent
    })
}

/// "Sơn La" in "Sơn La, ngày 20 tháng 01 năm 2017".
fn place(part: &str) -> Option<String> {
    let text = Text::new(part);
    let tokens = text.tokens();
    let comma = tokens.iter().position(|token| token.is_sign(','))?;
    let named = (1..=6).contains(&comma)
        && tokens[..comma]
            .iter()
            .all(|token| (token.is_word() && token.capital) || token.is_sign('.') || token.is_sign('-'));
    let dated = place_and_date(tokens).is_some_and(|(_, after)| after > comma);
    (named && dated).then(|| text.squeezed(tokens[0].start, tokens[comma - 1].end))
}

/// A piece of the motto, whose lines may be broken anywhere: "HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".
fn is_motto(capitals: &str) -> bool {
    const MOTTOES: [&str; 4] = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
    ];
    let words = capitals.split_whitespace().collect::<Vec<_>>().join(" ");
    MOTTOES.iter().any(|motto| motto.starts_with(&words) || motto.ends_with(&words))
}

/// "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN": how fast the letter travels.
fn is_urgency(capitals: &str) -> bool {
    let words: Vec<&str> =
        capitals.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    !words.is_empty()
        && words
            .iter()
            .all(|word| matches!(*word, "HỎA" | "HOẢ" | "TỐC" | "THƯỢNG" | "KHẨN" | "HẸN" | "GIỜ" | "CẤP"))
}

/// Whether a line is the title of a directive, a telegram, a plan, a notice, a decision.
pub(super) fn is_title_line(line: &str) -> bool {
    kind_of_title(line).is_some()
}

fn without_opener(subject: &str) -> &str {
    let bare = subject.trim_start_matches(|c: char| !c.is_alphabetic());
    ["V/v:", "V/v", "v/v", "V/V", "Về việc", "VỀ VIỆC", "Trích yếu:"]
        .iter()
        .find_map(|opener| bare.strip_prefix(opener))
        .unwrap_or(bare)
        .trim_start_matches([':', ' '])
}

/// Joins a line that names nobody to the one below it, where both together do.
fn whole_names(lines: Vec<String>) -> Vec<String> {
    let names = |line: &str| ORGANISATIONS.at(Text::new(line).tokens(), 0) > 0;
    let mut whole: Vec<String> = Vec::with_capacity(lines.len());
    for line in lines {
        match whole.last_mut() {
            Some(above) if !names(above) && names(&format!("{above} {line}")) => {
                above.push(' ');
                above.push_str(&line);
            }
            _ => whole.push(line),
        }
    }
    whole.retain(|line| line.chars().count() > 3);
    whole
}

/// The last name above the number; a line that begins with "VÀ" goes on with the one before.
fn issuer(lines: &[String]) -> Option<String> {
    let mut last = lines.len().checked_sub(1)?;
    while last > 0
        && (lines[last].starts_with("VÀ ")
            || lines[last].starts_with("TỈNH ")
            || lines[last].starts_with("THÀNH PHỐ "))
    {
        last -= 1;
    }
    Some(lines[last..].join(" "))
}

fn kind_of_title(line: &str) -> Option<Kind> {
    let chars: Vec<char> = line.chars().collect();
    if !is_capitals(&chars) || line.split_whitespace().count() > 6 {
        return None;
    }
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    [
        ("CHỈ THỊ", Kind::Directive),
        ("CÔNG ĐIỆN", Kind::Telegram),
        ("KẾ HOẠCH", Kind::Plan),
        ("PHƯƠNG ÁN", Kind::Plan),
        ("THÔNG BÁO", Kind::Notice),
        ("QUYẾT ĐỊNH", Kind::Decision),
    ]
    .into_iter()
    .find(|(title, _)| words.starts_with(title))
    .map(|(_, kind)| kind)
}

/// "CT" in "02/2009/CT-BTTTT", not in "17986/BTC-CT", where a department goes by it.
fn kind_of_number(number: &str) -> Option<Kind> {
    let first = number.split(['/', '-']).find(|part| !part.starts_with(|c: char| c.is_ascii_digit()));
    first.and_then(|part| match part {
        "CT" => Some(Kind::Directive),
        "CĐ" => Some(Kind::Telegram),
        "KH" => Some(Kind::Plan),
        "TB" => Some(Kind::Notice),
        "QĐ" => Some(Kind::Decision),
        _ => None,
    })
}
