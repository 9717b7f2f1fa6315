//! The words that make a moment a deadline: of delay, or of handing something in.
use super::super::clause::is_part_of_a_noun;
use super::super::date::{Written, date_at, hour_at};
use super::super::text::{Text, Token, TokenKind, spells, spells_any};
use super::{EVERY_WEEK, every_day};

/// How far before "vào ngày" a word of handing in is looked for, in tokens.
pub(super) const CLAUSE_REACH: usize = 80;
/// Words that open a deadline.
const OPENERS: [&str; 36] = [
    "trước",
    "chậm nhất",
    "muộn nhất",
    "không muộn hơn",
    "không chậm hơn",
    "không quá",
    "hạn cuối",
    "hạn cuối cùng",
    "thời hạn",
    "hạn chót",
    "hạn gửi",
    "hoàn thành",
    "xong",
    "deadline",
    "hạn trả lời",
    "hạn nộp",
    "thời hạn gửi",
    "thời hạn nộp",
    "hoàn thành trong",
    "xong trong",
    "hoàn thành vào",
    "xong vào",
    "hoàn thành ngày",
    "xong ngày",
    "hạn báo cáo",
    "thời gian báo cáo",
    "thời gian gửi báo cáo",
    "thời gian gửi",
    "thời gian hoàn thành",
    "hoàn thành đến",
    "không trễ hơn",
    "không trễ quá",
    "trễ nhất",
    "hạn là",
    "hạn đến",
    "kết thúc trước",
];
/// What is done once and then is done.
const DONE_ONCE: [&str; 21] = [
    "báo cáo",
    "gửi",
    "nộp",
    "phản hồi",
    "trả lời",
    "hoàn thành",
    "xong",
    "đối chiếu",
    "đăng ký",
    "bàn giao",
    "nghiệm thu",
    "chốt",
    "thử",
    "khóa sổ",
    "khôi phục",
    "khắc phục",
    "cung cấp",
    "thẩm định",
    "trình",
    "phát hết",
    "thay thế",
];
/// Words of what happens of itself or goes on: their moments are no deadlines.
const EVENTS: [&str; 21] = [
    "tổng duyệt",
    "sơ duyệt",
    "giao ban",
    "tham dự",
    "họp",
    "hội nghị",
    "diễn ra",
    "khai mạc",
    "bế mạc",
    "bầu cử",
    "xảy ra",
    "tổ chức vào",
    "sự cố",
    "truyền hình trực tiếp",
    "bắt đầu",
    "đổ bộ",
    "trực",
    "phục vụ",
    "tiếp sóng",
    "để kịp",
    "phát sóng",
];

pub(super) struct Opener {
    /// The position behind its words.
    pub after: usize,
    pub strict: bool,
    /// "đến hết ngày 20/6 phải hoàn thành": no deadline but for what follows.
    pub needs_last_word: bool,
}

