//! What holds for any bytes at all: an answer or a refusal, never a panic, and within bounds.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod files;

use std::fmt::Write as _;

use files::*;
use pades::{Anchors, Flaw, PadesFault, bounds, fuzz};
use proptest::prelude::*;

/// Names of files whose signatures are of every form.
const FORMS: [&str; 5] = ["ecdsa.pdf", "rsa-pss.pdf", "pkcs7.pdf", "stamped.pdf", "document-stamp.pdf"];

/// A thing of DER.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let zeros = length.iter().take_while(|byte| **byte == 0).count();
    let head = match length {
        [0, 0, 0, short @ 0..=0x7f] => vec![tag, short],
        _ => [&[tag, 0x84 - zeros as u8], &length[zeros..]].concat(),
    };
    [&head[..], content].concat()
}

#[test]
fn nested_der_fills_no_stack() {
    let mut deep = Vec::new();
    for _ in 0..2_000 {
        deep = tlv(0x30, &deep);
    }
    assert_eq!(flaw(&fuzz::around(&deep, "ETSI.CAdES.detached")), Flaw::Der);
    let signature = signature_of(&file("ecdsa.pdf"));
    // In the place of each thing that the signature holds, at every depth.
    for at in 0..signature.len() - 4 {
        if signature[at] == 0x30 && signature[at + 1] < 0x80 {
            let mut nested = signature.clone();
            nested.splice(at..at, [0x30, 0x82, 0x7f, 0xff].repeat(50));
            assert!(seals(&fuzz::around(&nested, "ETSI.CAdES.detached")).is_err());
        }
    }
}

#[test]
fn a_length_that_is_only_claimed_costs_nothing() {
    for head in [
        &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff][..],
        &[0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ] {
        assert_eq!(flaw(&fuzz::around(head, "adbe.pkcs7.detached")), Flaw::Der);
    }
    assert_eq!(flaw(&fuzz::around(&[0x30, 0x80, 0, 0], "adbe.pkcs7.detached")), Flaw::Der);
}

#[test]
fn a_signature_or_a_file_beyond_its_bounds_is_refused() {
    let large = vec![0; bounds::MAX_SIGNATURE_BYTES + 1];
    assert_eq!(flaw(&fuzz::around(&large, "ETSI.CAdES.detached")), Flaw::Large);
    let mut file = b"%PDF-1.7\n".to_vec();
    file.resize(bounds::MAX_PDF_BYTES + 1, b' ');
    assert_eq!(seals(&file), Err(PadesFault::TooLarge));
    // Each with a long way back to an object that is none.
    let slow = [&b"%PDF-1.7\n"[..], &b" obj <<".repeat(400_000), b"/ByteRange "].concat();
    assert_eq!(flaw(&slow), Flaw::Dictionary);
    let signed = |count: usize| {
        let mut pdf = "%PDF-1.7\n".to_owned();
        for _ in 0..count {
            let head = "1 0 obj\n<< /SubFilter /ETSI.RFC3161 /Contents ";
            let start = pdf.len() + head.len();
            // Four bytes of gap; the numbers as wide whatever they are.
            writeln!(pdf, "{head}<30> /ByteRange [0 {start:06} {:06} 000040] >>", start + 4).unwrap();
        }
        pdf
    };
    assert_eq!(flaw(signed(bounds::MAX_PLACES).as_bytes()), Flaw::Der);
    assert_eq!(seals(signed(bounds::MAX_PLACES + 1).as_bytes()), Err(PadesFault::ManyPlaces));
}

#[test]
fn certificates_attributes_and_stamps_are_counted() {
    let signature = signature_of(&file("stamped.pdf"));
    // Each sequence of a kind that may repeat, repeated: the outer lengths no longer fit, and nothing is read twice for it.
    for from in (0..signature.len()).step_by(7) {
        let to = (from + 400).min(signature.len());
        let mut grown = signature.clone();
        grown.splice(from..from, signature[from..to].repeat(20));
        let _ = seals(&fuzz::around(&grown, "ETSI.CAdES.detached"));
    }
    let carried = |count: usize| {
        // SignedData with so many certificates, each a null.
        let certificates = tlv(0xa0, &[0xa1, 0].repeat(count));
        let kind = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
        let inside = [&[2, 1, 1, 0x31, 0][..], &tlv(0x30, &kind), &certificates, &[0x31, 0]].concat();
        let signed = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
        tlv(0x30, &[&signed[..], &tlv(0xa0, &tlv(0x30, &inside))].concat())
    };
    assert_eq!(flaw(&fuzz::around(&carried(32), "ETSI.CAdES.detached")), Flaw::Signers);
    assert_eq!(flaw(&fuzz::around(&carried(33), "ETSI.CAdES.detached")), Flaw::Many);
}

#[test]
fn authorities_that_all_vouch_for_each_other_are_not_tried_in_every_order() {
    // Three keys under one name, and nine certificates: thousands of ways, and none leads out.
    let seal = seal("going-round.pdf");
    assert_eq!((seal.intact, why(&seal)), (true, pades::Why::TooLong));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        fuzz::examined(&bytes);
        let _ = Anchors::from_pem(&bytes);
    }

    #[test]
    fn any_words_of_a_pdf_are_answered(words in prop::collection::vec(word(), 0..60)) {
        let file = ["%PDF-1.7\n".to_owned(), words.concat()].concat();
        let _ = seals(file.as_bytes());
    }

    #[test]
    fn a_signed_file_with_parts_swapped_does_not_hold(name in prop::sample::select(&FORMS[..]), from: prop::sample::Index, to: prop::sample::Index, length in 1_usize..300) {
        let pdf = file(name);
        let (from, to) = (from.index(pdf.len()), to.index(pdf.len()));
        let part = pdf[from..(from + length).min(pdf.len())].to_vec();
        let mut changed = pdf.clone();
        changed.splice(to..to, part);
        fuzz::examined(&changed);
        let seals = seals(&changed).unwrap_or_default();
        let end = changed.len();
        for seal in seals.iter().filter(|seal| seal.holds()) {
            // Only what went in behind what it covers leaves it as it was.
            let is_behind = matches!(seal.covers, pades::Covers::Until { byte, .. } if byte <= to && byte < end);
            prop_assert!(is_behind, "{seal:?}");
        }
    }

    #[test]
    fn a_signature_with_bytes_changed_is_answered(name in prop::sample::select(&FORMS[..]), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut signature = signature_of(&file(name));
        for (at, byte) in changes {
            let at = at.index(signature.len());
            signature[at] = byte;
        }
        fuzz::examined(&signature);
        fuzz::examined(&[file("authority.pem"), with_signature(&file(name), &signature)].concat());
    }
}

/// Words from which signatures in pdfs are made.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "1 0 obj\n",
            "<<",
            ">>",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "/ByteRange ",
            "/Contents ",
            "/SubFilter ",
            "/ETSI.CAdES.detached ",
            "/Type /Sig ",
            "/M (D:20261120090000+07'00') ",
            "[0 20 30 40] ",
            "<3000> ",
            "% x\n",
            "stream\n",
            "endstream ",
            "endobj\n",
            "0 ",
            "R ",
            "\\",
            "#",
            " ",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,6}",
        (0_usize..400, 0_usize..400, 0_usize..400)
            .prop_map(|(a, b, c)| format!("/ByteRange [0 {a} {b} {c}] ")),
    ]
}
