//! One sentence: does it demand something, of whom, and is it a demand or a prohibition?
//!
//! The order is that of the official style: circumstances up to a comma, then either "X đề nghị Y làm Z" or "Y làm Z"
//! or the bare predicate. The subject ends where the predicate begins; verbs that belong to a name ("doanh nghiệp cung
//! cấp dịch vụ") are stepped over when another verb follows.
use super::lexicon::{
    AFFIRMING_NOT, CIRCUMSTANCES, COURTESIES, DEMANDING_HAVE, DOCUMENTS, FACTS, MODALS, NOUN_MAKERS,
    PROHIBITIONS, REQUESTS, VERBS,
};
use super::name::{leads, name_at, starts_name};
use super::text::{Token, spells, spells_any};
use crate::letter::{Modality, Why};

/// What a sentence is, with positions in its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    /// Whether it demands, or why it does not.
    pub nature: Result<Modality, Why>,
    /// The noun phrase of who must act, as token positions.
    pub subject: Option<(usize, usize)>,
    /// The noun phrase of who asks ("Sở Thông tin và Truyền thông đề nghị"), as token positions.
    pub requester: Option<(usize, usize)>,
    /// Where the predicate begins.
    pub head: usize,
    /// Whether the demand was seen in the words rather than assumed from the place.
    pub certain: bool,
}

/// Where a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Inside a list or a section of demands.
    pub listed: bool,
    /// In front of it stands a letter, a dash or a plus: a point of somebody's list.
    pub point: bool,
}

/// Verbs that leave something off; "tạm dừng, không triển khai …" forbids.
const STOPPING: [&str; 5] = ["tạm dừng", "dừng", "ngừng", "tạm ngừng", "hủy bỏ"];
/// How far into a sentence a request or a main clause is looked for.
const REACH: usize = 160;
/// What the tokens of a sentence amount to.
pub(super) fn analyse(tokens: &[Token], place: Place) -> Clause {
    let start = skip_signs(tokens, 0);
    if COURTESIES.at(tokens, start) > 0 && find_request(tokens, place).is_none() {
        return other(Why::Courtesy, start);
    }
    if let Some(request) = find_request(tokens, place) {
        return requested(tokens, &request);
    }
    let mut candidates = vec![start];
    candidates.extend(
        (start..tokens.len().min(REACH))
            .filter(|at| tokens[*at].is_sign(',') || tokens[*at].is_sign(':'))
            .map(|at| at + 1),
    );
    let circumstance = is_circumstance(tokens, start, place);
    for (index, at) in candidates.iter().enumerate() {
        if index == 0 && circumstance {
            continue;
        }
        // Behind a circumstance a name without a predicate is still part of it ("để phục vụ nhân dân, các cơ quan …").
        if let Some(clause) = subject_first(tokens, *at)
            && (!circumstance || clause.nature.is_ok() || is_fact(tokens, clause.head))
        {
            return clause;
        }
        if index == 0
            && let Some(clause) = predicate_first(tokens, *at)
        {
            return clause;
        }
        if !circumstance {
            break;
        }
    }
    if circumstance {
        return after_circumstances(tokens, start, &candidates, place);
    }
    let has_verb = (start..tokens.len().min(start + 14))
        .any(|at| is_predicate(tokens, at) && !is_part_of_a_noun(tokens, at));
    let tells = (start..tokens.len().min(start + 30))
        .any(|at| spells_any(tokens, at, &["sẽ", "đã", "đang", "là", "diễn ra", "có thể", "dự kiến"]) > 0);
    if place.listed && has_verb && !tells && tokens.len() >= 5 {
        return Clause {
            nature: Ok(Modality::Must),
            subject: None,
            requester: None,
            head: start,
            certain: false,
        };
    }
    other(Why::Statement, start)
}

fn other(why: Why, head: usize) -> Clause {
    Clause { nature: Err(why), subject: None, requester: None, head, certain: true }
}

fn skip_signs(tokens: &[Token], mut at: usize) -> usize {
    const CONNECTORS: [&str; 9] = [
        "đồng thời",
        "ngoài ra",
        "bên cạnh đó",
        "cụ thể",
        "đặc biệt",
        "trong đó",
        "và",
        "cuối cùng",
        "trước hết",
    ];
    loop {
        let connector = spells_any(tokens, at, &CONNECTORS);
        let sign = tokens.get(at).is_some_and(|token| !token.is_word() && token.number(9).is_none());
        match (connector, sign) {
            (0, false) => return at,
            (0, true) => at += 1,
            (count, _) => at += count,
        }
    }
}

