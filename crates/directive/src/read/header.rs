//! What stands above and below the body (Decree 30/2020, appendix I): motto, issuer, number, place and date, subject,
//! "Kính gửi"; signature and "Nơi nhận".
//!
//! All of it may be missing, and two columns may have been flattened into one line; columns are parted at three spaces
//! or a tab.
use super::citation::number_at;
use super::date::{Reference, date_at};
use super::layout::{Marker, Paragraph, is_capitals};
use super::text::{Text, Token, is_blank, spells, spells_any};
use super::{MAX_ADDRESSEE_CHARS, MAX_NAME_CHARS};
use crate::letter::Kind;

/// The parts around the body.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub number: Option<String>,
    pub issued: Option<jiff::civil::Date>,
    pub kind: Option<Kind>,
    pub issuer: Option<String>,
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
    frame
}

fn tokens_of<'a>(text: &'a Text, paragraph: &Paragraph) -> &'a [Token] {
    text.tokens_in(paragraph.start, paragraph.end)
}

/// The first paragraph that speaks in sentences and is none of the parts of a header.
fn first_body_paragraph(text: &Text, paragraphs: &[Paragraph]) -> usize {
    let mut in_subject = false;
    for (at, paragraph) in paragraphs.iter().enumerate().take(HEADER_REACH) {
        let tokens = tokens_of(text, paragraph);
        let chars = &text.chars()[paragraph.start..paragraph.end];
        let subject = starts_subject(tokens);
        if subject || (in_subject && !paragraph.after_blank && !ends_like_a_sentence(chars)) {
            in_subject = true;
            continue;
        }
        in_subject = false;
        let is_header = is_capitals(chars)
            || !chars.iter().any(|c| c.is_alphanumeric())
            || is_number_line(tokens)
            || is_date_line(tokens)
            || spells_any(tokens, 0, &["độc lập", "kính gửi"]) > 0
            || opens_telegram(tokens)
            || tokens.len() <= 3
            || (matches!(paragraph.marker, Some(Marker::Plus | Marker::Star))
                && !ends_like_a_sentence(chars))
            || has_columns(chars);
        if !is_header {
            return at;
        }
    }
    // Everything looks like a header: then nothing is known to be one.
    paragraphs
        .iter()
        .position(|paragraph| ends_like_a_sentence(&text.chars()[paragraph.start..paragraph.end]))
        .unwrap_or(0)
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
    tokens.len() <= 20 && place_and_date(tokens).is_some()
}

fn place_and_date(tokens: &[Token]) -> Option<jiff::civil::Date> {
    (0..tokens.len()).find_map(|at| {
        let opens = at == 0 || tokens[at - 1].is_sign(',');
        if !opens || spells(tokens, at, "ngày") == 0 {
            return None;
        }
        date_at(tokens, at)?.0.resolve(None, Reference::default())
    })
}

fn ends_like_a_sentence(chars: &[char]) -> bool {
    chars.iter().rev().find(|c| !is_blank(**c)).is_some_and(|c| matches!(c, '.' | ':' | ';' | '/'))
}

fn has_columns(chars: &[char]) -> bool {
    let line: String = chars.iter().collect();
    split_columns(&line).len() > 1 && !ends_like_a_sentence(chars)
}

