//! A whole request for every write of the table, by somebody who may make it, on something of its own.

use access::Role;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};
use sha2::Digest;
use store::Invited;

use super::{
    asking::ask,
    world::{Sent, World, duty},
};
use crate::ground::{Answer, phone, slug};

/// Writes that no key makes one of, with the reason.
pub const NOT_REPEATED: [(&str, &str, &str); 5] = [
    ("POST", "/session", "nobody is signed in yet; every sign-in makes a session of its own"),
    ("DELETE", "/session", "ends the session that the key belongs to; without one there is nothing to end"),
    ("DELETE", "/sessions", "ends the session that the key belongs to; without one there is nothing to end"),
    (
        "POST",
        "/invitation",
        "nobody is signed in; the code and password in the body are taken once, and answered alike within the hour",
    ),
    ("POST", "/sources/{id}/events", "a source is no session; the other system's event id is one fact"),
];

/// Writes whose answer carries another session token: sent again with the old one they are nobody's.
pub const ROTATES: [(&str, &str); 3] = [
    ("POST", "/account/password"),
    ("POST", "/account/second-factor/confirm"),
    ("POST", "/account/second-factor/remove"),
];

pub const PASSWORD: &str = "con thuyen nho tren song dai";

/// A request that can be sent as often as one likes.
pub struct Write {
    pub token: String,
    pub csrf: String,
    pub method: Method,
    pub path: String,
    pub sent: Sent,
}

impl Write {
    pub fn new(token: &str, method: &str, path: impl Into<String>, sent: Sent) -> Self {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        Self { token: token.to_owned(), csrf: "c".to_owned(), method, path: path.into(), sent }
    }

    pub fn request(&self, key: Option<&str>) -> Request<Body> {
        let mut request = Request::builder()
            .method(&self.method)
            .uri(format!("/api/v1{}", self.path))
            .header(header::COOKIE, format!("ts_session={}", self.token))
            .header("x-csrf-token", &self.csrf)
            .extension(ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 50_000))));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let (kind, body) = match &self.sent {
            Sent::Nothing => (None, Body::empty()),
            Sent::Json(json) => (Some("application/json"), Body::from(json.to_string())),
            Sent::Sheet(text) => (Some("text/csv"), Body::from(text.clone())),
            Sent::Pdf => (Some("application/pdf"), Body::from(intake::fuzz::pdf_of(&["x"]))),
        };
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        request.body(body).unwrap()
    }

    /// Sends it without a key and gives what it answered.
    async fn done(&self, world: &World) -> (Answer, Value) {
        let answer = world.ground.answer(self.request(None)).await;
        assert!(answer.status.is_success(), "{} {}: {}", self.method, self.path, answer.text());
        let told = serde_json::from_slice(&answer.body).unwrap_or_default();
        (answer, told)
    }
}

/// Somebody new who is signed in; the token is the login.
async fn somebody(world: &World, role: Role, organisation: &str, password: Option<&str>) -> String {
    let login = format!("moi-{}", world.ground.node.store.entry_count());
    world.ground.account(&login, role, organisation, password).await;
    open_session(world, &login, &login).await;
    login
}

async fn open_session(world: &World, login: &str, token: &str) {
    let new = store::NewSession { login: login.to_owned(), csrf: "c".to_owned(), device: String::new() };
    world.ground.node.store.open_session(sha2::Sha256::digest(token).into(), new, None).await.unwrap();
}

async fn actor_of(world: &World, login: &str) -> String {
    world.ground.node.store.find_login(login).await.unwrap().unwrap().0.actor
}

fn id_of(told: &Value) -> &str {
    told["id"].as_str().unwrap()
}

/// A write of this route that succeeds, with all that it needs put in place.
pub async fn prepared(world: &World, method: &str, path: &'static str) -> Write {
    match path {
        _ if path.starts_with("/account/") || path == "/sessions/{id}" => of_oneself(world, path).await,
        _ if path.starts_with("/accounts")
            || path.starts_with("/recoveries")
            || path.starts_with("/keys") =>
        {
            of_an_administrator(world, method, path).await
        }
        _ if path.starts_with("/delegations") || path.starts_with("/openings") => {
            of_rights(world, method, path).await
        }
        _ => of_work(world, method, path).await,
    }
}

async fn of_oneself(world: &World, path: &'static str) -> Write {
    let secret = path != "/sessions/{id}";
    let token = somebody(world, Role::OperatorManager, "di-dong", secret.then_some(PASSWORD)).await;
    if path == "/sessions/{id}" {
        open_session(world, &token, &format!("{token}-khac")).await;
        let told = world.ground.get(&token, "/sessions").await.1;
        let sessions = told["sessions"].as_array().unwrap();
        let other = sessions.iter().find(|one| one["current"] == false).unwrap();
        return Write::new(&token, "DELETE", format!("/sessions/{}", id_of(other)), Sent::Nothing);
    }
    if path == "/account/password" {
        let body = json!({ "old": PASSWORD, "new": "bon mua sau gio hai duong" });
        return Write::new(&token, "POST", path, Sent::Json(body));
    }
    let begin = "/account/second-factor";
    let begin = Write::new(&token, "POST", begin, Sent::Json(json!({ "password": PASSWORD })));
    if path == "/account/second-factor" {
        return begin;
    }
    let secret = begin.done(world).await.1["secret"].as_str().unwrap().to_owned();
    let code = phone(&secret, world.ground.node.now());
    let confirm = "/account/second-factor/confirm";
    let confirm = Write::new(&token, "POST", confirm, Sent::Json(json!({ "code": code })));
    if path == "/account/second-factor/confirm" {
        return confirm;
    }
    let (answer, told) = confirm.done(world).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    let body = json!({ "password": PASSWORD, "code": told["recovery_codes"][0] });
    let csrf = told["session"]["csrf"].as_str().unwrap().to_owned();
    Write { csrf, ..Write::new(token, "POST", path, Sent::Json(body)) }
}

