//! Lists that are narrowed are still read by key, page after page, and tell nothing of what the viewer does not see.

use std::fmt::Write as _;

use access::Role;
use axum::http::StatusCode;
use journal::{Draft, Fact, Grade, Held, Kind, Subject};
use serde_json::{Value, json};
use store::Store;

use crate::ground::{Ground, campaign, slug};

/// Three targets and three obligations of each operator, of which `di-dong` sees its own.
async fn ground() -> Ground {
    let organisations = [
        ("so", "regulator", ""),
        ("di-dong", "telecom_operator", "so"),
        ("co-dinh", "telecom_operator", "so"),
    ];
    let mut rest = String::new();
    for n in 1..=3 {
        for owner in ["di-dong", "co-dinh"] {
            let (kind, address) = if n == 3 { ("icmp", "127.0.0.1") } else { ("tcp", "127.0.0.1:4000") };
            let _ = write!(
                rest,
                "[[target]]\nid = \"do-{n}-{owner}\"\nowner = \"{owner}\"\nkind = \"{kind}\"\naddress = \"{address}\"\n"
            );
        }
    }
    for n in 1..=3 {
        for owner in ["di-dong", "co-dinh"] {
            let _ = write!(
                rest,
                "[[obligation]]\nid = \"viec-{n}-{owner}\"\ntitle = \"Việc\"\nquote = \"việc\"\nowners = [\"{owner}\"]\n\
                 [[obligation.check]]\nkind = \"acknowledgement\"\n"
            );
        }
    }
    let ground = Ground::new(&campaign(&organisations, &rest), Vec::new()).await;
    ground.signed_in("an", Role::OperatorManager, "di-dong").await;
    ground.signed_in("chanh", Role::RegulatorHead, "so").await;
    ground
}

fn turn(store: &Store, target: &str, to: &str) -> Draft {
    let fact = |name: &str, value: &str| (name.to_owned(), Fact::from(value));
    let facts = [
        fact("target", target),
        fact("from", "unknown"),
        fact("to", to),
        fact("cause", "refused"),
        fact("detail", ""),
    ];
    Draft {
        id: store.new_id(),
        kind: Kind::new("target.turned").unwrap(),
        subject: Subject::new(format!("target:{target}")).unwrap(),
        held: Held::at(store.now()),
        source: "test".to_owned(),
        actor: "u".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Measured),
        facts: facts.into(),
        private: [].into(),
    }
}

async fn turned(ground: &Ground, owner: &str, target: &str, to: &str) {
    let store = &ground.node.store;
    store.record(&ground.scope(Role::Machine, owner), &slug(owner), turn(store, target, to)).await.unwrap();
}

/// The ids of a list, read with one line a page; each page but the last has its line.
async fn paged(ground: &Ground, login: &str, path: &str, list: &str) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), String::new());
    loop {
        let (status, page) = ground.get(login, &format!("{path}&limit=1{after}")).await;
        assert_eq!(status, StatusCode::OK, "{path}: {page}");
        let lines = page[list].as_array().unwrap();
        ids.extend(lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => {
                assert_eq!((lines.len(), ids.last().map(String::as_str)), (1, Some(next)), "{path}");
                after = format!("&after={next}");
            }
            None => return ids,
        }
    }
}

#[tokio::test]
async fn targets_are_narrowed_by_owner_state_and_kind_and_paged_all_the_same() {
    let ground = ground().await;
    for (owner, target, to) in [
        ("di-dong", "do-1-di-dong", "down"),
        ("di-dong", "do-2-di-dong", "up"),
        ("di-dong", "do-3-di-dong", "down"),
        ("co-dinh", "do-2-co-dinh", "down"),
    ] {
        turned(&ground, owner, target, to).await;
    }
    for (login, query, wanted) in [
        ("an", "state=down", &["do-1-di-dong", "do-3-di-dong"][..]),
        ("an", "state=down&kind=tcp", &["do-1-di-dong"]),
        ("an", "state=unknown", &[]),
        ("an", "kind=icmp", &["do-3-di-dong"]),
        ("chanh", "state=down", &["do-1-di-dong", "do-2-co-dinh", "do-3-di-dong"]),
        ("chanh", "owner=co-dinh", &["do-1-co-dinh", "do-2-co-dinh", "do-3-co-dinh"]),
        ("chanh", "owner=co-dinh&state=unknown", &["do-1-co-dinh", "do-3-co-dinh"]),
        // Another's, one of one's own that owns nothing, and nobody's.
        ("an", "owner=co-dinh", &[]),
        ("an", "owner=co-dinh&state=down", &[]),
        ("an", "owner=khong-co", &[]),
    ] {
        assert_eq!(paged(&ground, login, &format!("/targets?{query}"), "targets").await, wanted, "{query}");
    }
    // A page goes on behind a line that has turned since and is no more among them.
    let (_, first) = ground.get("an", "/targets?state=down&limit=1").await;
    assert_eq!(first["next"], "do-1-di-dong");
    turned(&ground, "di-dong", "do-1-di-dong", "up").await;
    let (_, second) = ground.get("an", "/targets?state=down&limit=1&after=do-1-di-dong").await;
    assert_eq!(second["targets"][0]["id"], "do-3-di-dong");
    for faulty in ["state=broken", "kind=carrier-pigeon", "owner=A%20B"] {
        let (status, told) = ground.get("an", &format!("/targets?{faulty}")).await;
        assert!(status.is_client_error() && told["code"].is_string(), "{faulty}: {status} {told}");
    }
}

#[tokio::test]
async fn the_board_is_narrowed_by_status_and_counts_all_of_it() {
    let ground = ground().await;
    let body =
        json!({ "kind": "acknowledgement.given", "organisation": "di-dong", "obligation": "viec-2-di-dong" });
    assert_eq!(ground.post("an", "/evidence", body).await.0, StatusCode::CREATED);
    let (_, whole) = ground.get("an", "/board").await;
    let other = whole["cells"][0]["status"].as_str().unwrap().to_owned();
    assert_ne!(other, "proven");
    let ids =
        async |login, query: String| paged(&ground, login, &format!("/board?{query}"), "obligations").await;
    assert_eq!(ids("an", "status=proven".to_owned()).await, ["viec-2-di-dong"]);
    assert_eq!(ids("an", format!("status={other}")).await, ["viec-1-di-dong", "viec-3-di-dong"]);
    assert_eq!(ids("an", "status=waived".to_owned()).await, [""; 0]);
    assert_eq!(ids("chanh", format!("status={other}")).await.len(), 5);
    let co_dinh = ids("chanh", format!("status={other}&organisation=co-dinh")).await;
    assert_eq!(co_dinh, ["viec-1-co-dinh", "viec-2-co-dinh", "viec-3-co-dinh"]);
    // The cells are those that stand so; the counts are of the whole board.
    let (_, page) = ground.get("an", "/board?status=proven").await;
    let stand = |page: &Value| -> Vec<String> {
        let cells = page["cells"].as_array().unwrap().iter();
        cells.map(|cell| cell["status"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(stand(&page), ["proven"]);
    assert_eq!(page["counts"], whole["counts"]);
    // As of before the acknowledgement nothing is proven, whatever is known now.
    let (_, past) = ground.get("an", "/board?status=proven&at=2027-02-01T00:30:00Z").await;
    assert_eq!(stand(&past), [""; 0]);
    let (status, _) = ground.get("an", "/board?status=green").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
