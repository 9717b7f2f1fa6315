//! Whom to ask: telephone and fax numbers, mail addresses, the office in charge, street addresses.
use super::text::{Text, Token, TokenKind, spells_any};
use crate::letter::{Contact, ContactKind};

const PHONE_LABELS: [&str; 12] = [
    "điện thoại",
    "đt",
    "đtdđ",
    "tel",
    "hotline",
    "di động",
    "đường dây nóng",
    "sđt",
    "phone",
    "zalo",
    "máy",
    "dđ",
];
/// How far a label reaches, in tokens: a list of numbers with names in brackets.
const LABEL_REACH: usize = 24;
/// Fewest and most digits of a number: a short one only after a label, the longest with a country code.
const DIGITS: std::ops::RangeInclusive<usize> = 9..=12;

/// The contacts of the whole text, in order.
pub(super) fn contacts(text: &Text) -> Vec<Contact> {
    let tokens = text.tokens();
    let mut found = Vec::new();
    let mut label: Option<(ContactKind, usize)> = None;
    let mut at = 0;
    while at < tokens.len() {
        if spells_any(tokens, at, &["fax"]) > 0 {
            label = Some((ContactKind::Fax, at));
        } else if spells_any(tokens, at, &PHONE_LABELS) > 0
            && spells_any(tokens, at, &["điện thoại viên"]) == 0
        {
            label = Some((ContactKind::Phone, at));
        }
        if ends_the_labels(tokens, at) {
            label = None;
        }
        if let Some(email) = email_at(text, tokens, at) {
            at = tokens.partition_point(|token| token.start < email.span[1]).max(at + 1);
            found.push(email);
            continue;
        }
        let labelled = label.filter(|(_, since)| at - since <= LABEL_REACH).map(|(kind, _)| kind);
        if let Some((span, after)) = phone_at(text, tokens, at, labelled.is_some()) {
            found.push(Contact {
                kind: labelled.unwrap_or(ContactKind::Phone),
                value: text.squeezed(span[0], span[1]),
                span,
            });
            at = after;
            // The label carries on to the next number of its list.
            label = label.map(|(kind, _)| (kind, at));
            continue;
        }
        at += 1;
    }
    found.extend(offices(text));
    found.sort_by_key(|contact| contact.span);
    // "Đầu mối liên hệ: …" opens the same office twice.
    found.dedup_by_key(|contact| contact.span);
    found
}

/// Whether what a label announced is over: at the end of a sentence, at a figure of another kind.
fn ends_the_labels(tokens: &[Token], at: usize) -> bool {
    let stop = tokens[at].is_sign('.') && tokens.get(at + 1).is_some_and(|next| next.capital);
    stop || spells_any(tokens, at, &["số tài khoản", "mã số thuế", "tài khoản", "quyết định", "công văn"]) > 0
}

/// A mail address whose sign @ is the token at `at`... or whose first token is.
fn email_at(text: &Text, tokens: &[Token], at: usize) -> Option<Contact> {
    let chars = text.chars();
    let start = tokens[at].start;
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    if !chars[start].is_ascii_alphanumeric() || (start > 0 && local(chars[start - 1])) {
        return None;
    }
    let mut end = start;
    while end < chars.len() && local(chars[end]) {
        end += 1;
    }
    if chars.get(end) != Some(&'@') || matches!(chars[end - 1], '.' | '-') {
        return None;
    }
    end += 1;
    let mut dots = 0;
    loop {
        let label = chars[end..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '-').count();
        if label == 0 {
            return None;
        }
        end += label;
        // A full stop belongs to the address only if another label follows: "…@mic.gov.vn./.".
        if chars.get(end) == Some(&'.') && chars.get(end + 1).is_some_and(char::is_ascii_alphanumeric) {
            dots += 1;
            end += 1;
        } else {
            break;
        }
    }
    (dots > 0).then(|| Contact {
        kind: ContactKind::Email,
        value: text.quote(start, end),
        span: [start, end],
    })
}

