//! The one way in: what is taken, what is refused, and what comes again.

use access::Role;
use campaign::Status;
use journal::{Entry, Fact};
use store::{Asked, ExportScope, ProbingGrant, RecordFault};

use crate::support::{Node, at, key, slug};

#[tokio::test]
async fn what_comes_again_gets_the_first_receipt_and_counts_once() {
    let node = Node::new().await;
    let draft = node.inspection("Nguyễn Thị A");
    let first = node.record("di-dong", draft.clone()).await;
    node.clock.advance(5_000);
    let again = node.record("di-dong", draft.clone()).await;
    assert!(!first.replayed && again.replayed);
    assert_eq!((again.index, again.leaf, again.recorded_at), (first.index, first.leaf, first.recorded_at));
    let page = node.store.entries(&node.operator("di-dong"), &slug("di-dong"), None, 10).await.unwrap();
    assert_eq!(page.size, 1);
}

#[tokio::test]
async fn what_stands_on_record_gets_its_receipt_though_the_clock_fell_back() {
    let node = Node::new().await;
    let draft = node.inspection("Nguyễn Thị A");
    let first = node.record("di-dong", draft.clone()).await;
    // By this clock the inspection is still to come, and a new one like it would be refused.
    node.clock.advance(-3_600_000);
    let mut fresh = draft.clone();
    fresh.id = node.store.new_id();
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    let fault = node.store.record(&scope, &log, fresh).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Invalid(_)), "{fault}");
    let seen = node.store.preview(&scope, &log, draft.clone()).await.unwrap();
    let again = node.record("di-dong", draft).await;
    assert_eq!(
        (seen.map(|seen| seen.index), again.index, again.replayed),
        (Some(first.index), first.index, true)
    );
}

#[tokio::test]
async fn the_same_id_with_other_content_is_refused_a_private_value_included() {
    let node = Node::new().await;
    let draft = node.inspection("Nguyễn Thị A");
    node.record("di-dong", draft.clone()).await;
    let mut other = draft.clone();
    other.private.insert("signer".to_owned(), "Nguyễn Thị B".into());
    let mut third = draft.clone();
    third.facts.insert("organisation".to_owned(), "di-dong".into());
    for draft in [other, third] {
        let fault = node.store.record(&node.operator("di-dong"), &slug("di-dong"), draft).await.unwrap_err();
        assert!(matches!(fault, RecordFault::Conflict { .. }), "{fault}");
    }
    // Another organisation can't learn from an id what was recorded under it.
    let mut same = node.acknowledgement("truc");
    same.id = draft.id;
    let fault = node.store.record(&node.operator("buu-dien"), &slug("buu-dien"), same).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Conflict { .. }), "{fault}");
}

#[tokio::test]
async fn an_id_twice_in_one_batch_is_recorded_once() {
    let node = Node::new().await;
    let draft = node.acknowledgement("truc");
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    let calls = (0..20).map(|_| node.store.record(&scope, &log, draft.clone()));
    let receipts = futures_util::future::join_all(calls).await;
    let fresh = receipts.iter().filter(|receipt| !receipt.as_ref().unwrap().replayed).count();
    assert_eq!(fresh, 1);
    assert_eq!(node.store.entries(&scope, &log, None, 10).await.unwrap().size, 1);
}

#[tokio::test]
async fn the_writer_is_who_signed_in_whatever_the_draft_says() {
    let node = Node::new().await;
    let receipt = node.record("di-dong", node.acknowledgement("truc")).await;
    let view = node.store.find_evidence(&node.operator("di-dong"), receipt.id).await.unwrap();
    assert_eq!(view.entry.actor, "u-di-dong");
}

#[tokio::test]
async fn a_draft_that_does_not_fit_is_refused_and_leaves_nothing() {
    let node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    let unknown = node.acknowledgement("khong-co");
    let not_owed = node.acknowledgement("thong-suot");
    let mut wrong_kind = node.acknowledgement("truc");
    wrong_kind.kind = journal::Kind::new("status.set").unwrap();
    let mut shapeless = node.acknowledgement("truc");
    shapeless.facts.insert("colour".to_owned(), "green".into());
    for draft in [unknown, wrong_kind, shapeless] {
        let fault = node.store.record(&scope, &log, draft).await.unwrap_err();
        assert!(matches!(fault, RecordFault::Invalid(_)), "{fault}");
    }
    // Taking note of what one owes is always sensible.
    node.store.record(&scope, &log, not_owed).await.unwrap();
    for kind in ["campaign.issued", "disclosure.erased"] {
        let fault = node.store.record(&scope, &log, node.draft(kind, "campaign:tet", &[])).await.unwrap_err();
        assert!(matches!(fault, RecordFault::Invalid(_)), "{fault}");
    }
    assert_eq!(node.store.entries(&scope, &log, None, 10).await.unwrap().size, 1);
}

