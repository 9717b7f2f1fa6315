//! What one cell is judged by, cut out of a campaign: it judges as the whole does, reads back as it was, and tells
//! nothing of others.

use std::{collections::BTreeSet, sync::Arc};

use campaign::{
    Campaign, CellKey, Evidence, board_at,
    dossier::{Rejudged, check_against, judge_again},
    extract, extract_text, named_by, parse_extract,
};
use journal::Hash;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    golden::EVERYTHING,
    properties::{history, moment, roll},
    support::{HEAD, Log, at, key, obligation, province, slug},
};

const OWNERS: [&str; 2] = ["di-dong", "buu-dien"];

fn cell_of(owner: &str) -> CellKey {
    CellKey { organisation: slug(owner), obligation: slug("x") }
}

fn cut(campaign: &Campaign, owner: &str, evidence: &[Evidence]) -> Campaign {
    extract(campaign, &cell_of(owner), &named_by(evidence)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_judges_its_cell_as_the_whole_campaign_does(rolls in prop::collection::vec(roll(), 0..40), now in moment()) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        let whole = board_at(vec![Arc::clone(&campaign)], &evidence, now);
        for owner in OWNERS {
            let cut = cut(&campaign, owner, &evidence);
            prop_assert_eq!(cut.digest, campaign.digest, "findings name the whole file");
            let text = extract_text(&cut);
            let read = parse_extract(&text, "extract", campaign.digest);
            prop_assert_eq!(read.as_ref(), Ok(&cut), "{}", text);
            let board = board_at(vec![Arc::new(cut)], &evidence, now);
            prop_assert_eq!(board.cell(&cell_of(owner), now), whole.cell(&cell_of(owner), now));
        }
    }

    #[test]
    fn a_cut_of_a_cut_is_the_same(rolls in prop::collection::vec(roll(), 0..20)) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        let once = cut(&campaign, "di-dong", &evidence);
        prop_assert_eq!(&cut(&once, "di-dong", &evidence), &once);
    }
}

#[test]
fn a_cut_names_neither_another_owner_nor_what_is_another_s() {
    let more = "# buu-dien rings at night\n[[obligation]]\nid = \"rieng\"\nquote = \"việc của bưu điện\"\n\
                owners = [\"buu-dien\"]\n[[obligation.check]]\nkind = \"acknowledgement\"\n";
    let campaign = province(&format!("{EVERYTHING}{more}"));
    let mut regulator = Log::of("so");
    let waived = regulator.waive(at("2027-02-02T00:00:00"), None);
    for (owner, others) in [
        ("di-dong", &["buu-dien", "\"c\"", "127.0.0.1\"", "rieng", "bưu điện"][..]),
        ("buu-dien", &["di-dong", "tram", "\"a\"", "\"b\"", "1001", "1002", "rieng", "việc của"]),
    ] {
        let evidence = Evidence { organisation: slug(owner), ..waived.clone() };
        let text = extract_text(&cut(&campaign, owner, std::slice::from_ref(&evidence)));
        for other in others {
            assert!(!text.contains(other), "{owner} reads {other}:\n{text}");
        }
        for own in ["QCVN 36", "2022-12-30", "pho-bien", "\"so\""] {
            assert!(text.contains(own), "{owner} misses {own}:\n{text}");
        }
        assert!(!extract_text(&cut(&campaign, owner, &[])).contains("\"so\""), "nobody it did not hear of");
    }
    let nobody_s = CellKey { organisation: slug("tram"), obligation: slug("x") };
    assert!(extract(&campaign, &nobody_s, &BTreeSet::new()).is_none());
}

