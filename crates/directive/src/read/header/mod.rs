//! What stands above and below the body (Decree 30/2020, appendix I): motto, issuer, number, place and date, subject,
//! "Kính gửi"; signature and "Nơi nhận".
//!
//! All of it may be missing, and two columns may have been flattened into one line; columns are parted at three spaces
//! or a tab.
mod addressees;
mod closing;
mod columns;
mod tail;

use self::addressees::addressees;
use self::closing::closing;
use self::columns::{columns, is_title_line, split_columns};
use self::tail::tail;
use super::date::{Reference, date_at, hour_at};
use super::layout::{Marker, Paragraph, is_capitals};
use super::text::{Text, Token, TokenKind, is_blank, spells, spells_any};
use crate::letter::{Kind, Urgency};

/// The parts around the body.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub number: Option<String>,
    pub issued: Option<jiff::civil::Date>,
    pub kind: Option<Kind>,
    pub issuer: Option<String>,
    /// Where it was issued.
    pub place: Option<String>,
    pub urgency: Option<Urgency>,
    pub signer: Option<String>,
    pub position: Option<String>,
    pub recipients: Vec<String>,
    /// All the lines that name the issuer and those above it, as one.
    pub issuing_body: Option<String>,
    pub subject: Option<String>,
    pub addressees: Vec<String>,
    /// The paragraphs of the addressees, as positions.
    pub addressed: std::ops::Range<usize>,
    /// The first paragraph of the body.
    pub body: usize,
    /// The first paragraph after it.
    pub tail: usize,
    /// Whether there is a signature, a list of recipients or an end mark.
    pub closed: bool,
    /// Whether there is a motto or a number.
    pub opened: bool,
    /// Whether it calls itself a report.
    pub reports: bool,
    /// Whether an enterprise writes or somebody reports to an authority: it tells what it did, and asks only where it says so.
    pub asserts: bool,
}

/// How many paragraphs a header may take before it is none.
const HEADER_REACH: usize = 30;

/// Finds the frame of the letter whose paragraphs these are.
pub(super) fn frame(text: &Text, paragraphs: &[Paragraph]) -> Frame {
    let mut frame = Frame { body: first_body_paragraph(text, paragraphs), ..Frame::default() };
    addressees(text, paragraphs, &mut frame);
    let head = frame.body.min(if frame.addressed.is_empty() { frame.body } else { frame.addressed.start });
    columns(text, &paragraphs[..head], &mut frame);
    tail(text, paragraphs, &mut frame);
    closing(text, paragraphs, &mut frame);
    frame.asserts = answers_an_authority(&frame);
    frame
}

fn answers_an_authority(frame: &Frame) -> bool {
    let lower = |name: &str| name.to_lowercase();
    let enterprise = frame.issuer.as_deref().map(lower).is_some_and(|issuer| {
        ["công ty", "chi nhánh", "tập đoàn", "doanh nghiệp", "hợp tác xã"]
            .iter()
            .any(|kind| issuer.contains(kind))
    });
    let authority = |name: &String| {
        let name = lower(name);
        ["sở ", "bộ ", "cục ", "ubnd", "ủy ban", "uỷ ban", "thủ tướng", "văn phòng chính phủ", "công an"]
            .iter()
            .any(|kind| name.starts_with(kind))
    };
    let reports = frame.reports
        || frame.number.as_deref().is_some_and(|number| number.split(['/', '-']).any(|part| part == "BC"));
    (enterprise || reports) && frame.addressees.first().is_some_and(authority)
}

/// The sign of an abbreviated rank: "TS. Lò Văn Páo".
fn is_full_stop(token: &Token) -> bool {
    token.is_sign('.') || token.is_sign('-')
}

fn tokens_of<'a>(text: &'a Text, paragraph: &Paragraph) -> &'a [Token] {
    text.tokens_in(paragraph.start, paragraph.end)
}

/// The first paragraph that speaks in sentences and is none of the parts of a header.
fn first_body_paragraph(text: &Text, paragraphs: &[Paragraph]) -> usize {
    let (mut in_subject, mut titled, mut tall) = (false, false, false);
    for (at, paragraph) in paragraphs.iter().enumerate().take(HEADER_REACH) {
        let tokens = tokens_of(text, paragraph);
        let chars = &text.chars()[paragraph.start..paragraph.end];
        if !chars.iter().any(|c| c.is_alphanumeric()) {
            (in_subject, titled, tall) = (false, false, false);
            continue;
        }
        let title = is_title_line(&text.squeezed(paragraph.start, paragraph.end));
        // A sentence below a subject in capitals is none of it.
        let sunk = tall && !is_capitals(chars);
        let follows_title = titled && !paragraph.after_blank && !ends_like_a_sentence(chars) && !sunk;
        if title || starts_subject(tokens) || follows_title {
            tall = !title && is_capitals(chars);
            titled |= title;
            in_subject = true;
            continue;
        }
        if in_subject && !paragraph.after_blank && !ends_like_a_sentence(chars) && !sunk {
            continue;
        }
        (in_subject, titled, tall) = (false, false, false);
        if !is_header_part(paragraph, tokens, chars) {
            return at;
        }
    }
    // Everything looks like a header: then nothing is known to be one.
    paragraphs
        .iter()
        .position(|paragraph| ends_like_a_sentence(&text.chars()[paragraph.start..paragraph.end]))
        .unwrap_or(0)
}

