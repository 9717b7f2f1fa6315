//! The duty log: kept by whoever heard it, read by nobody else, corrected by later entries, turned into evidence.

use access::{Role, Scope};
use campaign::Status;
use journal::{Draft, EntryId, Fact, Grade};
use store::{Asked, Disclosed, DutyQuery, ExportScope, ReadFault, RecordFault};

use crate::support::{Node, at, key, slug};

fn call(node: &Node, organisation: &str, facts: &[(&str, Fact)]) -> Draft {
    let mut facts = facts.to_vec();
    facts.push(("what", "heard".into()));
    let mut draft = node.draft("duty.logged", &format!("organisation:{organisation}"), &facts);
    draft.grade = None;
    for (field, value) in
        [("text", "Mất điện trạm"), ("caller", "Bà Tư Không Có Thật"), ("number", "0000000001")]
    {
        draft.private.insert(field.to_owned(), value.into());
    }
    draft
}

async fn heard(node: &Node, scope: &Scope, query: DutyQuery) -> Vec<EntryId> {
    let page = node.store.duty(scope, &scope.organisation, query).await.unwrap();
    page.lines.iter().map(|line| line.view.entry.id).collect()
}

const ALL: DutyQuery = DutyQuery { from: None, to: None, before: None, limit: 100 };

#[tokio::test]
async fn a_call_is_listed_by_when_it_was_heard_and_pages_end() {
    let node = Node::new().await;
    let scope = node.scope(Role::DutyOfficer, "di-dong");
    let mut ids = Vec::new();
    for minute in [10, 40, 20] {
        let mut draft = call(&node, "di-dong", &[]);
        let moment = at(&format!("2027-02-01T07:{minute}:00"));
        draft.held = journal::Held::at(moment);
        ids.push(node.store.record(&scope, &slug("di-dong"), draft).await.unwrap().id);
    }
    assert_eq!(
        heard(&node, &scope, ALL).await,
        [ids[1], ids[2], ids[0]],
        "last heard first, however late it was written"
    );
    let first = node.store.duty(&scope, &slug("di-dong"), DutyQuery { limit: 2, ..ALL }).await.unwrap();
    assert_eq!(first.next, Some(ids[2]));
    let rest = DutyQuery { limit: 2, before: first.next, ..ALL };
    assert_eq!(heard(&node, &scope, rest).await, [ids[0]]);
    let span =
        DutyQuery { from: Some(at("2027-02-01T07:15:00")), to: Some(at("2027-02-01T07:40:00")), ..ALL };
    assert_eq!(heard(&node, &scope, span).await, [ids[2]]);
}

#[tokio::test]
async fn callers_stay_with_whoever_heard_them_and_never_enter_the_journal_in_the_clear() {
    let node = Node::new().await;
    let officer = node.scope(Role::DutyOfficer, "di-dong");
    let id = node.store.record(&officer, &slug("di-dong"), call(&node, "di-dong", &[])).await.unwrap().id;
    let above = node.regulator();
    let denied = node.store.duty(&above, &slug("di-dong"), ALL).await.unwrap_err();
    assert!(matches!(denied, ReadFault::Denied(_)), "{denied}");
    assert!(node.store.find_evidence(&above, id).await.unwrap().private.is_none());
    let own = node.store.find_evidence(&officer, id).await.unwrap();
    assert_eq!(own.private.unwrap()["caller"], Disclosed::Value("Bà Tư Không Có Thật".into()));
    let foreign = node.scope(Role::RegulatorHead, "buu-dien");
    let absent = node.store.duty(&foreign, &slug("di-dong"), ALL).await.unwrap_err();
    assert!(matches!(absent, ReadFault::NotFound(_)));
    for (scope, told) in [(&above, false), (&officer, true)] {
        let out = node.dir.path().join(format!("export-{told}"));
        node.store.export(scope, &ExportScope::Logs(vec![slug("di-dong")]), Vec::new(), &out).await.unwrap();
        let report = journal::verify::verify(&out, None).unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
        let disclosures =
            std::fs::read_to_string(out.join("logs/nut-1.example/di-dong/disclosures.jsonl")).unwrap();
        assert_eq!(disclosures.contains("Bà Tư"), told);
    }
    let manager = node.operator("di-dong");
    let fields = ["caller", "number"].map(str::to_owned);
    node.store.erase(&manager, id, &fields, "người gọi yêu cầu").await.unwrap();
    let line = node.store.duty(&officer, &slug("di-dong"), ALL).await.unwrap().lines.remove(0);
    assert_eq!(line.view.private.unwrap()["number"], Disclosed::Erased);
}

