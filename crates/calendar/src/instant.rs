//! `Instant`: a moment in UTC with milliseconds, in one text form (DESIGN §12: `YYYY-MM-DDTHH:MM:SS.mmmZ`).
//!
//! The canonical form is parsed strictly, since entries are compared byte for byte. At the edges any RFC 3339
//! time is taken if it names its zone; a time without one is a fault, never a guess.
use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Vietnam has kept UTC+7 without daylight saving since 1975; older instants are shown in the same zone.
const VIETNAM: Offset = Offset::constant(7);
/// 0001-01-01T00:00:00.000Z: earlier years have no four-digit form.
const MIN_MS: i64 = -62_135_596_800_000;
/// 9999-12-30T00:00:00.000Z: the last whole day that still has a local time at +07:00 in four digits.
const MAX_MS: i64 = 253_402_128_000_000;

/// A moment, as milliseconds since 1970-01-01T00:00:00Z. Always within the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The instant `ms` milliseconds after the epoch; what lies outside the years 1 to 9999 becomes the nearest end.
    pub const fn from_ms(ms: i64) -> Self {
        if ms < MIN_MS {
            Self(MIN_MS)
        } else if ms > MAX_MS {
            Self(MAX_MS)
        } else {
            Self(ms)
        }
    }

    /// Milliseconds since the epoch.
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// Reads the canonical form only: `2027-02-05T17:00:00.000Z`.
    pub fn parse(text: &str) -> Result<Self, TimeFault> {
        let parsed = text.parse::<Timestamp>().map_err(|_| TimeFault::NotCanonical(shorten(text)))?;
        let instant = Self::from_timestamp(parsed)?;
        if instant.to_string() == text { Ok(instant) } else { Err(TimeFault::NotCanonical(shorten(text))) }
    }

    /// Reads an RFC 3339 time with any zone offset. Digits below the millisecond are dropped.
    pub fn parse_edge(text: &str) -> Result<Self, TimeFault> {
        if let Ok(parsed) = text.parse::<Timestamp>() {
            return Self::from_timestamp(parsed);
        }
        if text.parse::<DateTime>().is_ok() {
            return Err(TimeFault::NoZone(shorten(text)));
        }
        Err(TimeFault::NotATime(shorten(text)))
    }

    /// This instant moved by `ms`, stopping at the ends of the calendar.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self::from_ms(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this instant; negative if `earlier` is later.
    pub const fn ms_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The date at +07:00.
    pub fn local_date(self) -> Date {
        self.local_datetime().date()
    }

    /// The date and time at +07:00.
    pub fn local_datetime(self) -> DateTime {
        VIETNAM.to_datetime(self.timestamp())
    }

    /// The instant at which clocks at +07:00 show `local`; digits below the millisecond are dropped.
    pub fn from_local(local: DateTime) -> Self {
        VIETNAM.to_timestamp(local).map_or(if local.year() > 0 { Self(MAX_MS) } else { Self(MIN_MS) }, |at| {
            Self::from_ms(floor_ms(at))
        })
    }

    /// The edge form, at +07:00: `2027-02-06T00:00:00+07:00`, with milliseconds only when there are some.
    pub fn edge(self) -> String {
        let local = self.local_datetime();
        let seconds = local.strftime("%Y-%m-%dT%H:%M:%S");
        match self.0.rem_euclid(1_000) {
            0 => format!("{seconds}+07:00"),
            ms => format!("{seconds}.{ms:03}+07:00"),
        }
    }

    fn timestamp(self) -> Timestamp {
        // The bounds of `from_ms` lie within those of `Timestamp`, so the fallback is never taken.
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn from_timestamp(at: Timestamp) -> Result<Self, TimeFault> {
        let ms = floor_ms(at);
        if (MIN_MS..=MAX_MS).contains(&ms) { Ok(Self(ms)) } else { Err(TimeFault::OutOfRange) }
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let utc = Offset::UTC.to_datetime(self.timestamp());
        write!(
            out,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            utc.year(),
            utc.month(),
            utc.day(),
            utc.hour(),
            utc.minute(),
            utc.second(),
            self.0.rem_euclid(1_000)
        )
    }
}

impl std::str::FromStr for Instant {
    type Err = TimeFault;

