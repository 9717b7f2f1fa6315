//! The noun phrase that names who must act, and where it ends.
//!
//! It ends where the predicate begins; a verb that may belong to the name ("doanh nghiệp cung cấp dịch vụ") is stepped
//! over when another verb follows, and a comma joins only what is again a name or a field of work.
use super::clause::is_part_of_a_noun;
use super::lexicon::{
    CIRCUMSTANCES, DEMANDING_HAVE, DETERMINERS, DOCUMENTS, FACTS, MODALS, ORGANISATIONS, PROHIBITIONS,
    RELATIVE_VERBS, REQUESTS, VERBS,
};
use super::text::{Token, TokenKind, spells, spells_any};

mod full;

pub(super) use self::full::{full_names, is_full_name};

/// Words of facts that may stand inside a name: "doanh nghiệp có hạ tầng", "đơn vị được cấp phép".
const NAMING_FACTS: [&str; 21] = [
    "có",
    "xảy ra",
    "chịu ảnh hưởng",
    "chịu tác động",
    "nằm",
    "còn lại",
    "bị",
    "được giao",
    "được cấp",
    "được phân công",
    "được chỉ định",
    "được ủy quyền",
    "được lựa chọn",
    "được thuê",
    "đã được cấp",
    "đã được giao",
    "đang hoạt động",
    "đang cung cấp",
    "đang khai thác",
    "được phép cung cấp",
    "nhận được",
];

/// What stands before those of a group that are meant above all.
const AMONG: [&str; 12] = [
    "nhất là",
    "đặc biệt là",
    "đặc biệt",
    "trong đó có",
    "trong đó tập trung",
    "trong đó tập trung là",
    "trong đó trọng tâm là",
    "trọng tâm là",
    "trước hết là",
    "bao gồm",
    "gồm",
    "kể cả",
];

/// Longest noun phrase, in tokens.
const MAX_NAME: usize = 60;
/// How much longer one may be that counts its members behind a colon.
const MAX_MEMBERS: usize = 60;

/// Whether a noun phrase that names somebody begins here.
pub(super) fn starts_name(tokens: &[Token], at: usize) -> bool {
    let determiner = DETERMINERS.at(tokens, at);
    let noun = at + determiner;
    if determiner > 0 {
        let organisation = ORGANISATIONS.at(tokens, noun);
        // "riêng báo cáo" is no newspaper.
        // "các Nghị quyết", "các Báo cáo trên" are documents.
        if DOCUMENTS.at(tokens, noun) > organisation {
            return false;
        }
        // In a line of capitals a capital proves nothing: "MỘT SỐ KIẾN NGHỊ CỦA TỈNH".
        return (organisation > 0 && VERBS.at(tokens, noun) <= organisation)
            || tokens
                .get(noun)
                .is_some_and(|token| token.capital && token.is_word() && !(token.tall && tokens[at].tall));
    }
    let organisation = ORGANISATIONS.at(tokens, at);
    if organisation == 0 {
        return false;
    }
    // "Lãnh đạo các doanh nghiệp" names, "Lãnh đạo, chỉ đạo tổ chức" demands.
    if spells(tokens, at, "lãnh đạo") > 0 {
        return !leads(tokens, at);
    }
    if spells(tokens, at, "báo và") > 0
        && tokens[at].capital
        && tokens.get(at + 2).is_some_and(|token| token.capital)
    {
        return true;
    }
    // "Trường hợp" is no school, "báo Trung tâm trực" no newspaper.
    let next = at + organisation;
    if spells(tokens, at, "trường hợp") > 0
        || (spells(tokens, at, "trạm") > 0 && !tokens.get(at + 1).is_some_and(|token| token.capital))
        || (spells(tokens, at, "báo") == 1 && !tokens[at].capital && ORGANISATIONS.at(tokens, next) > 0)
    {
        return false;
    }
    let verb = VERBS.at(tokens, at).max(MODALS.at(tokens, at));
    // In a line of capitals a capital proves nothing: "TỔ CHỨC THỰC HIỆN".
    let proper = tokens.get(next).is_some_and(|token| token.capital && !(token.tall && tokens[at].tall));
    verb < organisation || proper
}

