//! Every kind of entry, sent to the one way in by every role and every sort of key, about every organisation: what the
//! policy grants is let through to be weighed, all else is refused, and what may not be seen answers as what is not there.
//! Whether the policy grants the right things is held by its own tests; here it is whether the way in asks it.

use access::Action;
use axum::http::{Method, StatusCode};
use campaign::known_kinds;
use serde_json::{Value, json};

use super::{
    NOBODY, Visitor, is_apart, same_as_absent, visitors,
    world::{ORGANISATIONS, Sent, World},
};
use crate::ground::{Answer, slug};

/// A body of this kind about an organisation, whole enough to be recorded where its private fields are few.
fn body(world: &World, kind: &str, organisation: &str) -> Value {
    let own = world.own.get(organisation);
    let entry =
        own.map_or_else(|| "01a2b3c4-0000-7000-8000-000000000000".to_owned(), |own| own.entry.to_string());
    let document = own.map_or_else(|| "0".repeat(64), |own| own.document.hex());
    let (facts, private, answers) = match kind {
        "inspection.signed" => (
            json!({ "checklist": [{ "item": "nguon", "result": "pass" }] }),
            json!({ "signer": "Người ký" }),
            json!([]),
        ),
        "plan.filed" => (json!({ "plan": "phuong-an" }), json!({ "document": document }), json!([])),
        "plan.approved" | "plan.tested" => (json!({ "plan": "phuong-an" }), json!({}), json!([])),
        "briefing.read" => (json!({ "shift": "ca-1", "briefing": document }), json!({}), json!([])),
        "report.submitted" => (json!({ "report": document }), json!({ "document": document }), json!([])),
        "obligation.waived" => (json!({}), json!({ "reason": "Thiên tai" }), json!([])),
        "handling.promised" => (json!({ "until": "2027-02-02T01:00:00.000Z" }), json!({}), json!([])),
        "evidence.corrected" => (json!({ "withdraws": true }), json!({ "reason": "Nhầm" }), json!([entry])),
        "finding.explained" => (json!({}), json!({ "text": "Cáp đứt" }), json!([entry])),
        "target.turned" => (
            json!({ "target": format!("do-{organisation}"), "from": "up", "to": "down", "cause": "x" }),
            json!({}),
            json!([]),
        ),
        _ => (json!({}), json!({}), json!([])),
    };
    json!({
        "kind": kind, "organisation": organisation, "obligation": format!("viec-{organisation}"),
        "facts": facts, "private": private, "answers": answers,
    })
}

/// What the policy asks of somebody who says this about an organisation; none of what nobody says by this way.
fn wanted(kind: &str, is_own: bool) -> Option<Action> {
    // Somebody else's explanation is written down by who heard it.
    if kind == "finding.explained" && !is_own { Some(Action::Relay) } else { Action::of_kind(kind) }
}

fn field_at_fault(answer: &Answer) -> Option<String> {
    let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    Some(told["fields"].as_array()?.first()?["field"].as_str()?.to_owned())
}

#[tokio::test]
async fn no_kind_of_entry_is_recorded_by_whom_the_policy_does_not_grant_it() {
    let world = World::new().await;
    let (mut asked, mut let_through, mut recorded) = (0, 0, 0);
    let mut told = Vec::new();
    for Visitor { label, viewer, token, scope } in visitors(&world).await {
        for kind in known_kinds() {
            let send = async |organisation: &str| {
                let sent = Sent::Json(body(&world, kind, organisation));
                world.ask(Some(&token), &Method::POST, "/evidence", &sent).await
            };
            for (organisation, ..) in ORGANISATIONS {
                let is_own = organisation == viewer;
                let answer = send(organisation).await;
                let about = format!("{label} of {viewer}: {kind} about {organisation}: {}", answer.text());
                asked += 1;
                let may =
                    wanted(kind, is_own).is_some_and(|action| scope.may(action, &slug(organisation)).is_ok());
                let by_policy = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status);
                let by_kind = field_at_fault(&answer).is_some_and(|field| field == "kind");
                if answer.status.is_server_error()
                    || !may && answer.status.is_success()
                    || may && by_policy
                    || !may && !by_policy && !by_kind
                {
                    told.push(format!("{about}\n"));
                }
                let_through += usize::from(may && !by_policy);
                recorded += usize::from(answer.status.is_success());
                if !may && is_apart(&scope, organisation) {
                    same_as_absent(&about, organisation, &answer, &send(NOBODY).await);
                }
            }
        }
    }
    println!("kinds of entries: {asked} sent, {let_through} let through, {recorded} recorded");
    assert_eq!(told, [""; 0]);
    assert!(recorded > 50, "{recorded} of {let_through} were whole");
}
