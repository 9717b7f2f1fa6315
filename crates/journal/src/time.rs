//! The one text form of an instant inside an entry, `YYYY-MM-DDTHH:MM:SS.mmmZ`, read and written
//! without a detour through a calendar library: a rebuild reads three of them per entry.

use calendar::Instant;

/// Characters of an instant.
const LENGTH: usize = 24;

const DAY_MS: i64 = 86_400_000;

/// Reads the canonical form; no leap second, no date that does not exist or that an [`Instant`] does
/// not reach.
pub(crate) fn parse(text: &[u8]) -> Option<Instant> {
    let text: &[u8; LENGTH] = text.try_into().ok()?;
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if marks.iter().any(|(at, mark)| text[*at] != *mark) {
        return None;
    }
    let number = |from: usize, to: usize| {
        let mut value = 0;
        for byte in &text[from..to] {
            if !byte.is_ascii_digit() {
                return None;
            }
            value = value * 10 + i64::from(byte - b'0');
        }
        Some(value)
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second, ms) = (number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 23)?);
    let in_range = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !in_range {
        return None;
    }
    let clock = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
    let ms = days_before(year, month, day) * DAY_MS + clock;
    // An instant beyond its range would be moved to the end, and be another one.
    Some(Instant::from_ms(ms)).filter(|at| at.as_ms() == ms)
}

/// Appends the canonical form; an instant is always in the years 1 to 9999.
pub(crate) fn push(out: &mut Vec<u8>, at: Instant) {
    let ms = at.as_ms();
    let (year, month, day) = civil(ms.div_euclid(DAY_MS));
    let clock = ms.rem_euclid(DAY_MS);
    let mut text = *b"0000-00-00T00:00:00.000Z";
    let mut put = |from: usize, to: usize, mut value: i64| {
        for slot in text[from..to].iter_mut().rev() {
            *slot = b'0' + (value % 10) as u8;
            value /= 10;
        }
    };
    put(0, 4, year);
    put(5, 7, month);
    put(8, 10, day);
    put(11, 13, clock / 3_600_000);
    put(14, 16, clock / 60_000 % 60);
    put(17, 19, clock / 1000 % 60);
    put(20, 23, clock % 1000);
    out.extend_from_slice(&text);
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the date, in years that begin in March so that the leap day comes last.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date that many days after 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    (year, month, day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_ten_thousand_years_reads_back() {
        let first = Instant::from_ms(i64::MIN).as_ms();
        let last = Instant::from_ms(i64::MAX).as_ms();
        assert_eq!(parse(b"1970-01-01T00:00:00.000Z").unwrap().as_ms(), 0);
        let mut out = Vec::new();
        let mut at = first;
        while at <= last {
            out.clear();
            push(&mut out, Instant::from_ms(at));
            assert_eq!(parse(&out).unwrap().as_ms(), at);
            at += DAY_MS + 1;
        }
        assert!(parse(b"0000-12-31T23:59:59.999Z").is_none());
        assert!(parse(b"9999-12-31T23:59:59.999Z").is_none());
    }

    #[test]
    fn it_agrees_with_the_calendar() {
        for ms in [0, 1, -1, 1_801_846_799_999, 951_782_400_000, 4_102_444_800_000] {
            let mut out = Vec::new();
            push(&mut out, Instant::from_ms(ms));
            assert_eq!(String::from_utf8(out).unwrap(), Instant::from_ms(ms).to_string());
        }
    }

    #[test]
    fn other_forms_are_not_instants() {
        for bad in [
            "2027-02-29T00:00:00.000Z",
            "2027-02-05T17:00:00Z",
            "2027-02-05 17:00:00.000Z",
            "2027-02-05T17:00:00.000z",
            "2027-02-05T24:00:00.000Z",
            "2027-02-05T17:00:60.000Z",
            "2027-13-05T17:00:00.000Z",
            "2027-00-05T17:00:00.000Z",
            "2027-02-00T17:00:00.000Z",
            "+027-02-05T17:00:00.000Z",
            "2027-02-05T17:00:00.0000Z",
            "",
        ] {
            assert!(parse(bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
