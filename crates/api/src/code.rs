//! Codes that are shown once and typed by people: invitations, recovery codes.
//!
//! 120 bits each, so that their plain digest may be stored (OWASP ASVS 5.0, 6.5.2, asks for 112), in the letters of
//! RFC 4648's base 32, which has neither 0 nor 1 to be taken for O and I.

use sha2::{Digest, Sha256};

use crate::node::Node;

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const CODE_BYTES: usize = 15;
const GROUP_CHARS: usize = 4;
/// Longest text looked at: a code with room for what surrounds it when it is copied.
const MAX_BYTES: usize = 100;

/// A fresh code.
pub fn fresh(node: &Node) -> String {
    shown(&(node.random)()[..CODE_BYTES])
}

/// Bytes as they are typed, in groups of four: `ABCD-EFGH-…`.
pub fn shown(bytes: &[u8]) -> String {
    let letters = base32(bytes);
    let groups: Vec<&str> = (0..letters.len()).step_by(GROUP_CHARS).map(|at| group(&letters, at)).collect();
    groups.join("-")
}

fn group(letters: &str, at: usize) -> &str {
    letters.get(at..(at + GROUP_CHARS).min(letters.len())).unwrap_or_default()
}

/// Digest under which a code is kept. Case, spaces and dashes don't count.
pub fn digest(code: &str) -> [u8; 32] {
    let bare: String = code
        .chars()
        .take(MAX_BYTES)
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    Sha256::digest(bare.as_bytes()).into()
}

/// RFC 4648, section 6, without padding.
pub fn base32(bytes: &[u8]) -> String {
    let (mut text, mut held, mut bits) = (String::with_capacity(bytes.len() * 8 / 5 + 1), 0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits) as usize & 31]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits)) as usize & 31]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        let vectors = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
        ];
        for (bytes, text) in vectors {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let digests = ["ABCD-EF23", "abcd ef23", " abcdef23\n"].map(digest);
        assert!(digests.iter().all(|one| *one == digests[0]));
        assert_ne!(digest("ABCD-EF24"), digests[0]);
    }
}