pub(super) fn opener_at(text: &Text, tokens: &[Token], at: usize) -> Option<Opener> {
    let length = spells_any(tokens, at, &OPENERS);
    // "hoàn thành 25/5" opens one itself; "hoàn thành trước ngày 25/5" leaves that to "trước".
    let finishes = spells_any(tokens, at, &["hoàn thành", "xong"]);
    let alone = finishes > 0 && finishes == length && date_at(tokens, at + length).is_none();
    if length > 0 && !alone {
        let strict = spells(tokens, at, "trước") > 0;
        let is_none = is_no_moment(tokens, at) || (strict && is_forborne(tokens, at));
        return (!is_none).then_some(Opener { after: at + length, strict, needs_last_word: false });
    }
    let open = |after: usize, needs_last_word: bool| Some(Opener { after, strict: false, needs_last_word });
    if spells_any(tokens, at, &["đến hết", "đến"]) > 0
        && at.checked_sub(1).is_none_or(|before| tokens[before].lower != "từ")
    {
        return open(
            at + spells_any(tokens, at, &["đến hết", "đến"]),
            !(ends_what_is_done(tokens, at) && closes_after_day(tokens, at)),
        );
    }
    if is_day_of_handing_in(tokens, at) {
        return open(at, false);
    }
    // "báo cáo lần 1: 10h00 ngày 22/5; lần 2: …".
    let round = spells_any(tokens, at, &["lần", "đợt", "kỳ"]) > 0
        && tokens.get(at + 1).is_some_and(|token| token.number(1).is_some())
        && tokens.get(at + 2).is_some_and(|token| token.is_sign(':'));
    if round
        && (0..at).rev().take(CLAUSE_REACH).any(|at| spells_any(tokens, at, &["báo cáo", "gửi", "nộp"]) > 0)
    {
        return open(at + 3, false);
    }
    // "Hạn: 20/5/2021", "(hạn 10/02)".
    if spells(tokens, at, "hạn") > 0 {
        let colon = usize::from(tokens.get(at + 1).is_some_and(|token| token.is_sign(':')));
        let dated = date_at(tokens, at + 1).is_some() || hour_at(tokens, at + 1).is_some();
        if colon > 0 || dated {
            return open(at + 1 + colon, false);
        }
    }
    if opens_bracketed_day(tokens, at) {
        return open(at + 1, false);
    }
    if fills_a_cell(text, tokens, at) {
        return open(at, false);
    }
    // "báo cáo … trong ngày 20/02/2018", "gửi … vào 16h00 hàng ngày": due only if the sentence hands something in.
    let moment = spells_any(
        tokens,
        at,
        &[
            "trong ngày",
            "trong hôm nay",
            "trong đêm nay",
            "trong chiều nay",
            "trong sáng nay",
            "vào ngày",
            "vào các ngày",
            "vào thứ",
            "vào lúc",
            "vào",
            "lúc",
        ],
    );
    if moment > 0 && (hands_in(tokens, at) || comes_back(tokens, at) || acts_then(tokens, at)) {
        return open(at + spells_any(tokens, at, &["trong", "vào", "vào lúc", "lúc"]), false);
    }
    // "báo cáo mỗi ngày 02 lần (07h00 và 16h00)", "gửi hằng tuần, thứ Sáu".
    let often = every_day(tokens, at).max(spells_any(tokens, at, &EVERY_WEEK));
    if often > 0 && hands_in(tokens, at) {
        return open(at, false);
    }
    None
}

/// What a day alone may be the end of: "báo cáo ngày 10/5", "thanh toán đến hết ngày 20/12".
const ENDS: [&str; 18] = [
    "báo cáo",
    "gửi",
    "nộp",
    "hoàn thành",
    "hoàn tất",
    "kết thúc việc",
    "trình",
    "bàn giao",
    "nghiệm thu",
    "đăng ký",
    "phản hồi",
    "trả lời",
    "thanh toán",
    "quyết toán",
    "chốt",
    "lắp đặt xong",
    "cung cấp danh sách",
    "tiếp nhận đăng ký",
];
/// Most tokens between the doing and a day that no word of delay introduces.
const ENDS_REACH: usize = 14;

/// "gửi danh sách đến 24h00 ngày 31/12": what is done once, and no stretch "từ …" or count "tính đến".
fn ends_what_is_done(tokens: &[Token], at: usize) -> bool {
    let near = at.saturating_sub(ENDS_REACH)..at;
    let stops = near.clone().any(|seen| {
        matches!(
            tokens[seen].lower.as_str(),
            "từ" | "tính" | "đã" | "số" | "không" | "sẽ" | "sau" | "kể" | "trực"
        ) || tokens[seen].is_sign(';')
    });
    let mut done =
        near.clone().filter(|seen| spells_any(tokens, *seen, &ENDS) > 0 && !is_part_of_a_noun(tokens, *seen));
    let is_event = near.clone().any(|seen| spells_any(tokens, seen, &EVENTS) > 0);
    !stops && !is_event && done.next().is_some()
}

/// Whether the clause closes behind the day at `at`: what goes on as "ngày 10/5 của Sở" dates a document.
fn closes_after_day(tokens: &[Token], at: usize) -> bool {
    let at = at + spells_any(tokens, at, &["đến hết", "đến"]);
    let at = hour_at(tokens, at).map_or(at, |(_, after)| after);
    date_at(tokens, at).is_some_and(|(_, after)| {
        tokens.get(after).is_none_or(|next| {
            matches!(next.kind, TokenKind::Sign('.' | ';' | ',' | ')' | '/'))
                || matches!(next.lower.as_str(), "và" | "để" | "bằng" | "qua" | "theo")
        })
    })
}

