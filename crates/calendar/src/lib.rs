//! Time as Thông Suốt keeps it: instants with a zone, an injected clock, and the Vietnamese lunar calendar.
//!
//! Every stored time is UTC with milliseconds; +07:00 appears only at the edges. Lunar dates are those of UTC+7,
//! so that Giao thừa falls where Vietnam keeps it (1968, 1985, 2007 and 2030 differ from the Chinese calendar).
mod clock;
mod holiday;
mod instant;
mod lunar;
mod moon;

pub use clock::{Clock, ManualClock};
pub use holiday::{Holiday, holiday_of};
pub use instant::{Instant, LunarFault, TimeFault};
pub use lunar::{
    LunarDate, giao_thua_after, lunar_new_year, lunar_of, lunar_text, parse_moment, solar_of, year_name,
};