/// "lãnh đạo" as a verb beside another.
pub(super) fn leads(tokens: &[Token], at: usize) -> bool {
    spells(tokens, at, "lãnh đạo") > 0
        && ((tokens.get(at + 2).is_some_and(|token| token.is_sign(',')) && VERBS.at(tokens, at + 3) > 0)
            || VERBS.at(tokens, at) > 0)
}

/// A noun phrase as token positions.
pub(super) struct Name {
    pub start: usize,
    pub end: usize,
    /// Where the predicate after it begins.
    pub predicate: usize,
}

/// The noun phrase at `at` and where the predicate after it begins.
pub(super) fn name_at(tokens: &[Token], at: usize) -> Option<Name> {
    if !starts_name(tokens, at) {
        return None;
    }
    let start = at + spells_any(tokens, at, &["đối với", "riêng", "riêng đối với"]);
    let noun = start + DETERMINERS.at(tokens, start);
    let mut next = noun + ORGANISATIONS.at(tokens, noun).max(1);
    let mut limit = tokens.len().min(start + MAX_NAME);
    let mut trades =
        Trades { noun_end: next, role: spells_any(tokens, noun, &ROLES) > 0, first: None, second: None };
    while next < limit {
        let token = &tokens[next];
        match token.kind {
            TokenKind::Sign('(') => {
                next = closing_bracket(tokens, next, limit);
                continue;
            }
            TokenKind::Sign(',' | ';')
                if !trades.repeats(tokens, next + 1)
                    && !goes_on_after_comma(tokens, next + 1, trades.may_be_past(tokens)) =>
            {
                return Some(finish(tokens, start, trades.predicate(tokens, next)));
            }
            TokenKind::Sign(':') if enumerates_members(tokens, start, next) => {
                next += 1 + VERBS.at(tokens, next + 1);
                limit = tokens.len().min(start + MAX_NAME + MAX_MEMBERS);
                continue;
            }
            TokenKind::Sign(':') => {
                let whole = trades.first.is_none_or(|(verb, _)| {
                    names_by_trade(tokens, verb, next) || (trades.role && verb == trades.noun_end)
                });
                let end = if whole { next } else { trades.predicate(tokens, next) };
                return Some(finish(tokens, start, end));
            }
            TokenKind::Sign('.') => return Some(finish(tokens, start, trades.predicate(tokens, next))),
            TokenKind::Word => {
                if token.lower == "ơi" {
                    return Some(finish(tokens, start, next));
                }
                let noun = ORGANISATIONS.at(tokens, next);
                if noun > 0 && (token.capital || is_coordinated(&tokens[next - 1])) {
                    next += noun;
                    continue;
                }
                // In a line of capitals a capital proves nothing.
                let proper = token.capital && !(token.tall && tokens[start].tall);
                if proper {
                    // "Bộ Xây dựng": both syllables are the name's.
                    next += VERBS.at(tokens, next).clamp(1, 2);
                    continue;
                }
                if let Some(predicate) = behind_circumstance(tokens, next, limit) {
                    let Name { end, .. } = finish(tokens, start, trades.predicate(tokens, next));
                    return Some(Name { start, end, predicate });
                }
                // "các tỉnh miền Trung, nhất là các tỉnh: …".
                let among = spells_any(tokens, next, &AMONG);
                if among > 0 {
                    next += among;
                    continue;
                }
                if let Some(after) = behind_a_place(tokens, next) {
                    next = after;
                    continue;
                }
                if let Some(found) = trades.predicate_at(tokens, next) {
                    return Some(finish(tokens, start, found));
                }
            }
            _ => {}
        }
        next += 1;
    }
    Some(finish(tokens, start, trades.predicate(tokens, limit)))
}

/// Whether another part of the same name may follow this token.
fn is_coordinated(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Sign(',' | ';' | '/'))
        || matches!(token.lower.as_str(), "và" | "các" | "hoặc" | "những" | "cùng")
}

/// Units named by what they do: "đội ứng cứu", "bộ phận trực".
const ROLES: [&str; 18] = [
    "đội",
    "tổ",
    "bộ phận",
    "lực lượng",
    "trung tâm",
    "phòng",
    "ban",
    "đoàn",
    "cán bộ",
    "nhân viên",
    "người",
    "kíp",
    "ca",
    "nhóm",
    "cục",
    "vụ",
    "chi cục",
    "viện",
];

