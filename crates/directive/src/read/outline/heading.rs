//! What a paragraph is before its sentences are read: a heading, a closing word to everybody, a line of contacts.
use std::collections::BTreeMap;

use super::super::clause::{Place, analyse, begins_demand, begins_request};
use super::super::header::Frame;
use super::super::layout::{Marker, Paragraph, is_capitals};
use super::super::lexicon::CONTACT_OPENERS;
use super::super::name::starts_name;
use super::super::text::{Text, Token, TokenKind, spells, spells_any};
use super::Walk;

/// How far into a paragraph the colon of its heading may stand, and from where on a demand must follow it.
const MAX_HEADING: usize = 60;
const MAX_INLINE: usize = 24;
/// Longest title that reads like a demand, in tokens.
const MAX_TITLE: usize = 16;

impl Walk<'_> {
    /// "Đề nghị …", "Nhận được công văn này …" without a marker speaks to everybody again.
    pub(super) fn closes_the_letter(&self, paragraph: &Paragraph) -> bool {
        const CLOSERS: [&str; 14] = [
            "đề nghị",
            "yêu cầu",
            "trên đây",
            "nhận được",
            "trong quá trình",
            "kính đề nghị",
            "rất mong",
            "trân trọng",
            "căn cứ nội dung",
            "mọi khó khăn",
            "mọi vướng mắc",
            "chỉ thị này",
            "công điện này",
            "giao",
        ];
        let tokens = self.tokens(paragraph.start, paragraph.end);
        let issuer = (1..tokens.len().min(14))
            .any(|at| spells_any(tokens, at, &["đề nghị", "yêu cầu", "giao"]) > 0)
            && spells_any(
                tokens,
                0,
                &["sở", "bộ", "ubnd", "ủy ban", "ban", "cục", "giám đốc", "chủ tịch", "bộ trưởng"],
            ) > 0;
        spells_any(tokens, 0, &CLOSERS) > 0 || issuer
    }

    pub(super) fn is_heading(&self, at: usize) -> bool {
        let paragraph = &self.paragraphs[at];
        let chars = &self.text.chars()[paragraph.start..paragraph.end];
        let tokens = self.tokens(paragraph.start, paragraph.end);
        let open = !matches!(chars[chars.len() - 1], '.' | ';' | ':' | ',' | '!' | '?' | '/' | '…');
        if !open || tokens.len() > 50 {
            return false;
        }
        if is_capitals(chars) {
            return true;
        }
        let titled = opens_heading(tokens);
        let Some(next) = self.below(at) else {
            return titled && paragraph.marker.is_some_and(Marker::is_section) && tokens.len() <= MAX_TITLE;
        };
        match (paragraph.marker, next.marker) {
            (Some(own), Some(below)) => (own.is_section() || titled) && below.depth() > own.depth(),
            (Some(own), None) => {
                let demands = analyse(tokens, Place { listed: false, point: false }).nature.is_ok();
                // Short, unstopped, with a whole sentence below it: a title even where it could be a demand.
                let short = tokens.len() <= MAX_TITLE && self.is_whole_sentence(next);
                own.is_section()
                    && !self.closes_the_letter(next)
                    && (titled || !demands || short || self.siblings_are_headings(at))
            }
            (None, _) => titled,
        }
    }

    /// The paragraph below one in the body; the end of a page between them is none.
    pub(super) fn below(&self, at: usize) -> Option<&Paragraph> {
        self.paragraphs[..self.frame.tail].iter().skip(at + 1).find(|paragraph| !paragraph.furniture)
    }

    fn is_whole_sentence(&self, paragraph: &Paragraph) -> bool {
        let chars = &self.text.chars()[paragraph.start..paragraph.end];
        chars[0].is_uppercase() && matches!(chars[chars.len() - 1], '.' | ';' | '/')
    }

    /// Whether another provision with this marker's depth reads like a title.
    pub(super) fn siblings_are_headings(&self, at: usize) -> bool {
        let depth = self.paragraphs[at].marker.map(Marker::depth);
        depth
            .and_then(|depth| self.titled.get(&depth))
            .is_some_and(|(first, last)| *first != at || *last != at)
    }

    /// "1. Về bưu chính: Tăng cường …": the position after the colon of a heading on the line of its text.
    pub(super) fn inline_heading(&self, paragraph: &Paragraph) -> Option<usize> {
        let tokens = self.tokens(paragraph.start, paragraph.end);
        if let Some(colon) = report_label(tokens) {
            return Some(tokens[colon].end);
        }
        if !opens_heading(tokens) || spells(tokens, 0, "đối với") > 0 && paragraph.marker.is_none() {
            return None;
        }
        let colon = tokens.iter().take(MAX_HEADING).position(|token| token.is_sign(':'))?;
        // A long one is a heading only before a demand: "Về việc …: Giao Bộ Nội vụ …".
        let near =
            colon < MAX_INLINE || begins_demand(&tokens[colon + 1..]) || begins_request(&tokens[colon + 1..]);
        (colon + 1 < tokens.len() && near).then(|| tokens[colon].end)
    }
}