/// "Sở … đề nghị".
struct Request {
    clause: usize,
    at: usize,
    after: usize,
}

fn find_request(tokens: &[Token], place: Place) -> Option<Request> {
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
        || is_after_circumstance(tokens, clause_start, at)
}

/// "Trong quá trình thực hiện nếu có vướng mắc đề nghị …": the comma was forgotten.
fn is_after_circumstance(tokens: &[Token], clause_start: usize, at: usize) -> bool {
    CIRCUMSTANCES.at(tokens, clause_start) > 0
        && !(clause_start..at).any(|seen| MODALS.at(tokens, seen) > 0 && spells(tokens, seen, "phải") > 0)
        && tokens.get(at - 1).is_none_or(|token| !matches!(token.lower.as_str(), "được" | "bị" | "các"))
        && VERBS.at(tokens, at) > 0
}

/// "đề nghị Y làm Z".
fn requested(tokens: &[Token], request: &Request) -> Clause {
    let after = request.after;
    let requester = name_at(tokens, request.clause)
        .filter(|name| name.start < name.end && name.end <= request.at)
        .map(|name| (name.start, name.end));
    let at = skip_signs(tokens, after + spells_any(tokens, after, &["cho", "tới", "đến"]));
    let (subject, head) = match name_at(tokens, at) {
        Some(name) => (Some((name.start, name.end)), name.predicate),
        None => (None, at),
    };
    Clause {
        nature: Ok(modality_at(tokens, head)),
        subject,
        requester,
        head: if head > request.at { head } else { after },
        certain: true,
    }
}

/// "Y làm Z".
fn subject_first(tokens: &[Token], at: usize) -> Option<Clause> {
    let at = skip_signs(tokens, at);
    if !starts_name(tokens, at) {
        return None;
    }
    let name = name_at(tokens, at)?;
    let head = skip_signs(tokens, name.predicate);
    let listed = head < tokens.len() && tokens.get(name.predicate).is_some_and(|token| token.is_sign(':'));
    let demands = !is_fact(tokens, head) && (is_predicate(tokens, head) || listed);
    let nature = if demands { Ok(modality_at(tokens, head)) } else { Err(Why::Statement) };
    Some(Clause { nature, subject: Some((name.start, name.end)), requester: None, head, certain: true })
}

/// "Làm Z".
fn predicate_first(tokens: &[Token], at: usize) -> Option<Clause> {
    let at = skip_signs(tokens, at);
    if is_fact(tokens, at) {
        return Some(other(Why::Statement, at));
    }
    is_predicate(tokens, at).then(|| Clause {
        nature: Ok(modality_at(tokens, at)),
        subject: None,
        requester: None,
        head: at,
        certain: true,
    })
}

/// A sentence that opens with a circumstance and in which no subject was found after it.
fn after_circumstances(tokens: &[Token], start: usize, candidates: &[usize], place: Place) -> Clause {
    let purpose = spells_any(tokens, start, &["để", "nhằm"]) > 0;
    let basis = is_basis(tokens, start);
    let found = candidates[1..].iter().find(|at| {
        let at = skip_signs(tokens, **at);
        let modal = MODALS.at(tokens, at) > 0 || PROHIBITIONS.at(tokens, at) > 0;
        is_predicate(tokens, at)
            && !is_fact(tokens, at)
            && (modal || (place.listed && !basis) || !(purpose || basis))
    });
    if let Some(at) = found {
        let head = skip_signs(tokens, *at);
        return Clause {
            nature: Ok(modality_at(tokens, head)),
            subject: None,
            requester: None,
            head,
            certain: !purpose,
        };
    }
    if basis {
        return other(Why::Basis, start);
    }
    if purpose {
        return other(Why::Purpose, start);
    }
    // "Trong những ngày Tết bố trí cán bộ trực": the comma was forgotten.
    let later = (start + 2..tokens.len().min(REACH))
        .find(|at| MODALS.at(tokens, *at) > 0 || VERBS.at(tokens, *at) > 0);
    match later {
        Some(head) if place.listed && !is_fact(tokens, head) && spells(tokens, start, "theo") == 0 => {
            Clause {
                nature: Ok(modality_at(tokens, head)),
                subject: None,
                requester: None,
                head,
                certain: false,
            }
        }
        _ => other(Why::Statement, start),
    }
}