/// A cell without targets of its own, quotes on several lines, and every optional key.
#[test]
fn whatever_a_campaign_says_is_written_and_read_again() {
    let full =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/campaign/full.toml"));
    let full = campaign::parse_issued(&full.unwrap(), "full.toml").unwrap();
    for obligation in &full.obligations {
        for owner in &obligation.owners {
            let key = CellKey { organisation: owner.clone(), obligation: obligation.id.clone() };
            let cut = extract(&full, &key, &BTreeSet::new()).unwrap();
            let text = extract_text(&cut);
            assert_eq!(parse_extract(&text, "extract", full.digest).as_ref(), Ok(&cut), "{text}");
        }
    }
    let without = "[[obligation.check]]\nkind = \"availability\"\ntargets = [\"a\"]\n";
    let owners = obligation(without).replace("[\"di-dong\"]", "[\"di-dong\", \"buu-dien\"]");
    let campaign = province(&owners.replace("quote = \"…\"", "quote = \"\"\"một\n\\\"hai\\\"\tba\"\"\""));
    let cut = cut(&campaign, "buu-dien", &[]);
    let text = extract_text(&cut);
    assert_eq!(parse_extract(&text, "extract", campaign.digest).as_ref(), Ok(&cut), "{text}");
}

/// An operator's claim about its cell, with what is beside it.
fn claimed() -> (Value, String, Vec<Evidence>) {
    let campaign = province(&obligation("[[obligation.check]]\nkind = \"acknowledgement\"\n"));
    let when = at("2027-02-02T00:00:00");
    let title = campaign.title.clone();
    let issued = campaign::Body::CampaignIssued { campaign: Some(campaign.id.clone()), title };
    let mut issued = Log::of("so").write("campaign.issued", when, issued);
    issued.campaign = Some(campaign.digest);
    let evidence = vec![issued, Log::of("di-dong").acknowledge(when)];
    let text = extract_text(&cut(&campaign, "di-dong", &evidence));
    let cell = board_at(vec![Arc::clone(&campaign)], &evidence, when).cell(&key(), when);
    let claim = json!({
        "dossier": 2, "complete": true, "at": when, "cell": cell,
        "campaign": { "digest": campaign.digest.hex(), "file": null, "extract": "campaign-extract.toml" },
    });
    (claim, text, evidence)
}

#[test]
fn a_claim_is_judged_again_and_what_does_not_follow_is_told() {
    let (claim, text, evidence) = claimed();
    assert_eq!(judge_again(&claim, Some(&text), &evidence), Rejudged::Same);
    let differs = |claim: &Value, text: Option<&str>, evidence: &[Evidence]| {
        matches!(judge_again(claim, text, evidence), Rejudged::Differs(_))
    };
    let changed = |path: &str, value: Value| {
        let mut claim = claim.clone();
        *claim.pointer_mut(path).unwrap() = value;
        claim
    };
    assert!(differs(&claim, None, &evidence), "a file that is named and not there");
    assert!(differs(&claim, Some(&text), &evidence[..1]), "the acknowledgement is gone");
    assert!(differs(&claim, Some(&text), &evidence[1..]), "nothing bears out that the campaign was issued");
    assert!(differs(&changed("/cell/status", json!("failing")), Some(&text), &evidence));
    let other = json!(Hash::of(b"another").hex());
    assert!(differs(&changed("/campaign/digest", other), Some(&text), &evidence), "another campaign");
    for more in [
        "# a word beside it\n",
        "[[briefing]]\nid = \"khac\"\nsha256 = \"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\"\n",
    ] {
        assert!(differs(&claim, Some(&format!("{text}{more}")), &evidence), "{more}");
    }
    // A node may sign another extract than the file's: who has the file finds it out.
    let later = text.replace("2027-02-05T", "2027-02-06T");
    assert!(later != text, "{text}");
    let whole = format!("{HEAD}{}", obligation("[[obligation.check]]\nkind = \"acknowledgement\"\n"));
    assert_eq!(check_against(&claim, Some(&text), &whole, &evidence), Ok(()));
    assert!(check_against(&claim, Some(&later), &whole, &evidence).is_err());
    assert!(check_against(&claim, Some(&text), &whole.replace("Tết", "Xuân"), &evidence).is_err());
    let unproven = judge_again(&changed("/complete", json!(false)), Some(&text), &evidence);
    assert!(matches!(unproven, Rejudged::Not(_)));
    assert!(matches!(judge_again(&changed("/dossier", json!(3)), Some(&text), &evidence), Rejudged::Not(_)));
}
