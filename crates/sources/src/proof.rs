//! How a sender proves that it is the one declared: a signature over time and body, or a bearer token.
//!
//! The signature is HMAC-SHA256 (RFC 2104) under the secret over the bytes of the timestamp header, a full stop
//! (0x2E), and the body as it was sent. Every comparison takes the same time wherever two values differ.

use std::fmt;

use calendar::Instant;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::reading::Kind;

/// How far a timestamp may be from this node's clock.
const WINDOW_S: i64 = 5 * 60;
/// Shortest secret, in bytes: below it a secret can be guessed.
const MIN_SECRET_BYTES: usize = 24;
/// Longest secret, in bytes.
const MAX_SECRET_BYTES: usize = 1_024;
/// Longest bearer token looked at, in bytes.
const MAX_BEARER_BYTES: usize = 4 * MAX_SECRET_BYTES;

/// What a sender and this node share. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

/// Why a text is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretFault {
    /// Too short to withstand guessing.
    #[error("holds a secret shorter than 24 bytes")]
    Short,
    /// Longer than any secret.
    #[error("holds a secret longer than 1024 bytes")]
    Long,
    /// A header could not carry it.
    #[error("holds blanks or letters outside ASCII, which a header does not carry")]
    Letters,
}

impl Secret {
    /// A secret as it stands in a file: blanks and breaks around it do not belong to it.
    pub fn new(text: &str) -> Result<Self, SecretFault> {
        let secret = text.trim();
        if secret.len() < MIN_SECRET_BYTES {
            Err(SecretFault::Short)
        } else if secret.len() > MAX_SECRET_BYTES {
            Err(SecretFault::Long)
        } else if secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(secret.as_bytes().to_vec()))
        } else {
            Err(SecretFault::Letters)
        }
    }

    /// A secret nobody has: what is asked of a source that is not there costs the same and fails.
    pub fn of_nobody(random: [u8; 32]) -> Self {
        Self(random.to_vec())
    }

    fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(&self.0).expect("HMAC takes keys of every length")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// What came with a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Presented<'a> {
    /// The timestamp header: seconds since 1970.
    pub timestamp: Option<&'a str>,
    /// The signature header: 64 lower-case hex digits.
    pub signature: Option<&'a str>,
    /// The token of `Authorization: Bearer`.
    pub bearer: Option<&'a str>,
}

impl Presented<'_> {
    /// Whether it proves that whoever has `secret` sent `body` now, in a way a source of this kind can.
    pub fn proves(&self, kind: Kind, secret: &Secret, body: &[u8], now: Instant) -> bool {
        // What is put into a folder is not sent here by anybody.
        let signed = matches!(kind, Kind::Webhook | Kind::Zabbix) && self.is_signed(secret, body, now);
        let borne = matches!(kind, Kind::Alertmanager | Kind::Zabbix) && self.bears(secret);
        signed | borne
    }

    fn is_signed(&self, secret: &Secret, body: &[u8], now: Instant) -> bool {
        let (Some(timestamp), Some(signature)) = (self.timestamp, self.signature) else { return false };
        let digits =
            (1..=12).contains(&timestamp.len()) && timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let fresh = timestamp
            .parse::<i64>()
            .is_ok_and(|at| digits && (now.as_ms().div_euclid(1_000) - at).abs() <= WINDOW_S);
        let Some(signature) = from_hex(signature) else { return false };
        let fits = signed_bytes(secret, timestamp, body).verify_slice(&signature).is_ok();
        fresh & fits
    }

    /// Both sides are hashed under the secret, so that neither length nor place of a difference shows.
    fn bears(&self, secret: &Secret) -> bool {
        let Some(bearer) = self.bearer.filter(|bearer| bearer.len() <= MAX_BEARER_BYTES) else {
            return false;
        };
        let wanted = secret.mac().chain_update(&secret.0).finalize().into_bytes();
        secret.mac().chain_update(bearer).verify_slice(&wanted).is_ok()
    }
}

