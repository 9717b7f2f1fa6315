//! Times as signatures and pdf files write them. One that leaves its zone to be guessed is none.

use calendar::Instant;

use crate::der::{Item, tag};

/// A time of a signature: `UTCTime` or `GeneralizedTime`, in the forms that DER lets (RFC 5280 §4.1.2.5, RFC 3161 §2.4.2).
pub fn of_der(item: Item<'_>) -> Option<Instant> {
    let text = std::str::from_utf8(item.content).ok()?.strip_suffix('Z')?;
    let (digits, fraction) = match (item.tag, text.split_once('.')) {
        // Two digits of the year: 50 to 99 are of the last century.
        (tag::UTC_TIME, None) => (format!("{}{text}", if text >= "50" { "19" } else { "20" }), None),
        (tag::GENERALIZED_TIME, None) => (text.to_owned(), None),
        (tag::GENERALIZED_TIME, Some((digits, fraction))) => (digits.to_owned(), Some(fraction)),
        _ => return None,
    };
    let fraction = match fraction {
        None => String::new(),
        // No zero at the end, as DER wants; what is below a millisecond is dropped.
        Some(digits) if matches!(digits.len(), 1..=9) && is_number(digits) && !digits.ends_with('0') => {
            format!(".{digits}")
        }
        Some(_) => return None,
    };
    if digits.len() == 14 && is_number(&digits) { edge(&digits, &fraction, "Z") } else { None }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A date of a pdf: `D:20261120090000+07'00'` (ISO 32000-2 §7.9.4), as far as it tells hours and a zone.
pub fn of_pdf(text: &[u8]) -> Option<Instant> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix("D:")?;
    let end = text.bytes().position(|byte| !byte.is_ascii_digit())?;
    let (digits, zone) = text.split_at_checked(end)?;
    let digits = match digits.len() {
        10 | 12 | 14 => format!("{digits:0<14}"),
        _ => return None,
    };
    let zone = match zone.as_bytes() {
        b"Z" | b"Z00'00'" | b"Z00'00" => "Z".to_owned(),
        [sign @ (b'+' | b'-'), h1, h2] | [sign @ (b'+' | b'-'), h1, h2, b'\''] => {
            zone_of([*sign, *h1, *h2, b'0', b'0'])?
        }
        [sign @ (b'+' | b'-'), h1, h2, b'\'', m1, m2]
        | [sign @ (b'+' | b'-'), h1, h2, b'\'', m1, m2, b'\''] => zone_of([*sign, *h1, *h2, *m1, *m2])?,
        _ => return None,
    };
    edge(&digits, "", &zone)
}

fn zone_of([sign, digits @ ..]: [u8; 5]) -> Option<String> {
    let text = std::str::from_utf8(&digits).ok().filter(|text| is_number(text))?;
    let (hours, minutes) = text.split_at_checked(2)?;
    Some(format!("{}{hours}:{minutes}", char::from(sign)))
}

/// From fourteen digits.
fn edge(digits: &str, fraction: &str, zone: &str) -> Option<Instant> {
    let part = |from, to| digits.get(from..to);
    // A leap second has no place in an `Instant`, and the calendar would take it for the second before.
    let seconds = part(12, 14).filter(|seconds| *seconds < "60")?;
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute) = (part(8, 10)?, part(10, 12)?);
    Instant::parse_edge(&format!("{year}-{month}-{day}T{hour}:{minute}:{seconds}{fraction}{zone}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, text: &str) -> Option<String> {
        of_der(Item { tag, content: text.as_bytes(), whole: &[] }).map(|at| at.to_string())
    }

    #[test]
    fn a_time_of_a_signature_is_read_in_its_one_form() {
        let utc = |text| der(tag::UTC_TIME, text);
        let long = |text| der(tag::GENERALIZED_TIME, text);
        assert_eq!(utc("261120020000Z").as_deref(), Some("2026-11-20T02:00:00.000Z"));
        assert_eq!(utc("500101000000Z").as_deref(), Some("1950-01-01T00:00:00.000Z"));
        assert_eq!(long("20261120020000Z").as_deref(), Some("2026-11-20T02:00:00.000Z"));
        assert_eq!(long("20261120020000.5Z").as_deref(), Some("2026-11-20T02:00:00.500Z"));
        assert_eq!(long("20261120020000.0001Z").as_deref(), Some("2026-11-20T02:00:00.000Z"));
        for text in [
            "2611200200Z",
            "261120020000",
            "261120020000+0700",
            "261320020000Z",
            "261120020060Z",
            "261120020000.5Z",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
        for text in
            ["20261120020000", "20261120020000.Z", "20261120020000.50Z", "202611200200Z", "2026112002000ậZ"]
        {
            assert_eq!(long(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_of_a_pdf_needs_its_zone() {
        let read = |text: &str| of_pdf(text.as_bytes()).map(|at| at.to_string());
        for text in [
            "D:20261120090000+07'00'",
            "D:20261120090000+07'00",
            "D:20261120090000+07",
            "D:20261120020000Z",
            "D:2026112002Z00'00'",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-11-20T02:00:00.000Z"), "{text}");
        }
        for text in [
            "D:20261120090000",
            "20261120090000+07'00'",
            "D:20261120+07'00'",
            "D:20261120090000+7",
            "D:",
            "D:20261320090000Z",
            "D:20261120090000+0é'",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