#[tokio::test]
async fn nobody_writes_for_another_organisation() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    // A sibling is not there; of the level above it is not said either.
    for log in ["buu-dien", "so", "khong-co"] {
        let fault = node.store.record(&scope, &slug(log), node.acknowledgement("truc")).await.unwrap_err();
        assert!(matches!(fault, RecordFault::NotFound(_)), "{log}: {fault}");
    }
    // What stands below is there, but does not speak through the one above.
    let fault = node.store.record(&scope, &slug("tram"), node.acknowledgement("kiem-tra")).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Denied(_)), "{fault}");
    let auditor = node.scope(Role::Auditor, "di-dong");
    let fault =
        node.store.record(&auditor, &slug("di-dong"), node.acknowledgement("truc")).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Denied(_)), "{fault}");
    // A machine measures and does not acknowledge; a person does not measure.
    let fault =
        node.store.record(&node.machine("di-dong"), &slug("di-dong"), node.acknowledgement("truc")).await;
    assert!(matches!(fault.unwrap_err(), RecordFault::Denied(_)));
    let fault = node.store.record(&scope, &slug("di-dong"), node.turn("unknown", "down")).await;
    assert!(matches!(fault.unwrap_err(), RecordFault::Denied(_)));
}

#[tokio::test]
async fn a_waiver_is_read_by_whom_it_is_given_to_and_by_no_other_operator() {
    let node = Node::new().await;
    let facts = [("obligation", "truc".into()), ("organisation", "buu-dien".into())];
    let mut waiver = node.draft("obligation.waived", "obligation:truc", &facts);
    waiver.private.insert("reason".to_owned(), "bão".into());
    let receipt = node.store.record(&node.regulator(), &slug("so"), waiver).await.unwrap();
    // It stands in a log the operator does not see, and is about the operator: so it may be read, reason included.
    let seen = node.store.find_evidence(&node.operator("buu-dien"), receipt.id).await.unwrap();
    assert_eq!(seen.private.unwrap().len(), 1);
    assert!(node.store.find_evidence(&node.operator("di-dong"), receipt.id).await.is_err());
}

#[tokio::test]
async fn what_is_answered_must_be_there_and_visible() {
    let node = Node::new().await;
    let others = node.record("buu-dien", node.acknowledgement("truc")).await;
    let own = node.record("di-dong", node.acknowledgement("truc")).await;
    let explain = |answers| {
        let mut draft = node.draft("finding.explained", "obligation:truc", &[("obligation", "truc".into())]);
        draft.answers = vec![answers];
        draft.private.insert("text".to_owned(), "đã rõ".into());
        draft
    };
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    for id in [others.id, node.store.new_id()] {
        let fault = node.store.record(&scope, &log, explain(id)).await.unwrap_err();
        assert!(matches!(fault, RecordFault::NotFound(_)), "{fault}");
    }
    node.store.record(&scope, &log, explain(own.id)).await.unwrap();
}

#[tokio::test]
async fn a_correction_that_would_change_nothing_is_refused() {
    let node = Node::new().await;
    let measured = node.measure("di-dong", node.turn("unknown", "down")).await;
    let own = node.record("di-dong", node.acknowledgement("truc")).await;
    let withdraw = |answers| {
        let mut draft = node.draft("evidence.corrected", "obligation:truc", &[("obligation", "truc".into())]);
        draft.facts.insert("withdraws".to_owned(), Fact::Bool(true));
        draft.answers = vec![answers];
        draft
    };
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    let fault = node.store.record(&scope, &log, withdraw(measured.id)).await.unwrap_err();
    assert!(fault.to_string().contains("is a measurement"), "{fault}");
    node.store.record(&scope, &log, withdraw(own.id)).await.unwrap();
    let mut about = withdraw(measured.id);
    about.facts.insert("organisation".to_owned(), "di-dong".into());
    node.store.record(&node.regulator(), &slug("so"), about).await.unwrap();
}

