//! A body that names what is another's is answered as one that names what nobody has: organisations, accounts,
//! obligations, targets, entries, documents, drafts and units, in every write that takes one.

use access::Role;
use axum::http::Method;
use serde_json::{Value, json};

use super::{
    asking::{ask, sheet},
    world::{ORGANISATIONS, Sent, World},
};
use crate::ground::{Answer, slug};

const ABSENT: &str = "01a2b3c4-0000-7000-8000-000000000000";
const NOBODY: &str = "khong-co";

/// What a body may name of one organisation; of nobody, with the same shapes.
struct Names {
    organisation: String,
    obligation: String,
    target: String,
    account: String,
    deputy: String,
    entry: String,
    dispute: String,
    draft: String,
    document: String,
    report: String,
}

impl Names {
    fn of(world: &World, organisation: &str) -> Self {
        let own = world.own.get(organisation);
        let id = |of: Option<String>| of.unwrap_or_else(|| ABSENT.to_owned());
        let digest = |of: Option<String>| of.unwrap_or_else(|| "0".repeat(64));
        Self {
            organisation: organisation.to_owned(),
            obligation: format!("viec-{organisation}"),
            target: format!("do-{organisation}"),
            account: own.map_or_else(|| "a-khong-co".to_owned(), |own| own.person.clone()),
            deputy: own.map_or_else(|| "a-khong-co".to_owned(), |own| own.rights.deputy.clone()),
            entry: id(own.map(|own| own.entry.to_string())),
            dispute: id(own.map(|own| own.dispute.to_string())),
            draft: id(own.map(|own| own.draft.to_string())),
            document: digest(own.map(|own| own.document.hex())),
            report: digest(own.map(|own| own.report.hex())),
        }
    }

    /// An answer without the names that the request itself gave, of which one may begin as the viewer's own does.
    fn plain(&self, viewer: &str, answer: &Answer) -> String {
        let mut text = String::from_utf8_lossy(&answer.body).replace(viewer, "#");
        let named = [&self.obligation, &self.target, &self.account, &self.deputy, &self.entry, &self.dispute];
        let named = named.into_iter().chain([&self.draft, &self.document, &self.report, &self.organisation]);
        for name in named {
            text = text.replace(name.as_str(), "@");
        }
        text
    }
}

fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// Writes of `own` that name what is in `other`, each with where it goes.
fn bodies(own: &Names, other: &Names) -> Vec<(&'static str, Value)> {
    let key = json!({
        "name": "Máy", "organisation": own.organisation, "actions": ["acknowledge"],
        "expires_at": "2027-02-09T00:00:00.000Z",
    });
    let given = json!({
        "account": own.deputy, "signed_as": "kt", "position": "Giám đốc", "own_position": "Phó Giám đốc",
        "actions": ["submit_report"], "from": "2027-02-01T01:00:00.000Z",
        "until": "2027-02-03T01:00:00.000Z", "basis": "Quyết định số 12/QĐ-VT",
    });
    let said = |kind: &str, more| with(json!({ "kind": kind, "obligation": own.obligation }), more);
    let acknowledged = |more| said("acknowledgement.given", more);
    let explained = |more| with(said("finding.explained", more), json!({ "private": { "text": "Vì" } }));
    let assigned = |more| with(json!({ "obligation": own.obligation }), more);
    let claim = json!({ "reply_due": "2027-02-03T01:00:00.000Z", "claim": "Không đúng" });
    let claimed = |more| with(with(claim.clone(), json!({ "obligation": own.obligation })), more);
    let heard = |more| with(json!({ "what": "heard", "text": "Báo sự cố" }), more);
    let stands = json!({ "counts": {}, "signer": "Người ký" });
    vec![
        (
            "/accounts",
            json!({ "login": "x", "name": "X", "role": "auditor", "organisation": other.organisation }),
        ),
        ("/keys", with(key, json!({ "organisation": other.organisation }))),
        ("/delegations", with(given.clone(), json!({ "account": other.deputy }))),
        ("/delegations", with(given, json!({ "organisations": [other.organisation] }))),
        ("/openings", json!({ "organisation": other.organisation, "reason": "Rõ ai trực", "minutes": 20 })),
        ("/evidence", acknowledged(json!({ "organisation": other.organisation }))),
        ("/evidence", acknowledged(json!({ "obligation": other.obligation }))),
        ("/evidence", acknowledged(json!({ "answers": [other.entry] }))),
        ("/evidence", explained(json!({ "answers": [other.entry] }))),
        ("/evidence", explained(json!({ "obligation": other.obligation, "answers": [] }))),
        ("/evidence", said("evidence.corrected", json!({ "answers": [other.entry] }))),
        ("/evidence", said("plan.filed", json!({ "private": { "document": other.document } }))),
        ("/evidence", said("report.submitted", json!({ "private": { "document": other.document } }))),
        ("/evidence", said("obligation.waived", json!({ "organisation": other.organisation }))),
        (
            "/evidence",
            json!({ "kind": "target.turned", "facts": { "target": other.target, "state": "down" } }),
        ),
        (
            "/evidence",
            json!({ "kind": "target.turned", "organisation": other.organisation, "facts": { "target": other.target } }),
        ),
        ("/assignments", assigned(json!({ "account": other.account }))),
        ("/assignments", assigned(json!({ "unit": other.organisation }))),
        ("/assignments", assigned(json!({ "obligation": other.obligation, "account": own.account }))),
        ("/disputes", claimed(json!({ "organisation": other.organisation }))),
        ("/disputes", claimed(json!({ "organisation": own.organisation, "obligation": other.obligation }))),
        ("/disputes", claimed(json!({ "organisation": own.organisation, "entries": [other.entry] }))),
        ("/duty", heard(json!({ "concerns": other.organisation }))),
        ("/duty", heard(json!({ "obligation": other.obligation }))),
        ("/duty", heard(json!({ "target": other.target }))),
        ("/duty", heard(json!({ "corrects": other.entry }))),
        ("/report/drafts", json!({ "organisation": other.organisation })),
        ("/report/attestations", with(stands, json!({ "draft": other.draft, "report": other.report }))),
    ]
}

