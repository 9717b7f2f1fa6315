//! Fields of work: from a heading ("Về bưu chính chuyển phát") to the addressees it means.
use super::text::{Token, spells_any};
use crate::letter::Sector;

/// Names by which operators are known, by their field.
pub(super) const POST_BRANDS: [&str; 2] = ["viettel post", "vietnam post"];
pub(super) const TELECOM_BRANDS: [&str; 7] =
    ["vnpt", "viettel", "mobifone", "vinaphone", "fpt", "vietnamobile", "gmobile"];

const POST: [&str; 6] = ["bưu chính", "chuyển phát", "bưu điện", "bưu phẩm", "bưu gửi", "bưu cục"];
const TELECOM: [&str; 7] =
    ["viễn thông", "internet", "di động", "mạng lưới", "thông tin liên lạc", "thông tin di động", "trạm bts"];
const SECURITY: [&str; 6] = [
    "an toàn thông tin",
    "an ninh thông tin",
    "an ninh mạng",
    "an toàn, an ninh",
    "công nghệ thông tin",
    "tấn công mạng",
];
const PRESS: [&str; 6] =
    ["báo chí", "phát thanh", "truyền hình", "xuất bản", "thông tin, tuyên truyền", "tuyên truyền"];

/// The one field these words speak of; nothing when they speak of several kinds of operator.
pub(super) fn sector_of(tokens: &[Token]) -> Option<Sector> {
    let speaks_of = |phrases: &[&str]| (0..tokens.len()).any(|at| spells_any(tokens, at, phrases) > 0);
    let post = speaks_of(&POST) || speaks_of(&POST_BRANDS);
    // "Viettel Post" is no telecom operator.
    let is_operator =
        |at| spells_any(tokens, at, &TELECOM_BRANDS) > 0 && spells_any(tokens, at, &POST_BRANDS) == 0;
    let telecom = speaks_of(&TELECOM) || (0..tokens.len()).any(is_operator);
    match (post, telecom) {
        (true, true) => None,
        (true, false) => Some(Sector::Post),
        (false, true) => Some(Sector::Telecom),
        (false, false) if speaks_of(&SECURITY) => Some(Sector::InformationSecurity),
        (false, false) if speaks_of(&PRESS) => Some(Sector::Press),
        (false, false) => None,
    }
}

/// Those of the letter's addressees that a section of this field means: of several names the fitting ones, of one name
/// for both kinds ("Các doanh nghiệp Bưu chính, Viễn thông trên địa bàn tỉnh") its half.
pub(super) fn narrowed(addressees: &[String], sector: Option<Sector>) -> Vec<String> {
    let other = match sector {
        Some(Sector::Post) => Sector::Telecom,
        Some(Sector::Telecom) => Sector::Post,
        _ => return addressees.to_vec(),
    };
    let fitting: Vec<String> = addressees
        .iter()
        .filter(|name| sector_of(super::text::Text::new(name).tokens()) != Some(other))
        .map(|name| half(name, other))
        .collect();
    if fitting.is_empty() { addressees.to_vec() } else { fitting }
}

/// "các doanh nghiệp viễn thông có hạ tầng mạng": a kind of operator, no certain one.
pub(super) fn is_general(name: &str) -> bool {
    let name = super::text::Text::new(name);
    spells_any(name.tokens(), 0, &["các doanh nghiệp", "các nhà mạng", "các đơn vị", "doanh nghiệp"]) > 0
}

/// Whether an addressee is of the kind that a general name speaks of.
pub(super) fn fits(general: &str, addressee: &str) -> bool {
    const ENTERPRISES: [&str; 12] = [
        "doanh nghiệp",
        "tập đoàn",
        "tổng công ty",
        "công ty",
        "chi nhánh",
        "bưu điện",
        "viễn thông",
        "nhà mạng",
        "nhà cung cấp",
        "fpt",
        "cmc",
        "ngân hàng",
    ];
    let (general, addressee) = (super::text::Text::new(general), super::text::Text::new(addressee));
    let (general, tokens) = (general.tokens(), addressee.tokens());
    let starts = spells_any(tokens, 0, &["các", "những", "chi nhánh"]);
    let enterprise = [0, starts].into_iter().any(|at| {
        spells_any(tokens, at, &ENTERPRISES) > 0
            || spells_any(tokens, at, &TELECOM_BRANDS).max(spells_any(tokens, at, &POST_BRANDS)) > 0
    });
    let any = spells_any(general, 0, &["các đơn vị"]) > 0;
    let other = match sector_of(general) {
        Some(Sector::Post) => Some(Sector::Telecom),
        Some(Sector::Telecom) => Some(Sector::Post),
        _ => None,
    };
    any || (enterprise && (other.is_none() || sector_of(tokens) != other))
}

/// The name without the other field, where it names both side by side.
fn half(name: &str, other: Sector) -> String {
    let words = match other {
        Sector::Telecom => "viễn thông",
        _ => "bưu chính",
    };
    for (before, after) in [(", ", ""), ("", ", "), (" và ", ""), ("", " và "), (" - ", ""), ("", " - ")] {
        let pattern = format!("{before}{words}{after}");
        if let Some(bare) = without(name, &pattern) {
            return bare;
        }
    }
    name.to_owned()
}

/// `name` without the first occurrence of `pattern`, which is in small letters.
fn without(name: &str, pattern: &str) -> Option<String> {
    let chars: Vec<char> = name.chars().collect();
    let small: Vec<char> = chars.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let pattern: Vec<char> = pattern.chars().collect();
    let at = small.windows(pattern.len()).position(|window| window == pattern)?;
    let mut rest: Vec<char> = chars[..at].to_vec();
    rest.extend(&chars[at + pattern.len()..]);
    Some(rest.into_iter().collect())
}
