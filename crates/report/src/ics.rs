//! Deadlines and periods as a calendar file (iCalendar, RFC 5545) that any calendar takes.
//!
//! Moments are written in UTC, so that no zone has to be defined along with them; a deadline that is a whole day is that
//! day, wherever the calendar is read. There are no alarms: whoever takes the file sets their own.

use calendar::Instant;
use jiff::civil::Date;

/// Bytes of a line, without its end (RFC 5545, 3.1).
const LINE_BYTES: usize = 75;
/// Who made the file (RFC 5545, 3.7.3).
const PRODUCT: &str = "-//thongsuot//thongsuot//VI";

/// Something that stands in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is known by: the same thing has the same name in every file of the node.
    pub uid: String,
    /// Its title.
    pub summary: String,
    /// More about it, a line each.
    pub description: Vec<String>,
    /// When.
    pub when: When,
    /// Of which sort it is.
    pub category: String,
}

/// When something stands in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// All of a day.
    Day(Date),
    /// A moment.
    At(Instant),
    /// A stretch of time, without its end.
    Span {
        /// First moment.
        from: Instant,
        /// First moment after it.
        to: Instant,
    },
}

/// The calendar file of a node, under a name, made at this moment.
pub fn ics(name: &str, node: &str, events: &[Event], made: Instant) -> String {
    let mut file = String::new();
    let mut line = |name: &str, value: &str| fold(&format!("{name}:{value}"), &mut file);
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", PRODUCT);
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    // The older of the two names is the one that is read more widely.
    for property in ["NAME", "X-WR-CALNAME"] {
        line(property, &text(name));
    }
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &text(&format!("{}@{node}", event.uid)));
        line("DTSTAMP", &utc(made));
        match event.when {
            When::Day(day) => {
                line("DTSTART;VALUE=DATE", &date(day));
                line("DTEND;VALUE=DATE", &date(day.tomorrow().unwrap_or(day)));
            }
            When::At(at) => line("DTSTART", &utc(at)),
            When::Span { from, to } => {
                line("DTSTART", &utc(from));
                line("DTEND", &utc(to));
            }
        }
        line("SUMMARY", &text(&event.summary));
        if !event.description.is_empty() {
            line("DESCRIPTION", &text(&event.description.join("\n")));
        }
        line("CATEGORIES", &text(&event.category));
        // It keeps nobody from being asked to a meeting.
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    file
}

/// A value of the type TEXT (RFC 5545, 3.3.11).
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn utc(at: Instant) -> String {
    // To the second: `2027-02-05T17:00:00.000Z` without its marks.
    let digits: String = at.to_string().chars().take(19).filter(|letter| !"-:".contains(*letter)).collect();
    format!("{digits}Z")
}

fn date(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Adds a line with its end, broken before it is too long and never within a letter.
fn fold(line: &str, file: &mut String) {
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE_BYTES {
            file.push_str("\r\n ");
            length = 1;
        }
        file.push(letter);
        length += letter.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_long_and_no_letter_is_cut() {
        let mut file = String::new();
        fold(&"ữ".repeat(100), &mut file);
        let lines: Vec<&str> = file.split_terminator("\r\n").collect();
        assert!(lines.len() == 5 && lines.iter().all(|line| line.len() <= LINE_BYTES), "{lines:?}");
        assert_eq!(file.replace("\r\n ", "").trim_end(), "ữ".repeat(100));
    }

    #[test]
    fn what_means_something_to_a_calendar_is_escaped() {
        assert_eq!(text("a;b,c\\d\ne\u{7}"), "a\\;b\\,c\\\\d\\ne ");
    }

    #[test]
    fn moments_are_in_utc_to_the_second() {
        assert_eq!(utc(Instant::parse("2027-02-05T17:00:59.999Z").unwrap()), "20270205T170059Z");
        assert_eq!(date(jiff::civil::date(2027, 2, 5)), "20270205");
    }
}