async fn of_an_administrator(world: &World, method: &str, path: &'static str) -> Write {
    let keeper = somebody(world, Role::Administrator, "so", None).await;
    let account = somebody(world, Role::DutyOfficer, "di-dong", None).await;
    let mut actor = actor_of(world, &account).await;
    let reason = || Sent::Json(json!({ "reason": "Mất điện thoại" }));
    let recovery = format!("/accounts/{actor}/recovery");
    let order = json!({
        "name": "Máy đo", "organisation": "di-dong", "actions": ["record_measurement"],
        "expires_at": "2027-02-09T00:00:00.000Z",
    });
    let sent = match path {
        "/accounts" => Sent::Json(
            json!({ "login": format!("{account}-moi"), "name": "Mới", "role": "signer", "organisation": "so" }),
        ),
        "/accounts/{id}/role" => Sent::Json(json!({ "role": "auditor" })),
        "/accounts/{id}/recovery" => reason(),
        "/accounts/{id}/enable" => {
            let shut_out = format!("/accounts/{actor}/disable");
            Write::new(&keeper, "POST", shut_out, Sent::Nothing).done(world).await;
            Sent::Nothing
        }
        "/accounts/{id}/invitation" => {
            let invited = Invited {
                login: format!("{account}-duoc-moi"),
                name: "Mới".to_owned(),
                role: Role::Signer,
                organisation: slug("di-dong"),
            };
            let scope = world.scope(Role::Administrator, "so");
            actor = world.ground.node.store.invite(&scope, invited, [3; 32]).await.unwrap().0.actor;
            Sent::Nothing
        }
        "/recoveries/{id}" => {
            let asked = Write::new(&keeper, "POST", recovery, reason()).done(world).await.1;
            id_of(&asked).clone_into(&mut actor);
            Sent::Nothing
        }
        "/recoveries/{id}/confirm" => {
            let other = somebody(world, Role::Administrator, "so", None).await;
            let asked = Write::new(&other, "POST", recovery, reason()).done(world).await.1;
            id_of(&asked).clone_into(&mut actor);
            Sent::Nothing
        }
        "/keys" => Sent::Json(order),
        "/keys/{id}/revoke" => {
            let made = Write::new(&keeper, "POST", "/keys", Sent::Json(order)).done(world).await.1;
            id_of(&made["key"]).clone_into(&mut actor);
            Sent::Nothing
        }
        _ => Sent::Nothing,
    };
    Write::new(&keeper, method, path.replace("{id}", &actor), sent)
}

async fn of_rights(world: &World, method: &str, path: &'static str) -> Write {
    let opens = path.starts_with("/openings");
    let (who, order) = if opens {
        let order = json!({ "organisation": "di-dong", "reason": "Chưa rõ ai trực", "minutes": 20 });
        (somebody(world, Role::RegulatorHead, "so", None).await, order)
    } else {
        let deputy = somebody(world, Role::UnitStaff, "di-dong", None).await;
        let order = json!({
            "account": actor_of(world, &deputy).await, "signed_as": "kt", "position": "Giám đốc",
            "own_position": "Phó Giám đốc", "actions": ["submit_report"], "from": "2027-02-01T01:00:00.000Z",
            "until": "2027-02-03T01:00:00.000Z", "basis": "Quyết định số 12/QĐ-VT",
        });
        (somebody(world, Role::OperatorManager, "di-dong", None).await, order)
    };
    let give = Write::new(&who, "POST", path.split("/{").next().unwrap(), Sent::Json(order));
    if !path.contains('{') {
        return give;
    }
    let given = give.done(world).await.1;
    Write::new(&who, method, path.replace("{id}", id_of(&given)), Sent::Nothing)
}

async fn of_work(world: &World, method: &str, path: &'static str) -> Write {
    let (role, organisation) = match path {
        "/disputes/{id}/decision" => (Role::RegulatorHead, "so"),
        _ if path.starts_with("/campaign") => (Role::RegulatorHead, "so"),
        _ => (Role::OperatorManager, "di-dong"),
    };
    let who = somebody(world, role, organisation, None).await;
    let named = ask(world, method, path, "di-dong");
    match path {
        "/assignments/{id}/withdraw" => {
            let give = ask(world, "POST", "/assignments", "di-dong");
            let given = Write::new(&who, "POST", give.path, give.sent).done(world).await.1;
            Write::new(&who, method, path.replace("{id}", id_of(&given)), named.sent)
        }
        "/entries/{id}/erase" => {
            let store = &world.ground.node.store;
            // No dispute holds it: it is about no obligation.
            let draft = duty(store, "di-dong", &["Để xoá", "Ai", "Số"].map(str::to_owned));
            let scope = world.scope(Role::Signer, "di-dong");
            let id = store.record(&scope, &slug("di-dong"), draft).await.unwrap().id;
            let body = json!({ "fields": ["text"], "reason": "hết hạn" });
            Write::new(&who, method, path.replace("{id}", &id.to_string()), Sent::Json(body))
        }
        _ => Write::new(&who, method, named.path, named.sent),
    }
}

/// What a refusal says.
pub fn code(answer: &Answer) -> (StatusCode, String) {
    let told: Value = serde_json::from_slice(&answer.body).unwrap();
    (answer.status, told["code"].as_str().unwrap_or_default().to_owned())
}