/// What somebody does for a living: such verbs belong to a name, others tell a task.
const TRADES: [&str; 14] = [
    "cung cấp",
    "kinh doanh",
    "hoạt động",
    "khai thác",
    "quản lý",
    "vận hành",
    "sở hữu",
    "trực thuộc",
    "liên quan",
    "phụ trách",
    "sử dụng",
    "chuyển phát",
    "được giao",
    "tham gia",
];

/// "Doanh nghiệp cung cấp dịch vụ viễn thông:": up to its colon a trade belongs to the name, a task does not.
fn names_by_trade(tokens: &[Token], verb: usize, colon: usize) -> bool {
    let verb = verb + usize::from(tokens[verb].lower == "có");
    spells_any(tokens, verb, &TRADES) > 0 && colon <= verb + 14 && tokens[colon - 1].lower != "sau"
}

/// What a heading of members counts: "các tỉnh: …", "các Bộ: …", "các doanh nghiệp viễn thông: …".
const CLASSES: [&str; 42] = [
    "tỉnh",
    "thành phố",
    "tp",
    "huyện",
    "quận",
    "thị xã",
    "xã",
    "phường",
    "đặc khu",
    "bộ",
    "ngành",
    "sở",
    "cục",
    "vụ",
    "tổng cục",
    "phòng",
    "ban",
    "viện",
    "trường",
    "trung tâm",
    "tập đoàn",
    "tổng công ty",
    "công ty",
    "doanh nghiệp",
    "đơn vị",
    "cơ quan",
    "báo",
    "đài",
    "hội",
    "đoàn thể",
    "tổ chức",
    "chi cục",
    "chi nhánh",
    "ngân hàng",
    "bệnh viện",
    "nhà mạng",
    "bộ trưởng",
    "giám đốc",
    "viễn thông",
    "bưu chính",
    "internet",
    "địa phương",
];

/// "Các phòng: BCVT, CNTT, Thanh tra Sở tổ chức …", "Bộ trưởng các Bộ: Xây dựng, Công Thương chỉ đạo …": whether what the
/// colon announces are members of the name, not what is asked of it.
pub(super) fn enumerates_members(tokens: &[Token], start: usize, colon: usize) -> bool {
    let Some(next) = tokens.get(colon + 1) else { return false };
    if colon <= start + 3 && DETERMINERS.at(tokens, start) > 0 && next.tall {
        return true;
    }
    let near = colon.saturating_sub(MAX_CLASS).max(start)..colon;
    let several =
        near.clone().find(|at| matches!(tokens[*at].lower.as_str(), "các" | "những" | "hai" | "ba"));
    let Some(several) = several.filter(|_| next.capital && is_member(tokens, colon + 1)) else {
        return false;
    };
    let counts = near.into_iter().any(|at| at + spells_any(tokens, at, &CLASSES) == colon);
    // "các tỉnh, thành phố trực thuộc Trung ương: Hà Tĩnh, Quảng Trị …".
    counts || (spells_any(tokens, several + 1, &CLASSES) > 0 && lists_proper_names(tokens, colon + 1))
}

/// "Hà Tĩnh, Quảng Trị": two names in capitals with a comma between.
fn lists_proper_names(tokens: &[Token], at: usize) -> bool {
    let proper = |from: usize| {
        tokens[from.min(tokens.len())..].iter().take_while(|token| token.is_word() && token.capital).count()
    };
    let first = proper(at);
    let joint = tokens.get(at + first);
    (1..=6).contains(&first) && joint.is_some_and(|token| token.is_sign(',')) && proper(at + first + 1) > 0
}

/// How far before a colon "các" is looked for, in tokens.
const MAX_CLASS: usize = 12;

