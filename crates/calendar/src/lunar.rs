//! The Vietnamese lunar calendar, reckoned at UTC+7 (Decision 121-CP of 1967, in force from 1968).
//!
//! A month opens on the day of a new moon; month 11 holds the winter solstice; where thirteen months lie between two
//! of those, the first without a major solar term is the leap month. Every day from 1900 to 2100 agrees with PyPI's
//! `lunar-vn` (see the test over `testdata/calendar`). Days before 1968 follow the same rule, which is not always
//! what people kept then.
use std::fmt;

use jiff::civil::{Date, DateTime, Time, date};

use crate::Instant;
use crate::instant::{LunarFault, TimeFault, shorten};
use crate::moon::{new_moon_day, new_moon_on_or_before, sun_sector};

/// The heavenly stems, from the year 4 of our era on.
const STEMS: [&str; 10] = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"];
/// The earthly branches, from the year 4 of our era on.
const BRANCHES: [&str; 12] =
    ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"];

/// A day of the lunar calendar. The year is the solar year in which its first month begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LunarDate {
    /// The lunar year, numbered as the solar year its Tết falls in.
    pub year: i32,
    /// 1 (Giêng) to 12 (Chạp).
    pub month: u8,
    /// Whether it is the second month of this number in its year (tháng nhuận).
    pub leap: bool,
    /// 1 to 30.
    pub day: u8,
}

impl fmt::Display for LunarDate {
    /// The form `parse_moment` reads: `2027-01-01`, `2025-06+-01` in a leap month.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let leap = if self.leap { "+" } else { "" };
        write!(out, "{:04}-{:02}{leap}-{:02}", self.year, self.month, self.day)
    }
}

/// The lunar date of a solar day.
pub fn lunar_of(solar: Date) -> LunarDate {
    let day = julian_day(solar);
    let moon = new_moon_on_or_before(day);
    let solar_year = i32::from(solar.year());
    let winter = [solar_year, solar_year - 1]
        .map(Winter::of)
        .into_iter()
        .find(|winter| winter.first_moon <= moon)
        .unwrap_or_else(|| Winter::of(solar_year - 2));
    let since = moon - winter.first_moon;
    let (position, leap) = match winter.leap {
        Some(extra) if since >= extra => (since - 1, since == extra),
        _ => (since, false),
    };
    LunarDate {
        year: winter.year + i32::from(position >= 2),
        month: ((position + 10).rem_euclid(12) + 1) as u8,
        leap,
        day: (day - new_moon_day(moon) + 1) as u8,
    }
}

/// The solar day of a lunar date; a fault if the calendar has no such day (a leap month the year lacks, a 30th of a
/// month of 29 days).
pub fn solar_of(lunar: LunarDate) -> Result<Date, TimeFault> {
    let fault = |why| TimeFault::NoSuchLunarDate(lunar.to_string(), why);
    if !(1..=9999).contains(&lunar.year) {
        return Err(fault(LunarFault::Year));
    }
    if !(1..=12).contains(&lunar.month) {
        return Err(fault(LunarFault::Month));
    }
    if !(1..=30).contains(&lunar.day) {
        return Err(fault(LunarFault::Day));
    }
    let winter = Winter::of(lunar.year - i32::from(lunar.month < 11));
    let position = (i32::from(lunar.month) - 11).rem_euclid(12);
    let since = match winter.leap {
        Some(extra) if lunar.leap && position + 1 == extra => extra,
        _ if lunar.leap => return Err(fault(LunarFault::LeapMonth)),
        Some(extra) if position >= extra => position + 1,
        _ => position,
    };
    let moon = winter.first_moon + since;
    let first = new_moon_day(moon);
    if first + i32::from(lunar.day) > new_moon_day(moon + 1) {
        return Err(fault(LunarFault::ShortMonth));
    }
    date_of(first + i32::from(lunar.day) - 1).ok_or_else(|| fault(LunarFault::Year))
}

/// The twelve or thirteen lunar months from one month 11 to the next.
struct Winter {
    /// The solar year whose winter solstice month 11 holds.
    year: i32,
    /// The new moon that opens month 11.
    first_moon: i32,
    /// How many months after month 11 the leap month comes, if there is one.
    leap: Option<i32>,
}

impl Winter {
    fn of(year: i32) -> Self {
        let first_moon = Self::month_11(year);
        let thirteen = Self::month_11(year + 1) - first_moon == 13;
        let leap = thirteen.then(|| {
            let sector = |since: i32| sun_sector(new_moon_day(first_moon + since));
            // Thirteen months share twelve major terms, so one of them has none.
            (1..13).find(|since| sector(*since) == sector(since + 1)).unwrap_or(12)
        });
        Self { year, first_moon, leap }
    }