#[tokio::test]
async fn a_correction_is_a_later_entry_and_both_stay() {
    let node = Node::new().await;
    let scope = node.scope(Role::DutyOfficer, "di-dong");
    let log = slug("di-dong");
    let first = node.store.record(&scope, &log, call(&node, "di-dong", &[])).await.unwrap().id;
    let mut again = call(&node, "di-dong", &[("corrects", Fact::Bool(true))]);
    assert!(node.store.record(&scope, &log, again.clone()).await.is_err(), "it must name what it corrects");
    again.answers = vec![first];
    let again = node.store.record(&scope, &log, again).await.unwrap().id;
    let page = node.store.duty(&scope, &log, ALL).await.unwrap();
    let line = page.lines.iter().find(|line| line.view.entry.id == first).unwrap();
    assert_eq!((line.answered_by[0].id, line.answered_by[0].corrects), (again, true));
    let other = node.record("di-dong", node.acknowledgement("truc")).await.id;
    let mut wrong = call(&node, "di-dong", &[]);
    wrong.answers = vec![other];
    let refused = node.store.record(&scope, &log, wrong).await.unwrap_err();
    assert!(refused.to_string().contains("no entry of this duty log"), "{refused}");
}

#[tokio::test]
async fn whom_a_call_concerns_is_somebody_the_writer_sees() {
    let node = Node::new().await;
    let scope = node.scope(Role::DutyOfficer, "di-dong");
    let mut answers = Vec::new();
    for concerned in ["buu-dien", "khong-co"] {
        let draft = call(&node, "di-dong", &[("concerns", concerned.into())]);
        answers.push(node.store.record(&scope, &slug("di-dong"), draft).await.unwrap_err().to_string());
    }
    assert_eq!(answers[0], answers[1], "who is beside looks like who is not there");
    let facts = [("concerns", "tram".into()), ("obligation", "truc".into())];
    let refused =
        node.store.record(&scope, &slug("di-dong"), call(&node, "di-dong", &facts)).await.unwrap_err();
    assert!(refused.to_string().contains("truc is no obligation of tram"), "{refused}");
}

#[tokio::test]
async fn a_call_becomes_an_asserted_acknowledgement_that_is_linked_both_ways() {
    let node = Node::new().await;
    let desk = node.scope(Role::RegulatorDesk, "so");
    let log = slug("so");
    let facts = [("concerns", "di-dong".into()), ("obligation", "truc".into())];
    let id = node.store.record(&desk, &log, call(&node, "so", &facts)).await.unwrap().id;
    let mut draft = node.acknowledgement("truc");
    draft.facts.insert("organisation".to_owned(), "di-dong".into());
    let unheard = node.store.record(&desk, &log, draft.clone()).await.unwrap_err();
    assert!(matches!(unheard, RecordFault::Denied(_)), "nobody signs for another: {unheard}");
    draft.grade = Some(Grade::Asserted);
    let unheard = node.store.record(&desk, &log, draft.clone()).await.unwrap_err();
    assert!(unheard.to_string().contains("answers"), "{unheard}");
    draft.answers = vec![id];
    let mut elsewhere = draft.clone();
    elsewhere.facts.insert("organisation".to_owned(), "buu-dien".into());
    let refused = node.store.record(&desk, &log, elsewhere).await.unwrap_err();
    assert!(refused.to_string().contains("was heard"), "{refused}");
    let relayed = node.store.record(&desk, &log, draft).await.unwrap().id;
    let page = node.store.duty(&desk, &log, ALL).await.unwrap();
    let answer = &page.lines[0].answered_by[0];
    assert_eq!((answer.id, answer.organisation.as_str(), answer.corrects), (relayed, "di-dong", false));
    let cell =
        node.store.cell(&node.operator("di-dong"), &key("di-dong", "truc"), &Asked::default()).await.unwrap();
    assert_eq!(cell.cell.grade, Some(Grade::Asserted));
    assert_ne!(cell.cell.status, Status::Proven, "what was heard by telephone is not what was signed");
    let seen = node.store.find_evidence(&node.operator("di-dong"), relayed).await.unwrap();
    assert_eq!(seen.entry.answers, [id]);
    assert!(
        node.store.find_evidence(&node.operator("di-dong"), id).await.is_err(),
        "the call stays at the desk"
    );
}