/// A telephone number that begins at `at`, with the position after it.
fn phone_at(text: &Text, tokens: &[Token], at: usize, labelled: bool) -> Option<([usize; 2], usize)> {
    let chars = text.chars();
    let first = &tokens[at];
    let opens = first.is_sign('+') || first.is_sign('(');
    let lead = if opens { tokens.get(at + 1)? } else { first };
    if lead.kind != TokenKind::Number || (opens && lead.start != first.end) {
        return None;
    }
    // "26/01/2023 (05 …": the year of a date, whatever label stands before it.
    let after_slash = at >= 2 && tokens[at - 1].is_sign('/') && tokens[at - 2].number(2).is_some();
    let year = first.number(4).is_some_and(|year| (1900..2100).contains(&year));
    if after_slash && tokens[at - 1].end == first.start && year {
        return None;
    }
    if first.start > 0 && matches!(chars[first.start - 1], '/' | '.' | ',' | ':' | '-') && !labelled {
        return None;
    }
    let country = lead.lower.starts_with("84") && opens || first.is_sign('+');
    if !(labelled || country || lead.lower.starts_with('0')) || is_date(tokens, at) {
        return None;
    }
    let mut digits = String::new();
    let mut next = at + usize::from(opens);
    let mut end = first.start;
    while let Some(token) = tokens.get(next) {
        if token.kind != TokenKind::Number {
            break;
        }
        let gap = if digits.is_empty() { 0 } else { token.start - end };
        let between: String = chars[end..token.start].iter().collect();
        let whole = DIGITS.contains(&digits.len());
        if gap > 3 || (whole && token.lower.starts_with('0')) || (whole && gap == 3) {
            break;
        }
        if between.contains(['/', ',', ';', ':', '\n']) && !digits.is_empty() {
            break;
        }
        // "0912345678 12": what would make the number too long is another figure.
        if digits.len() + token.lower.len() > *DIGITS.end() {
            break;
        }
        digits.push_str(&token.lower);
        end = token.end;
        next += 1;
        while tokens
            .get(next)
            .is_some_and(|token| matches!(token.kind, TokenKind::Sign('.' | '-' | '–' | ')' | '(')))
        {
            next += 1;
        }
    }
    let after = tokens.partition_point(|token| token.start < end);
    let known = DIGITS.contains(&digits.len()) && (digits.starts_with('0') || country || labelled);
    let short = labelled && (6..=8).contains(&digits.len());
    (known || short).then_some(([first.start, end], after.max(at + 1)))
}

/// "05.02.2027" has the digits of a number and is none.
fn is_date(tokens: &[Token], at: usize) -> bool {
    let number = |offset: usize, digits| tokens.get(at + offset).and_then(|token| token.number(digits));
    let year = number(4, 4).is_some_and(|year| (1900..2100).contains(&year));
    year && number(0, 2).is_some_and(|day| day <= 31) && number(2, 2).is_some_and(|month| month <= 12)
}

/// "liên hệ: Phòng Bưu chính - Viễn thông; …", "Địa chỉ: …".
fn offices(text: &Text) -> Vec<Contact> {
    const OFFICES: [&str; 8] =
        ["phòng", "văn phòng", "trung tâm", "ban", "thường trực", "cục", "vụ", "chi cục"];
    let tokens = text.tokens();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let street = spells_any(tokens, at, &["địa chỉ"]);
        let asks = spells_any(tokens, at, &["liên hệ", "đầu mối", "đầu mối tiếp nhận", "đầu mối liên hệ"]);
        let length = street.max(asks);
        if length == 0 {
            continue;
        }
        let mut from = at + length;
        from += spells_any(tokens, from, &["với", "qua", "là", "tại", "theo"]);
        from += usize::from(tokens.get(from).is_some_and(|token| token.is_sign(':')));
        let named =
            tokens.get(from).is_some_and(|token| token.capital || (street > 0 && token.number(6).is_some()));
        let office = spells_any(tokens, from, &OFFICES) > 0;
        if !named || (street == 0 && !office) {
            continue;
        }
        let end = end_of_value(text, tokens, from, street > 0);
        if let Some(last) = end.checked_sub(1).filter(|last| *last >= from) {
            let span = [tokens[from].start, tokens[last].end];
            found.push(Contact {
                kind: if street > 0 { ContactKind::Address } else { ContactKind::Unit },
                value: text.squeezed(span[0], span[1]),
                span,
            });
        }
    }
    found
}

fn end_of_value(text: &Text, tokens: &[Token], from: usize, commas_belong: bool) -> usize {
    let limit = tokens.len().min(from + 40);
    (from..limit)
        .find(|at| {
            let token = &tokens[*at];
            let new_line = *at > from && text.chars()[tokens[*at - 1].end..token.start].contains(&'\n');
            let ends = matches!(token.kind, TokenKind::Sign(';' | '(' | ':'))
                || (token.is_sign(',') && !commas_belong)
                || (token.is_sign('.')
                    && tokens.get(*at + 1).is_none_or(|next| next.capital || next.is_sign('/')));
            ends || new_line
                || spells_any(tokens, *at, &PHONE_LABELS) > 0
                || spells_any(tokens, *at, &["fax", "email", "số điện thoại", "thư điện tử"]) > 0
        })
        .unwrap_or(limit)
}
