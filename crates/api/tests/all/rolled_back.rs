//! A node whose journal was found rolled back: it answers questions, says so, and takes no evidence.

use access::Role;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use serde_json::json;
use sha2::Digest;
use store::{BackupOrder, Keys, RestoreOrder, Store, backup, restore};

use crate::ground::{Ground, as_login, campaign, slug};

#[tokio::test]
async fn a_rolled_back_node_reads_says_so_and_records_nothing() {
    let text = campaign(
        &[
            ("so", "regulator", ""),
            ("di-dong", "telecom_operator", "so"),
            ("co-dinh", "telecom_operator", "so"),
        ],
        "[[obligation]]\nid = \"viec\"\nquote = \"việc\"\nowners = [\"di-dong\", \"co-dinh\"]\n\
         [[obligation.check]]\nkind = \"acknowledgement\"\n",
    );
    let mut ground = Ground::new(&text, Vec::new()).await;
    for (login, organisation) in [("an", "di-dong"), ("binh", "co-dinh")] {
        ground.signed_in(login, Role::OperatorManager, organisation).await;
    }
    let given = || {
        let body = json!({ "kind": "acknowledgement.given", "obligation": "viec" }).to_string();
        let request = Request::post("/api/v1/evidence").header(header::CONTENT_TYPE, "application/json");
        as_login(request, "an").body(Body::from(body)).unwrap()
    };
    assert_eq!(ground.answer(given()).await.status, StatusCode::CREATED);
    let (_, node) = ground.get("an", "/node").await;
    assert_eq!((&node["recording"], &node["rollbacks"]), (&json!(true), &json!([])));

    let (data, to) = (ground.dir.path().join("data"), ground.dir.path().join("backup"));
    let (database, now) = (ground.options().database, ground.node.now());
    let order = BackupOrder { data, database, to: to.clone(), keys: Keys::Within, now };
    backup(&order).await.unwrap();
    ground.answer(given()).await;
    let scope = ground.scope(Role::Auditor, "di-dong");
    let printed = ground.node.store.checkpoint(&scope, &slug("di-dong")).await.unwrap().note;
    let outside = ground.dir.path().join("outside");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("printed.txt"), printed).unwrap();
    ground.node.store.close().await.unwrap();
    let again = ground.dir.path().join("again");
    let fresh = ground.postgres.as_ref().map(|_| testkit_postgres::database());
    let database = crate::ground::database(fresh.as_ref());
    let order = RestoreOrder { from: to, data: again.clone(), database: database.clone(), keys: None };
    restore(&order).await.unwrap();
    let mut options = ground.options();
    (options.data_dir, options.database, options.outside) = (again, database, Some(outside));
    ground.node.store = Store::open(options).await.unwrap();

    // Sessions do not come back with a backup.
    assert_eq!(ground.get("an", "/board").await.0, StatusCode::UNAUTHORIZED);
    for login in ["an", "binh"] {
        let session =
            store::NewSession { login: login.to_owned(), csrf: "c".to_owned(), device: String::new() };
        ground.node.store.open_session(sha2::Sha256::digest(login).into(), session, None).await.unwrap();
    }
    let (status, problem) = ground.answer(given()).await.told();
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("rolled_back")));
    let (status, board) = ground.get("an", "/board").await;
    assert_eq!((status, board["cells"].as_array().map(Vec::len)), (StatusCode::OK, Some(1)));
    let (_, node) = ground.get("an", "/node").await;
    assert_eq!(node["recording"], json!(false));
    assert_eq!(
        node["rollbacks"],
        json!([{ "organisation": "di-dong", "forked": false, "found_size": 2, "kept_size": 3 }])
    );
    let (_, other) = ground.get("binh", "/node").await;
    assert_eq!((&other["recording"], &other["rollbacks"]), (&json!(false), &json!([])));
    let ready = async |peer: &str, forwarded: bool| {
        let mut request = Request::get("/readyz");
        if forwarded {
            request = request.header("forwarded", "for=192.0.2.7");
        }
        let peer: std::net::SocketAddr = peer.parse().unwrap();
        let answer = ground.answer(request.extension(ConnectInfo(peer)).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK);
        String::from_utf8(answer.body).unwrap()
    };
    // What became of the journal is told on the same machine alone.
    let told = "ready, reading only: the journal was rolled back";
    assert_eq!(ready("127.0.0.1:50000", false).await, told);
    assert_eq!(ready("[::ffff:127.0.0.1]:50000", false).await, told);
    assert_eq!(ready("127.0.0.1:50000", true).await, "ready");
    assert_eq!(ready("192.0.2.7:50000", false).await, "ready");
}