#[tokio::test]
async fn a_document_of_which_only_the_digest_is_here_does_not_look_like_one_that_is_kept() {
    let node = Node::new().await;
    let kept = node.store.put_blob(&node.operator("di-dong"), b"a photograph".to_vec()).await.unwrap();
    let mut draft = node.inspection("An");
    draft.facts.insert("photos".to_owned(), Fact::Int(2));
    draft.private.insert("photo_1".to_owned(), kept.hex().into());
    draft.private.insert("photo_2".to_owned(), journal::Hash::of(b"never handed in").hex().into());
    let receipt = node.record("di-dong", draft).await;
    let view = node.store.find_evidence(&node.regulator(), receipt.id).await.unwrap();
    assert!(view.by_digest.iter().eq(["photo_2"]), "{:?}", view.by_digest);
    let out = node.dir.path().join("bundle");
    node.store.export(&node.regulator(), &ExportScope::All, Vec::new(), &out).await.unwrap();
    // Who else holds a document is not told by naming it.
    let mut probing = node.inspection("Bình");
    probing.facts.insert("photos".to_owned(), Fact::Int(1));
    probing.private.insert("photo_1".to_owned(), kept.hex().into());
    let found =
        node.store.record(&node.scope(Role::UnitStaff, "tram"), &slug("tram"), probing).await.unwrap();
    let view = node.store.find_evidence(&node.operator("di-dong"), found.id).await.unwrap();
    assert!(view.by_digest.contains("photo_1"), "{:?}", view.by_digest);
    let found = journal::verify::verify(&out, None).unwrap();
    assert!(found.holds(), "{found}");
    assert_eq!(found.logs.iter().map(|log| log.by_digest).sum::<u64>(), 1);
    assert!(found.to_string().contains("1 documents named by digest alone"), "{found}");
}

#[tokio::test]
async fn what_nobody_named_for_a_day_goes_and_what_is_named_stays() {
    let node = Node::new().await;
    let operator = node.operator("di-dong");
    let put = |bytes: &'static [u8]| node.store.put_blob(&operator, bytes.to_vec());
    let (named, abandoned) = (put(b"a photograph").await.unwrap(), put(b"the wrong one").await.unwrap());
    let mut draft = node.inspection("An");
    draft.facts.insert("photos".to_owned(), Fact::Int(1));
    draft.private.insert("photo_1".to_owned(), named.hex().into());
    node.record("di-dong", draft).await;
    node.store.sweep_blobs().await.unwrap();
    assert!(node.store.get_blob(&operator, abandoned).await.is_ok(), "a form may still be open");
    // An entry may come before the document it names.
    let late = journal::Hash::of(b"comes after its entry");
    let mut draft = node.inspection("Bình");
    draft.facts.insert("photos".to_owned(), Fact::Int(1));
    draft.private.insert("photo_1".to_owned(), late.hex().into());
    node.record("di-dong", draft).await;
    assert_eq!(put(b"comes after its entry").await.unwrap(), late);
    node.clock.advance(25 * 3_600_000);
    let fresh = put(b"another").await.unwrap();
    node.store.sweep_blobs().await.unwrap();
    assert!(node.store.get_blob(&operator, abandoned).await.is_err());
    for kept in [named, late, fresh] {
        assert!(node.store.get_blob(&operator, kept).await.is_ok());
    }
    let campaign = node.store.campaigns_in_force()[0].digest;
    assert!(node.store.get_blob(&node.regulator(), campaign).await.is_ok(), "a campaign's file is named");
}

#[tokio::test]
async fn a_report_is_handed_in_with_its_document_or_not_at_all() {
    let node = Node::new().await;
    let (operator, log) = (node.operator("di-dong"), slug("di-dong"));
    let submit = |digest: journal::Hash| {
        let facts = [("obligation", "bao-cao".into()), ("report", Fact::Text(digest.hex()))];
        let mut draft = node.draft("report.submitted", "obligation:bao-cao", &facts);
        draft.private.insert("document".to_owned(), digest.hex().into());
        draft
    };
    let nowhere = journal::Hash::of(b"never handed in");
    let fault = node.store.record(&operator, &log, submit(nowhere)).await.unwrap_err();
    assert!(fault.to_string().contains("upload it first"), "{fault}");
    let others = node.store.put_blob(&node.operator("buu-dien"), b"%PDF others".to_vec()).await.unwrap();
    node.store.record(&operator, &log, submit(others)).await.unwrap_err();
    let own = node.store.put_blob(&operator, b"%PDF own".to_vec()).await.unwrap();
    node.store.record(&operator, &log, submit(own)).await.unwrap();
}

