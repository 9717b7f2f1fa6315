//! Proposed checks: which words of an obligation suggest which proof.
//!
//! A proposal, with its words beside it; what it needs and the letter does not say is left to fill in. Without any
//! such word an obligation is proved by acknowledgement, the weakest of all, and says so.
use std::fmt::Write;

use super::toml::{comment, quoted};
use super::{FILL, place};
use crate::letter::{Modality, Obligation, Span};

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

pub(super) fn write(out: &mut String, obligation: &Obligation) -> std::fmt::Result {
    let mut written = 0;
    // What must not be done can't be measured by its absence here; it is undertaken.
    if obligation.modality == Modality::Must {
        for (kind, words) in SIGNS {
            if written == MOST_CHECKS {
                break;
            }
            if let Some((word, span)) = words.iter().find_map(|word| Some((*word, find(obligation, word)?))) {
                write_check(out, kind, obligation, &format!("vì {} {}", place(span), comment(word)))?;
                written += 1;
            }
        }
    }
    if written == 0 {
        let reason = match obligation.modality {
            Modality::MustNot => "điều cấm: đơn vị cam kết không làm",
            Modality::Must => {
                "không thấy từ nào gợi cách chứng minh khác; chỉ là xác nhận, nên thay bằng cách mạnh hơn"
            }
        };
        write_check(out, "acknowledgement", obligation, reason)?;
    }
    Ok(())
}

/// Where a word stands in the letter.
fn find(obligation: &Obligation, word: &str) -> Option<Span> {
    let chars: Vec<char> = obligation.quote.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect();
    let word: Vec<char> = word.chars().collect();
    let at = chars.windows(word.len()).position(|window| window == word)?;
    let from = obligation.span[0] + at;
    Some([from, from + word.len()])
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