/// The signature of a body at a moment, as a sender makes it.
pub fn sign(secret: &Secret, timestamp: &str, body: &[u8]) -> String {
    let signature = signed_bytes(secret, timestamp, body).finalize().into_bytes();
    journal::Hash::new(signature.into()).hex()
}

fn signed_bytes(secret: &Secret, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
    secret.mac().chain_update(timestamp).chain_update(b".").chain_update(body)
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    journal::Hash::parse(text).ok().map(|hash| *hash.as_bytes())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BODY: &[u8] = b"{\"id\":1}";

    fn secret() -> Secret {
        Secret::new("0123456789abcdef0123456789abcdef\n").unwrap()
    }

    fn now() -> Instant {
        Instant::from_ms(1_801_760_400_000)
    }

    fn proves(timestamp: &str, signature: &str) -> bool {
        let presented =
            Presented { timestamp: Some(timestamp), signature: Some(signature), ..Presented::default() };
        presented.proves(Kind::Webhook, &secret(), BODY, now())
    }

    #[test]
    fn the_signed_bytes_are_the_documented_ones() {
        assert_eq!(
            sign(&secret(), "1801760400", BODY),
            "3440a28abfd71775de13458e90a83739ebde9c26e07fb6f72770844870d8b7a3"
        );
    }

    #[test]
    fn a_signature_holds_for_five_minutes_either_way_and_for_this_body_alone() {
        for (offset, holds) in [(0, true), (300, true), (-300, true), (301, false), (-301, false)] {
            let timestamp = (1_801_760_400_i64 + offset).to_string();
            assert_eq!(proves(&timestamp, &sign(&secret(), &timestamp, BODY)), holds, "{offset}");
        }
        assert!(!proves("1801760400", &sign(&secret(), "1801760400", b"{}")));
        assert!(!proves("1801760401", &sign(&secret(), "1801760400", BODY)));
        assert!(!proves("1801760400", &sign(&secret(), "1801760400", BODY).to_uppercase()));
        assert!(!proves("+1801760400", &sign(&secret(), "+1801760400", BODY)));
    }

    #[test]
    fn each_kind_proves_itself_in_its_own_way() {
        let token = "0123456789abcdef0123456789abcdef";
        let signature = sign(&secret(), "1801760400", BODY);
        let bearer = Presented { bearer: Some(token), ..Presented::default() };
        let signed =
            Presented { timestamp: Some("1801760400"), signature: Some(&signature), ..Presented::default() };
        let holds = |kind, presented: Presented<'_>| presented.proves(kind, &secret(), BODY, now());
        assert!(holds(Kind::Webhook, signed) && !holds(Kind::Webhook, bearer));
        assert!(!holds(Kind::Alertmanager, signed) && holds(Kind::Alertmanager, bearer));
        assert!(holds(Kind::Zabbix, signed) && holds(Kind::Zabbix, bearer));
        for kind in [Kind::Webhook, Kind::Alertmanager, Kind::Zabbix] {
            assert!(!holds(kind, Presented::default()));
            assert!(!holds(kind, Presented { bearer: Some(&token[1..]), ..Presented::default() }));
        }
    }

    #[test]
    fn a_secret_that_can_be_guessed_is_none_and_none_is_ever_shown() {
        assert_eq!(Secret::new("short"), Err(SecretFault::Short));
        assert_eq!(Secret::new(&"x".repeat(1_025)), Err(SecretFault::Long));
        assert_eq!(Secret::new("two words make no secret here"), Err(SecretFault::Letters));
        assert_eq!(format!("{:?}", secret()), "Secret(…)");
    }

    proptest! {
        #[test]
        fn nothing_a_stranger_sends_proves_anything(
            timestamp in any::<String>(), signature in "[0-9a-f]{64}|.*", bearer in any::<String>()
        ) {
            let presented = Presented {
                timestamp: Some(&timestamp), signature: Some(&signature), bearer: Some(&bearer),
            };
            for kind in [Kind::Webhook, Kind::Alertmanager, Kind::Zabbix] {
                prop_assert!(!presented.proves(kind, &secret(), BODY, now()));
            }
        }
    }
}
