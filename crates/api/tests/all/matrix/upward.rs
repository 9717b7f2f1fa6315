//! What goes up, after and before: what the page shows of a reader above is what that reader gets, to the letter, and
//! what it foretells of a draft is what that reader gets once it is recorded.

use access::{Action, Role};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{Sent, World};

async fn get(world: &World, token: &str, path: &str) -> Value {
    let answer = world.ask(Some(token), &Method::GET, path, &Sent::Nothing).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

async fn post(world: &World, token: &str, path: &str, body: &Value) -> (StatusCode, Value) {
    world.ask(Some(token), &Method::POST, path, &Sent::Json(body.clone())).await.told()
}

/// The roles of the authority whose views are offered, with somebody of each who is signed in.
async fn readers(world: &World) -> Vec<(String, String)> {
    let mut readers = Vec::new();
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
        let token = if role == Role::Machine {
            let reads: Vec<Action> = Action::ALL
                .into_iter()
                .filter(|one| one.only_reads())
                .filter(|one| access::allows(role, access::Relation::Own, *one))
                .collect();
            world.key("so", &reads).await.0
        } else {
            world.sign_in(role, "so").await
        };
        readers.push((format!("so:{role}"), token));
    }
    readers
}

#[tokio::test]
async fn each_reader_above_has_what_the_page_shows_of_it() {
    let world = World::new().await;
    let manager = world.sign_in(Role::OperatorManager, "di-dong").await;
    let readers = readers(&world).await;
    let first = get(&world, &manager, "/upward").await;
    let offered: Vec<&str> =
        first["readers"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(offered, readers.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>());
    assert_eq!(first["reader"], "so:regulator_desk");
    let mut compared = 0;
    for (id, token) in &readers {
        let shown = get(&world, &manager, &format!("/upward?as={id}")).await;
        assert_eq!(&shown["reader"], id);
        let read = get(&world, token, "/cells/di-dong/viec-di-dong").await;
        for one in read["evidence"].as_array().unwrap() {
            let same = shown["entries"].as_array().unwrap().iter().find(|entry| entry["id"] == one["id"]);
            // The rest of the cell stands in other logs.
            if let Some(same) = same {
                assert_eq!(one, same, "{id}: the same, to the letter");
                compared += 1;
            }
        }
    }
    assert!(compared >= readers.len() * 2, "{compared}");
    let machine = get(&world, &manager, "/upward?as=so:machine").await.to_string();
    assert!(!machine.contains("Ghi chú của di-dong"), "a program reads no private values");
    for nobody in ["so:administrator", "so:emperor", "buu-dien:auditor", "so-2:regulator_head", "", "so"] {
        let path = format!("/upward?as={nobody}");
        let answer = world.ask(Some(&manager), &Method::GET, &path, &Sent::Nothing).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nobody}");
    }
    // A unit's manager above reads as well, and no regulator's role is one of an operator.
    let unit = world.sign_in(Role::DutyOfficer, "tram").await;
    let above = get(&world, &unit, "/upward").await;
    assert_eq!(above["above"].as_array().unwrap().len(), 2);
    let of = |id: &str| above["readers"].as_array().unwrap().iter().any(|one| one["id"] == id);
    assert!(of("di-dong:operator_manager") && of("so:regulator_head") && !of("di-dong:regulator_head"));
}

