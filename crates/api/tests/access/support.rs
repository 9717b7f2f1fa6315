//! A node with a small province on a clock of its own, and browsers that keep their cookie and token.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use access::{Role, Scope, secrecy::Taking};
use api::{Node, Sources, Throttle, Turns};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, Response, StatusCode, header},
};
use calendar::{Instant, ManualClock};
use journal::Slug;
use serde_json::{Value, json};
use store::{Account, NewAccount, OpenOptions, Store};
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
[[organisation]]
id = "buu-dien"
name = "Bưu điện"
kind = "postal_operator"
parent = "so"
[[organisation]]
id = "rieng"
name = "Riêng"
kind = "telecom_operator"
[[obligation]]
id = "truc"
title = "Trực"
quote = "trực 24/24"
owners = ["di-dong"]
[[obligation.check]]
kind = "acknowledgement"
"#;

/// Every account's password to begin with.
pub const PASSWORD: &str = "ngựa đúng pin ghim";

pub struct Province {
    pub node: Node,
    pub clock: ManualClock,
    _dir: TempDir,
    _stop: tokio::sync::watch::Sender<bool>,
}

pub fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

/// Bytes nobody saw before, without being random.
fn distinct() -> [u8; 32] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    bytes
}

impl Province {
    /// A node on 1 February at 8.
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(Instant::parse("2027-02-01T01:00:00.000Z").unwrap());
        let options = OpenOptions::new(dir.path().join("data"), "nut.example", Arc::new(clock.clone()));
        let store = Store::open(options).await.unwrap();
        let head = Scope::new("u-1", Role::RegulatorHead, slug("so"), &store.tree());
        store.issue_campaign(&head, CAMPAIGN.as_bytes(), "tet.toml").await.unwrap();
        let (series, _) = series::FileSeries::open(&store.segments_dir()).unwrap();
        let (stop, stopping) = tokio::sync::watch::channel(false);
        let node = Node {
            store,
            series: Arc::new(series),
            ask_target: Arc::new(|_| None),
            random: distinct,
            taking: Taking { isolated: false },
            throttle: Arc::new(Throttle::default()),
            bundling: Arc::new(Turns::default()),
            metrics: Arc::default(),
            sources: Arc::new(Sources::new(Vec::new(), [7; 32])),
            stopping,
        };
        Self { node, clock, _dir: dir, _stop: stop }
    }

    pub async fn account(&self, login: &str, role: Role, organisation: &str) -> Account {
        let store = &self.node.store;
        let scope = Scope::new("node", Role::Administrator, slug(organisation), &store.tree());
        let new = NewAccount {
            login: login.to_owned(),
            password_hash: api::password::hash(PASSWORD, [7; 16]).unwrap(),
            role,
            organisation: slug(organisation),
            name: format!("Người {login}"),
        };
        store.add_account(&scope, new).await.unwrap()
    }

    pub fn browser(&self) -> Browser {
        self.browser_at("192.0.2.1")
    }

    pub fn browser_at(&self, address: &str) -> Browser {
        let peer = SocketAddr::new(address.parse().unwrap(), 40_000);
        Browser { node: self.node.clone(), peer, cookie: String::new(), csrf: String::new() }
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        assert_eq!(browser.sign_in(login, PASSWORD).await.0, StatusCode::OK);
        browser
    }
}

#[derive(Clone)]
pub struct Browser {
    node: Node,
    peer: SocketAddr,
    pub cookie: String,
    pub csrf: String,
}

impl Browser {
    pub async fn sign_in(&mut self, login: &str, password: &str) -> (StatusCode, Value) {
        self.send("POST", "/session", json!({ "login": login, "password": password })).await
    }

    pub async fn get(&mut self, path: &str) -> (StatusCode, Value) {
        self.send("GET", path, Value::Null).await
    }

    /// The status alone: whether the session lives.
    pub async fn is_in(&mut self) -> bool {
        self.get("/session").await.0 == StatusCode::OK
    }

    pub async fn send(&mut self, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let response = self.raw(method, path, body).await;
        let status = response.status();
        if let Some(set) = response.headers().get(header::SET_COOKIE) {
            set.to_str().unwrap().split(';').next().unwrap().clone_into(&mut self.cookie);
        }
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if let Some(csrf) = value["csrf"].as_str() {
            csrf.clone_into(&mut self.csrf);
        }
        (status, value)
    }

    pub async fn raw(&self, method: &str, path: &str, body: Value) -> Response<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            )
            .header("x-csrf-token", &self.csrf)
            .header(header::COOKIE, &self.cookie);
        let body = if body.is_null() {
            Body::empty()
        } else {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(body.to_string())
        };
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        api::router(self.node.clone()).oneshot(request).await.unwrap()
    }
}

/// The field a refusal names.
pub fn field(problem: &Value) -> &str {
    problem["fields"][0]["field"].as_str().unwrap_or_default()
}