/// "Báo cáo ngày: các đơn vị gửi …": the kind of report, where what follows says who sends it or how. A date alone behind
/// the colon belongs to the report.
fn report_label(tokens: &[Token]) -> Option<usize> {
    if spells(tokens, 0, "báo cáo") == 0 {
        return None;
    }
    let colon = tokens.iter().take(7).position(|token| token.is_sign(':'))?;
    let rest = &tokens[colon + 1..];
    let acts = starts_name(rest, 0) || begins_demand(rest);
    let dated =
        spells_any(rest, 0, &["trước", "chậm nhất", "vào", "lúc", "hằng", "hàng", "gửi", "thực hiện"]) > 0;
    (acts && !dated).then_some(colon)
}

/// The first and the last provision of each depth that opens like a title and closes like none of a sentence.
pub(super) fn titled_provisions(
    text: &Text,
    paragraphs: &[Paragraph],
    frame: &Frame,
) -> BTreeMap<u8, (usize, usize)> {
    let mut titled: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
    for (at, paragraph) in paragraphs.iter().enumerate().take(frame.tail).skip(frame.body) {
        let Some(marker) = paragraph.marker else { continue };
        let closing = text.chars()[paragraph.end - 1];
        if !matches!(closing, '.' | ';' | ':')
            && opens_heading(text.tokens_in(paragraph.start, paragraph.end))
        {
            titled.entry(marker.depth()).or_insert((at, at)).1 = at;
        }
    }
    titled
}

/// "Về …", "Đối với …", "Công tác …": what titles begin with.
pub(super) fn opens_heading(tokens: &[Token]) -> bool {
    spells_any(
        tokens,
        0,
        &[
            "về",
            "đối với",
            "công tác",
            "lĩnh vực",
            "trong lĩnh vực",
            "nhiệm vụ",
            "trách nhiệm của",
            "nhiệm vụ của",
            "phần",
            "mục",
            "tổ chức thực hiện",
            "chế độ",
            "yêu cầu đối với",
            "yêu cầu chung",
        ],
    ) > 0
}

/// "Mục đích, yêu cầu", "Tình hình", "Phân kỳ": a heading over what is aimed at, what was found, what is known.
pub(super) fn tells_goals(tokens: &[Token]) -> bool {
    const GOALS: [&str; 46] = [
        "các mốc thời gian",
        "mốc thời gian",
        "các đợt",
        "thời gian, địa điểm",
        "thời gian mở cửa",
        "thời gian phục vụ",
        "thời gian nghỉ",
        "thời gian làm việc",
        "lịch mở cửa",
        "lịch phục vụ",
        "lịch nghỉ",
        "giờ mở cửa",
        "mục đích",
        "mục tiêu",
        "yêu cầu",
        "yêu cầu chung",
        "quan điểm",
        "đánh giá",
        "đánh giá chung",
        "nhận định",
        "tình hình",
        "đặc điểm tình hình",
        "kết quả đạt được",
        "kết quả thực hiện",
        "thực trạng",
        "tồn tại",
        "hạn chế",
        "nguyên nhân",
        "ưu điểm",
        "khuyết điểm",
        "phân kỳ",
        "phân kỳ thời gian",
        "thời gian",
        "địa điểm",
        "thời gian và địa điểm",
        "đối tượng",
        "phạm vi",
        "thành phần",
        "căn cứ",
        "bối cảnh",
        "dự báo",
        "dự báo tình hình",
        "việc đã xong",
        "công việc đã làm",
        "những việc đã làm",
        "phương châm",
    ];
    // "Phần I. Mục đích": the number of a part goes before what it is about.
    let part = spells_any(tokens, 0, &["phần", "mục", "chương"]);
    let counted = tokens.get(part).is_some_and(|token| {
        token.number(2).is_some()
            || (token.tall || token.capital) && token.lower.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
    });
    let part = if counted { part } else { 0 };
    let numbered = part + usize::from(part > 0);
    let numbered = numbered + usize::from(tokens.get(numbered).is_some_and(|token| !token.is_word()));
    let tokens = if part > 0 { tokens.get(numbered..).unwrap_or_default() } else { tokens };
    let schedule = spells_any(tokens, 0, &["lịch"]) > 0
        && tokens.len() <= MAX_SCHEDULE
        && spells_any(tokens, 1, &["trực", "báo cáo", "gửi"]) == 0;
    if schedule {
        return true;
    }
    let length = spells_any(tokens, 0, &GOALS);
    // "Yêu cầu đối với doanh nghiệp", "Thời gian gửi báo cáo" head duties.
    length > 0
        && tokens.get(length).is_none_or(|token| {
            token.is_sign(',')
                || token.is_sign(':')
                || token.is_sign('-')
                || token.is_sign('–')
                || token.lower == "và"
                || token.lower == "chung"
        })
}

