//! What is done to signed files so that they look signed and are not, or say something else.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod files;

use files::*;
use pades::{Covers, Flaw, PadesFault, examine};

/// The numbers of the byte range.
fn range_of(pdf: &[u8]) -> [usize; 4] {
    let from = place(pdf, "/ByteRange [") + "/ByteRange [".len();
    let text: String =
        pdf[from..].iter().take_while(|byte| **byte != b']').copied().map(char::from).collect();
    let numbers: Vec<usize> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

/// The file with another byte range, as long as the old one with its filling.
fn with_range(pdf: &[u8], range: &str) -> Vec<u8> {
    let from = place(pdf, "/ByteRange [");
    with(pdf, from, format!("/ByteRange {range:<40}").as_bytes())
}

/// Every byte of a file changed in one bit; none may pass.
fn no_flip_passes(name: &str, bit: u8, step: usize) {
    let pdf = file(name);
    let before = seals(&pdf).unwrap();
    let (anchors, taken_in) = (authority(), at(TAKEN_IN));
    for byte in (0..pdf.len()).step_by(step) {
        let changed = with(&pdf, byte, &[pdf[byte] ^ bit]);
        let Ok(seals) = examine(&changed, &anchors, taken_in) else { continue };
        // One that no longer looks like a signature at all is missed among the others.
        let holds = seals.len() == before.len() && seals.iter().all(pades::Seal::holds);
        let stamps = seals.iter().map(|seal| seal.stamped_at).eq(before.iter().map(|seal| seal.stamped_at));
        assert!(!holds || !stamps, "{name}: byte {byte} of {} passes: {seals:?}", pdf.len());
    }
}

#[test]
fn every_flipped_byte_of_a_small_file_is_noticed() {
    no_flip_passes("ecdsa.pdf", 0x01, 1);
    no_flip_passes("rsa.pdf", 0x08, 1);
}

#[test]
fn flipped_bits_of_every_kind_of_file_are_noticed() {
    for name in
        ["rsa-pss.pdf", "ecdsa-p384.pdf", "pkcs7.pdf", "stamped.pdf", "twice.pdf", "document-stamp.pdf"]
    {
        for (bit, step) in [(0x01, 13), (0x08, 29), (0x20, 97)] {
            no_flip_passes(name, bit, step);
        }
    }
}

#[test]
fn nothing_hides_in_the_gap() {
    let pdf = file("ecdsa.pdf");
    let [_, a, b, c] = range_of(&pdf);
    for range in [
        format!("[0 {} {b} {c}]", a - 20),
        format!("[0 {} {b} {c}]", a - 1),
        format!("[0 {} {b} {c}]", a + 1),
        format!("[0 {a} {} {}]", b - 1, c + 1),
        format!("[0 {a} {} {}]", b + 1, c - 1),
        format!("[0 {a} {} {}]", b + 400, c - 400),
    ] {
        assert_eq!(flaw(&with_range(&pdf, &range)), Flaw::Gap, "{range}");
    }
    // Blanks and line ends between the digits are room as well.
    let hex = hex_of(&pdf);
    assert_eq!(flaw(&with(&pdf, hex.end - 2, b" \n")), Flaw::Hex);
}

#[test]
fn a_byte_range_is_two_parts_from_the_first_byte_on() {
    let pdf = file("ecdsa.pdf");
    let [_, a, b, c] = range_of(&pdf);
    for range in [
        format!("[1 {a} {b} {c}]"),
        format!("[0 {a} {b} {}]", c + 1),
        format!("[0 {a} {b} 9999999999]"),
        format!("[0 {a} 9999999999 {c}]"),
        format!("[0 {a} {b} 99999999999]"),
        format!("[0 {a} {b}]"),
        format!("[0 {a} {b} {c} 0 0]"),
        format!("[0 {a} {b} -{c}]"),
        format!("[0 {a} {b} {c}.0]"),
        format!("[0 {a} {b} (x)]"),
        "[]".to_owned(),
        "5 0 R".to_owned(),
    ] {
        assert_eq!(flaw(&with_range(&pdf, &range)), Flaw::ByteRange, "{range}");
    }
    for range in [format!("[0 {b} {a} {c}]"), "[0 0 0 0]".to_owned(), format!("[0 {a} {a} {c}]")] {
        assert_eq!(flaw(&with_range(&pdf, &range)), Flaw::Gap, "{range}");
    }
}

#[test]
fn a_byte_range_that_ends_before_the_file_leaves_the_rest_unsigned() {
    // As the signer could, and nobody else: the range itself is signed.
    let pdf = file("ecdsa.pdf");
    let [_, a, b, c] = range_of(&pdf);
    let seals = seals(&with_range(&pdf, &format!("[0 {a} {b} {}]", c - 10))).unwrap();
    assert_eq!(seals[0].covers, Covers::Until { byte: b + c - 10, unsigned_bytes: 10 });
    assert!(!seals[0].intact);
}

#[test]
fn a_key_that_stands_twice_or_in_disguise_is_refused() {
    let pdf = file("ecdsa.pdf");
    let more = |key: &str| {
        let from = place(&pdf, "/Location (Ha Noi)");
        with(&pdf, from, format!("{key:<18}").as_bytes())
    };
    for key in ["/ByteRange [0 1]", "/Contents <00>", "/SubFilter /A", "/M ()", "/Cont#65nts <0>"] {
        assert_eq!(flaw(&more(key)), Flaw::Dictionary, "{key}");
    }
    let missing = with(&pdf, place(&pdf, "/SubFilter"), b"/SubFilteR");
    assert_eq!(flaw(&missing), Flaw::Dictionary);
}

#[test]
fn the_signature_is_the_one_in_the_dictionary_of_its_byte_range() {
    // Wrapping: the signed file as it is, and behind it another dictionary with a byte range of its own that takes the old
    // signature along.
    let pdf = file("ecdsa.pdf");
    let [_, a, b, c] = range_of(&pdf);
    let hex = String::from_utf8(pdf[hex_of(&pdf)].to_vec()).unwrap();
    let wrapped = |contents: &str| {
        let more = format!(
            "99 0 obj\n<< /Type /Sig /SubFilter /ETSI.CAdES.detached /Contents {contents} /ByteRange [0 {a} {b} {c}] >>\nendobj\n%%EOF\n"
        );
        [&pdf[..], more.as_bytes()].concat()
    };
    for contents in
        [format!("<{hex}>"), "<>".to_owned(), "(x)".to_owned(), "9 0 R".to_owned(), "null".to_owned()]
    {
        assert_eq!(flaw(&wrapped(&contents)), Flaw::Gap, "{contents:.20}");
    }
}

#[test]
fn a_signature_is_not_moved_into_a_second_dictionary_of_a_prepared_document() {
    // Every byte of it was signed, in the same order, and another document was seen.
    assert_eq!(flaw(&file("moved-gap.pdf")), Flaw::Dictionary);
}

#[test]
fn a_byte_range_that_belongs_to_nothing_is_refused_wherever_it_stands() {
    let pdf = file("ecdsa.pdf");
    for words in [
        "(/ByteRange [0 1 2 3])",
        "% /ByteRange\n",
        "9 0 obj << /ByteRange [0 1 2 3] >>",
        "<< /A /ByteRange >>",
    ] {
        assert_eq!(flaw(&[&pdf[..], words.as_bytes()].concat()), Flaw::Dictionary, "{words}");
    }
}

#[test]
fn the_same_signature_in_another_file_is_of_nothing() {
    // The signature moved into a file of which the byte range is right: the whole of another text.
    let moved = pades::fuzz::around(&signature_of(&file("ecdsa.pdf")), "ETSI.CAdES.detached");
    let seals = seals(&moved).unwrap();
    assert_eq!((seals[0].covers, seals[0].intact, seals[0].holds()), (Covers::Whole, false, false));
}

#[test]
fn a_signature_that_is_empty_or_missing_does_not_hold() {
    let pdf = file("ecdsa.pdf");
    let hex = hex_of(&pdf);
    assert_eq!(flaw(&with(&pdf, hex.start, &vec![b'0'; hex.len()])), Flaw::Der);
    assert_eq!(flaw(&with(&pdf, place(&pdf, "/Contents <3082"), b"/contents")), Flaw::Dictionary);
    let gone = with(&pdf, place(&pdf, "/ByteRange"), b"_");
    assert_eq!(seals(&gone), Err(PadesFault::NoSignature));
    assert_eq!(flaw(&with(&pdf, place(&pdf, "9 0 obj") + 4, b"_")), Flaw::Dictionary);
}

#[test]
fn nothing_but_zeros_stands_behind_the_signature_in_its_place() {
    let pdf = file("ecdsa.pdf");
    let hex = hex_of(&pdf);
    assert_eq!(flaw(&with(&pdf, hex.end - 1, b"1")), Flaw::Trailing);
    let mut signature = signature_of(&pdf);
    let length = 4 + usize::from(u16::from_be_bytes([signature[2], signature[3]]));
    signature.truncate(length);
    signature.extend(signature.clone());
    signature.truncate(hex.len() / 2);
    assert_eq!(flaw(&with_signature(&pdf, &signature)), Flaw::Trailing);
}

#[test]
fn something_before_the_beginning_is_no_pdf() {
    assert_eq!(seals(&[b"\n", &file("ecdsa.pdf")[..]].concat()), Err(PadesFault::NotPdf));
    assert_eq!(seals(&[b"GIF89a", &file("ecdsa.pdf")[..]].concat()), Err(PadesFault::NotPdf));
}

#[test]
fn the_form_must_be_one_that_is_checked() {
    let pdf = file("ecdsa.pdf");
    let form =
        |form: &str| flaw(&with(&pdf, place(&pdf, "/ETSI.CAdES.detached"), format!("{form:<20}").as_bytes()));
    assert_eq!(form("/adbe.pkcs7.sha1"), Flaw::Weak);
    assert_eq!(form("/adbe.x509.rsa_sha1"), Flaw::Weak);
    assert_eq!(form("/ETSI.RFC3161"), Flaw::Content);
    assert_eq!(form("/something.else"), Flaw::UnknownForm);
}

/// Replaces some bytes of the signature by as many others, every time they stand there.
fn replaced(name: &str, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let (pdf, mut signature) = (file(name), signature_of(&file(name)));
    let mut places = 0;
    for at in 0..signature.len() - old.len() {
        if signature[at..].starts_with(old) {
            signature[at..at + new.len()].copy_from_slice(new);
            places += 1;
        }
    }
    assert!(places > 0, "{name}: not there");
    with_signature(&pdf, &signature)
}

#[test]
fn a_signature_by_sha1_is_refused_also_where_it_is_only_said_to_be_one() {
    // SHA-256 becomes an identifier of as many bytes that nobody has.
    let unknown = replaced("ecdsa.pdf", &hex("608648016503040201"), &hex("60864801650304020a"));
    assert_eq!(flaw(&unknown), Flaw::UnknownAlgorithm);
    // The algorithm of the signature is another than the one beside it.
    let other = replaced("rsa.pdf", &hex("06092a864886f70d01010b"), &hex("06092a864886f70d01010d"));
    assert_eq!(flaw(&other), Flaw::Der);
}

#[test]
fn the_attributes_that_were_signed_are_there_and_once() {
    // 1.2.840.113549.1.9.x: content type, message digest, the signer's certificate.
    for attribute in ["06092a864886f70d010903", "06092a864886f70d010904", "060b2a864886f70d010910022f"] {
        let mut other = hex(attribute);
        *other.last_mut().unwrap() = 0x7f;
        let changed = replaced("ecdsa.pdf", &hex(attribute), &other);
        assert_eq!(flaw(&changed), Flaw::Attributes, "{attribute}");
    }
    // The digest twice, in place of the content type.
    let twice = replaced("ecdsa.pdf", &hex("06092a864886f70d010903"), &hex("06092a864886f70d010904"));
    assert_eq!(flaw(&twice), Flaw::Attributes);
    // Signed attributes that are passed off as unsigned ones: there are none then.
    let cms = signature_of(&file("ecdsa.pdf"));
    let kind = hex("06092a864886f70d010903310b06092a864886f70d010701");
    let from = cms.windows(kind.len()).position(|window| window == kind).unwrap();
    let tag = (0..from).rev().find(|at| cms[*at] == 0xa0).unwrap();
    let mut changed = cms.clone();
    changed[tag] = 0xa1;
    assert!(seals(&with_signature(&file("ecdsa.pdf"), &changed)).is_err());
}

#[test]
fn a_certificate_in_the_place_of_the_signers_is_refused() {
    // One letter of the name, for which another may hold the same key.
    let changed = replaced("ecdsa.pdf", "Trần Văn Mẫu".as_bytes(), "Trần Văn Mẩu".as_bytes());
    assert_eq!(flaw(&changed), Flaw::Certificate);
}

#[test]
fn a_stamp_of_another_signature_makes_it_broken() {
    let cms = signature_of(&file("stamped.pdf"));
    let info = hex("060b2a864886f70d0109100104");
    let from = cms.windows(info.len()).position(|window| window == info).unwrap();
    let sha256 = hex("0609608648016503040201");
    let imprint =
        from + info.len() + cms[from + info.len()..].windows(11).position(|window| window == sha256).unwrap();
    let digest = imprint + cms[imprint..].windows(2).position(|window| window == [4, 32]).unwrap() + 2;
    let mut changed = cms.clone();
    changed[digest] ^= 1;
    let seals = seals(&with_signature(&file("stamped.pdf"), &changed)).unwrap();
    assert_eq!((seals[0].intact, seals[0].stamped_at, &seals[0].stamp), (false, None, &None));
}

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