/// People and a program of the operator beside, below and above whom the others stand.
async fn writers(world: &World) -> Vec<(String, &'static str, String)> {
    let mut writers = Vec::new();
    for role in Role::ALL.into_iter().filter(|role| !role.is_regulator()) {
        writers.push((role.to_string(), "di-dong", world.sign_in(role, "di-dong").await));
    }
    writers.push(("unit".to_owned(), "tram", world.sign_in(Role::DutyOfficer, "tram").await));
    writers.push(("glass broken".to_owned(), "so-2", world.break_glass("kinh-dang-vo", 60).await));
    let machine = [access::Action::RecordMeasurement, access::Action::Acknowledge, access::Action::FilePlan];
    writers.push(("key".to_owned(), "di-dong", world.key("di-dong", &machine).await.0));
    writers
}

#[tokio::test]
async fn what_was_opened_for_a_time_is_not_kept_in_a_report_of_one_s_own() {
    let world = World::new().await;
    let head = world.break_glass("kinh-dang-vo", 60).await;
    let draft = async |body: Value| {
        let answer = world.ask(Some(&head), &Method::POST, "/report/drafts", &Sent::Json(body)).await;
        (answer.status.as_u16(), answer.text())
    };
    let read = world.ask(Some(&head), &Method::GET, "/report?as=docx&organisation=di-dong", &Sent::Nothing);
    assert_eq!(read.await.status.as_u16(), 200, "it is read while the glass is broken");
    let (status, said) = draft(json!({ "organisation": "di-dong" })).await;
    assert_eq!(status, 404, "{said}");
    let (status, said) = draft(json!({})).await;
    assert!(status == 201 && !said.contains("nut.example/di-dong"), "{said}");
}

#[tokio::test]
async fn a_body_that_names_what_is_another_s_is_answered_as_one_that_names_what_nobody_has() {
    let world = World::new().await;
    let (mut asked, mut told) = (0, Vec::new());
    for (label, viewer, token) in writers(&world).await {
        let sees = {
            let role = if viewer == "so-2" { Role::RegulatorHead } else { Role::Auditor };
            world.scope(role, viewer)
        };
        let (own, none) = (Names::of(&world, viewer), Names::of(&world, NOBODY));
        let apart = ORGANISATIONS.iter().map(|(id, ..)| *id).filter(|id| !sees.sees(&slug(id)));
        // What is open to who broke the glass is another matter.
        for other in apart.filter(|id| viewer != "so-2" || *id != "di-dong") {
            let theirs = Names::of(&world, other);
            for ((path, named), (_, absent)) in bodies(&own, &theirs).into_iter().zip(bodies(&own, &none)) {
                let send = async |body: &Value| {
                    world.ask(Some(&token), &Method::POST, path, &Sent::Json(body.clone())).await
                };
                // It would open what is named: who broke the glass may do so again.
                if viewer == "so-2" && path == "/openings" {
                    continue;
                }
                let (one, two) = (send(&named).await, send(&absent).await);
                asked += 1;
                compare(
                    viewer,
                    &format!("{label} of {viewer}: POST {path} {named}"),
                    (&theirs, &one),
                    (&none, &two),
                    &mut told,
                );
            }
            for path in ["/sources/preview", "/sources/apply"] {
                let (named, absent) = (sheet(other), sheet(NOBODY));
                let one = world.ask(Some(&token), &Method::POST, path, &Sent::Sheet(named)).await;
                let two = world.ask(Some(&token), &Method::POST, path, &Sent::Sheet(absent)).await;
                asked += 1;
                compare(
                    viewer,
                    &format!("{label} of {viewer}: POST {path} {other}"),
                    (&theirs, &one),
                    (&none, &two),
                    &mut told,
                );
            }
            for path in ["/entries/{id}/erase", "/disputes/{id}/answers", "/assignments/{id}/withdraw"] {
                let (named, absent) = (ask(&world, "POST", path, other), ask(&world, "POST", path, NOBODY));
                let one = world.ask(Some(&token), &Method::POST, &named.path, &named.sent).await;
                let two = world.ask(Some(&token), &Method::POST, &absent.path, &absent.sent).await;
                asked += 1;
                compare(
                    viewer,
                    &format!("{label} of {viewer}: POST {}", named.path),
                    (&theirs, &one),
                    (&none, &two),
                    &mut told,
                );
            }
        }
    }
    println!("bodies that name another's: {asked} compared, {} told apart", told.len());
    assert_eq!(told, [""; 0]);
    assert!(asked > 900, "{asked}");
}

/// Notes where the two are told apart; of what was recorded, whose receipts differ anyway, the status counts.
fn compare(
    viewer: &str,
    about: &str,
    one: (&Names, &Answer),
    two: (&Names, &Answer),
    told: &mut Vec<String>,
) {
    let (first, second) = (one.1, two.1);
    let alike = first.status == second.status
        && (first.status == axum::http::StatusCode::CREATED
            || one.0.plain(viewer, first) == two.0.plain(viewer, second));
    if !alike || first.status.is_server_error() {
        let (first, second) = (String::from_utf8_lossy(&first.body), String::from_utf8_lossy(&second.body));
        told.push(format!("{about}: {} {first} / {} {second}\n", one.1.status, two.1.status));
    }
}