/// "Xây dựng, Công Thương" are ministries, "Xây dựng kế hoạch", "Xây dựng, ban hành" tasks.
fn is_member(tokens: &[Token], at: usize) -> bool {
    let verb = VERBS.at(tokens, at).max(MODALS.at(tokens, at)).max(PROHIBITIONS.at(tokens, at));
    if verb == 0
        || (ORGANISATIONS.at(tokens, at) >= verb && tokens.get(at + 1).is_some_and(|next| next.capital))
    {
        return true;
    }
    let joint = tokens.get(at + verb);
    let joined = joint.is_none_or(|token| {
        matches!(token.kind, TokenKind::Sign(',' | ';' | '.' | ')' | ':')) || token.lower == "và"
    });
    joined && tokens.get(at + verb + 1).is_none_or(|token| token.capital)
}

/// "theo chức năng, nhiệm vụ, thẩm quyền tiếp tục tập trung": where the predicate behind such a circumstance begins.
fn behind_circumstance(tokens: &[Token], at: usize, limit: usize) -> Option<usize> {
    const OPENERS: [&str; 14] = [
        "theo chức năng",
        "theo nhiệm vụ",
        "theo thẩm quyền",
        "theo quy định",
        "theo phạm vi",
        "theo phân công",
        "theo lĩnh vực",
        "căn cứ",
        "trên cơ sở",
        "trong phạm vi",
        "tùy theo",
        "bằng mọi biện pháp",
        "với tinh thần",
        "với trách nhiệm",
    ];
    let opener = spells_any(tokens, at, &OPENERS);
    if opener == 0 {
        return None;
    }
    let predicate = (at + opener..tokens.len().min(limit + MAX_NAME)).find(|seen| {
        let stops = matches!(tokens[*seen].kind, TokenKind::Sign(':' | '.' | ';'));
        let before = tokens[*seen - 1].lower.as_str();
        let tied = matches!(before, "được" | "phạm vi" | "vi" | "theo" | "của" | "có" | "và" | "vụ" | "năng")
            && spells_any(tokens, *seen, &["giao", "quản lý", "phân công", "phụ trách", "quy định"]) > 0
            || spells_any(tokens, *seen, &["được giao", "được phân công"]) > 0;
        let verb = VERBS.at(tokens, *seen).max(MODALS.at(tokens, *seen)).max(PROHIBITIONS.at(tokens, *seen));
        stops || (verb > 0 && !tied && !tokens[*seen].capital && !is_part_of_a_noun(tokens, *seen))
    });
    predicate.or(Some(tokens.len().min(limit + MAX_NAME)))
}

/// "tại khu vực dự báo xảy ra mưa, lũ": the position behind the verbs that only say which place.
fn behind_a_place(tokens: &[Token], at: usize) -> Option<usize> {
    const OF_A_PLACE: [&str; 7] =
        ["dự báo", "được dự báo", "xảy ra", "bị", "chịu", "chịu ảnh hưởng", "bị ảnh hưởng"];
    let place = spells_any(tokens, at, &["khu vực", "vùng", "nơi", "địa bàn"]);
    if place == 0 {
        return None;
    }
    let mut after = at + place;
    loop {
        match spells_any(tokens, after, &OF_A_PLACE) {
            0 => return (after > at + place).then_some(after),
            told => after += told,
        }
    }
}

/// Verbs passed on the way that may belong to the name ("doanh nghiệp cung cấp dịch vụ"), as token positions.
struct Trades {
    /// Where the noun of the name ends.
    noun_end: usize,
    /// Whether that noun takes a verb to say which ("đội ứng cứu").
    role: bool,
    first: Option<(usize, usize)>,
    second: Option<usize>,
}

impl Trades {
    /// Whether the first of them surely is part of the name: it stands at its noun ("đội ứng cứu"), names a trade, or
    /// qualifies ("có thuê bao di động").
    fn belongs(&self, tokens: &[Token]) -> bool {
        self.first.is_some_and(|(start, _)| {
            (start == self.noun_end && self.role)
                || spells_any(tokens, start, &TRADES) > 0
                || spells_any(tokens, start, &NAMING_FACTS) > 0
        })
    }

    /// Where the predicate begins in a name that no other verb ended before `end`.
    fn predicate(&self, tokens: &[Token], end: usize) -> usize {
        let Some((first, _)) = self.first else { return end };
        if !self.may_be_past(tokens) {
            return self.second.unwrap_or(end);
        }
        if self.belongs(tokens) { self.second.unwrap_or(first) } else { first }
    }

