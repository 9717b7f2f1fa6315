//! Lists that grow are read a page after another: together the pages are the list, narrowed or not, and no page tells of
//! what the viewer does not see.

use access::Role;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{Sent, World};

/// A list by its address and field, with who reads it.
const LISTS: [(&str, &str, Role, &str); 10] = [
    ("/delegations?", "delegations", Role::RegulatorHead, "so"),
    ("/openings?", "openings", Role::RegulatorHead, "so"),
    ("/assignments?", "assignments", Role::RegulatorHead, "so"),
    ("/disputes?", "disputes", Role::RegulatorHead, "so"),
    ("/recoveries?", "recoveries", Role::Administrator, "so"),
    ("/accounts?", "accounts", Role::Administrator, "so"),
    ("/keys?", "keys", Role::Administrator, "so"),
    ("/organisations?", "organisations", Role::RegulatorHead, "so"),
    ("/report/drafts?organisation=di-dong&", "drafts", Role::OperatorManager, "di-dong"),
    ("/delegations?", "delegations", Role::OperatorManager, "di-dong"),
];

async fn read(world: &World, who: &str, path: &str) -> Value {
    let answer = world.ask(Some(who), &Method::GET, path, &Sent::Nothing).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// The lines of a list, read so many a page.
async fn lines(world: &World, who: &str, path: &str, list: &str, limit: usize) -> Vec<Value> {
    let (mut lines, mut after) = (Vec::new(), String::new());
    loop {
        let page = read(world, who, &format!("{path}limit={limit}{after}")).await;
        let of_page = page[list].as_array().unwrap();
        assert!(of_page.len() <= limit, "{path}: {page}");
        lines.extend(of_page.clone());
        let Some(next) = page["next"].as_str() else { return lines };
        assert_eq!(of_page.len(), limit, "{path}: a page before the last is full");
        after = format!("&after={}", next.replace('/', "%2F"));
    }
}

#[tokio::test]
async fn a_list_read_a_line_a_page_is_the_list() {
    let world = World::new().await;
    let mut signed_in = std::collections::BTreeMap::new();
    for (path, list, role, organisation) in LISTS {
        let who = match signed_in.get(&(role, organisation)) {
            Some(who) => String::clone(who),
            None => world.sign_in(role, organisation).await,
        };
        signed_in.insert((role, organisation), who.clone());
        if list == "drafts" {
            for _ in 0..2 {
                world.ground.clock.advance(1_000);
                let order = Sent::Json(json!({ "organisation": "di-dong" }));
                let drawn = world.ask(Some(&who), &Method::POST, "/report/drafts", &order).await;
                assert_eq!(drawn.status, StatusCode::CREATED, "{}", drawn.text());
            }
        }
        let whole = lines(&world, &who, path, list, 500).await;
        for limit in [1, 2] {
            assert_eq!(lines(&world, &who, path, list, limit).await, whole, "{path} {limit}");
        }
        println!("pages: {path} {} lines", whole.len());
        assert!(whole.len() > 1, "{path}: {whole:?}");
        // Behind a place that is none comes what stands behind it, and no fault that would tell of a line.
        let beyond = read(&world, &who, &format!("{path}after=~~")).await;
        assert!(beyond[list].as_array().unwrap().is_empty() && beyond["next"].is_null(), "{beyond}");
    }
}

#[tokio::test]
async fn a_list_that_is_narrowed_is_the_lines_of_it_that_are_so() {
    let world = World::new().await;
    let keeper = world.sign_in(Role::Administrator, "so").await;
    let head = world.sign_in(Role::RegulatorHead, "so").await;
    let manager = world.sign_in(Role::OperatorManager, "di-dong").await;
    let all = lines(&world, &keeper, "/accounts?", "accounts", 500).await;
    let mut seen = 0;
    for role in Role::ALL {
        let wanted: Vec<Value> = all.iter().filter(|one| one["role"] == role.to_string()).cloned().collect();
        assert_eq!(
            lines(&world, &keeper, &format!("/accounts?role={role}&"), "accounts", 1).await,
            wanted,
            "{role}"
        );
        seen += wanted.len();
    }
    assert_eq!(seen, all.len());
    for who in [&head, &manager] {
        let all = lines(&world, who, "/disputes?", "disputes", 500).await;
        let mut seen = 0;
        for state in ["open", "overdue", "answered", "decided"] {
            let wanted: Vec<Value> = all.iter().filter(|one| one["state"] == state).cloned().collect();
            let path = format!("/disputes?state={state}&");
            assert_eq!(lines(&world, who, &path, "disputes", 1).await, wanted, "{path}");
            seen += wanted.len();
        }
        assert!(seen == all.len() && seen > 0, "{all:?}");
    }
    for wrong in ["/accounts?role=king", "/disputes?state=won"] {
        let answer = world.ask(Some(&keeper), &Method::GET, wrong, &Sent::Nothing).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}: {}", answer.text());
    }
}

#[tokio::test]
async fn entries_of_a_kind_are_those_of_the_log_and_of_no_log_that_is_not_seen() {
    let world = World::new().await;
    let who = world.sign_in(Role::OperatorManager, "di-dong").await;
    let path = "/journal/di-dong/entries";
    let all = read(&world, &who, &format!("{path}?limit=500")).await;
    let all = all["entries"].as_array().unwrap();
    let kinds: std::collections::BTreeSet<&str> =
        all.iter().map(|line| line["entry"]["kind"].as_str().unwrap()).collect();
    assert!(kinds.len() > 3, "{kinds:?}");
    let mut seen = 0;
    for kind in kinds {
        let (mut found, mut before) = (Vec::new(), String::new());
        loop {
            let page = read(&world, &who, &format!("{path}?kind={kind}&limit=1{before}")).await;
            found.extend(page["entries"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_u64() else { break };
            before = format!("&before={next}");
        }
        let wanted: Vec<Value> = all.iter().filter(|line| line["entry"]["kind"] == kind).cloned().collect();
        assert_eq!(found, wanted, "{kind}");
        seen += found.len();
    }
    assert_eq!(seen, all.len());
    // Another's log answers as one that is not there, whatever kind is asked for.
    for organisation in ["buu-dien", "khong-co"] {
        let path = format!("/journal/{organisation}/entries?kind=inspection.signed");
        let answer = world.ask(Some(&who), &Method::GET, &path, &Sent::Nothing).await;
        assert_eq!(answer.told().1["code"], "not_found", "{path}");
    }
}