/// "báo cáo tiến độ ngày 25/6 và ngày 05/7": a day behind what is handed in, with no word between them.
fn is_day_of_handing_in(tokens: &[Token], at: usize) -> bool {
    const LEADS: [&str; 14] =
        ["trước", "từ", "đến", "hết", "sau", "của", "các", "trong", "vào", "nhất", "là", "kể", "hơn", "quá"];
    spells(tokens, at, "ngày") > 0
        && at > 0
        && tokens[at - 1].is_word()
        && !LEADS.contains(&tokens[at - 1].lower.as_str())
        && closes_after_day(tokens, at)
        && ends_what_is_done(tokens, at)
}

/// "không được từ chối nhận bưu gửi trước ngày 01/02": a time in which something is forborne.
fn is_forborne(tokens: &[Token], at: usize) -> bool {
    let clause = (0..at)
        .rev()
        .find(|seen| matches!(tokens[*seen].kind, TokenKind::Sign(',' | ';' | ':' | '(' | '.')))
        .map_or(0, |sign| sign + 1);
    (clause..at).any(|seen| spells_any(tokens, seen, &["không được", "nghiêm cấm", "tuyệt đối không"]) > 0)
}

/// "3 ngày trước ngày bầu cử" counts back from a day, "từ nay đến trước ngày 20/5" is a stretch, "từ “trước ngày …”
/// thành" is what was before.
fn is_no_moment(tokens: &[Token], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| &tokens[at]);
    let counted = before(1).is_some_and(|token| token.lower == "ngày")
        && before(2).is_some_and(|token| token.number(3).is_some());
    let stretch = before(1).is_some_and(|token| token.lower == "đến")
        && (2..=10).any(|back| before(back).is_some_and(|token| token.lower == "từ"));
    // "(thời hạn cũ: trước ngày …)", "thay cho trước ngày …".
    let former = before(1).is_some_and(|token| token.is_sign(':'))
        && before(2).is_some_and(|token| token.lower == "cũ")
        || before(1).is_some_and(|token| matches!(token.lower.as_str(), "cũ" | "vì" | "cho"))
            && before(2).is_some_and(|token| matches!(token.lower.as_str(), "hạn" | "thay"));
    let replaced = before(1).is_some_and(|token| matches!(token.kind, TokenKind::Sign('“' | '"' | '«')))
        && before(2).is_some_and(|token| token.lower == "từ");
    counted || stretch || replaced || former
}

/// "Tập kết vật tư lúc 8h00 ngày 20/5", "Sơ tán xong trong ngày 14/9": a moment of what is done then, where nothing in the
/// clause lasts or happens of itself.
fn acts_then(tokens: &[Token], at: usize) -> bool {
    const LASTING: [&str; 19] = [
        "dừng",
        "tạm dừng",
        "ngừng",
        "tham gia",
        "không",
        "cấm",
        "duy trì",
        "bảo đảm",
        "đảm bảo",
        "tăng cường",
        "giám sát",
        "theo dõi",
        "bố trí",
        "tổ chức",
        "ưu tiên",
        "lễ",
        "dự họp",
        "dự lễ",
        "từ",
    ];
    let exact = spells_any(tokens, at, &["trong ngày", "trong hôm nay", "trong đêm nay", "trong chiều nay"])
        > 0
        || hour_at(tokens, at + spells_any(tokens, at, &["vào lúc", "vào", "lúc"])).is_some();
    let clause = (at.saturating_sub(CLAUSE_REACH)..at)
        .rev()
        .find(|seen| tokens[*seen].is_sign(';') || tokens[*seen].is_sign('('))
        .map_or(at.saturating_sub(CLAUSE_REACH), |sign| sign + 1);
    exact
        && at > 0
        && !(clause..at).any(|seen| spells_any(tokens, seen, &LASTING).max(event_at(tokens, seen)) > 0)
}

/// How many tokens at `at` tell of an event; a transmitter ("trạm thu phát sóng") is none.
fn event_at(tokens: &[Token], at: usize) -> usize {
    let before = at.checked_sub(1).map(|before| tokens[before].lower.as_str());
    let transmitter = spells(tokens, at, "phát sóng") > 0
        && matches!(before, Some("thu" | "trạm" | "xe" | "điểm" | "đài" | "máy"));
    if transmitter { 0 } else { spells_any(tokens, at, &EVENTS) }
}