    /// The new moon that opens the month with the winter solstice of a solar year.
    fn month_11(year: i32) -> i32 {
        let moon = new_moon_on_or_before(last_julian_day_of(year));
        if sun_sector(new_moon_day(moon)) >= 9 { moon - 1 } else { moon }
    }
}

/// The solar day of mùng 1 tháng Giêng of a lunar year (1 to 9998).
pub fn lunar_new_year(lunar_year: i32) -> Date {
    let first = LunarDate { year: lunar_year, month: 1, day: 1, leap: false };
    // Every lunar year has a first month; only a year outside the calendar gets here, and it becomes the nearest end.
    solar_of(first).unwrap_or(if lunar_year < 1 { date(1, 1, 1) } else { date(9999, 1, 31) })
}

/// The stem and branch of a lunar year: `Đinh Mùi` for 2027.
pub fn year_name(lunar_year: i32) -> String {
    let since_giap_ty = lunar_year - 4;
    format!(
        "{} {}",
        STEMS[since_giap_ty.rem_euclid(10) as usize],
        BRANCHES[since_giap_ty.rem_euclid(12) as usize]
    )
}

/// The lunar date as people say it: `mùng 1 tháng Giêng năm Đinh Mùi`, `30 tháng Chạp năm Bính Ngọ`.
pub fn lunar_text(lunar: LunarDate) -> String {
    let day = match lunar.day {
        1..=10 => format!("mùng {}", lunar.day),
        day => day.to_string(),
    };
    let month = match lunar.month {
        1 => "Giêng".to_owned(),
        12 => "Chạp".to_owned(),
        month => month.to_string(),
    };
    let leap = if lunar.leap { " nhuận" } else { "" };
    format!("{day} tháng {month}{leap} năm {}", year_name(lunar.year))
}

/// Reads a moment of a campaign file: RFC 3339 with its zone, or `lunar:2027-01-01T00:00` at +07:00, where a leap
/// month is marked with a plus sign (`lunar:2025-06+-01T00:00`).
pub fn parse_moment(text: &str) -> Result<Instant, TimeFault> {
    let Some(lunar) = text.strip_prefix("lunar:") else {
        return Instant::parse_edge(text);
    };
    let malformed = || TimeFault::NotATime(shorten(text));
    let (day, time) = lunar.split_once('T').ok_or_else(malformed)?;
    let (lunar_date, time) = parse_lunar_date(day).zip(parse_time(time)).ok_or_else(malformed)?;
    let solar = solar_of(lunar_date)?;
    Ok(Instant::from_local(DateTime::from_parts(solar, time)))
}

/// The first Giao thừa (midnight at +07:00 that opens a lunar year) after `now`.
pub fn giao_thua_after(now: Instant) -> Instant {
    let lunar_year = lunar_of(now.local_date()).year;
    [lunar_year, lunar_year + 1]
        .into_iter()
        .map(|year| Instant::from_local(lunar_new_year(year).at(0, 0, 0, 0)))
        .find(|midnight| *midnight > now)
        // Only past the end of the calendar is there no further new year.
        .unwrap_or(now)
}

/// `YYYY-MM-DD` or `YYYY-MM+-DD`, digits only.
fn parse_lunar_date(text: &str) -> Option<LunarDate> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let (month, leap) = match month.strip_suffix('+') {
        Some(month) => (month, true),
        None => (month, false),
    };
    Some(LunarDate {
        year: digits(year, 4)? as i32,
        month: digits(month, 2)? as u8,
        day: digits(day, 2)? as u8,
        leap,
    })
}

/// `HH:MM` or `HH:MM:SS`.
fn parse_time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let second = match parts.next() {
        Some(second) => digits(second, 2)?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour as i8, minute as i8, second as i8, 0).ok()
}

fn digits(text: &str, count: usize) -> Option<u32> {
    if text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// The Julian day number of 1970-01-01.
const JULIAN_DAY_OF_EPOCH: i32 = 2_440_588;

fn julian_day(solar: Date) -> i32 {
    let epoch = date(1970, 1, 1);
    // Two dates of jiff lie at most 7.4 million days apart.
    JULIAN_DAY_OF_EPOCH + (solar - epoch).get_days()
}

/// The Julian day of 31 December, also for years a `Date` can't hold.
fn last_julian_day_of(year: i32) -> i32 {
    const LAST_DAY_OF_YEAR_0: i32 = 1_721_425;
    LAST_DAY_OF_YEAR_0 + 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400)
}