    fn from_str(text: &str) -> Result<Self, TimeFault> {
        Self::parse(text)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// Why a text is no time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// Not the one stored form.
    #[error("{0:?} is not a time as YYYY-MM-DDTHH:MM:SS.mmmZ")]
    NotCanonical(String),
    /// A time that leaves its zone to be guessed.
    #[error("{0:?} names no zone; write it with one, as 2027-02-06T00:00:00+07:00")]
    NoZone(String),
    /// No time at all.
    #[error("{0:?} is not a time; write it as 2027-02-06T00:00:00+07:00")]
    NotATime(String),
    /// Before the year 1 or after the year 9999.
    #[error("the time lies outside the years 1 to 9999")]
    OutOfRange,
    /// A lunar date the calendar does not have.
    #[error("{0} is not a day of the lunar calendar: {1}")]
    NoSuchLunarDate(String, LunarFault),
}

/// Why the lunar calendar has no such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LunarFault {
    /// The calendar is reckoned for the years 1 to 9999.
    #[error("the year lies outside 1 to 9999")]
    Year,
    /// Month 0, or past 12.
    #[error("a month is 1 to 12")]
    Month,
    /// Day 0, or past 30.
    #[error("a day is 1 to 30")]
    Day,
    /// A leap month the year lacks.
    #[error("the year has no such leap month")]
    LeapMonth,
    /// The 30th of a month of 29 days.
    #[error("the month has 29 days")]
    ShortMonth,
}

fn floor_ms(at: Timestamp) -> i64 {
    at.as_nanosecond().div_euclid(1_000_000) as i64
}

/// What a message repeats of a faulty input: enough to recognise it, never a page.
pub(crate) fn shorten(text: &str) -> String {
    const SHOWN_CHARS: usize = 40;
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at once")]
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn only_the_canonical_form_is_parsed_strictly() {
        let text = "2027-02-05T17:00:00.000Z";
        assert_eq!(Instant::parse(text).unwrap().to_string(), text);
        for other in [
            "2027-02-05T17:00:00Z",
            "2027-02-05T17:00:00.0000Z",
            "2027-02-05T17:00:00.000z",
            "2027-02-05t17:00:00.000Z",
            "2027-02-05 17:00:00.000Z",
            "2027-02-05T17:00:00.000+00:00",
            "2027-02-05T17:00:60.000Z",
            "2027-02-06T00:00:00.000+07:00",
            "2027-02-30T00:00:00.000Z",
            "+002027-02-05T17:00:00.000Z",
            "-000001-02-05T17:00:00.000Z",
            "",
            "Tết",
        ] {
            assert!(Instant::parse(other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_time_without_a_zone_is_never_guessed() {
        assert!(matches!(Instant::parse_edge("2027-02-06T00:00:00"), Err(TimeFault::NoZone(_))));
        assert!(matches!(Instant::parse_edge("2027-02-06"), Err(TimeFault::NoZone(_))));
        assert!(matches!(Instant::parse_edge("giao thừa"), Err(TimeFault::NotATime(_))));
        let at = Instant::parse_edge("2027-02-06T00:00:00+07:00").unwrap();
        assert_eq!(at.to_string(), "2027-02-05T17:00:00.000Z");
        assert_eq!(Instant::parse_edge("2027-02-05T17:00:00.0009Z").unwrap(), at);
    }

    #[test]
    fn the_edge_form_is_that_of_vietnam() {
        let at = Instant::from_local(date(2027, 2, 6).at(0, 0, 0, 0));
        assert_eq!(at.edge(), "2027-02-06T00:00:00+07:00");
        assert_eq!(at.plus_ms(5).edge(), "2027-02-06T00:00:00.005+07:00");
        assert_eq!(at.plus_ms(-1).local_date(), date(2027, 2, 5));
    }

    #[test]
    fn a_fault_repeats_little_of_what_it_was_given() {
        let fault = Instant::parse_edge(&"ậ".repeat(10_000)).unwrap_err().to_string();
        assert!(fault.chars().count() < 150, "{fault}");
    }

    proptest! {
        #[test]
        fn any_number_becomes_an_instant_that_survives_its_text(ms: i64) {
            let at = Instant::from_ms(ms);
            prop_assert_eq!(Instant::parse(&at.to_string()).unwrap(), at);
            prop_assert_eq!(Instant::parse_edge(&at.edge()).unwrap(), at);
            prop_assert_eq!(Instant::from_local(at.local_datetime()), at);
        }

        #[test]
        fn text_order_is_time_order(a: i64, b: i64) {
            let (a, b) = (Instant::from_ms(a), Instant::from_ms(b));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn no_text_makes_the_parsers_panic(text in "\\PC*") {
            let _ = (Instant::parse(&text), Instant::parse_edge(&text), crate::parse_moment(&text));
            let _ = crate::parse_moment(&format!("lunar:{text}"));
        }
    }
}