#[tokio::test]
async fn what_is_foretold_of_a_draft_is_what_each_reader_has_once_it_is_recorded() {
    let world = World::new().await;
    let manager = world.sign_in(Role::OperatorManager, "di-dong").await;
    let readers = readers(&world).await;
    let size = async || {
        let scope = world.scope(Role::Auditor, "di-dong");
        let log = crate::ground::slug("di-dong");
        world.ground.node.store.entries(&scope, &log, None, 1).await.unwrap().size
    };
    let answered = world.own["di-dong"].entry.to_string();
    let id = |n: u32| format!("01a2b3c4-0000-7000-8000-0000000000{n:02}");
    let drafts = [
        (
            "/evidence",
            "evidence",
            json!({
                "id": id(1), "kind": "finding.explained", "obligation": "viec-di-dong", "answers": [answered],
                "private": { "text": "Mất điện lưới từ 7 giờ" },
            }),
        ),
        (
            "/evidence",
            "evidence",
            json!({
                "id": id(2), "kind": "acknowledgement.given", "obligation": "viec-di-dong",
                "private": { "note": "Đã phân công" },
            }),
        ),
        (
            "/duty",
            "duty",
            json!({
                "id": id(3), "what": "heard", "text": "Đứt cáp ở km 12", "caller": "Ông Ba", "number": "0900",
                "obligation": "viec-di-dong",
            }),
        ),
    ];
    for (path, sort, draft) in drafts {
        let before = size().await;
        let (status, foretold) = post(&world, &manager, "/upward/preview", &json!({ sort: draft })).await;
        assert_eq!((status, size().await), (StatusCode::OK, before), "{foretold}: nothing is written");
        let (status, receipt) = post(&world, &manager, path, &draft).await;
        assert_eq!(status, StatusCode::CREATED, "{receipt}");
        for (reader, _) in &readers {
            let shown = get(&world, &manager, &format!("/upward?as={reader}")).await;
            let mut after = shown["entries"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["id"] == draft["id"])
                .unwrap()
                .clone();
            let told = foretold["readers"].as_array().unwrap();
            let before = &told.iter().find(|one| one["reader"]["id"] == *reader).unwrap()["entry"];
            // Where it stands is known once it stands there.
            after["index"] = json!(null);
            assert_eq!(*before, after, "{reader}");
            let private = before["private"].to_string();
            let reads_words = sort == "evidence" && !reader.ends_with("machine");
            assert_eq!(private != "{}", reads_words, "{reader}: {private}");
        }
        // What stands on record is shown as it stands.
        let (_, again) = post(&world, &manager, "/upward/preview", &json!({ sort: draft })).await;
        assert_eq!(again["readers"][0]["entry"]["id"], draft["id"]);
    }
    let wrong = json!({ "evidence": { "kind": "finding.explained", "obligation": "viec-di-dong" } });
    let told = post(&world, &manager, "/upward/preview", &wrong).await;
    assert_eq!(told, post(&world, &manager, "/evidence", &wrong["evidence"]).await, "refused alike");
    let (status, _) = post(&world, &manager, "/upward/preview", &json!({ "evidence": {}, "duty": {} })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_goes_up_is_what_the_level_above_reads_and_no_more() {
    let world = World::new().await;
    let manager = world.sign_in(Role::OperatorManager, "di-dong").await;
    let desk = world.sign_in(Role::RegulatorDesk, "so").await;
    let upward = get(&world, &manager, "/upward").await;
    assert_eq!(upward["above"], json!([{ "id": "so", "name": "Tên của so" }]));
    let entries = upward["entries"].as_array().unwrap();
    let entry = entries.iter().find(|one| one["kind"] == "inspection.signed").unwrap();
    assert!(entries.iter().any(|one| one["kind"] == "account.changed"), "who may do what goes up as well");
    let cell = get(&world, &desk, "/cells/di-dong/viec-di-dong").await;
    let read = cell["evidence"].as_array().unwrap().iter().find(|one| one["id"] == entry["id"]).unwrap();
    assert_eq!(entry, read, "the same, to the letter");
    assert_eq!(entry["private"]["note"], "Ghi chú của di-dong");
    let call = upward["entries"].as_array().unwrap().iter().find(|one| one["kind"] == "duty.logged").unwrap();
    assert_eq!(call["private"], json!({}), "the words of a duty log stay below");
    let roles = |part: &str, action: &str| {
        let grants = upward[part].as_array().unwrap();
        let found = grants.iter().find(|grant| grant["action"] == action);
        found.map(|grant| grant["roles"].to_string()).unwrap_or_default()
    };
    assert!(roles("reads", "read_disclosed").contains("regulator_desk"));
    assert_eq!(roles("adds", "waive"), "[\"regulator_desk\",\"regulator_head\"]");
    assert_eq!(roles("adds", "acknowledge"), "", "nobody speaks for those below");
    let top = get(&world, &desk, "/upward").await;
    assert_eq!((&top["above"], &top["entries"]), (&json!([]), &json!([])), "nobody is above the authority");
    assert_eq!((&top["readers"], &top["reader"]), (&json!([]), &json!(null)));
}