/// What is done again and again.
const COMING_BACK: [&str; 14] = [
    "báo cáo",
    "gửi",
    "nộp",
    "trao đổi",
    "cập nhật",
    "nhắn tin",
    "thông báo",
    "kiểm tra",
    "rà soát",
    "sao lưu",
    "chạy thử",
    "tổng hợp",
    "đăng",
    "nhập",
];

/// "vào 15 giờ thứ Sáu hằng tuần": a moment that comes back, in a sentence that hands something in, on either side.
fn comes_back(tokens: &[Token], at: usize) -> bool {
    let near = at..tokens.len().min(at + 8);
    let often = near.into_iter().any(|at| every_day(tokens, at).max(spells_any(tokens, at, &EVERY_WEEK)) > 0);
    let around = at.saturating_sub(CLAUSE_REACH)..tokens.len().min(at + CLAUSE_REACH);
    often && around.into_iter().any(|at| spells_any(tokens, at, &COMING_BACK) > 0)
}

/// Whether the clause before `at` does something once and speaks of no event.
pub(super) fn hands_in(tokens: &[Token], at: usize) -> bool {
    let reach = at.saturating_sub(CLAUSE_REACH);
    let mut closed = 0;
    let boundary = (reach..at).rev().find(|seen| {
        closed += usize::from(tokens[*seen].is_sign(')'));
        let opens = tokens[*seen].is_sign('(');
        let inside = opens && closed == 0;
        closed -= usize::from(opens && closed > 0);
        inside || tokens[*seen].is_sign(';')
    });
    let clause = boundary.map_or(reach, |sign| sign + 1);
    // "(để kịp gửi Sở lúc 15h00)" tells why.
    if boundary.is_some() && spells(tokens, clause, "để") > 0 {
        return false;
    }
    let seen = |phrases: &[&str]| (clause..at).any(|seen| spells_any(tokens, seen, phrases) > 0);
    // "Văn phòng Thường trực", "trực tiếp": no watch is kept there.
    let desk = |seen: usize| {
        tokens[seen].lower == "trực"
            && (seen > 0 && tokens[seen - 1].lower == "thường"
                || spells_any(tokens, seen, &["trực tiếp", "trực tuyến"]) > 0)
    };
    let last = |phrases: &[&str]| {
        (clause..at).rev().find(|seen| spells_any(tokens, *seen, phrases) > 0 && !desk(*seen))
    };
    // "truyền hình trực tiếp lễ khai mạc lúc …": the nearer of the two tells which it is.
    seen(&DONE_ONCE) && last(&EVENTS).is_none_or(|event| last(&DONE_ONCE).is_some_and(|done| done > event))
}

/// "kéo thêm cáp dự phòng (30/01).": a day alone in brackets that close a clause, behind no word of time.
fn opens_bracketed_day(tokens: &[Token], at: usize) -> bool {
    const TIMES: [&str; 18] = [
        "ngày", "đêm", "tết", "lễ", "hội", "nay", "mai", "cử", "mạc", "lịch", "tuần", "sáng", "chiều", "tối",
        "thi", "nghỉ", "thừa", "năm",
    ];
    let day = tokens[at].is_sign('(').then(|| date_at(tokens, at + 1)).flatten();
    // A lunar day in brackets explains a solar one.
    let Some((Written::Solar { .. }, after)) = day else {
        return false;
    };
    let closes = tokens.get(after).is_some_and(|token| token.is_sign(')'))
        && tokens
            .get(after + 1)
            .is_none_or(|token| matches!(token.kind, TokenKind::Sign('.' | ';' | ',' | '/')));
    let near = at.saturating_sub(4)..at;
    closes
        && at > 1
        && tokens[at - 1].is_word()
        && !near
            .into_iter()
            .any(|seen| TIMES.contains(&tokens[seen].lower.as_str()) || tokens[seen].is_sign('/'))
}

/// A day alone in a cell behind others: the last column of a table of tasks.
fn fills_a_cell(text: &Text, tokens: &[Token], at: usize) -> bool {
    // A tab, or a gap as wide as between columns set with spaces.
    let tab = |from: usize, to: usize| {
        let gap = &text.chars()[from..to];
        gap.contains(&'\t') || gap.len() >= 3 && gap.iter().all(|c| *c == ' ')
    };
    let opens = at > 0 && tab(tokens[at - 1].end, tokens[at].start);
    opens
        && date_at(tokens, at).is_some_and(|(_, after)| {
            tokens.get(after).is_none_or(|next| tab(tokens[after - 1].end, next.start))
        })
}
