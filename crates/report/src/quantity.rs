//! Numbers, durations and shares as people read them in each language.
//!
//! Figures are integers in small units (`ppm`, `us`, `s`). They are shown in the unit a reader expects without losing
//! a digit: 999512 ppm is 99,9512 %, never 100 %.

use crate::wording::{Language, Wording};

/// The space between a number and its unit: the two never part at the end of a line.
const NO_BREAK: char = '\u{a0}';

impl Wording {
    /// A value with its unit, as `99,95 %` or `1 giờ 5 phút`.
    pub fn quantity(&self, value: i64, unit: &str) -> String {
        if unit == "s" {
            return self.duration(value);
        }
        let (number, unit) = self.amount(value, unit);
        if unit.is_empty() { number } else { format!("{number}{NO_BREAK}{unit}") }
    }

    /// A value and the word of its unit, for sentences that place the two themselves.
    pub(crate) fn amount(&self, value: i64, unit: &str) -> (String, String) {
        match unit {
            "ppm" => (self.scaled(value, 4), self.text("unit-percent", &[])),
            "us" => (self.scaled(value, 3), self.text("unit-ms", &[])),
            "count" | "" => (self.integer(value), String::new()),
            other => {
                let word = self.find(&format!("unit-{other}")).unwrap_or_else(|| other.to_owned());
                (self.integer(value), word)
            }
        }
    }

    /// A value to reckon with: its digits, how many of them stand behind the point, and the word of its unit. A duration
    /// stays in seconds.
    pub(crate) fn exact(&self, value: i64, unit: &str) -> (i64, u8, String) {
        let places = match unit {
            "ppm" => 4,
            "us" => 3,
            _ => 0,
        };
        (value, places, self.amount(0, unit).1)
    }

    /// A whole number with its thousands set apart.
    pub fn integer(&self, value: i64) -> String {
        let digits = value.unsigned_abs().to_string();
        let mut text = String::from(if value < 0 { "-" } else { "" });
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(self.thousands());
            }
            text.push(digit);
        }
        text
    }

    /// `part` of `whole` in percent with at most one decimal; a share that is not whole is never shown as 0 or 100.
    pub fn share(&self, part: usize, whole: usize) -> String {
        if whole == 0 {
            return "–".to_owned();
        }
        let exact = part as u128 * 1000;
        let whole = whole as u128;
        let rounded = ((exact + whole / 2) / whole) as i64;
        let tenths = if part > 0 && rounded == 0 {
            1
        } else if (part as u128) < whole && rounded == 1000 {
            999
        } else {
            rounded
        };
        self.with_unit(&self.scaled(tenths, 1), "unit-percent")
    }

    /// `value / 10^places` without trailing zeros.
    fn scaled(&self, value: i64, places: u32) -> String {
        let scale = 10_u64.pow(places);
        let magnitude = value.unsigned_abs();
        let sign = if value < 0 { "-" } else { "" };
        let whole = self.integer(i64::try_from(magnitude / scale).unwrap_or(i64::MAX));
        let fraction = format!("{:0width$}", magnitude % scale, width = places as usize);
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{}{fraction}", self.decimal())
        }
    }

    /// Seconds as hours, minutes and seconds, leaving out what is zero.
    fn duration(&self, seconds: i64) -> String {
        let magnitude = seconds.unsigned_abs();
        let parts =
            [(magnitude / 3600, "unit-hour"), (magnitude / 60 % 60, "unit-min"), (magnitude % 60, "unit-s")];
        let shown = parts.iter().filter(|(amount, _)| *amount > 0);
        let text: Vec<String> =
            shown.map(|(amount, unit)| self.with_unit(&self.integer(*amount as i64), unit)).collect();
        let sign = if seconds < 0 { "-" } else { "" };
        if text.is_empty() { self.with_unit("0", "unit-s") } else { format!("{sign}{}", text.join(" ")) }
    }

    fn with_unit(&self, number: &str, unit_key: &str) -> String {
        format!("{number}{NO_BREAK}{}", self.text(unit_key, &[]))
    }

    const fn thousands(&self) -> char {
        match self.language() {
            Language::Vietnamese => '.',
            Language::English => ',',
        }
    }

    const fn decimal(&self) -> char {
        match self.language() {
            Language::Vietnamese => ',',
            Language::English => '.',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_in_the_readers_unit_without_losing_a_digit() {
        let vi = Wording::of(Language::Vietnamese);
        for (value, unit, shown) in [
            (999_512, "ppm", "99,9512 %"),
            (1_000_000, "ppm", "100 %"),
            (0, "ppm", "0 %"),
            (1, "ppm", "0,0001 %"),
            (42_300, "us", "42,3 ms"),
            (1_234_567, "us", "1.234,567 ms"),
            (3_900, "s", "1 giờ 5 phút"),
            (59, "s", "59 giây"),
            (0, "s", "0 giây"),
            (-61, "s", "-1 phút 1 giây"),
            (12, "days", "12 ngày"),
            (1_234_567, "count", "1.234.567"),
            (80, "percent", "80 %"),
            (7, "erlang", "7 erlang"),
            (i64::MIN, "count", "-9.223.372.036.854.775.808"),
        ] {
            assert_eq!(vi.quantity(value, unit).replace(NO_BREAK, " "), shown);
        }
        assert_eq!(
            Wording::of(Language::English).quantity(1_234_567, "us").replace(NO_BREAK, " "),
            "1,234.567 ms"
        );
    }

    #[test]
    fn a_share_that_is_not_whole_is_never_rounded_to_nothing_or_all() {
        let vi = Wording::of(Language::Vietnamese);
        for (part, whole, shown) in [
            (0, 10, "0 %"),
            (10, 10, "100 %"),
            (1, 10_000, "0,1 %"),
            (9_999, 10_000, "99,9 %"),
            (1, 3, "33,3 %"),
            (0, 0, "–"),
        ] {
            assert_eq!(vi.share(part, whole).replace(NO_BREAK, " "), shown);
        }
    }
}
