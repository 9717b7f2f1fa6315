//! What another program signed: who, when, how much of the file, and by whose authority.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod files;

use files::*;
use pades::{Anchors, ChainState, Covers, Flaw, Kind, PadesFault, Why, examine};

const ROOT: &str = "Gốc chứng thực thử";

fn trusted() -> ChainState {
    ChainState::Trusted { authority: ROOT.to_owned() }
}

#[test]
fn a_signature_holds_whoever_made_it_by_rsa_or_on_a_curve() {
    for (name, signer) in [
        ("rsa.pdf", "Nguyễn Thị Thử"),
        ("rsa-pss.pdf", "Nguyễn Thị Thử"),
        ("pkcs7.pdf", "Nguyễn Thị Thử"),
        ("ecdsa.pdf", "Trần Văn Mẫu"),
        ("certified.pdf", "Trần Văn Mẫu"),
        ("mail.pdf", "Thư điện tử"),
        ("ecdsa-p384.pdf", "Lê Thị Mẫu"),
    ] {
        let seal = seal(name);
        assert!(seal.holds() && seal.intact, "{name}: {seal:?}");
        assert_eq!((seal.kind, seal.signer.as_str()), (Kind::Signature, signer), "{name}");
        assert_eq!((seal.covers, seal.chain.clone()), (Covers::Whole, trusted()), "{name}");
        assert_eq!(
            (seal.signed_at, seal.stamped_at, seal.stamp.clone()),
            (Some(at(SIGNED)), None, None),
            "{name}"
        );
        assert_eq!(seal.certificate.to_string().len(), 64);
    }
}

#[test]
fn a_time_stamp_tells_when_a_signature_was_there() {
    let seal = seal("stamped.pdf");
    assert!(seal.holds());
    assert_eq!((seal.signed_at, seal.stamped_at), (Some(at(SIGNED)), Some(at(STAMPED))));
    assert_eq!(seal.stamp, Some(trusted()));
}

#[test]
fn a_stamp_of_an_authority_that_nobody_named_proves_no_time() {
    let seal = seal("stamped-by-other.pdf");
    assert!(seal.holds(), "the signature is the signer's all the same");
    assert_eq!(seal.stamped_at, None);
    assert_eq!(seal.stamp, Some(ChainState::Untrusted { why: Why::UnknownAuthority }));
    let both = [file("authority.pem"), file("other-authority.pem")].concat();
    let both = Anchors::from_pem(&both).unwrap();
    let seals = examine(&file("stamped-by-other.pdf"), &both, at(TAKEN_IN)).unwrap();
    assert_eq!(seals[0].stamped_at, Some(at(STAMPED)));
}

#[test]
fn a_certificate_that_ran_out_since_needs_a_stamp_to_count() {
    let later = at("2029-01-01T00:00:00.000Z");
    let stamped = examine(&file("stamped.pdf"), &authority(), later).unwrap();
    assert!(stamped[0].holds());
    for name in ["ecdsa.pdf", "stamped-by-other.pdf"] {
        let seals = examine(&file(name), &authority(), later).unwrap();
        let expected =
            Why::ExpiredSince { name: "Trần Văn Mẫu".to_owned(), until: at("2028-01-01T00:00:00.000Z") };
        assert_eq!(why(&seals[0]), expected, "{name}");
        assert!(seals[0].intact && !seals[0].holds());
    }
}

#[test]
fn a_second_signature_covers_the_first_and_the_first_says_nothing_of_it() {
    let (once, twice) = (file("ecdsa.pdf"), file("twice.pdf"));
    let seals = seals(&twice).unwrap();
    let covers = Covers::Until { byte: once.len(), unsigned_bytes: twice.len() - once.len() };
    assert_eq!(seals.iter().map(|seal| seal.covers).collect::<Vec<_>>(), [covers, Covers::Whole]);
    assert_eq!(
        seals.iter().map(|seal| seal.signer.as_str()).collect::<Vec<_>>(),
        ["Trần Văn Mẫu", "Nguyễn Thị Thử"]
    );
    assert!(seals.iter().all(pades::Seal::holds));
}

#[test]
fn a_time_stamp_over_the_document_is_told_as_one() {
    let seals = seals(&file("document-stamp.pdf")).unwrap();
    assert_eq!(seals.iter().map(|seal| seal.kind).collect::<Vec<_>>(), [Kind::Signature, Kind::TimeStamp]);
    assert_eq!((seals[1].stamped_at, seals[1].signed_at), (Some(at(STAMPED)), None));
    assert_eq!((seals[1].covers, &seals[1].chain), (Covers::Whole, &trusted()));
    assert!(matches!(seals[0].covers, Covers::Until { byte, .. } if byte == file("ecdsa.pdf").len()));
}

#[test]
fn what_is_appended_after_the_signature_is_named_as_unsigned_from_its_first_byte() {
    let signed = file("ecdsa.pdf");
    for appended in [file("appended.pdf"), [&signed[..], b"\n"].concat()] {
        let seals = seals(&appended).unwrap();
        let unsigned_bytes = appended.len() - signed.len();
        assert_eq!(seals[0].covers, Covers::Until { byte: signed.len(), unsigned_bytes });
        assert!(seals[0].holds(), "what was signed is still what was signed");
    }
}