#[tokio::test]
async fn what_bears_a_secrecy_mark_is_refused_and_not_quoted() {
    let node = Node::new().await;
    let draft = node.inspection("Độ mật: TUYỆT MẬT");
    let fault = node.store.record(&node.operator("di-dong"), &slug("di-dong"), draft).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Secret(_)), "{fault}");
    assert!(!fault.to_string().contains("TUYỆT"));
    let fault = node.store.put_blob(&node.operator("di-dong"), "TỐI MẬT\nkế hoạch".into()).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Secret(_)), "{fault}");
}

#[tokio::test]
async fn a_clock_that_falls_back_moves_no_entry_and_is_journaled_once() {
    let node = Node::new().await;
    let first = node.record("di-dong", node.acknowledgement("truc")).await;
    node.clock.advance(-3_600_000);
    let second = node.record("di-dong", node.inspection("A")).await;
    node.clock.advance(60_000);
    let third = node.record("di-dong", node.inspection("B")).await;
    assert!(first.recorded_at <= second.recorded_at && second.recorded_at <= third.recorded_at);
    let page = node.store.entries(&node.operator("di-dong"), &slug("di-dong"), None, 10).await.unwrap();
    let entries: Vec<_> =
        page.entries.iter().rev().map(|entry| journal::Entry::parse(&entry.canonical).unwrap()).collect();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["acknowledgement.given", "clock.observed", "inspection.signed", "inspection.signed"]);
    assert_eq!(entries[1].facts["offset_us"], Fact::Int(-3_600_000_000));
    assert!(entries.is_sorted_by_key(|entry| entry.recorded_at));
    // Once it is ahead again, the next fall is journaled again.
    node.clock.advance(7_200_000);
    node.record("di-dong", node.inspection("C")).await;
    node.clock.advance(-10_000);
    node.record("di-dong", node.inspection("D")).await;
    let page = node.store.entries(&node.operator("di-dong"), &slug("di-dong"), None, 10).await.unwrap();
    assert_eq!(page.size, 7);
}

#[tokio::test]
async fn a_blob_is_read_by_those_its_owner_answers_to_and_nobody_else() {
    let node = Node::new().await;
    let digest = node.store.put_blob(&node.operator("di-dong"), b"%PDF plan".to_vec()).await.unwrap();
    assert_eq!(node.store.get_blob(&node.operator("di-dong"), digest).await.unwrap(), b"%PDF plan");
    assert_eq!(node.store.get_blob(&node.regulator(), digest).await.unwrap(), b"%PDF plan");
    assert!(node.store.get_blob(&node.operator("buu-dien"), digest).await.is_err());
    assert!(node.store.get_blob(&node.scope(Role::Administrator, "so"), digest).await.is_err());
    let large = vec![0; store::MAX_BLOB_BYTES + 1];
    let fault = node.store.put_blob(&node.operator("di-dong"), large).await.unwrap_err();
    assert!(matches!(fault, RecordFault::TooLarge { .. }), "{fault}");
}

#[tokio::test]
async fn a_campaign_is_issued_once_by_its_regulator_and_faults_are_told_together() {
    let node = Node::bare().await;
    let fault =
        node.store.issue_campaign(&node.regulator(), b"schema = 1\n[campaign]\nid = 1", "x.toml").await;
    assert!(matches!(fault.unwrap_err(), RecordFault::Campaign(faults) if faults.len() > 1));
    let campaign = crate::support::CAMPAIGN.as_bytes();
    let fault = node.store.issue_campaign(&node.operator("di-dong"), campaign, "tet.toml").await.unwrap_err();
    assert!(matches!(fault, RecordFault::Denied(_)), "{fault}");
    let first = node.store.issue_campaign(&node.regulator(), campaign, "tet.toml").await.unwrap();
    let again = node.store.issue_campaign(&node.regulator(), campaign, "tet.toml").await.unwrap();
    assert!(again.replayed && again.id == first.id);
    // Evidence that was there before a new version of the campaign counts under it.
    node.record("di-dong", node.acknowledgement("truc")).await;
    let changed = crate::support::CAMPAIGN.replace("Trực 24/24", "Trực ban 24/24");
    node.store.issue_campaign(&node.regulator(), changed.as_bytes(), "tet.toml").await.unwrap();
    let detail =
        node.store.cell(&node.operator("di-dong"), &key("di-dong", "truc"), &Asked::default()).await.unwrap();
    assert_eq!(detail.obligation.what.title, "Trực ban 24/24");
    assert_eq!(detail.cell.status, Status::Proven);
}

