//! Several names in one phrase.
use super::super::lexicon::ORGANISATIONS;
use super::super::sector::{POST_BRANDS, TELECOM_BRANDS};
use super::super::text::{Text, Token, TokenKind, spells_any};

/// The names in `phrase`, parted at commas and at "và" where what follows is a full name by itself ("Bưu điện tỉnh, các
/// doanh nghiệp viễn thông") and not where it leans on the first ("Các sở, ban, ngành", "Sở Văn hóa, Thể thao").
pub(in crate::read) fn full_names(phrase: &str) -> Vec<String> {
    let text = Text::new(phrase);
    let tokens = text.tokens();
    let mut names = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Sign('(') => depth += 1,
            TokenKind::Sign(')') => depth = depth.saturating_sub(1),
            // "Các phòng: BCVT, CNTT" enumerates within one name.
            TokenKind::Sign(':') => break,
            _ => {}
        }
        let joint = token.is_sign(',') || token.is_sign(';') || (token.lower == "và" && !token.capital);
        let parts = token.is_sign(';') || is_full_name(tokens, at + 1);
        if joint && parts && depth == 0 && at > from && !leans_on_next(tokens, from, at) {
            names.push(text.squeezed(tokens[from].start, tokens[at - 1].end));
            from = at + 1;
        }
    }
    if let (Some(first), Some(last)) = (tokens.get(from), tokens.last()) {
        names.push(text.squeezed(first.start, last.end));
    }
    names.iter().map(|name| bare(name)).filter(|name| !name.is_empty()).collect()
}

/// A name without the days in brackets behind it: "Trưởng các ca trực (từ 13 đến 16/3)".
fn bare(name: &str) -> String {
    let name = name.trim_end_matches([',', ';', ' ']);
    match name.rfind('(').map(|open| name.split_at(open)) {
        Some((before, bracket))
            if bracket.ends_with(')') && bracket.contains(|c: char| c.is_ascii_digit()) =>
        {
            before.trim_end().to_owned()
        }
        _ => name.to_owned(),
    }
}

