//! The noun phrase that names who must act, and where it ends.
//!
//! It ends where the predicate begins; a verb that may belong to the name ("doanh nghiệp cung cấp dịch vụ") is stepped
//! over when another verb follows, and a comma joins only what is again a name or a field of work.
use super::clause::is_part_of_a_noun;
use super::lexicon::{
    DEMANDING_HAVE, DETERMINERS, FACTS, MODALS, ORGANISATIONS, PROHIBITIONS, RELATIVE_VERBS, VERBS,
};
use super::text::{Token, spells, spells_any};

/// Words of facts that may stand inside a name: "doanh nghiệp có hạ tầng", "đơn vị được cấp phép".
const NAMING_FACTS: [&str; 6] =
    ["có", "được", "đã được", "đang hoạt động", "đang cung cấp", "đang khai thác"];

/// Longest noun phrase, in tokens.
const MAX_NAME: usize = 60;

/// Whether a noun phrase that names somebody begins here.
pub(super) fn starts_name(tokens: &[Token], at: usize) -> bool {
    let determiner = DETERMINERS.at(tokens, at);
    let noun = at + determiner;
    if determiner > 0 {
        return ORGANISATIONS.at(tokens, noun) > 0
            || tokens.get(noun).is_some_and(|token| token.capital && token.is_word());
    }
    let organisation = ORGANISATIONS.at(tokens, at);
    if organisation == 0 {
        return false;
    }
    // "Lãnh đạo các doanh nghiệp" names, "Lãnh đạo, chỉ đạo tổ chức" demands.
    if spells(tokens, at, "lãnh đạo") > 0 {
        return !leads(tokens, at);
    }
    let verb = VERBS.at(tokens, at).max(MODALS.at(tokens, at));
    let proper = tokens.get(at + organisation).is_some_and(|token| token.capital);
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
    let mut weak: Option<(usize, usize)> = None;
    let mut next = start + DETERMINERS.at(tokens, start);
    next += ORGANISATIONS.at(tokens, next).max(1);
    let limit = tokens.len().min(start + MAX_NAME);
    while next < limit {
        let token = &tokens[next];
        let previous = &tokens[next - 1];
        if token.is_sign('(') {
            next = closing_bracket(tokens, next, limit);
            continue;
        }
        let coordinated = previous.is_sign(',')
            || previous.is_sign(';')
            || previous.is_sign('/')
            || matches!(previous.lower.as_str(), "và" | "các" | "hoặc" | "những" | "cùng");
        if token.is_word() {
            let noun = ORGANISATIONS.at(tokens, next);
            if noun > 0 && (coordinated || token.capital) {
                next += noun;
                continue;
            }
            let proper = token.capital && next > start;
            if !proper && let Some(found) = predicate_in_name(tokens, next, &mut weak) {
                return Some(finish(tokens, start, found));
            }
            next += 1;
            continue;
        }
        if token.is_sign(',') || token.is_sign(';') {
            if goes_on_after_comma(tokens, next + 1, weak.is_some()) {
                next += 1;
                continue;
            }
            return Some(finish(tokens, start, weak_or(weak, next)));
        }
        if token.is_sign(':') || token.is_sign('.') {
            return Some(finish(tokens, start, weak_or(weak, next)));
        }
        next += 1;
    }
    Some(finish(tokens, start, weak_or(weak, limit)))
}

fn weak_or(weak: Option<(usize, usize)>, at: usize) -> usize {
    weak.map_or(at, |(start, _)| start)
}

/// Whether the predicate begins at `next`. A verb that may belong to the name is remembered as weak instead.
fn predicate_in_name(tokens: &[Token], next: usize, weak: &mut Option<(usize, usize)>) -> Option<usize> {
    let prohibition = PROHIBITIONS.at(tokens, next);
    let verb = VERBS.at(tokens, next);
    let strong = verb.max(MODALS.at(tokens, next)).max(DEMANDING_HAVE.at(tokens, next));
    let fact = FACTS.at(tokens, next);
    if (prohibition == 0 && strong == 0 && fact == 0) || is_part_of_a_noun(tokens, next) {
        return None;
    }
    // "Sở Thông tin …", "doanh nghiệp thông tin di động": a noun, unless it goes on as a verb does.
    if spells(tokens, next, "thông tin") == 2
        && spells_any(
            tokens,
            next + 2,
            &["kịp thời", "ngay", "về", "cho", "đến", "nhanh", "thường xuyên", "đầy đủ"],
        ) == 0
    {
        return None;
    }
    if prohibition > 0 {
        return Some(next);
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
        if weak.is_none() {
            *weak = Some((next, next + relative.max(1)));
        } else if let Some((_, end)) = weak {
            *end = (*end).max(if *end == next { next + relative.max(1) } else { *end });
        }
        return None;
    }
    Some(next)
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
    const FIELDS: [&str; 16] = [
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
}
