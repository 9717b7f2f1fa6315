//! Moments as the file writes them: a date-time with its zone, bare or in quotes, or a lunar one.

use calendar::{Instant, TimeFault, parse_moment};
use toml_edit::Value;

/// Why a value is no moment, and what to write instead.
pub struct MomentFault {
    /// What is wrong.
    pub what: String,
    /// What to write.
    pub hint: String,
}

/// Reads a moment.
pub fn read(value: &Value) -> Result<Instant, MomentFault> {
    let text = match value {
        Value::Datetime(datetime) => datetime.value().to_string(),
        Value::String(text) => text.value().clone(),
        _ => {
            return Err(MomentFault {
                what: format!("is {}, not a moment", value.type_name()),
                hint: "write 2027-01-25T00:00:00+07:00, or \"lunar:2027-01-01T00:00\"".to_owned(),
            });
        }
    };
    parse_moment(&text).map_err(|fault| {
        let hint = match fault {
            TimeFault::NoZone(_) => {
                let zoned = if text.len() == "2027-01-25".len() { format!("{text}T00:00:00") } else { text.replace(' ', "T") };
                format!("name the zone: write {zoned}+07:00")
            }
            TimeFault::NoSuchLunarDate(..) => {
                "write \"lunar:2027-01-01T00:00\" for mùng 1 tháng Giêng; a leap month is \"lunar:2025-06+-01T00:00\""
                    .to_owned()
            }
            _ => "write 2027-01-25T00:00:00+07:00, or \"lunar:2027-01-01T00:00\"".to_owned(),
        };
        // What follows the semicolon is advice, which the hint gives for this very value.
        let what = fault.to_string();
        MomentFault { what: what.split(';').next().unwrap_or(&what).to_owned(), hint }
    })
}