fn is_header_part(paragraph: &Paragraph, tokens: &[Token], chars: &[char]) -> bool {
    is_capitals(chars)
        || paragraph.furniture
        || !chars.iter().any(|c| c.is_alphanumeric())
        || is_number_line(tokens)
        || is_date_line(tokens)
        || is_mail_head(tokens)
        || spells_any(tokens, 0, &["độc lập", "kính gửi"]) > 0
        || opens_telegram(tokens)
        || (tokens.len() <= 3 && !paragraph.marker.is_some_and(Marker::is_section))
        || (matches!(paragraph.marker, Some(Marker::Plus | Marker::Star)) && !ends_like_a_sentence(chars))
        || has_columns(chars)
}

/// "Từ: …", "Chủ đề: …": the head of a pasted mail.
fn is_mail_head(tokens: &[Token]) -> bool {
    const HEADS: [&str; 13] = [
        "từ",
        "from",
        "to",
        "cc",
        "bcc",
        "đến",
        "ngày",
        "date",
        "sent",
        "chủ đề",
        "tiêu đề",
        "subject",
        "gửi lúc",
    ];
    let length = spells_any(tokens, 0, &HEADS);
    length > 0 && tokens.get(length).is_some_and(|token| token.is_sign(':'))
}

fn starts_subject(tokens: &[Token]) -> bool {
    (spells(tokens, 0, "v") == 1 && tokens.get(1).is_some_and(|token| token.is_sign('/')))
        || (spells(tokens, 0, "về việc") == 2
            && tokens.len() < 80
            && tokens.last().is_some_and(|token| !token.is_sign('.')))
        || tokens
            .iter()
            .position(|token| token.lower == "trích")
            .is_some_and(|at| at <= 1 && spells(tokens, at, "trích yếu") == 2)
}

fn is_number_line(tokens: &[Token]) -> bool {
    spells(tokens, 0, "số") == 1
        && tokens
            .get(1)
            .is_some_and(|token| token.is_sign(':') || token.is_sign('/') || token.number(6).is_some())
}

/// "Sơn La, ngày 20 tháng 01 năm 2017".
fn is_date_line(tokens: &[Token]) -> bool {
    tokens.len() <= 20
        && place_and_date(tokens).is_some_and(|(_, after)| !tokens[after..].iter().any(Token::is_word))
}

/// The day of issue, and the position after it: "…, ngày 20 tháng 01 năm 2017", "…, hồi 09 giờ 00 ngày …",
/// "…, 21 - 12 - 2026", "(…, 26/01/2026)", "Ngày 02/3/2026".
fn place_and_date(tokens: &[Token]) -> Option<(jiff::civil::Date, usize)> {
    (0..tokens.len()).find_map(|at| {
        if !(at == 0 || tokens[at - 1].is_sign(',')) {
            return None;
        }
        let hour = at + spells_any(tokens, at, &["hồi", "lúc", "vào hồi"]);
        let day = hour_at(tokens, hour).map_or(at, |(_, after)| after);
        let day = day + usize::from(day > at && tokens.get(day).is_some_and(|token| token.is_sign(',')));
        let (written, after) = date_at(tokens, day)?;
        // A bare date is one of issue only where it ends its line.
        let ends = tokens.get(after).is_none_or(|token| token.kind == TokenKind::Sign(')'));
        if spells(tokens, day, "ngày") == 0 && !(at > 0 && ends) {
            return None;
        }
        Some((written.resolve(None, Reference::default())?, after))
    })
}

fn ends_like_a_sentence(chars: &[char]) -> bool {
    chars.iter().rev().find(|c| !is_blank(**c)).is_some_and(|c| matches!(c, '.' | ':' | ';' | '/'))
}

fn has_columns(chars: &[char]) -> bool {
    let line: String = chars.iter().collect();
    split_columns(&line).len() > 1 && !ends_like_a_sentence(chars)
}

/// "BỘ TRƯỞNG BỘ THÔNG TIN VÀ TRUYỀN THÔNG điện:", "Điện:".
fn opens_telegram(tokens: &[Token]) -> bool {
    let colon = tokens.iter().position(|token| token.is_sign(':'));
    !is_mail_head(tokens)
        && colon
            .is_some_and(|at| at > 0 && at <= 24 && matches!(tokens[at - 1].lower.as_str(), "điện" | "gửi"))
}
