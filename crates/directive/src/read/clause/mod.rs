//! One sentence: does it demand something, of whom, and is it a demand or a prohibition?
//!
//! The order is that of the official style: circumstances up to a comma, then either "X đề nghị Y làm Z" or "Y làm Z"
//! or the bare predicate. The subject ends where the predicate begins; verbs that belong to a name ("doanh nghiệp cung
//! cấp dịch vụ") are stepped over when another verb follows.
mod circumstance;
mod request;

use self::circumstance::{after_circumstances, is_circumstance};
use self::request::{find_request, requested};
use super::lexicon::{
    AFFIRMING_NOT, CIRCUMSTANCES, COURTESIES, DEMANDING_HAVE, DETERMINERS, DOCUMENTS, FACTS, MODALS,
    ORGANISATIONS, PROHIBITIONS, REQUESTS, THINGS, VERBS,
};
use super::name::{is_a_field, leads, name_at, starts_name};
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
    /// Whether it asks in so many words: "đề nghị", "yêu cầu", "giao".
    pub requested: bool,
}

impl Clause {
    /// A demand whose sentence names neither who asks nor of whom.
    fn demand(modality: Modality, head: usize) -> Self {
        Self { nature: Ok(modality), subject: None, requester: None, head, requested: false }
    }
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
/// How far into a sentence "đã", "sẽ", "đang" make a statement of it; further on they belong to an object.
const TELLING_REACH: usize = 12;

/// What the tokens of a sentence amount to.
pub(super) fn analyse(tokens: &[Token], place: Place) -> Clause {
    let start = skip_signs(tokens, 0);
    if informs(tokens, start) || takes_away(tokens, start) || is_force(tokens, start) {
        return other(Why::Statement, start);
    }
    let request = find_request(tokens, place);
    if COURTESIES.at(tokens, start) > 0 && request.is_none() {
        return other(Why::Courtesy, start);
    }
    if let Some(request) = request {
        // "Tiếp nhận văn bản, đề nghị nhà cung cấp gỡ bỏ": what the one charged asks of others.
        let own = request.clause > start
            && request.clause == request.at
            && !tokens[request.clause - 1].is_sign(':')
            && is_predicate(tokens, start)
            && !is_circumstance(tokens, start, place);
        if !own {
            return requested(tokens, &request);
        }
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
        if circumstance && leans_on_circumstance(tokens, *at, &candidates[index + 1..]) {
            continue;
        }
        // Behind a circumstance a name without a predicate is still part of it ("để phục vụ nhân dân, các cơ quan …").
        if let Some(clause) = subject_first(tokens, *at, place)
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
    if place.listed { assumed(tokens, start) } else { other(Why::Statement, start) }
}

/// "Trên cơ sở đề nghị của các Bộ, cơ quan liên quan, Bộ Tài chính khẩn trương …": the small name is still part of the
/// circumstance, the great one behind it acts.
fn leans_on_circumstance(tokens: &[Token], at: usize, later: &[usize]) -> bool {
    let at = skip_signs(tokens, at);
    let small = tokens.get(at).is_some_and(|token| !token.capital) && DETERMINERS.at(tokens, at) == 0;
    let Some(name) = name_at(tokens, at).filter(|_| small) else { return false };
    later.iter().any(|later| {
        let later = skip_signs(tokens, *later);
        later > at && later < name.predicate && starts_name(tokens, later) && tokens[later].capital
    })
}

/// "Trên đây là ý kiến của UBND tỉnh, …", "… thông báo để các đơn vị biết, thực hiện".
fn informs(tokens: &[Token], start: usize) -> bool {
    let requested = || find_request(tokens, Place { listed: false, point: false }).is_some();
    let closes = spells_any(tokens, start, &["trên đây là", "trên đây"]) > 0;
    // "Thông báo để nhân dân biết, chủ động phòng tránh" asks; a body that informs "để biết, thực hiện" does not.
    let told = |at: usize| {
        let rest = at + 1..tokens.len();
        let acts = rest.clone().any(|at| spells_any(tokens, at, &["thực hiện", "triển khai"]) > 0);
        acts || !rest.clone().any(|at| tokens[at].is_word())
    };
    let informs = starts_name(tokens, start)
        && (start..tokens.len().min(start + 20)).any(|at| {
            spells_any(tokens, at, &["thông báo để", "thông báo tới", "thông báo đến"]) > 0
                && (at..tokens.len().min(at + 40)).any(|at| spells(tokens, at, "biết") > 0 && told(at))
        });
    (closes || informs) && !requested()
}

/// A sentence of a list that opens with neither a name nor a known predicate: a demand if it opens with a thing of
/// which something must be ("Hàng thu hộ phải kèm hoá đơn"), or with no thing and tells nothing.
fn assumed(tokens: &[Token], start: usize) -> Clause {
    const TELLING: [&str; 8] = ["sẽ", "đã", "đang", "là", "diễn ra", "có thể", "dự kiến", "đạt"];
    let reach = start..tokens.len().min(start + 30);
    let modal = reach
        .clone()
        .find(|at| spells_any(tokens, *at, &["phải", "cần", "không được", "chỉ được", "nghiêm cấm"]) > 0);
    let tells = reach.clone().take(TELLING_REACH).any(|at| spells_any(tokens, at, &TELLING) > 0);
    if THINGS.at(tokens, start) > 0 || !tokens.get(start).is_some_and(Token::is_word) {
        // "Các vị trí đang thi công, khẩn trương dọn dẹp …": what it is about, and behind the comma what to do.
        let behind = reach
            .clone()
            .find(|at| {
                tokens[*at].is_sign(',') && MODALS.at(tokens, at + 1).max(PROHIBITIONS.at(tokens, at + 1)) > 0
            })
            .map(|comma| comma + 1);
        let head = modal.or(behind).filter(|_| tokens.len() >= 5);
        return head.map_or_else(
            || other(Why::Statement, start),
            |head| Clause::demand(modality_at(tokens, head), head),
        );
    }
    if tells || tokens.len() < 4 {
        return other(Why::Statement, start);
    }
    let head = modal.unwrap_or(start);
    Clause::demand(modality_at(tokens, head), start)
}

fn other(why: Why, head: usize) -> Clause {
    Clause { nature: Err(why), subject: None, requester: None, head, requested: false }
}

fn skip_signs(tokens: &[Token], mut at: usize) -> usize {
    const CONNECTORS: [&str; 12] = [
        "đồng thời",
        "ngoài ra",
        "bên cạnh đó",
        "cụ thể",
        "đặc biệt",
        "trong đó",
        "và",
        "cuối cùng",
        "trước hết",
        "trước mắt",
        "nay",
        "cũng",
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

/// "Y làm Z".
fn subject_first(tokens: &[Token], at: usize, place: Place) -> Option<Clause> {
    let at = skip_signs(tokens, at);
    if !starts_name(tokens, at) {
        return None;
    }
    let name = name_at(tokens, at)?;
    let head = skip_signs(tokens, name.predicate);
    let colon = head < tokens.len() && tokens.get(name.predicate).is_some_and(|token| token.is_sign(':'));
    let fact = is_fact(tokens, head);
    if let Some(clause) = whoever(tokens, name.start) {
        return Some(clause);
    }
    let leads = spells(tokens, head, "lãnh đạo") > 0 && head > name.start;
    // "Ai làm tốt được khen thưởng": a promise.
    let promised = tokens[name.start..head].iter().any(|token| token.lower == "nào")
        && (head..tokens.len().min(head + TELLING_REACH))
            .any(|at| spells_any(tokens, at, &["được", "sẽ", "sẽ được"]) > 0);
    if is_freed(tokens, head) || promised {
        return Some(Clause { subject: Some((name.start, name.end)), ..other(Why::Statement, head) });
    }
    if !fact && (is_predicate(tokens, head) || colon || leads) {
        // "Chủ tịch UBND xã cấm biển": who has the power is asked to forbid.
        let bans = spells(tokens, head, "cấm") > 0;
        let nature = Ok(if bans { Modality::Must } else { modality_at(tokens, head) });
        return Some(Clause {
            nature,
            subject: Some((name.start, name.end)),
            requester: None,
            head,
            requested: false,
        });
    }
    // In a list a name that no known predicate ends is taken at its shortest.
    let unknown =
        place.listed && !fact && tokens.len() >= at + 9 && !tokens.iter().any(|token| token.is_sign(':'));
    let told = (at..tokens.len().min(at + 30))
        .any(|at| spells_any(tokens, at, &["đã", "sẽ", "đang", "là", "có"]) > 0);
    let end = shortest_name(tokens, name.start);
    let words = tokens[end..].iter().take(12).filter(|token| token.is_word()).count();
    if unknown && !told && words >= 5 {
        let nature = Ok(modality_at(tokens, end));
        return Some(Clause {
            nature,
            subject: Some((name.start, end)),
            requester: None,
            head: end,
            requested: false,
        });
    }
    Some(Clause { subject: Some((name.start, name.end)), ..other(Why::Statement, head) })
}

/// "không phải báo cáo lại": a duty taken away.
fn is_freed(tokens: &[Token], at: usize) -> bool {
    spells(tokens, at, "không phải") > 0 && VERBS.at(tokens, at + 2) > 0
}

/// "Doanh nghiệp nào chưa gửi phương án thì không chạy khuyến mại": those of whom the first half is true.
fn whoever(tokens: &[Token], start: usize) -> Option<Clause> {
    let which = (start + 1..tokens.len().min(start + 8)).find(|at| tokens[*at].lower == "nào")?;
    let then = (which..tokens.len().min(which + REACH)).find(|at| tokens[*at].lower == "thì")?;
    let head = then + 1;
    if is_freed(tokens, head) {
        return Some(Clause { subject: Some((start, which)), ..other(Why::Statement, head) });
    }
    is_predicate(tokens, head)
        .then(|| Clause { subject: Some((start, which)), ..Clause::demand(modality_at(tokens, head), head) })
}

/// The noun of a name with the words in capitals that follow it.
fn shortest_name(tokens: &[Token], start: usize) -> usize {
    let noun = start + DETERMINERS.at(tokens, start);
    let mut end = noun + ORGANISATIONS.at(tokens, noun).max(1);
    while tokens.get(end).is_some_and(|token| token.capital && token.is_word()) {
        end += 1;
    }
    end.min(tokens.len())
}

/// "Làm Z", "Nghiêm cấm Y làm Z".
fn predicate_first(tokens: &[Token], at: usize) -> Option<Clause> {
    let at = skip_signs(tokens, at);
    if is_fact(tokens, at) {
        return Some(other(Why::Statement, at));
    }
    if !is_predicate(tokens, at) {
        return None;
    }
    let forbids = spells_any(tokens, at, &["nghiêm cấm", "tuyệt đối nghiêm cấm", "cấm", "tuyệt đối cấm"]);
    let subject = name_at(tokens, at + forbids)
        .filter(|name| {
            let acts = VERBS.at(tokens, name.predicate) > 0 || spells(tokens, name.predicate, "cho") > 0;
            forbids > 0 && acts && name.end <= name.start + 8
        })
        .map(|name| (name.start, name.end))
        .or_else(|| author(tokens, at));
    Some(Clause { subject, ..Clause::demand(modality_at(tokens, at), at) })
}

/// "Thông báo này thay cho Thông báo số …", "Công điện này có hiệu lực …".
fn is_force(tokens: &[Token], at: usize) -> bool {
    let this = at + DOCUMENTS.at(tokens, at);
    this > at
        && spells(tokens, this, "này") > 0
        && spells_any(
            tokens,
            this + 1,
            &[
                "thay",
                "thay thế",
                "có hiệu lực",
                "hết hiệu lực",
                "được áp dụng",
                "áp dụng",
                "gồm",
                "được lập",
            ],
        ) > 0
}

/// "Bãi bỏ điểm d khoản 2": an older provision goes, nothing is asked.
fn takes_away(tokens: &[Token], at: usize) -> bool {
    let verb =
        spells_any(tokens, at, &["bỏ", "bãi bỏ", "hủy bỏ", "lược bỏ", "không thực hiện", "thay", "thay thế"]);
    verb > 0
        && spells_any(
            tokens,
            at + verb,
            &["điểm", "khoản", "mục", "cụm từ", "nội dung tại", "quy định tại", "các điểm"],
        ) > 0
}

/// "Báo cáo tổng kết của các đơn vị gửi về …": who sends it.
fn author(tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    if spells(tokens, at, "báo cáo") == 0 {
        return None;
    }
    let of = (at + 2..tokens.len().min(at + 8)).find(|at| tokens[*at].lower == "của")?;
    let name = name_at(tokens, of + 1)?;
    (spells(tokens, name.predicate, "gửi") > 0).then_some((name.start, name.end))
}

/// Whether a clause begins here that forbids in strong words: "không được", "nghiêm cấm", "tuyệt đối không".
pub(super) fn forbids_strongly(tokens: &[Token], at: usize) -> bool {
    spells_any(
        tokens,
        at,
        &[
            "không được",
            "nghiêm cấm",
            "tuyệt đối không",
            "tuyệt đối cấm",
            "tuyệt đối nghiêm cấm",
            "kiên quyết không",
            "cấm",
        ],
    ) > 0
}

/// "xe chuyên dùng không được huy động", "thông tin sai lệch phải được phản hồi": a thing of which something must be.
pub(super) fn begins_with_own_thing(tokens: &[Token]) -> bool {
    const MUST: [&str; 6] = ["phải", "không được", "cần phải", "chỉ được", "chưa được", "tuyệt đối không"];
    let plain = tokens.first().is_some_and(Token::is_word)
        && (VERBS.at(tokens, 0) == 0 || is_a_field(tokens, 0))
        && MODALS.at(tokens, 0).max(PROHIBITIONS.at(tokens, 0)).max(REQUESTS.at(tokens, 0)) == 0
        && CIRCUMSTANCES.at(tokens, 0) == 0
        && FACTS.at(tokens, 0) == 0;
    let modal = (1..tokens.len().min(MAX_THING)).find(|at| spells_any(tokens, *at, &MUST) > 0);
    // "thuê bao của người cao tuổi, người khuyết tật không được …".
    let joined = |at: usize| {
        tokens[at].is_sign(',') && !is_predicate(tokens, at + 1) && CIRCUMSTANCES.at(tokens, at + 1) == 0
    };
    let within = |at: usize| tokens[at].is_word() || tokens[at].number(4).is_some() || joined(at);
    plain && modal.is_some_and(|modal| modal >= 2 && (0..modal).all(within))
}

/// Longest thing of which something must be, in tokens.
const MAX_THING: usize = 16;

/// Whether a clause with a subject of its own begins here, and asks something of it.
pub(super) fn begins_with_own_subject(tokens: &[Token]) -> bool {
    let opener =
        spells_any(tokens, 0, &["trên cơ sở đó", "theo đó", "sau đó", "từ đó", "đồng thời", "riêng"]);
    let opener =
        opener + usize::from(opener > 0 && tokens.get(opener).is_some_and(|token| token.is_sign(',')));
    let tokens = &tokens[opener..];
    starts_name(tokens, 0)
        && (find_request(tokens, Place { listed: false, point: false }).is_none())
        && name_at(tokens, 0).is_some_and(|name| {
            let head = skip_signs(tokens, name.predicate);
            head == name.predicate && !is_fact(tokens, head) && is_predicate(tokens, head)
        })
}

/// "bầu cử", "Quốc phòng", "Truyền thông": a syllable that elsewhere is a verb.
pub(super) fn is_part_of_a_noun(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| tokens[before].lower.as_str()) else { return false };
    let second_syllable = match tokens[at].lower.as_str() {
        "thông" => matches!(before, "truyền" | "viễn" | "giao" | "lưu"),
        "lập" => matches!(before, "độc" | "thành" | "thiết" | "đối" | "cô" | "công"),
        "phòng" => matches!(before, "quốc" | "biên" | "văn" | "hải" | "dự"),
        "cấp" => matches!(before, "các" | "hai" | "ba" | "mọi" | "từng" | "trung" | "cao"),
        "trình" => matches!(before, "quy" | "chương" | "công" | "quá" | "hành" | "lộ" | "lịch" | "tiến"),
        "bị" => matches!(before, "thiết" | "chuẩn" | "trang"),
        "xuất" => matches!(before, "sản" | "đề" | "đột" | "truy" | "kết"),
        "nhập" => matches!(before, "truy" | "thu" | "xâm" | "đăng" | "gia"),
        "duyệt" => matches!(before, "xét" | "phê" | "kiểm" | "tổng"),
        _ => false,
    };
    second_syllable
        || matches!(before, "bầu" | "ứng" | "bưu" | "cuộc" | "sự" | "việc" | "lệnh" | "hàng" | "những")
}

/// Whether a clause begins here: a request, a name, or a predicate.
pub(super) fn begins_clause(tokens: &[Token], at: usize) -> bool {
    REQUESTS.at(tokens, at) > 0 || starts_name(tokens, at) || is_predicate(tokens, at)
}

/// Whether a demand begins with the first of these.
pub(super) fn begins_demand(tokens: &[Token]) -> bool {
    VERBS.at(tokens, 0).max(MODALS.at(tokens, 0)).max(PROHIBITIONS.at(tokens, 0)) > 0
}

/// Whether the first of these ask: "Giao Bộ …", "Đề nghị …".
pub(super) fn begins_request(tokens: &[Token]) -> bool {
    REQUESTS.at(tokens, 0) > 0 || starts_name(tokens, 0)
}

/// Whether a sentence may begin with these: a name, a circumstance, a thing told of, a fact.
pub(super) fn begins_sentence(tokens: &[Token]) -> bool {
    starts_name(tokens, 0)
        || CIRCUMSTANCES.at(tokens, 0).max(THINGS.at(tokens, 0)).max(FACTS.at(tokens, 0)) > 0
        || REQUESTS.at(tokens, 0).max(COURTESIES.at(tokens, 0)) > 0
        // "Điện Biên" is no telegram.
        || DOCUMENTS.at(tokens, 0) > 1
}

/// "Chỉ cấp phép khi đã có ý kiến": forbidden unless.
fn is_only_when(tokens: &[Token], at: usize) -> bool {
    spells(tokens, at, "chỉ") > 0
        && VERBS.at(tokens, at) == 0
        && VERBS.at(tokens, at + 1) > 0
        && (at + 2..tokens.len().min(at + REACH))
            .any(|at| spells_any(tokens, at, &["khi", "sau khi", "nếu"]) > 0)
}

/// Whether a predicate of a demand begins here.
fn is_predicate(tokens: &[Token], at: usize) -> bool {
    VERBS.at(tokens, at) > 0
        || is_only_when(tokens, at)
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
        if PROHIBITIONS.at(tokens, at) > 0 || is_only_when(tokens, at) {
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