/// "Bí thư tỉnh ủy, thành ủy và Chủ tịch Ủy ban nhân dân các tỉnh": of which provinces only the second says.
fn leans_on_next(tokens: &[Token], from: usize, joint: usize) -> bool {
    const OFFICES: [&str; 20] = [
        "đồng chí",
        "các đồng chí",
        "bí thư",
        "phó bí thư",
        "bộ trưởng",
        "thủ trưởng",
        "chủ tịch",
        "giám đốc",
        "tỉnh ủy",
        "thành ủy",
        "huyện ủy",
        "thị ủy",
        "quận ủy",
        "đảng ủy",
        "các tỉnh ủy",
        "các huyện ủy",
        "các thành ủy",
        "thường trực",
        "trưởng ban",
        "các",
    ];
    let next = &tokens[joint + 1..];
    // "Sở Xây dựng các tỉnh từ Hà Lâm đến Hà Trung và các tỉnh Tây Nguyên": places of the first.
    // "Các Ban, Văn phòng Tập đoàn": of what the first are, only the second says.
    let bare = spells_any(tokens, from, &["các ban", "các phòng", "các đơn vị", "các bộ phận", "các tổ"]);
    if bare > 0 && from + bare == joint {
        return true;
    }
    // "Giám đốc VNPT Hà Lâm, Viettel Hà Lâm": one title over all.
    let title = from + spells_any(tokens, from, &["đồng chí", "các đồng chí"]);
    let titled =
        spells_any(tokens, title, &["giám đốc", "tổng giám đốc", "lãnh đạo", "thủ trưởng", "đại diện"]) > 0;
    let own =
        spells_any(next, 0, &TITLES).max(spells_any(next, 0, &["đồng chí", "các", "ubnd", "ủy ban"])) > 0;
    if titled && !own && !tokens[title..joint].iter().any(|token| token.lower == "các") {
        return true;
    }
    let places = spells_any(next, 0, &["các tỉnh", "các thành phố", "các huyện", "các quận", "các xã"]) > 0;
    let placed = (from..joint).skip(1).any(|at| {
        spells_any(tokens, at, &["các tỉnh", "các thành phố", "các huyện", "từ", "tỉnh", "thành phố"]) > 0
    });
    if places && placed {
        return true;
    }
    // "Bí thư Tỉnh ủy, Thành ủy các tỉnh": one title over both.
    if spells_any(next, 0, &["tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "quận ủy", "đảng ủy"]) > 0
    {
        return (from..joint).any(|at| spells_any(tokens, at, &["bí thư"]) > 0);
    }
    let mut at = from;
    while at < joint {
        let length = spells_any(tokens, at, &OFFICES);
        if length == 0 && !tokens[at].is_sign(',') {
            return false;
        }
        at += length.max(1);
    }
    let reach = next.iter().position(|token| token.is_sign(':') || token.is_sign(';')).unwrap_or(next.len());
    spells_any(next, 0, &TITLES) > 0
        && (0..reach).any(|at| next[at].lower == "các" || spells_any(next, at, &["cơ quan ngang bộ"]) > 0)
}

/// Titles of those who lead something.
const TITLES: [&str; 9] = [
    "thủ trưởng",
    "người đứng đầu",
    "giám đốc",
    "tổng giám đốc",
    "chủ tịch",
    "trưởng",
    "chánh",
    "bí thư",
    "lãnh đạo",
];

/// Whether a name begins here that needs nothing before it.
pub(in crate::read) fn is_full_name(tokens: &[Token], at: usize) -> bool {
    /// Operators of more fields than one.
    const OTHER_BRANDS: [&str; 3] = ["cmc", "sctv", "evn"];
    /// Bodies that are also fields of work: "bưu chính, viễn thông".
    const FIELDS: [&str; 2] = ["viễn thông", "bưu điện"];
    // "Bộ trưởng các Bộ, Thủ trưởng cơ quan ngang bộ, cơ quan thuộc Chính phủ": one formula for the whole government.
    let government =
        at + spells_any(tokens, at, &["thủ trưởng", "thủ trưởng các", "người đứng đầu", "lãnh đạo", "các"]);
    if spells_any(tokens, government, &["cơ quan ngang bộ", "cơ quan thuộc chính phủ"]) > 0 {
        return false;
    }
    let determiner = spells_any(tokens, at, &["các", "những", "toàn thể", "tất cả các", "mọi", "mỗi"]);
    if determiner > 0 {
        return ORGANISATIONS.at(tokens, at + determiner) > 0;
    }
    let brands = [&TELECOM_BRANDS[..], &POST_BRANDS, &OTHER_BRANDS];
    if brands.into_iter().any(|brands| spells_any(tokens, at, brands) > 0) {
        return true;
    }
    let noun = ORGANISATIONS.at(tokens, at);
    let Some(next) = tokens.get(at + noun).filter(|_| noun > 0) else { return false };
    let place = spells_any(tokens, at + noun, &["tỉnh", "huyện", "xã", "phường", "thành phố", "quận"]) > 0;
    let proper =
        next.capital && next.is_word() && !(next.tall && tokens[at].tall) && next.lower != "internet";
    if spells_any(tokens, at, &FIELDS) > 0 {
        return proper && tokens[at].capital || place;
    }
    // "Thủ trưởng cơ quan ngang bộ": a title and what its holder leads.
    let leads = spells_any(tokens, at, &TITLES) > 0 && ORGANISATIONS.at(tokens, at + noun) > 0;
    let many = spells_any(tokens, at + noun, &["các", "trực thuộc", "thuộc"]) > 0;
    let tall = next.tall && tokens[at].tall && next.lower != "và";
    let small = spells_any(tokens, at, &["công an", "ban chỉ huy", "ủy ban nhân dân"]) > 0;
    (tokens[at].capital && (proper || place || many || tall || leads)) || (small && place)
}