#[tokio::test]
async fn a_refusal_names_its_field_once() {
    let node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    let mut backwards = node.acknowledgement("truc");
    backwards.held.to = Some(backwards.held.from.plus_ms(-1));
    let mut long = node.acknowledgement("truc");
    long.private.insert("note".to_owned(), Fact::Text("x".repeat(64 * 1024)));
    for (draft, field, what) in
        [(backwards, "held.to", "before `from`"), (long, "private.note", "longer than 32 KiB")]
    {
        let RecordFault::Invalid(faults) = node.store.record(&scope, &log, draft).await.unwrap_err() else {
            panic!("refused as something else")
        };
        let named: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.what.as_str())).collect();
        assert_eq!(named, [(field, what)]);
    }
}

#[tokio::test]
async fn what_may_be_probed_is_on_record_and_told_once() {
    let node = Node::new().await;
    let grant = |ranges: &[&str]| ProbingGrant {
        ranges: ranges.iter().map(|range| (*range).to_owned()).collect(),
        from: None,
        until: Some(at("2027-02-11T00:00:00")),
    };
    let log = slug("di-dong");
    let size = || node.store.cursor(&node.operator("di-dong")).iter().map(|(_, size)| size).sum::<u64>();
    for _ in 0..2 {
        node.store.tell_granted(&log, vec![grant(&["10.1.0.0/16"])]).await.unwrap();
    }
    assert_eq!(size(), 1);
    node.store.tell_granted(&log, vec![grant(&["10.1.0.0/16", "2001:db8::/48"])]).await.unwrap();
    node.store.tell_granted(&log, Vec::new()).await.unwrap();
    node.store.tell_granted(&slug("buu-dien"), Vec::new()).await.unwrap();
    assert_eq!(size(), 3, "what was taken back is told; nothing granted to begin with is not");
    let entry = node.store.entry(&node.operator("di-dong"), &log, 1).await.unwrap();
    let entry = Entry::parse(&entry.canonical).unwrap();
    assert_eq!(entry.kind.as_str(), "probing.granted");
    let said = String::from_utf8(entry.canonical()).unwrap();
    assert!(said.contains("2001:db8::/48") && said.contains("2027-02-10T17:00"), "{said}");
    let forged = node.draft("probing.granted", "organisation:di-dong", &[("organisation", "di-dong".into())]);
    assert!(node.store.record(&node.operator("di-dong"), &log, forged).await.is_err());
}

/// A clock that is further each time it is looked at, as a real one is.
struct Passing(std::sync::atomic::AtomicI64);

impl calendar::Clock for Passing {
    fn now(&self) -> calendar::Instant {
        calendar::Instant::from_ms(self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
    }
}

#[tokio::test]
async fn what_is_foreseen_is_one_entry_of_one_moment_to_every_reader() {
    let mut node = Node::new().await;
    node.store.close().await.unwrap();
    let mut options = node.options();
    options.clock = std::sync::Arc::new(Passing(at("2027-02-01T08:00:00").as_ms().into()));
    node.store = store::Store::open(options).await.unwrap();
    let readers =
        [Role::RegulatorDesk, Role::RegulatorHead, Role::Auditor].map(|role| node.scope(role, "so"));
    let writer = node.scope(Role::DutyOfficer, "di-dong");
    let (log, draft) = (slug("di-dong"), node.acknowledgement("truc"));
    let seen = node.store.foresee(&writer, &log, draft, &readers).await.unwrap();
    let entries: Vec<_> = seen.into_iter().map(|view| view.unwrap().entry).collect();
    assert!(entries.iter().all(|entry| *entry == entries[0]), "{entries:#?}");
}
