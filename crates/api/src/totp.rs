//! Codes of a phone: TOTP after RFC 6238, with what every phone app knows: HMAC-SHA-1, six digits, thirty seconds.
//!
//! SHA-1 is no weakness here: HMAC does not rest on collisions. Pure: whether a code was used before is the store's to
//! say.

use calendar::Instant;
use hmac::{Hmac, Mac};
use sha1::Sha1;

use crate::code::base32;

/// Bytes of a secret: as long as the hash (RFC 4226, section 4).
pub const SECRET_BYTES: usize = 20;

const STEP_MS: i64 = 30_000;
const DIGITS: usize = 6;
const MODULUS: u32 = 1_000_000;

/// Steps a phone's clock may be off, either way: half a minute and what typing takes (RFC 6238, section 5.2).
const SKEW_STEPS: i64 = 1;

/// The step whose code this is, if it is one of those that count now and later than `last_step`.
pub fn fitting_step(secret: &[u8], code: &str, now: Instant, last_step: i64) -> Option<i64> {
    let code = digits(code)?;
    let now = now.as_ms().div_euclid(STEP_MS);
    (now - SKEW_STEPS..=now + SKEW_STEPS)
        .filter(|step| *step > last_step)
        .find(|step| code_of(secret, *step) == code)
}

/// Whether the text has the form of a phone's code; recovery codes have not.
pub fn is_code(text: &str) -> bool {
    digits(text).is_some()
}

fn digits(text: &str) -> Option<u32> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).take(DIGITS + 1).collect();
    let fits = bare.len() == DIGITS && bare.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| bare.parse().ok()).flatten()
}

/// RFC 4226, section 5.3.
fn code_of(secret: &[u8], step: i64) -> u32 {
    let Ok(mut mac) = <Hmac<Sha1> as Mac>::new_from_slice(secret) else { return MODULUS };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let from = usize::from(hash[hash.len() - 1] & 15);
    let word = hash[from..from + 4].iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
    (word & 0x7fff_ffff) % MODULUS
}

/// The secret as a phone app takes it, and the address that a QR code would hold.
pub fn address(secret: &[u8], issuer: &str, login: &str) -> String {
    let (issuer, login) = (escaped(issuer), escaped(login));
    let secret = base32(secret);
    format!(
        "otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B gives eight digits; six are their end.
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in vectors {
            let now = Instant::from_ms(seconds * 1_000);
            assert_eq!(fitting_step(SECRET, code, now, 0), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_fits_half_a_minute_around_its_own_and_never_before_one_that_was_used() {
        let at = |seconds: i64| Instant::from_ms(seconds * 1_000);
        let step = 1_111_111_109 / 30;
        let first = step * 30;
        for (seconds, fits) in
            [(first - 31, false), (first - 30, true), (first + 59, true), (first + 60, false)]
        {
            assert_eq!(fitting_step(SECRET, "081804", at(seconds), 0), fits.then_some(step), "{seconds}");
        }
        assert_eq!(fitting_step(SECRET, "081 804", at(first), step - 1), Some(step));
        assert_eq!(fitting_step(SECRET, "081804", at(first), step), None);
        for text in ["", "08180", "0818040", "08180a", "０８１８０４", "-81804"] {
            assert!(fitting_step(SECRET, text, at(first), 0).is_none() && !is_code(text), "{text}");
        }
    }

    #[test]
    fn the_address_escapes_names() {
        assert_eq!(
            address(b"12345678901234567890", "Thông Suốt", "a&b@c"),
            "otpauth://totp/Th%C3%B4ng%20Su%E1%BB%91t:a%26b%40c?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Th%C3%B4ng%20Su%E1%BB%91t&algorithm=SHA1&digits=6&period=30"
        );
    }
}