fn date_of(julian_day: i32) -> Option<Date> {
    let days = i64::from(julian_day - JULIAN_DAY_OF_EPOCH);
    date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at once")]
    use super::*;

    fn lunar(year: i32, month: u8, leap: bool, day: u8) -> LunarDate {
        LunarDate { year, month, leap, day }
    }

    #[test]
    fn tet_falls_where_vietnam_keeps_it() {
        // 1968, 1985, 2007 and 2030: the Chinese calendar (UTC+8) has another day, in 1985 another month.
        let known = [
            (1968, date(1968, 1, 29), "Mậu Thân"),
            (1985, date(1985, 1, 21), "Ất Sửu"),
            (2007, date(2007, 2, 17), "Đinh Hợi"),
            (2018, date(2018, 2, 16), "Mậu Tuất"),
            (2027, date(2027, 2, 6), "Đinh Mùi"),
            (2030, date(2030, 2, 2), "Canh Tuất"),
        ];
        for (year, day, name) in known {
            assert_eq!(lunar_new_year(year), day, "Tết {year}");
            assert_eq!(lunar_of(day), lunar(year, 1, false, 1));
            assert_eq!(year_name(year), name);
        }
    }

    #[test]
    fn a_lunar_date_reads_as_people_say_it() {
        assert_eq!(lunar_text(lunar_of(date(2027, 2, 6))), "mùng 1 tháng Giêng năm Đinh Mùi");
        assert_eq!(lunar_text(lunar_of(date(2018, 2, 15))), "30 tháng Chạp năm Đinh Dậu");
        assert_eq!(lunar_text(lunar_of(date(2018, 2, 20))), "mùng 5 tháng Giêng năm Mậu Tuất");
        assert_eq!(lunar_text(lunar(2025, 6, true, 15)), "15 tháng 6 nhuận năm Ất Tỵ");
    }

    #[test]
    fn a_day_the_calendar_lacks_is_a_fault() {
        for absent in [
            lunar(2027, 1, true, 1),
            lunar(2025, 5, true, 1),
            lunar(2027, 13, false, 1),
            lunar(2027, 0, false, 1),
            lunar(2027, 1, false, 31),
            lunar(2026, 12, false, 30),
            lunar(12_000, 1, false, 1),
            lunar(i32::MIN, 1, false, 1),
        ] {
            assert!(solar_of(absent).is_err(), "{absent}");
        }
        assert_eq!(solar_of(lunar(2026, 12, false, 29)).unwrap(), date(2027, 2, 5));
    }

    #[test]
    fn a_moment_is_solar_with_its_zone_or_lunar() {
        let tet = Instant::parse("2027-02-05T17:00:00.000Z").unwrap();
        for same in [
            "2027-02-06T00:00:00+07:00",
            "2027-02-05T17:00:00Z",
            "lunar:2027-01-01T00:00",
            "lunar:2027-01-01T00:00:00",
        ] {
            assert_eq!(parse_moment(same).unwrap(), tet, "{same}");
        }
        let leap = parse_moment("lunar:2025-06+-01T08:30").unwrap();
        assert_eq!(leap.edge(), "2025-07-25T08:30:00+07:00");
        for bad in [
            "2027-02-06T00:00:00",
            "2027-02-06",
            "lunar:2027-01-01",
            "lunar:2027-1-1T00:00",
            "lunar:2027-01-01T24:00",
            "lunar:2027-01+-01T00:00",
            "lunar:2027-01-01T00:00:00:00",
            "lunar:",
            "",
        ] {
            assert!(parse_moment(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn giao_thua_is_the_next_lunar_midnight() {
        let tet = parse_moment("lunar:2027-01-01T00:00").unwrap();
        assert_eq!(giao_thua_after(tet.plus_ms(-1)), tet);
        assert_eq!(giao_thua_after(tet.plus_ms(-300 * 86_400_000)), tet);
        assert_eq!(giao_thua_after(tet), parse_moment("lunar:2028-01-01T00:00").unwrap());
    }

    #[test]
    fn the_last_day_of_a_year_is_the_31st_of_december() {
        for year in [-9999, -401, -1, 0, 1, 4, 1582, 1900, 2000, 2027, 9999] {
            assert_eq!(last_julian_day_of(i32::from(year)), julian_day(date(year, 12, 31)), "{year}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_hold() {
        for end in [Date::MIN, date(1, 1, 1), date(1582, 10, 14), Date::MAX] {
            let _ = lunar_text(lunar_of(end));
        }
        assert_eq!(lunar_new_year(0), date(1, 1, 1));
        assert_eq!(lunar_new_year(10_500), date(9999, 1, 31));
        let last = Instant::from_ms(i64::MAX);
        assert!(giao_thua_after(last) >= last);
    }
}