    /// Whether a verb was passed that may have been the predicate; "các Bộ, ngành có liên quan" has none.
    fn may_be_past(&self, tokens: &[Token]) -> bool {
        self.first.is_some_and(|(start, _)| spells_any(tokens, start, &["có liên quan", "liên quan"]) == 0)
    }

    /// "nhân viên trực chỉ huy, trực kỹ thuật": the verb passed stands again.
    fn repeats(&self, tokens: &[Token], at: usize) -> bool {
        let first = self.first.and_then(|(start, _)| tokens.get(start));
        first.zip(tokens.get(at)).is_some_and(|(first, again)| first.lower == again.lower)
    }

    fn pass(&mut self, start: usize, length: usize) {
        match &mut self.first {
            None => self.first = Some((start, start + length)),
            Some((first, end)) if *end == start && *first != self.noun_end => *end = start + length,
            Some(_) => {
                self.second.get_or_insert(start);
            }
        }
    }

    /// The predicate, if one begins at `next`. A verb that may belong to the name is passed and remembered instead.
    fn predicate_at(&mut self, tokens: &[Token], next: usize) -> Option<usize> {
        let inside = self.first.is_some_and(|(start, end)| start < next && next < end);
        // "giao hàng không được …" forbids; "phát hàng không tiếp xúc" tells how.
        let prohibition = PROHIBITIONS.at(tokens, next);
        if prohibition > 1 || (prohibition > 0 && tokens[next - 1].lower != "hàng") {
            return Some(next);
        }
        if inside || is_part_of_a_noun(tokens, next) {
            return None;
        }
        if asks(tokens, next) || leads_its_unit(tokens, next) {
            return Some(next);
        }
        let modal = MODALS.at(tokens, next).max(DEMANDING_HAVE.at(tokens, next));
        let strong = VERBS.at(tokens, next).max(modal);
        let fact = FACTS.at(tokens, next);
        if (strong == 0 && fact == 0) || is_a_field(tokens, next) {
            return None;
        }
        let support = spells_any(tokens, next, &["tổ chức", "thực hiện"]);
        // "tổ chức rà soát", "thực hiện kiểm tra": the first of two verbs in a row opens the predicate.
        if support > 0 && (VERBS.at(tokens, next + support) > 0 || MODALS.at(tokens, next + support) > 0) {
            return Some(next);
        }
        let relative = RELATIVE_VERBS.at(tokens, next);
        let own_object = DETERMINERS.at(tokens, next + relative.max(1)) > 0;
        let may_belong = (relative > 0 && relative >= strong && !own_object)
            || (strong == 0 && spells_any(tokens, next, &NAMING_FACTS) > 0);
        if may_belong {
            self.pass(next, relative.max(spells_any(tokens, next, &NAMING_FACTS)).max(1));
            return None;
        }
        // "Các doanh nghiệp xây dựng kế hoạch bảo đảm …": the task, not the verb in its object.
        let task = self.first.filter(|_| modal == 0 && fact < strong && !self.belongs(tokens));
        Some(task.map_or(next, |(start, _)| start))
    }
}

/// "Sở Thông tin …", "doanh nghiệp thông tin di động": a noun, unless it goes on as a verb does.
pub(super) fn is_a_field(tokens: &[Token], at: usize) -> bool {
    spells(tokens, at, "thông tin") == 2
        && spells_any(
            tokens,
            at + 2,
            &["kịp thời", "ngay", "về", "cho", "đến", "nhanh", "thường xuyên", "đầy đủ"],
        ) == 0
}

/// "Tổng Giám đốc chỉ thị Trưởng các ca …", "Chi nhánh kính đề nghị …": the name ends where it asks.
fn asks(tokens: &[Token], at: usize) -> bool {
    let length = REQUESTS.at(tokens, at);
    let passive = matches!(tokens[at - 1].lower.as_str(), "được" | "bị" | "các" | "theo");
    let given = spells(tokens, at, "giao") == 0 || starts_name(tokens, at + length);
    length > 0 && !passive && given
}