fn split_columns(line: &str) -> Vec<&str> {
    line.split(['\t', '\u{2003}'])
        .flat_map(|part| part.split("   "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// "BỘ TRƯỞNG BỘ THÔNG TIN VÀ TRUYỀN THÔNG điện:", "Điện:".
fn opens_telegram(tokens: &[Token]) -> bool {
    let colon = tokens.iter().position(|token| token.is_sign(':'));
    colon.is_some_and(|at| at > 0 && at <= 24 && matches!(tokens[at - 1].lower.as_str(), "điện" | "gửi"))
}

fn addressees(text: &Text, paragraphs: &[Paragraph], frame: &mut Frame) {
    let opener = paragraphs.iter().take(HEADER_REACH + 10).position(|paragraph| {
        let tokens = tokens_of(text, paragraph);
        spells_any(tokens, 0, &["kính gửi", "đồng kính gửi"]) > 0 || opens_telegram(tokens)
    });
    let Some(opener) = opener else { return };
    let first = &paragraphs[opener];
    let tokens = tokens_of(text, first);
    let after = tokens.iter().position(|token| token.is_sign(':')).map_or(first.start, |at| tokens[at].end);
    let after =
        if after == first.start { tokens.get(1).map_or(first.start, |token| token.end) } else { after };
    let mut names = names_in(text, after, first.end);
    let mut next = opener + 1;
    let mut open = names.is_empty() || ends_with(text, first, ';') || ends_with(text, first, ',');
    let dashed = paragraphs.get(next).and_then(|paragraph| paragraph.marker);
    while let Some(paragraph) = paragraphs.get(next) {
        let listed = match (dashed, paragraph.marker) {
            (
                Some(Marker::Dash | Marker::Plus | Marker::Star),
                Some(Marker::Dash | Marker::Plus | Marker::Star),
            ) => open || !paragraph.after_blank,
            (None, None) => open,
            _ => false,
        };
        let more = spells_any(tokens_of(text, paragraph), 0, &["kính gửi", "đồng kính gửi"]) > 0;
        if !(listed || more) {
            break;
        }
        names.extend(names_in(text, paragraph.start, paragraph.end));
        // A list closes with a full stop, or with a last line that no longer ends in a semicolon.
        open = ends_with(text, paragraph, ';') || ends_with(text, paragraph, ',');
        next += 1;
        if ends_with(text, paragraph, '.') {
            break;
        }
    }
    let mut room = MAX_ADDRESSEE_CHARS;
    names.retain(|name| {
        let length = name.chars().count();
        let fits = length <= MAX_NAME_CHARS.min(room);
        room -= if fits { length } else { 0 };
        fits
    });
    frame.addressees = names;
    frame.addressed = opener..next;
    frame.body = next;
}

fn ends_with(text: &Text, paragraph: &Paragraph, sign: char) -> bool {
    text.chars()[paragraph.end - 1] == sign
}

/// The names between semicolons, without what closes them.
fn names_in(text: &Text, start: usize, end: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut from = start;
    for at in start..=end {
        if at < end && text.chars()[at] != ';' {
            continue;
        }
        let mut name = text.squeezed(from, at);
        for note in ["(để báo cáo)", "(để b/c)", "(b/c)", "(để phối hợp)", "(p/h)", "(để thực hiện)"]
        {
            if let Some(bare) = name.strip_suffix(note) {
                name = bare.trim_end().to_owned();
            }
        }
        let name = name
            .trim_start_matches(['-', '–', '+', '•', '*', ' '])
            .trim_end_matches(['.', ',', ';', ':', '/', ' '])
            .to_owned();
        if name.chars().any(char::is_alphabetic) {
            names.push(name);
        }
        from = at + 1;
    }
    names
}

/// Number, date, kind, issuer and subject from the paragraphs above the body.
fn columns(text: &Text, head: &[Paragraph], frame: &mut Frame) {
    let mut subject: Option<String> = None;
    let mut subject_open = false;
    let mut issuer_lines: Vec<String> = Vec::new();
    for paragraph in head {
        let tokens = tokens_of(text, paragraph);
        let line = text.quote(paragraph.from, paragraph.end);
        let parts = split_columns(&line);
        if let Some(at) = (0..tokens.len()).find(|at| {
            spells(tokens, *at, "số") == 1
                && tokens.get(at + 1).is_some_and(|token| token.is_sign(':') || token.number(6).is_some())
        }) {
            frame.opened = true;
            let digits = at + 1 + usize::from(tokens[at + 1].is_sign(':'));
            if frame.number.is_none() {
                frame.number = number_at(text, tokens, digits).map(|number| number.value);
            }
        }
        frame.issued = frame.issued.or_else(|| place_and_date(tokens));
        if starts_subject(tokens) && subject.is_none() {
            let about = parts.first().copied().unwrap_or_default();
            subject = Some(without_opener(about).to_owned());
            subject_open = true;
        } else if subject_open
            && !paragraph.after_blank
            && !is_date_line(tokens)
            && paragraph.marker.is_none()
        {
            if let (Some(subject), Some(more)) = (subject.as_mut(), parts.first()) {
                subject.push(' ');
                subject.push_str(more);
            }
        } else {
            subject_open = false;
        }
        for part in parts {
            let capitals = part.to_uppercase();
            let chars: Vec<char> = part.chars().collect();
            if capitals.starts_with("CỘNG HÒA XÃ HỘI")
                || capitals.starts_with("CỘNG HOÀ XÃ HỘI")
                || capitals.starts_with("ĐẢNG CỘNG SẢN")
            {
                frame.opened = true;
            } else if let Some(kind) = kind_of_title(&capitals) {
                frame.kind = frame.kind.or(Some(kind));
            } else if frame.number.is_none()
                && !is_number_line(tokens)
                && is_capitals(&chars)
                && chars.len() > 3
                && !capitals.starts_with("ĐỘC LẬP")
            {
                issuer_lines.push(part.to_owned());
            }
        }
    }
    frame.subject = subject.map(|subject| subject.split_whitespace().collect::<Vec<_>>().join(" "));
    frame.issuer = issuer(&issuer_lines);
    frame.kind = frame.kind.or_else(|| frame.number.as_deref().and_then(kind_of_number));
}

fn without_opener(subject: &str) -> &str {
    let bare = subject.trim_start_matches(|c: char| !c.is_alphabetic());
    ["V/v:", "V/v", "v/v", "V/V", "Về việc", "Trích yếu:"]
        .iter()
        .find_map(|opener| bare.strip_prefix(opener))
        .unwrap_or(bare)
        .trim_start_matches([':', ' '])
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

fn kind_of_title(capitals: &str) -> Option<Kind> {
    [
        ("CHỈ THỊ", Kind::Directive),
        ("CÔNG ĐIỆN", Kind::Telegram),
        ("KẾ HOẠCH", Kind::Plan),
        ("THÔNG BÁO", Kind::Notice),
        ("QUYẾT ĐỊNH", Kind::Decision),
    ]
    .into_iter()
    .find(|(title, _)| capitals == *title || (capitals.starts_with(title) && *title == "CÔNG ĐIỆN"))
    .map(|(_, kind)| kind)
}

fn kind_of_number(number: &str) -> Option<Kind> {
    number.split(['/', '-']).find_map(|part| match part {
        "CT" => Some(Kind::Directive),
        "CĐ" => Some(Kind::Telegram),
        "KH" => Some(Kind::Plan),
        "TB" => Some(Kind::Notice),
        "QĐ" => Some(Kind::Decision),
        _ => None,
    })
}

/// Where the body ends: after the end mark "./.", or before the recipients or the signature.
fn tail(text: &Text, paragraphs: &[Paragraph], frame: &mut Frame) {
    frame.tail = paragraphs.len();
    for (at, paragraph) in paragraphs.iter().enumerate().skip(frame.body) {
        let tokens = tokens_of(text, paragraph);
        let chars = &text.chars()[paragraph.start..paragraph.end];
        if spells(tokens, 0, "nơi nhận") == 2 || (at > frame.body && is_signature(tokens, chars)) {
            frame.tail = at;
            frame.closed = true;
            return;
        }
        if chars.ends_with(&['.', '/', '.']) || chars.ends_with(&['.', '/']) {
            frame.tail = at + 1;
            frame.closed = true;
            return;
        }
    }
}

fn is_signature(tokens: &[Token], chars: &[char]) -> bool {
    const SIGNERS: [&str; 15] = [
        "kt",
        "tm",
        "tl",
        "tuq",
        "q",
        "giám đốc",
        "phó giám đốc",
        "chủ tịch",
        "phó chủ tịch",
        "bộ trưởng",
        "thứ trưởng",
        "chánh văn phòng",
        "cục trưởng",
        "trưởng ban",
        "tổng giám đốc",
    ];
    let title = spells_any(tokens, 0, &SIGNERS);
    let capitals = is_capitals(chars) && tokens.len() <= 14;
    let signed = spells(tokens, 0, "đã ký") == 2
        || (tokens.first().is_some_and(|token| token.is_sign('(')) && spells(tokens, 1, "đã ký") == 2);
    let proxy = [["t", "l"], ["t", "m"], ["k", "t"]].iter().any(|[first, second]| {
        tokens.len() > 2 && tokens[0].lower == *first && tokens[1].is_sign('/') && tokens[2].lower == *second
    });
    ((title > 0 || proxy) && capitals) || (signed && tokens.len() <= 8)
}
