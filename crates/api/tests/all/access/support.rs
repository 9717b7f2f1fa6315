//! A node with a small province on a clock of its own, and browsers that keep their cookie and token.

use std::net::SocketAddr;

use access::Role;
use api::Node;
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, Response, StatusCode, header},
};
use serde_json::{Value, json};
use store::Account;
use tower::ServiceExt;

pub use crate::ground::slug;
use crate::ground::{Ground, campaign};

const ORGANISATIONS: [(&str, &str, &str); 5] = [
    ("so", "regulator", ""),
    ("di-dong", "telecom_operator", "so"),
    ("tram", "unit", "di-dong"),
    ("buu-dien", "postal_operator", "so"),
    ("rieng", "telecom_operator", ""),
];

const OWED: &str = r#"
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

pub struct Province(pub Ground);

impl std::ops::Deref for Province {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.0
    }
}

impl Province {
    pub async fn new() -> Self {
        Self(Ground::new(&campaign(&ORGANISATIONS, OWED), Vec::new()).await)
    }

    pub async fn account(&self, login: &str, role: Role, organisation: &str) -> Account {
        self.0.account(login, role, organisation, Some(PASSWORD)).await
    }

    pub fn browser(&self) -> Browser {
        self.browser_at("192.0.2.1")
    }

    pub fn browser_at(&self, address: &str) -> Browser {
        let peer = SocketAddr::new(address.parse().unwrap(), 40_000);
        let (cookie, csrf) = (String::new(), String::new());
        let known = String::new();
        Browser { node: self.node.clone(), peer, cookie, known, csrf, bearer: None, forwarded: None }
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
    /// The cookie by which it is known for the login that signed in last.
    pub known: String,
    pub csrf: String,
    /// A program's key in the place of both.
    pub bearer: Option<String>,
    /// What it, or a server in front, says in `X-Forwarded-For`.
    pub forwarded: Option<String>,
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
        for set in response.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let kept = if pair.starts_with("ts_device_") { &mut self.known } else { &mut self.cookie };
            pair.clone_into(kept);
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
            .header("x-csrf-token", &self.csrf);
        request = match &self.bearer {
            Some(key) => request.header(header::AUTHORIZATION, format!("Bearer {key}")),
            None => request.header(header::COOKIE, format!("{}; {}", self.known, self.cookie)),
        };
        if let Some(forwarded) = &self.forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
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
