//! Public holidays (Labour Code 45/2019/QH14, article 112, in force from 2021; earlier ones kept the same days but for
//! the second day of the National Day).
use jiff::civil::Date;
use serde::Serialize;

use crate::lunar::{lunar_new_year, lunar_of};

/// The holidays of the Labour Code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// Tết Dương lịch: 1 January.
    NewYear,
    /// Tết Nguyên đán. The law gives five days and a decision of each year says which: here all it may fall on, from
    /// two days before the lunar new year to its fifth.
    Tet,
    /// Giỗ Tổ Hùng Vương: the 10th of the third lunar month.
    HungKings,
    /// Ngày Chiến thắng: 30 April.
    Reunification,
    /// Ngày Quốc tế lao động: 1 May.
    Labour,
    /// Quốc khánh: 2 September and, as each year's decision says, the day before or after it.
    National,
}

impl Holiday {
    /// As letters name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NewYear => "Tết Dương lịch",
            Self::Tet => "Tết Nguyên đán",
            Self::HungKings => "Giỗ Tổ Hùng Vương",
            Self::Reunification => "Ngày Chiến thắng 30/4",
            Self::Labour => "Quốc tế lao động 01/5",
            Self::National => "Quốc khánh 02/9",
        }
    }
}

/// The public holiday a day may be part of.
///
/// ```
/// use calendar::{Holiday, holiday_of};
/// use jiff::civil::date;
/// assert_eq!(holiday_of(date(2027, 2, 6)), Some(Holiday::Tet));
/// assert_eq!(holiday_of(date(2027, 2, 15)), None);
/// ```
pub fn holiday_of(day: Date) -> Option<Holiday> {
    match (day.month(), day.day()) {
        (1, 1) => return Some(Holiday::NewYear),
        (4, 30) => return Some(Holiday::Reunification),
        (5, 1) => return Some(Holiday::Labour),
        (9, 1..=3) => return Some(Holiday::National),
        _ => {}
    }
    let lunar = lunar_of(day);
    let tet = lunar_new_year(lunar.year + i32::from(lunar.month == 12));
    if (-2..=4).contains(&(day - tet).get_days()) {
        return Some(Holiday::Tet);
    }
    ((lunar.month, lunar.day, lunar.leap) == (3, 10, false)).then_some(Holiday::HungKings)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn tet_is_looked_for_from_two_days_before_it_to_its_fifth() {
        // Tết Đinh Mùi is 6 February 2027; the last month of Bính Ngọ has 29 days.
        let days: Vec<Option<Holiday>> = (3..=11).map(|day| holiday_of(date(2027, 2, day))).collect();
        let tet = Some(Holiday::Tet);
        assert_eq!(days, [None, tet, tet, tet, tet, tet, tet, tet, None]);
    }

    #[test]
    fn solar_holidays_keep_their_days_and_the_hung_kings_the_moons() {
        assert_eq!(holiday_of(date(2026, 4, 26)), Some(Holiday::HungKings));
        assert_eq!(holiday_of(date(2026, 4, 30)), Some(Holiday::Reunification));
        assert_eq!(holiday_of(date(2026, 9, 3)), Some(Holiday::National));
        assert_eq!(holiday_of(date(2026, 9, 4)), None);
    }
}
