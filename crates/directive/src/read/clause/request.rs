//! "Sở … đề nghị các doanh nghiệp làm …": who asks, whom, and what.
use super::super::lexicon::{CIRCUMSTANCES, FACTS, MODALS, NOUN_MAKERS, PROHIBITIONS, REQUESTS, VERBS};
use super::super::name::{name_at, starts_name};
use super::super::text::{Token, spells, spells_any};
use super::{Clause, Place, REACH, modality_at, skip_signs};
use crate::letter::Why;

/// "Sở … đề nghị".
pub(super) struct Request {
    pub(super) clause: usize,
    pub(super) at: usize,
    after: usize,
}

pub(super) fn find_request(tokens: &[Token], place: Place) -> Option<Request> {
    let mut clause_start = skip_signs(tokens, 0);
    let mut at = clause_start;
    while at < tokens.len().min(REACH) {
        if tokens[at].is_sign(',') || tokens[at].is_sign(':') || tokens[at].is_sign(';') {
            clause_start = at + 1;
            at += 1;
            continue;
        }
        let length = REQUESTS.at(tokens, at);
        if length > 0 && is_request(tokens, clause_start, at, length, place) {
            return Some(Request { clause: clause_start, at, after: at + length });
        }
        at += length.max(1);
    }
    None
}

fn is_request(tokens: &[Token], clause_start: usize, at: usize, length: usize, place: Place) -> bool {
    let after = at + length;
    if spells_any(tokens, after, &["này", "số", "của", "trên", "khẩn"]) > 0 {
        return false;
    }
    // "Chỉ thị có hiệu lực …": the document, unless somebody or a list follows.
    let follows = starts_name(tokens, after) || tokens.get(after).is_some_and(|token| token.is_sign(':'));
    if spells(tokens, at, "chỉ thị") > 0 && !follows {
        return false;
    }
    // "a) Yêu cầu đại lý ký cam kết" is what the addressee asks of others.
    if at == clause_start && place.point && spells(tokens, at, "yêu cầu") > 0 {
        return false;
    }
    if at > 0 {
        for back in 1..=2.min(at) {
            if NOUN_MAKERS.at(tokens, at - back) == back && tokens[at - back].start < tokens[at].start {
                return false;
            }
        }
    }
    // What was asked before is told here: "Sở đã đề nghị …".
    if at > 0 && matches!(tokens[at - 1].lower.as_str(), "đã" | "từng" | "vừa" | "chưa" | "sẽ") {
        return false;
    }
    if spells(tokens, at, "giao") == 1 && !starts_name(tokens, after) && spells(tokens, after, "cho") == 0 {
        return false;
    }
    let before = &tokens[clause_start..at];
    // Whoever asks stands right before, and is a name, not a clause of its own.
    before.is_empty()
        || name_at(tokens, clause_start).is_some_and(|name| {
            (name.predicate..at).all(|seen| VERBS.at(tokens, seen) == 0 && PROHIBITIONS.at(tokens, seen) == 0)
                && name.predicate <= at
                && spells(tokens, name.predicate, "phải") == 0
        })
        || spells_any(
            tokens,
            clause_start,
            &["xin", "kính", "trân trọng", "tiếp tục", "thì", "và", "cũng", "nay", "một lần nữa"],
        ) > 0
        || before.iter().any(|token| matches!(token.lower.as_str(), "thì" | "tôi"))
        || is_unknown_requester(tokens, clause_start, at)
        || is_after_circumstance(tokens, clause_start, at)
}

/// A short phrase that begins with a capital and holds no verb: somebody this lexicon does not know.
fn is_unknown_requester(tokens: &[Token], clause_start: usize, at: usize) -> bool {
    tokens[clause_start].capital
        && at - clause_start <= 12
        && CIRCUMSTANCES.at(tokens, clause_start) == 0
        && (clause_start..at).all(|seen| {
            VERBS.at(tokens, seen).max(PROHIBITIONS.at(tokens, seen)).max(FACTS.at(tokens, seen)) == 0
                || tokens[seen].capital && seen > clause_start
        })
}

/// "Trong quá trình thực hiện nếu có vướng mắc đề nghị …": the comma was forgotten.
fn is_after_circumstance(tokens: &[Token], clause_start: usize, at: usize) -> bool {
    CIRCUMSTANCES.at(tokens, clause_start) > 0
        && !(clause_start..at).any(|seen| MODALS.at(tokens, seen) > 0 && spells(tokens, seen, "phải") > 0)
        && tokens.get(at - 1).is_none_or(|token| !matches!(token.lower.as_str(), "được" | "bị" | "các"))
        && VERBS.at(tokens, at) > 0
}

/// "đề nghị Y làm Z".
pub(super) fn requested(tokens: &[Token], request: &Request) -> Clause {
    let after = request.after;
    let requester = name_at(tokens, request.clause)
        .filter(|name| name.start < name.end && name.end <= request.at)
        .map(|name| (name.start, name.end));
    let at = skip_signs(tokens, after + spells_any(tokens, after, &["cho", "tới", "đến"]));
    let (subject, head) = match name_at(tokens, at) {
        Some(name) => (Some((name.start, name.end)), name.predicate),
        None => (None, at),
    };
    let head = if head > request.at { head } else { after };
    let nature = if is_polite(tokens, head) { Err(Why::Courtesy) } else { Ok(modality_at(tokens, head)) };
    Clause { nature, subject, requester, head, requested: true }
}

/// "… quan tâm, phối hợp.": asked for out of politeness, and nothing else with it.
fn is_polite(tokens: &[Token], head: usize) -> bool {
    const POLITE: [&str; 15] = [
        "quan tâm",
        "khẩn trương",
        "biết",
        "giúp đỡ",
        "hợp tác",
        "tạo điều kiện",
        "ủng hộ",
        "lưu tâm",
        "thông cảm",
        "phối hợp",
        "quan tâm giúp đỡ",
        "quan tâm chỉ đạo",
        "quan tâm hỗ trợ",
        "xem xét giúp đỡ",
        "được biết",
    ];
    let (mut at, mut polite) = (head, 0);
    while let Some(token) = tokens.get(at) {
        let phrase = spells_any(tokens, at, &POLITE);
        // "phối hợp" alone asks for something.
        polite += usize::from(phrase > 0 && spells(tokens, at, "phối hợp") == 0);
        if phrase == 0 && token.is_word() && token.lower != "và" {
            return false;
        }
        at += phrase.max(1);
    }
    polite > 0
}