/// "Đảng ủy các tập đoàn lãnh đạo đơn vị …": what a committee of the Party does, not whom it has.
fn leads_its_unit(tokens: &[Token], at: usize) -> bool {
    spells(tokens, at, "lãnh đạo") > 0
        && !matches!(tokens[at - 1].lower.as_str(), "các" | "và" | "chí" | "bộ" | "những" | "," | "của")
        && (at.saturating_sub(MAX_NAME)..at).any(|seen| {
            spells_any(
                tokens,
                seen,
                &["đảng ủy", "cấp ủy", "chi ủy", "ban cán sự", "tổ chức đảng", "huyện ủy", "chi bộ"],
            ) > 0
        })
}

fn finish(tokens: &[Token], start: usize, predicate: usize) -> Name {
    let mut end = predicate;
    while end > start
        && (!tokens[end - 1].is_word()
            && !tokens[end - 1].is_sign(')')
            && tokens[end - 1].number(9).is_none()
            || matches!(tokens[end - 1].lower.as_str(), "thì" | "và" | "cũng" | "đều"))
    {
        end -= 1;
    }
    Name { start, end, predicate }
}

fn closing_bracket(tokens: &[Token], open: usize, limit: usize) -> usize {
    (open..limit).find(|at| tokens[*at].is_sign(')')).map_or(open + 1, |at| at + 1)
}

/// "cơ quan, tổ chức, doanh nghiệp", "tổ chức đảng": bodies, not the verb "tổ chức".
fn names_bodies(tokens: &[Token], at: usize) -> bool {
    let after = spells(tokens, at, "tổ chức");
    let next = at + after;
    after > 0
        && (tokens.get(next).is_none_or(|token| !token.is_word())
            || spells_any(
                tokens,
                next,
                &["đảng", "đoàn thể", "chính trị", "cá nhân", "xã hội", "có", "và cá nhân"],
            ) > 0)
}

/// "bưu chính, viễn thông", "Viễn thông Sơn La, Bưu điện tỉnh": the name goes on after the comma.
fn goes_on_after_comma(tokens: &[Token], at: usize, maybe_past: bool) -> bool {
    const FIELDS: [&str; 25] = [
        "bưu chính",
        "viễn thông",
        "internet",
        "chuyển phát",
        "truyền hình",
        "phát thanh",
        "công nghệ thông tin",
        "cntt",
        "di động",
        "cố định",
        "báo chí",
        "thành phố",
        "thị xã",
        "thị trấn",
        "phường",
        "quận",
        "ngành",
        "ban",
        "đoàn thể",
        "các đoàn thể",
        "chính quyền",
        "mặt trận",
        "huyện",
        "xã",
        "dịch vụ",
    ];
    if spells_any(tokens, at, &FIELDS) > 0 || names_bodies(tokens, at) {
        return true;
    }
    // Past a verb that may be the predicate only a plain "doanh nghiệp …" still belongs to the name.
    if maybe_past {
        let noun = at + DETERMINERS.at(tokens, at);
        return spells_any(tokens, noun, &["doanh nghiệp", "đơn vị", "cơ quan"]) > 0;
    }
    starts_name(tokens, at)
        || tokens.get(at).is_some_and(|token| token.capital)
        || (ORGANISATIONS.at(tokens, at) > 0 && VERBS.at(tokens, at) == 0)
        || spells_any(tokens, at, &AMONG) > 0
        || is_noun_before_a_predicate(tokens, at)
}

/// "các cơ quan báo chí, truyền thông tiếp tục bám sát": a few words that tell nothing, and behind them a predicate.
fn is_noun_before_a_predicate(tokens: &[Token], at: usize) -> bool {
    let plain = |at: usize| {
        tokens[at].is_word()
            && VERBS.at(tokens, at).max(MODALS.at(tokens, at)).max(PROHIBITIONS.at(tokens, at)) == 0
            && FACTS.at(tokens, at).max(REQUESTS.at(tokens, at)) == 0
    };
    let end = (at..tokens.len().min(at + MAX_TRAIL)).find(|at| !plain(*at));
    CIRCUMSTANCES.at(tokens, at) == 0
        && end.is_some_and(|end| {
            end > at
                && VERBS.at(tokens, end).max(MODALS.at(tokens, end)).max(PROHIBITIONS.at(tokens, end)) > 0
        })
}

/// Most words of a name behind its comma.
const MAX_TRAIL: usize = 6;
