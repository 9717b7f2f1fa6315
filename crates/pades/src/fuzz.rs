//! What the fuzz target calls: a signed file, and a signature by itself.

use std::fmt::Write as _;

use calendar::Instant;

use crate::{Anchors, ChainState, Covers, examine, seal::Seal};

/// Bytes as authorities and a pdf behind them, and as a signature in a pdf that is of its form. Whatever they are, what is
/// said of them agrees with itself.
pub fn examined(bytes: &[u8]) {
    let pdf_at = bytes.windows(5).position(|window| window == b"%PDF-").unwrap_or(0);
    let (pem, pdf) = bytes.split_at(pdf_at);
    let anchors = Anchors::from_pem(pem).unwrap_or_default();
    let at = Instant::from_ms(1_795_140_000_000);
    check(pdf, &examine(pdf, &anchors, at).unwrap_or_default());
    for form in ["ETSI.CAdES.detached", "adbe.pkcs7.detached", "ETSI.RFC3161"] {
        let pdf = around(pdf, form);
        check(&pdf, &examine(&pdf, &anchors, at).unwrap_or_default());
    }
}

fn check(pdf: &[u8], seals: &[Seal]) {
    for seal in seals {
        if let Covers::Until { byte, unsigned_bytes } = seal.covers {
            assert_eq!(byte + unsigned_bytes, pdf.len());
            assert!(unsigned_bytes > 0);
        }
        assert!(seal.at < pdf.len());
        assert!(seal.stamped_at.is_none() || seal.intact);
        assert!(seal.stamp.is_none() || seal.stamped_at.is_none() || trusted(seal.stamp.as_ref()));
    }
}

fn trusted(chain: Option<&ChainState>) -> bool {
    matches!(chain, Some(ChainState::Trusted { .. }))
}

/// A file whose one signature has these bytes and covers all of it.
pub fn around(signature: &[u8], form: &str) -> Vec<u8> {
    let mut hex = String::with_capacity(signature.len() * 2 + 2);
    hex.push('<');
    for byte in signature {
        let _ = write!(hex, "{byte:02x}");
    }
    hex.push('>');
    let head = format!("%PDF-1.7\n1 0 obj\n<< /Type /Sig /SubFilter /{form} /Contents ");
    let gap = head.len()..head.len() + hex.len();
    // As wide whatever the numbers are, so that the length is known before they are.
    let tail = |length: usize| {
        format!(" /ByteRange [0 {:010} {:010} {length:010}] >>\nendobj\n%%EOF\n", gap.start, gap.end)
    };
    let length = tail(0).len();
    [head, hex, tail(length)].concat().into_bytes()
}
