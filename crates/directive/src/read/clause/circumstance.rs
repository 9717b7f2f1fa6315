//! What stands before the main clause: basis, purpose, time, condition.
use super::super::lexicon::{CIRCUMSTANCES, DOCUMENTS, MODALS, PROHIBITIONS, VERBS};
use super::super::name::{Name, name_at, starts_name};
use super::super::text::{Token, spells, spells_any};
use super::{Clause, Place, REACH, is_fact, is_predicate, modality_at, other, skip_signs};
use crate::letter::Why;

/// A sentence that opens with a circumstance and in which no subject was found after it.
pub(super) fn after_circumstances(
    tokens: &[Token],
    start: usize,
    candidates: &[usize],
    place: Place,
) -> Clause {
    let purpose = spells_any(tokens, start, &["để", "nhằm"]) > 0;
    let basis = is_basis(tokens, start);
    let found = candidates[1..].iter().find(|at| {
        let at = skip_signs(tokens, **at);
        let modal = MODALS.at(tokens, at) > 0 || PROHIBITIONS.at(tokens, at) > 0;
        is_predicate(tokens, at)
            && !is_fact(tokens, at)
            && (modal || (place.listed && !basis) || !(purpose || basis))
    });
    // "Ngày 28 Tết đội trưởng kiểm tra, niêm phong …": the comma was forgotten, who acts stands before the verb.
    let comma = candidates.get(1).map_or(tokens.len(), |next| next - 1).min(REACH);
    if place.listed
        && !basis
        && !purpose
        && let Some(name) = forgotten_subject(tokens, start, comma)
    {
        let head = name.predicate;
        let subject = Some((name.start, name.end));
        return Clause { subject, ..Clause::demand(modality_at(tokens, head), head) };
    }
    // "nếu đơn vị nào chưa báo cáo thì phải chịu trách nhiệm".
    let then = (start..tokens.len().min(REACH)).find(|at| {
        tokens[*at].lower == "thì"
            && MODALS.at(tokens, at + 1).max(PROHIBITIONS.at(tokens, at + 1)) > 0
            && spells_any(tokens, at + 1, &["phải", "không được", "cần", "kịp thời", "lập tức", "ngay"]) > 0
    });
    if let Some(then) = then.filter(|_| found.is_none() && !purpose) {
        return Clause::demand(modality_at(tokens, then + 1), then + 1);
    }
    if let Some(at) = found {
        let head = skip_signs(tokens, *at);
        return Clause::demand(modality_at(tokens, head), head);
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
            Clause::demand(modality_at(tokens, head), head)
        }
        _ => other(Why::Statement, start),
    }
}

/// A name within `[start, end)` that no preposition leads and whose predicate begins there as well.
fn forgotten_subject(tokens: &[Token], start: usize, end: usize) -> Option<Name> {
    const PREPOSITIONS: [&str; 14] =
        ["của", "tại", "cho", "với", "từ", "về", "do", "theo", "đến", "và", "các", "trong", "trên", "giữa"];
    if spells_any(tokens, start, &["ngày", "sáng", "chiều", "tối", "đêm", "tháng", "trong thời gian"]) == 0
    {
        return None;
    }
    (start + 2..end)
        .filter(|at| !PREPOSITIONS.contains(&tokens[at - 1].lower.as_str()) && starts_name(tokens, *at))
        .find_map(|at| {
            name_at(tokens, at).filter(|name| {
                name.predicate < end
                    && VERBS.at(tokens, name.predicate).max(MODALS.at(tokens, name.predicate)) > 0
                    && !is_fact(tokens, name.predicate)
            })
        })
}

/// Whether the words at `start` are a circumstance and not already the predicate.
pub(super) fn is_circumstance(tokens: &[Token], start: usize, place: Place) -> bool {
    // "Tháng 7 ưu tiên …", "Quý II gửi …", "Đợt 1 kiểm tra …".
    let counted = spells_any(tokens, start, &["tháng", "quý", "tuần", "đợt", "năm", "ca"]) > 0
        && tokens.get(start + 1).is_some_and(|token| {
            token.number(4).is_some()
                || matches!(token.lower.as_str(), "i" | "ii" | "iii" | "iv" | "này" | "đầu")
        });
    if counted {
        return true;
    }
    if CIRCUMSTANCES.at(tokens, start) == 0 || starts_name(tokens, start) {
        return false;
    }
    let modal = MODALS.at(tokens, start);
    if is_predicate(tokens, start) && modal >= CIRCUMSTANCES.at(tokens, start) {
        // "Định kỳ vào thứ Sáu, các đơn vị …" tells when, "định kỳ báo cáo" asks.
        let often = spells_any(tokens, start, &["định kỳ"]) > 0
            && tokens.get(start + modal).is_some_and(|token| {
                token.number(2).is_some()
                    || matches!(
                        token.lower.as_str(),
                        "hằng" | "hàng" | "mỗi" | "ngày" | "tháng" | "quý" | "tuần"
                    )
            });
        return often
            || spells_any(tokens, start + modal, &["vào", "trước", "từ", "sau", "trong", "lúc"]) > 0;
    }
    if VERBS.at(tokens, start) > 0 {
        if is_legal_ground(tokens, start) {
            return true;
        }
        // "Thực hiện Công văn số …" cites, "Thực hiện nghiêm chế độ trực" demands.
        let charged = || {
            (start..tokens.len().min(REACH))
                .any(|at| tokens[at].is_sign(',') && super::begins_with_own_subject(&tokens[at + 1..]))
        };
        return is_basis(tokens, start) && (!place.listed || charged());
    }
    true
}

/// "Căn cứ khoản 3 Điều 1 Luật …", "Căn cứ Thông tư số …": no task, wherever it stands.
fn is_legal_ground(tokens: &[Token], start: usize) -> bool {
    let opener = spells_any(tokens, start, &["căn cứ", "căn cứ vào"]);
    let at = start + opener;
    let at = at + spells_any(tokens, at, &["các", "quy định tại", "quy định của", "các quy định tại"]);
    let provision = spells_any(tokens, at, &["khoản", "điều", "điểm", "mục"]) > 0
        && tokens.get(at + 1).is_some_and(|token| token.number(3).is_some() || token.end - token.start == 1);
    let document = DOCUMENTS.at(tokens, at);
    let named = document > 0
        && tokens[at].capital
        && (at + document..at + document + 12).any(|next| {
            spells(tokens, next, "số") > 0 || tokens.get(next).is_some_and(|token| token.number(6).is_some())
        });
    opener > 0 && (provision || named)
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
