//! Who gets a report, for which moment, and how those who ask at once take turns.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::sync::Arc;

use access::{Role, Scope, secrecy::Taking};
use api::{Node, Sources, Throttle, Turns};
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use calendar::{Instant, ManualClock};
use futures_util::FutureExt;
use journal::Slug;
use sha2::{Digest, Sha256};
use store::{NewAccount, NewSession, OpenOptions, Store};
use tempfile::TempDir;
use tower::ServiceExt;

const CAMPAIGN: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
[[organisation]]
id = "so"
name = "Sở"
kind = "regulator"
[[organisation]]
id = "di-dong"
name = "Di động"
kind = "telecom_operator"
parent = "so"
[[organisation]]
id = "tram"
name = "Trạm"
kind = "unit"
parent = "di-dong"
[[obligation]]
id = "truc"
title = "Trực"
quote = "trực 24/24"
owners = ["di-dong"]
[[obligation.check]]
kind = "acknowledgement"
"#;

struct Province {
    node: Node,
    _dir: TempDir,
}

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

impl Province {
    /// A node on 1 February at 8, and an account of each role under the role's name.
    async fn new(accounts: &[(Role, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(Instant::parse("2027-02-01T01:00:00.000Z").unwrap());
        let options = OpenOptions::new(dir.path().join("data"), "nut.example", Arc::new(clock));
        let store = Store::open(options).await.unwrap();
        let head = || Scope::new("u-1", Role::RegulatorHead, slug("so"), &store.tree());
        store.issue_campaign(&head(), CAMPAIGN.as_bytes(), "tet.toml").await.unwrap();
        for (role, organisation) in accounts {
            let scope = Scope::new("node", Role::Administrator, slug(organisation), &store.tree());
            let login = role.to_string();
            let new = NewAccount {
                login: login.clone(),
                password_hash: "none".to_owned(),
                role: *role,
                organisation: slug(organisation),
                name: "A".to_owned(),
            };
            store.add_account(&scope, new).await.unwrap();
            let new = NewSession { login, csrf: "c".to_owned(), device: String::new() };
            store.open_session(Sha256::digest(role.to_string()).into(), new, None).await.unwrap();
        }
        let (series, _) = series::FileSeries::open(&store.segments_dir()).unwrap();
        let node = Node {
            store,
            series: Arc::new(series),
            ask_target: Arc::new(|_| None),
            random: || [7; 32],
            taking: Taking { isolated: false },
            throttle: Arc::new(Throttle::default()),
            sources: Arc::new(Sources::new(Vec::new(), [7; 32])),
            bundling: Arc::new(Turns::default()),
            metrics: Arc::default(),
            stopping: tokio::sync::watch::channel(false).1,
        };
        Self { node, _dir: dir }
    }

    /// Asks as the account of a role; the body is empty where it is a document.
    async fn get(&self, role: Role, path: &str) -> (StatusCode, serde_json::Value) {
        let request = Request::get(format!("/api/v1{path}"))
            .header(header::COOKIE, format!("ts_session={role}"))
            .body(Body::empty())
            .unwrap();
        let response = api::router(self.node.clone()).oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}

const BOTH: [&str; 2] = ["/report?as=docx", "/report/bundle?as=docx"];

#[tokio::test]
async fn who_may_not_read_a_report_gets_none() {
    let roles = [
        (Role::RegulatorDesk, "so"),
        (Role::Administrator, "so"),
        (Role::Machine, "di-dong"),
        (Role::DutyOfficer, "di-dong"),
    ];
    let province = Province::new(&roles).await;
    for path in BOTH {
        for role in [Role::Administrator, Role::Machine] {
            for path in [path.to_owned(), format!("{path}&organisation=di-dong")] {
                let (status, problem) = province.get(role, &path).await;
                assert_eq!(
                    (status, &problem["code"]),
                    (StatusCode::FORBIDDEN, &"denied".into()),
                    "{role} {path}"
                );
            }
        }
        for role in [Role::RegulatorDesk, Role::DutyOfficer] {
            assert_eq!(province.get(role, path).await.0, StatusCode::OK, "{role} {path}");
        }
        let (status, problem) = province.get(Role::DutyOfficer, &format!("{path}&organisation=so")).await;
        assert_eq!((status, &problem["code"]), (StatusCode::NOT_FOUND, &"not_found".into()));
    }
}

#[tokio::test]
async fn a_report_that_holds_nothing_is_refused() {
    let province = Province::new(&[(Role::UnitStaff, "tram"), (Role::RegulatorDesk, "so")]).await;
    for path in BOTH {
        for (role, path) in
            [(Role::UnitStaff, path.to_owned()), (Role::RegulatorDesk, format!("{path}&organisation=tram"))]
        {
            let (status, problem) = province.get(role, &path).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert_eq!(problem["fields"][0]["field"], "organisation");
            let what = problem["fields"][0]["what"].as_str().unwrap();
            assert!(what.contains("no obligation in campaign tet"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_report_is_not_for_a_moment_still_to_come() {
    let province = Province::new(&[(Role::RegulatorDesk, "so")]).await;
    for path in BOTH {
        let asked = |at: &str| format!("{path}&at={at}");
        let now = asked("2027-02-01T08:00:00%2B07:00");
        assert_eq!(province.get(Role::RegulatorDesk, &now).await.0, StatusCode::OK);
        let (status, problem) =
            province.get(Role::RegulatorDesk, &asked("2027-02-01T08:00:01%2B07:00")).await;
        assert_eq!(
            (status, &problem["fields"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"at".into())
        );
        let what = problem["fields"][0]["what"].as_str().unwrap();
        assert!(what.starts_with("2027-02-01T08:00:01+07:00 is still to come"), "{what}");
    }
}

#[tokio::test]
async fn one_organisation_asks_for_one_bundle_at_a_time_and_several_take_turns() {
    let province = Province::new(&[(Role::RegulatorDesk, "so")]).await;
    let ask = || province.get(Role::RegulatorDesk, "/report/bundle?as=docx");
    let own = province.node.bundling.take(&slug("so")).await.ok().unwrap();
    let (status, problem) = ask().await;
    assert_eq!((status, &problem["code"]), (StatusCode::TOO_MANY_REQUESTS, &"bundle_in_the_making".into()));
    assert!(!problem["title"].as_str().unwrap().contains("recorded"));
    drop(own);

    let other = province.node.bundling.take(&slug("di-dong")).await.ok().unwrap();
    let mut waiting = Box::pin(ask());
    // It is served once the other is through, and not before.
    while province.node.bundling.take(&slug("so")).now_or_never().is_none_or(|taken| taken.is_ok()) {
        assert!(waiting.as_mut().now_or_never().is_none());
        tokio::task::yield_now().await;
    }
    drop(other);
    assert_eq!(waiting.await.0, StatusCode::OK);
}