/// Longest heading over a schedule, in tokens.
const MAX_SCHEDULE: usize = 8;

/// A heading about a matter, not about somebody.
pub(super) fn opens_subject_matter(tokens: &[Token]) -> bool {
    spells_any(tokens, 0, &["về", "công tác", "lĩnh vực", "trong lĩnh vực", "chế độ"]) > 0
}

/// A line of contacts.
pub(super) fn is_contact(tokens: &[Token]) -> bool {
    let reaches = (0..tokens.len()).any(|at| spells(tokens, at, "liên hệ") == 2)
        || (names_a_telephone(tokens)
            && (0..tokens.len())
                .any(|at| spells_any(tokens, at, &["trao đổi với", "trao đổi trực tiếp", "gặp", "gọi"]) > 0));
    let opener = CONTACT_OPENERS.at(tokens, 0);
    // "Đầu mối các doanh nghiệp cập nhật …" opens like a contact and reaches nobody.
    let names_one = (opener..tokens.len().min(opener + 8)).any(|at| tokens[at].is_sign(':'))
        || tokens.iter().any(|token| token.is_sign('@'))
        || names_a_telephone(tokens);
    opener > 0 && (reaches || names_one) && (reaches || !is_predicate_after_opener(tokens))
        || (reaches
            && spells_any(
                tokens,
                0,
                &[
                    "mọi",
                    "mọi khó khăn",
                    "mọi vướng mắc",
                    "chi tiết",
                    "trong quá trình",
                    "nếu",
                    "thông tin",
                    "vướng mắc",
                    "thắc mắc",
                    "có vướng mắc",
                ],
            ) > 0)
        || (names_a_telephone(tokens) && (is_desk(tokens) || offers_help(tokens)))
}

/// A telephone number among the tokens: eight digits or more from a 0 on, with nothing but signs between.
fn names_a_telephone(tokens: &[Token]) -> bool {
    let mut digits = 0;
    tokens.iter().any(|token| {
        match token.kind {
            TokenKind::Number if digits > 0 || token.lower.starts_with('0') => digits += token.lower.len(),
            TokenKind::Number if token.lower.starts_with("84") => digits += token.lower.len(),
            TokenKind::Sign('.' | '-' | '–' | '(' | ')') => {}
            _ => digits = 0,
        }
        digits >= 8
    })
}

/// "Trực ban: …", "Ngoài giờ: đồng chí …": who sits at the telephone.
fn is_desk(tokens: &[Token]) -> bool {
    const DESKS: [&str; 7] =
        ["trực", "trực ban", "thường trực", "ngoài giờ", "zalo", "trực điều hành", "máy trực"];
    let colon = tokens.iter().take(6).position(|token| token.is_sign(':'));
    spells_any(tokens, 0, &DESKS) > 0 && colon.is_some()
}

/// "Cần gì anh chị gọi số …".
fn offers_help(tokens: &[Token]) -> bool {
    spells_any(tokens, 0, &["cần gì", "có gì", "cần thêm thông tin", "nếu cần", "cần hỗ trợ", "cần trao đổi"])
        > 0
}

/// "Đầu mối tiếp nhận phải …": a demand that begins like a contact.
fn is_predicate_after_opener(tokens: &[Token]) -> bool {
    let opener = CONTACT_OPENERS.at(tokens, 0);
    !tokens.get(opener).is_some_and(|token| token.is_sign(':'))
        && (opener..tokens.len()).any(|at| spells_any(tokens, at, &["phải", "đề nghị", "yêu cầu"]) > 0)
}

/// A name that only points back: "các đơn vị", "quý doanh nghiệp".
pub(super) fn is_generic(name: &str) -> bool {
    const POINTING: [&str; 37] = [
        "các",
        "quý",
        "đơn",
        "vị",
        "doanh",
        "nghiệp",
        "cơ",
        "quan",
        "trên",
        "nêu",
        "nói",
        "liên",
        "địa",
        "phương",
        "có",
        "đồng",
        "chí",
        "thủ",
        "trưởng",
        "người",
        "đứng",
        "đầu",
        "giám",
        "đốc",
        "sở",
        "ban",
        "ngành",
        "tổ",
        "chức",
        "cá",
        "nhân",
        "gửi",
        "và",
        "cán",
        "hai",
        "ba",
        "bên",
    ];
    let name = name.to_lowercase();
    let words = || name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    // "Thủ trưởng các sở, ban, ngành" are certain people.
    let leads = name.starts_with("thủ trưởng") || name.starts_with("giám đốc");
    let certain = leads && words().any(|word| matches!(word, "sở" | "ngành"));
    !certain && words().all(|word| POINTING.contains(&word))
}
