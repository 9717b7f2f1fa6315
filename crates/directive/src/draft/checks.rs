//! Proposed checks: which words of an obligation suggest which proof.
//!
//! A proposal, with its words beside it; what it needs and the letter does not say is left to fill in. Without any
//! such word an obligation is proved by acknowledgement, the weakest of all, and says so.
use std::fmt::Write;

use super::toml::{comment, quoted};
use super::{FILL, place};
use crate::letter::{Modality, Obligation, Passage};

/// Words that suggest a check, in the order they are tried.
const SIGNS: [(&str, &[&str]); 7] = [
    ("report", &["báo cáo", "gửi danh sách", "thông tin kịp thời"]),
    ("plan", &["phương án", "kế hoạch"]),
    ("availability", &["thông suốt", "liên tục", "gián đoạn", "ổn định", "mất liên lạc", "sẵn sàng phục vụ"]),
    ("quality", &["chất lượng", "thời gian trả lời", "độ trễ", "tắc nghẽn", "nghẽn"]),
    ("briefing", &["quán triệt", "phổ biến", "nắm vững"]),
    (
        "inspection",
        &[
            "kiểm tra",
            "rà soát",
            "bảo dưỡng",
            "đo thử",
            "đo kiểm",
            "niêm yết",
            "bố trí",
            "dự phòng",
            "gia cố",
            "kiểm soát",
            "phân công",
            "sao lưu",
        ],
    ),
    ("acknowledgement", &["xác nhận", "cam kết", "nghiêm túc"]),
];
/// More checks than this are no help to whoever edits.
const MOST_CHECKS: usize = 3;

/// A check that words of an obligation suggest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Which check, as a campaign file names it.
    pub kind: &'static str,
    /// The words that suggest it; none where it stands for want of any.
    pub why: Option<Passage>,
}

/// The checks that an obligation is proposed to be proved by, at least one.
pub fn proposals(obligation: &Obligation) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    // What must not be done can't be measured by its absence here; it is undertaken.
    if obligation.modality == Modality::Must {
        let found = SIGNS.iter().filter_map(|(kind, words)| {
            let why = words.iter().find_map(|word| find(obligation, word))?;
            Some(Proposal { kind, why: Some(why) })
        });
        proposals.extend(found.take(MOST_CHECKS));
    }
    if proposals.is_empty() {
        proposals.push(Proposal { kind: "acknowledgement", why: None });
    }
    proposals
}

pub(super) fn write(out: &mut String, obligation: &Obligation) -> std::fmt::Result {
    for Proposal { kind, why } in proposals(obligation) {
        let reason = match (why, obligation.modality) {
            (Some(why), _) => format!("vì {} {}", place(why.span), comment(&why.quote)),
            (None, Modality::MustNot) => "điều cấm: đơn vị cam kết không làm".to_owned(),
            (None, Modality::Must) => {
                "không thấy từ nào gợi cách chứng minh khác; chỉ là xác nhận, nên thay bằng cách mạnh hơn"
                    .to_owned()
            }
        };
        write_check(out, kind, obligation, &reason)?;
    }
    Ok(())
}

/// A word as it stands in the letter.
fn find(obligation: &Obligation, word: &str) -> Option<Passage> {
    let chars: Vec<char> = obligation.quote.chars().collect();
    let lower: Vec<char> = chars.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let word: Vec<char> = word.chars().collect();
    let at = lower.windows(word.len()).position(|window| window == word)?;
    let from = obligation.span[0] + at;
    Some(Passage { quote: chars[at..at + word.len()].iter().collect(), span: [from, from + word.len()] })
}

fn write_check(out: &mut String, kind: &str, obligation: &Obligation, reason: &str) -> std::fmt::Result {
    writeln!(out, "\n[[obligation.check]]\nkind = {} # đề xuất, {reason}", quoted(kind))?;
    match kind {
        "plan" => {
            let (state, word) =
                [("tested", "diễn tập"), ("approved", "phê duyệt"), ("approved", "chấp thuận")]
                    .into_iter()
                    .find(|(_, word)| find(obligation, word).is_some())
                    .unwrap_or(("filed", "phương án"));
            writeln!(out, "requires = {} # {}", quoted(state), comment(word))
        }
        "availability" => writeln!(out, "targets = [{}] # điểm đo khai ở [[target]]", quoted(FILL)),
        "quality" => {
            writeln!(out, "targets = [{}] # điểm đo khai ở [[target]]", quoted(FILL))?;
            writeln!(
                out,
                "thresholds = [] # {FILL}: văn bản không nêu ngưỡng; ghi ngưỡng cùng văn bản đặt ra nó"
            )
        }
        "briefing" => writeln!(
            out,
            "briefing = {} # tài liệu khai ở [[briefing]]\nshifts = [{}] # các ca trực",
            quoted(FILL),
            quoted(FILL)
        ),
        "inspection" => {
            writeln!(out, "checklist = [")?;
            for (number, clause) in clauses(&obligation.quote).into_iter().enumerate() {
                writeln!(out, "  {{ item = \"muc-{}\", title = {} }},", number + 1, quoted(&clause))?;
            }
            writeln!(out, "]")
        }
        _ => Ok(()),
    }
}

/// The parts between semicolons: what an inspector ticks one by one.
fn clauses(quote: &str) -> Vec<String> {
    let whole = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    whole
        .split(';')
        .map(|clause| clause.trim().trim_end_matches('.').to_owned())
        .filter(|clause| !clause.is_empty())
        .collect()
}
