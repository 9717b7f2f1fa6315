//! Our lunar calendar against PyPI's `lunar-vn`, for every day from 1900-01-31 to 2100-12-31, both ways.
//!
//! The table holds the first day of each lunar month; `testdata/calendar/make_table.py` says how it was made.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use calendar::{LunarDate, lunar_of, solar_of};
use jiff::civil::{Date, date};

const TABLE: &str = include_str!("../../../testdata/calendar/lunar-vn-1900-2100.csv");

struct Month {
    first: Date,
    lunar: LunarDate,
}

fn months() -> Vec<Month> {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            Month {
                first: cells[0].parse().unwrap(),
                lunar: LunarDate {
                    year: cells[1].parse().unwrap(),
                    month: cells[2].parse().unwrap(),
                    leap: cells[3] == "1",
                    day: 1,
                },
            }
        })
        .collect()
}

#[test]
fn every_day_from_1900_to_2100_agrees_with_lunar_vn() {
    let months = months();
    let mut next = months.iter().peekable();
    let mut expected: Option<LunarDate> = None;
    let mut day = date(1900, 1, 31);
    let mut compared = 0;
    while day <= date(2100, 12, 31) {
        if let Some(month) = next.next_if(|month| month.first == day) {
            expected = Some(month.lunar);
        }
        let lunar = expected.unwrap();
        assert_eq!(lunar_of(day), lunar, "{day}");
        assert_eq!(solar_of(lunar).unwrap(), day, "{lunar}");
        expected = Some(LunarDate { day: lunar.day + 1, ..lunar });
        day = day.tomorrow().unwrap();
        compared += 1;
    }
    assert!(next.peek().is_none(), "a month of the table was never reached");
    assert_eq!(compared, 73_384);
}
