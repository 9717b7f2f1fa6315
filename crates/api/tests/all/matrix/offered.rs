//! What a cell tells its viewer that may be said about it is what the policy grants, and what is taken when it is sent:
//! screens that offer just that offer nothing that is refused, and leave nothing out.

use access::{Action, Relation, Role, allows};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    Visitor, visitors,
    world::{ORGANISATIONS, Sent, World},
};
use crate::ground::slug;

/// What is granted about an organisation as a whole, or about the node.
const ABOUT_NO_CELL: [Action; 12] = [
    Action::LogDuty,
    Action::Relay,
    Action::DraftReport,
    Action::AttestReport,
    Action::IssueCampaign,
    Action::RecordMeasurement,
    Action::Attach,
    Action::Erase,
    Action::ManageAccounts,
    Action::Delegate,
    Action::BreakGlass,
    Action::AcceptRollback,
];

/// What a form sends for an action; nothing for what has a route of its own.
const SENT: [(Action, &str); 11] = [
    (Action::Acknowledge, "acknowledgement.given"),
    (Action::Inspect, "inspection.signed"),
    (Action::FilePlan, "plan.filed"),
    (Action::ApprovePlan, "plan.approved"),
    (Action::TestPlan, "plan.tested"),
    (Action::ReadBriefing, "briefing.read"),
    (Action::SubmitReport, "report.submitted"),
    (Action::Promise, "handling.promised"),
    (Action::Explain, "finding.explained"),
    (Action::Correct, "evidence.corrected"),
    (Action::Waive, "obligation.waived"),
];

async fn offered(world: &World, token: &str, organisation: &str) -> Option<Vec<String>> {
    let path = format!("/cells/{organisation}/viec-{organisation}");
    let answer = world.ask(Some(token), &Method::GET, &path, &Sent::Nothing).await;
    if !answer.status.is_success() {
        return None;
    }
    let told: Value = serde_json::from_slice(&answer.body).unwrap();
    let names = told["allowed"].as_array().unwrap().iter();
    Some(names.map(|name| name.as_str().unwrap().to_owned()).collect())
}

#[tokio::test]
async fn a_cell_offers_each_viewer_what_the_policy_grants_about_it() {
    let world = World::new().await;
    let (mut cells, mut offers) = (0, 0);
    for Visitor { label, viewer, token, scope } in visitors(&world).await {
        for (organisation, ..) in ORGANISATIONS {
            let about = slug(organisation);
            let reads = scope.may(Action::ReadEvidence, &about).is_ok();
            let found = offered(&world, &token, organisation).await;
            assert_eq!(found.is_some(), reads, "{label} of {viewer}: {organisation}");
            let Some(found) = found else { continue };
            let wanted: Vec<String> = Action::ALL
                .into_iter()
                .filter(|action| !action.only_reads() && !ABOUT_NO_CELL.contains(action))
                .filter(|action| scope.may(*action, &about).is_ok())
                .map(|action| action.to_string())
                .collect();
            assert_eq!(found, wanted, "{label} of {viewer}: {organisation}");
            (cells, offers) = (cells + 1, offers + found.len());
        }
    }
    println!("offered about cells: {offers} actions on {cells} cells seen");
    assert!(cells > 20 && offers > 80, "{cells} {offers}");
}

#[tokio::test]
async fn what_a_cell_offers_is_taken_and_what_it_does_not_is_refused() {
    let world = World::new().await;
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Machine) {
        let viewer = if role.is_regulator() { "so" } else { "di-dong" };
        let token = world.sign_in(role, viewer).await;
        for organisation in ["so", "di-dong", "tram"] {
            let Some(offered) = offered(&world, &token, organisation).await else { continue };
            let relation = world.scope(role, viewer).relation(&slug(organisation));
            for (action, kind) in SENT {
                // From above this is what was heard by telephone, which answers its line of the duty log.
                if role.is_regulator() && relation == Relation::Ancestor && action == Action::Explain {
                    continue;
                }
                let sent = json!({
                    "kind": kind, "organisation": organisation, "obligation": format!("viec-{organisation}"),
                    "grade": "attested",
                });
                let answer = world.ask(Some(&token), &Method::POST, "/evidence", &Sent::Json(sent)).await;
                // What is let in may still be incomplete.
                let let_in = answer.status != StatusCode::FORBIDDEN && answer.status != StatusCode::NOT_FOUND;
                let about = format!("{role} {relation} {action}: {}", answer.text());
                assert_eq!(let_in, offered.contains(&action.to_string()), "{about}");
                assert_eq!(let_in, allows(role, relation, action), "{about}");
            }
        }
    }
}

#[tokio::test]
async fn an_entry_offers_to_be_erased_to_who_keeps_it() {
    let world = World::new().await;
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Machine) {
        let viewer = if role.is_regulator() { "so" } else { "di-dong" };
        let (token, scope) = (world.sign_in(role, viewer).await, world.scope(role, viewer));
        for organisation in ["so", "di-dong", "tram"] {
            let path = format!("/journal/{organisation}/proof?index=0");
            let answer = world.ask(Some(&token), &Method::GET, &path, &Sent::Nothing).await;
            if scope.may(Action::ReadJournal, &slug(organisation)).is_err() {
                assert!(!answer.status.is_success(), "{role} {organisation}");
                continue;
            }
            let told: Value = serde_json::from_slice(&answer.body).unwrap();
            let may = scope.may(Action::Erase, &slug(organisation)).is_ok();
            assert_eq!(told["may_erase"], may, "{role} {organisation}");
        }
    }
}
