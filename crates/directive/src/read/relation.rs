//! What a letter has to do with a document it cites: it rests on it, carries it out, changes it, answers it, or only names it.
use super::header::Frame;
use super::layout::{Paragraph, sentences};
use super::text::{Text, Token, spells_any};
use crate::letter::{Citation, Relation};

/// Words before a document that the letter carries out.
const CARRYING_OUT: [&str; 7] = [
    "thực hiện",
    "triển khai",
    "thi hành",
    "chấp hành",
    "quán triệt",
    "triển khai thực hiện",
    "tổ chức thực hiện",
];
/// Words before one it rests on.
const RESTING: [&str; 5] = ["căn cứ", "xét", "theo", "tiếp theo", "trên cơ sở"];
/// Words before one it changes.
const CHANGING: [&str; 10] = [
    "sửa đổi",
    "bổ sung",
    "điều chỉnh",
    "thay thế",
    "thay cho",
    "bãi bỏ",
    "đính chính",
    "hủy bỏ",
    "thu hồi",
    "gia hạn",
];
/// Words before one it answers.
const ANSWERING: [&str; 4] = ["phúc đáp", "trả lời", "hồi đáp", "phản hồi"];
/// The same in the letter of somebody who answers.
const RECEIVED: [&str; 4] = ["nhận được", "thực hiện", "theo", "triển khai"];

/// Tells the relation of every citation. What stands behind `asked`, the place of the first thing asked, is only named, but
/// for what is changed there.
pub(super) fn relate(
    text: &Text,
    paragraphs: &[Paragraph],
    asked: Option<usize>,
    frame: &Frame,
    citations: &mut [Citation],
) {
    let subject = frame.subject.as_deref();
    let mut answers = frame.asserts;
    let changes = subject.is_some_and(|subject| {
        let subject = Text::new(subject);
        (0..subject.tokens().len()).any(|at| spells_any(subject.tokens(), at, &CHANGING) > 0)
    });
    for citation in citations {
        let at = citation.span[0];
        let holder = paragraphs.partition_point(|paragraph| paragraph.end <= at);
        let Some(paragraph) = paragraphs.get(holder).filter(|paragraph| paragraph.start <= at) else {
            continue;
        };
        let from = sentences(text, paragraph)
            .into_iter()
            .find(|(start, end)| *start <= at && at < *end)
            .map_or(paragraph.start, |(start, _)| start);
        let before = text.tokens_in(from, at);
        let early = asked.is_none_or(|asked| at < asked);
        let named =
            subject.zip(citation.number.as_deref()).is_some_and(|(subject, number)| subject.contains(number));
        let received = (0..before.len()).any(|at| spells_any(before, at, &RECEIVED) > 0);
        citation.relation = if changes && named {
            Relation::Amends
        } else if answers && early && received {
            answers = false;
            Relation::Answers
        } else {
            told(before, early, is_law(citation))
        };
    }
}

/// What the words before a document say; the last that say anything count.
fn told(before: &[Token], early: bool, law: bool) -> Relation {
    let words = (0..before.len()).rev().find_map(|at| {
        let seen = |phrases: &[&str]| spells_any(before, at, phrases) > 0;
        // "bổ sung" as the office does it to itself: near the document, not as an object far before.
        let near = at + NEAR >= before.len()
            && !before[at..].iter().any(|token| matches!(token.lower.as_str(), "tại" | "theo"));
        if seen(&CHANGING) && near {
            Some(Relation::Amends)
        } else if !early {
            None
        } else if seen(&ANSWERING) {
            Some(Relation::Answers)
        } else if seen(&CARRYING_OUT) {
            // A law is kept, not handed on.
            Some(if law { Relation::Basis } else { Relation::CarriesOut })
        } else if seen(&RESTING) {
            Some(Relation::Basis)
        } else {
            None
        }
    });
    words.unwrap_or(Relation::Mention)
}

/// Whether a citation is a law, a decree, a circular.
fn is_law(citation: &Citation) -> bool {
    let kind = citation.kind.as_deref().unwrap_or_default().to_lowercase();
    ["luật", "bộ luật", "pháp lệnh", "nghị định", "thông tư"].iter().any(|law| kind.starts_with(law))
}

/// How near a word of change stands to what is changed, in tokens.
const NEAR: usize = 8;