/// Whether the words at `start` are a circumstance and not already the predicate.
fn is_circumstance(tokens: &[Token], start: usize, place: Place) -> bool {
    if CIRCUMSTANCES.at(tokens, start) == 0 || starts_name(tokens, start) {
        return false;
    }
    if is_predicate(tokens, start) && MODALS.at(tokens, start) >= CIRCUMSTANCES.at(tokens, start) {
        return false;
    }
    if VERBS.at(tokens, start) > 0 {
        // "Thực hiện Công văn số …" cites, "Thực hiện nghiêm chế độ trực" demands.
        return is_basis(tokens, start) && !place.listed;
    }
    true
}

/// "Căn cứ …", "Thực hiện Công văn …", "Theo chỉ đạo của …".
fn is_basis(tokens: &[Token], start: usize) -> bool {
    if spells_any(tokens, start, &["căn cứ", "xét"]) > 0 {
        return true;
    }
    let opener = spells_any(
        tokens,
        start,
        &[
            "thực hiện",
            "thi hành",
            "triển khai",
            "triển khai thực hiện",
            "tiếp theo",
            "theo",
            "tiếp tục thực hiện",
        ],
    );
    if opener == 0 {
        return false;
    }
    let at = start + opener;
    let at = at + spells_any(tokens, at, &["các", "nội dung", "tinh thần", "tinh thần nội dung"]);
    // A certain document, not "các phương án" or "quy định" at large.
    let document = DOCUMENTS.at(tokens, at);
    let certain = tokens.get(at).is_some_and(|token| token.capital)
        || (at + document..at + document + 4)
            .any(|next| tokens.get(next).is_some_and(|token| token.number(6).is_some()));
    (document > 0 && certain)
        || spells_any(
            tokens,
            at,
            &[
                "sự chỉ đạo",
                "chỉ đạo của",
                "ý kiến chỉ đạo",
                "ý kiến",
                "đề nghị của",
                "chức năng",
                "sự phân công",
                "nhiệm vụ được giao",
                "luật",
                "chương trình",
            ],
        ) > 0
}

/// "bầu cử", "điện báo": a word that elsewhere is a verb.
pub(super) fn is_part_of_a_noun(tokens: &[Token], at: usize) -> bool {
    at > 0
        && matches!(
            tokens[at - 1].lower.as_str(),
            "bầu" | "ứng" | "bưu" | "cuộc" | "sự" | "việc" | "lệnh" | "hàng" | "những"
        )
}

/// Whether a clause begins here: a request, a name, or a predicate.
pub(super) fn begins_clause(tokens: &[Token], at: usize) -> bool {
    REQUESTS.at(tokens, at) > 0 || starts_name(tokens, at) || is_predicate(tokens, at)
}

/// Whether a predicate of a demand begins here.
fn is_predicate(tokens: &[Token], at: usize) -> bool {
    VERBS.at(tokens, at) > 0
        || MODALS.at(tokens, at) > 0
        || PROHIBITIONS.at(tokens, at) > 0
        || leads(tokens, at)
}

/// Whether a fact begins here rather than a demand.
fn is_fact(tokens: &[Token], at: usize) -> bool {
    let fact = FACTS.at(tokens, at);
    let demand = VERBS
        .at(tokens, at)
        .max(MODALS.at(tokens, at))
        .max(DEMANDING_HAVE.at(tokens, at))
        .max(PROHIBITIONS.at(tokens, at));
    fact > 0 && fact >= demand
}

fn modality_at(tokens: &[Token], head: usize) -> Modality {
    let mut at = skip_signs(tokens, head);
    loop {
        if AFFIRMING_NOT.at(tokens, at) > 0 {
            return Modality::Must;
        }
        if PROHIBITIONS.at(tokens, at) > 0 {
            return Modality::MustNot;
        }
        let stop = spells_any(tokens, at, &STOPPING);
        if stop > 0 && tokens.get(at + stop).is_some_and(|token| token.is_sign(',')) {
            at += stop + 1;
            continue;
        }
        match MODALS.at(tokens, at) {
            0 => return Modality::Must,
            count => at += count,
        }
    }
}
