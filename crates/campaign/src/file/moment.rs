//! Moments as the file writes them: a date-time with its zone, bare or in quotes, or a lunar one.

use calendar::{Instant, LunarFault, TimeFault, parse_moment};
use toml_edit::Value;

use super::says;
use crate::Said;

/// Why a value is no moment, and what to write instead.
pub struct MomentFault {
    /// What is wrong.
    pub what: Said,
    /// What to write.
    pub hint: Said,
}

/// Reads a moment.
pub fn read(value: &Value) -> Result<Instant, MomentFault> {
    let text = match value {
        Value::Datetime(datetime) => datetime.value().to_string(),
        Value::String(text) => text.value().clone(),
        _ => {
            let what = says::no_moment_kind(value.type_name());
            return Err(MomentFault { what, hint: says::moment_form() });
        }
    };
    parse_moment(&text).map_err(|fault| match fault {
        TimeFault::NoZone(shown) => {
            let zoned = if text.len() == "2027-01-25".len() {
                format!("{text}T00:00:00")
            } else {
                text.replace(' ', "T")
            };
            MomentFault { what: says::no_zone_named(shown), hint: says::name_zone(zoned) }
        }
        TimeFault::NoSuchLunarDate(day, fault) => {
            MomentFault { what: no_lunar_day(&day, fault), hint: says::lunar_form() }
        }
        TimeFault::OutOfRange => MomentFault { what: says::moment_out_of_range(), hint: says::moment_form() },
        TimeFault::NotATime(shown) | TimeFault::NotCanonical(shown) => {
            MomentFault { what: says::no_moment(shown), hint: says::moment_form() }
        }
    })
}

fn no_lunar_day(day: &str, fault: LunarFault) -> Said {
    match fault {
        LunarFault::Year => says::no_lunar_year(day),
        LunarFault::Month => says::no_lunar_month(day),
        LunarFault::Day => says::no_lunar_day(day),
        LunarFault::LeapMonth => says::no_leap_month(day),
        LunarFault::ShortMonth => says::short_lunar_month(day),
    }
}