#[test]
fn a_change_between_two_signatures_is_covered_by_the_second_alone() {
    let seals = seals(&file("changed-between.pdf")).unwrap();
    assert!(matches!(seals[0].covers, Covers::Until { byte, .. } if byte == file("ecdsa.pdf").len()));
    assert_eq!((seals[1].covers, seals[1].holds()), (Covers::Whole, true));
}

#[test]
fn whom_nobody_vouches_for_is_not_trusted() {
    let seal = seal("unknown.pdf");
    assert_eq!((seal.intact, seal.holds(), why(&seal)), (true, false, Why::UnknownAuthority));
    let nobody = examine(&file("ecdsa.pdf"), &Anchors::default(), at(TAKEN_IN)).unwrap();
    assert_eq!(why(&nobody[0]), Why::UnknownAuthority);
}

#[test]
fn a_certificate_counts_only_while_it_is_in_force() {
    let expired = Why::Expired { name: "Hết hạn".to_owned(), until: at("2026-01-01T00:00:00.000Z") };
    assert_eq!(why(&seal("expired.pdf")), expired);
    let early = Why::NotYet { name: "Chưa đến ngày".to_owned(), from: at("2027-01-01T00:00:00.000Z") };
    assert_eq!(why(&seal("early.pdf")), early);
    let seals = |moment| examine(&file("ecdsa.pdf"), &authority(), at(moment)).unwrap();
    assert_eq!(why(&seals("2025-06-01T00:00:00.000Z")[0]), Why::Ahead { at: at(SIGNED) });
    // Our clock may be behind by some minutes.
    assert!(seals("2026-11-20T01:51:00.000Z")[0].holds());
    assert!(seals("2028-01-01T00:00:00.999Z")[0].holds());
    assert!(!seals("2028-01-01T00:00:01.000Z")[0].holds());
}

#[test]
fn a_certificate_is_for_signing_documents_or_signs_none() {
    for (name, whose) in
        [("server.pdf", "may-chu.example"), ("encipher.pdf", "Chỉ mã hoá"), ("client.pdf", "Chỉ đăng nhập")]
    {
        let seal = seal(name);
        assert!(seal.intact);
        assert_eq!(why(&seal), Why::NotForThis { name: whose.to_owned() });
    }
}

#[test]
fn a_stamp_is_one_by_a_certificate_for_stamps_alone() {
    let seal = seal("stamped-by-person.pdf");
    assert_eq!((seal.holds(), seal.stamped_at), (true, None));
    let why = Why::NotForThis { name: "Nguyễn Thị Thử".to_owned() };
    assert_eq!(seal.stamp, Some(ChainState::Untrusted { why }));
}

#[test]
fn only_an_authority_issues_certificates_and_no_further_down_than_it_may() {
    assert_eq!(why(&seal("by-person.pdf")), Why::NotAnAuthority { name: "Trần Văn Mẫu".to_owned() });
    assert_eq!(why(&seal("beyond.pdf")), Why::TooLong);
    assert_eq!(why(&seal("far.pdf")), Why::TooLong);
    assert_eq!(why(&seal("conditions.pdf")), Why::UnknownCondition { name: "Cấp có điều kiện".to_owned() });
}

#[test]
fn weak_digests_and_short_keys_are_refused() {
    assert_eq!(flaw(&file("sha1.pdf")), Flaw::Weak);
    assert_eq!(flaw(&file("weak.pdf")), Flaw::Weak);
    assert_eq!(flaw(&file("long-salt.pdf")), Flaw::UnknownAlgorithm);
    assert_eq!(why(&seal("issued-by-sha1.pdf")), Why::Weak { name: "Cấp bằng SHA-1".to_owned() });
}

#[test]
fn a_file_without_a_signature_is_told_as_that() {
    assert_eq!(seals(&file("unsigned.pdf")), Err(PadesFault::NoSignature));
    assert_eq!(seals(b"not a pdf"), Err(PadesFault::NotPdf));
    assert_eq!(seals(b""), Err(PadesFault::NotPdf));
}

#[test]
fn authorities_are_certificates_of_authorities() {
    use pades::AnchorFault::{Empty, NotAnAuthority, NotPem, SomethingElse, TooLarge};
    let from = |pem: &[u8]| Anchors::from_pem(pem).map(|_| ());
    assert_eq!(from(b""), Err(Empty));
    assert_eq!(from(&file("unsigned.pdf")), Err(Empty));
    assert_eq!(from(&vec![b'\n'; 2_000_000]), Err(TooLarge));
    let name = "Trần Văn Mẫu".to_owned();
    assert_eq!(from(&file("person.pem")), Err(NotAnAuthority { number: 1, name }));
    let good = file("authority.pem");
    assert_eq!(
        from(&[&good[..], b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"].concat()),
        Err(NotPem { number: 2 })
    );
    let key = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    assert_eq!(from(&[&good[..], key].concat()), Err(SomethingElse { number: 2 }));
    assert_eq!(Anchors::from_pem(&[&good[..], &good].concat()), Anchors::from_pem(&good));
}
