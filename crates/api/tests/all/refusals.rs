//! Whatever is refused is refused with problem details (RFC 9457): by the router, by what reads a request, or by a
//! handler.

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header, request},
};
use serde_json::Value;

use access::Role;

use crate::ground::{Answer, Ground, OWED, as_login, campaign};

const WHO: &str = "truc-di-dong";

async fn ground() -> Ground {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in(WHO, Role::OperatorManager, "di-dong").await;
    ground
}

async fn send(ground: &Ground, request: request::Builder, body: Body) -> Answer {
    let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 50_000));
    ground.answer(as_login(request, WHO).extension(ConnectInfo(peer)).body(body).unwrap()).await
}

/// A refusal as the client reads it: its status and code.
fn problem(about: &str, answer: &Answer) -> (StatusCode, String) {
    assert!(answer.status.is_client_error(), "{about}: {}", answer.text());
    let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    assert_eq!(kind, Some("application/problem+json"), "{about}: {}", answer.text());
    let told: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(told["status"], answer.status.as_u16(), "{about}");
    (answer.status, told["code"].as_str().unwrap().to_owned())
}

/// A path of the table with something in place of its parts.
fn filled(path: &str, part: &str) -> String {
    let parts = path.split('/').map(|one| if one.starts_with('{') { part } else { one });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn a_method_that_a_route_does_not_take_is_a_problem_that_names_those_it_takes() {
    let ground = ground().await;
    let mut tried = 0;
    for route in api::table() {
        let path = format!("/api/v1{}", filled(route.path, "x"));
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS]
        {
            if route.gates.iter().any(|(gated, _)| *gated == method.as_str()) {
                continue;
            }
            let about = format!("{method} {path}");
            let answer = send(&ground, Request::builder().method(&method).uri(&path), Body::empty()).await;
            let refused = (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed".to_owned());
            assert_eq!(problem(&about, &answer), refused, "{about}");
            let allowed = answer.headers[header::ALLOW].to_str().unwrap();
            let named: Vec<&str> = allowed.split(',').map(str::trim).filter(|one| *one != "HEAD").collect();
            let mut gated: Vec<&str> = route.gates.iter().map(|(method, _)| *method).collect();
            gated.retain(|method| !named.contains(method));
            assert_eq!((gated, named.len()), (Vec::new(), route.gates.len()), "{about}: {allowed}");
            tried += 1;
        }
    }
    println!("wrong methods: {tried} refused");
    assert!(tried > 200, "{tried}");
    for path in ["/healthz", "/readyz", "/metrics", "/", "/board"] {
        let answer = send(&ground, Request::put(path), Body::empty()).await;
        assert_eq!(problem(path, &answer).1, "method_not_allowed");
        assert!(answer.headers[header::ALLOW].to_str().unwrap().contains("GET"), "{path}");
    }
}

#[tokio::test]
async fn a_part_of_a_path_that_is_no_text_names_nothing() {
    let ground = ground().await;
    let mut tried = 0;
    for route in api::table().iter().filter(|route| route.path.contains('{')) {
        for (method, _) in route.gates {
            for part in ["%FF", "%C3%28", "..%2F", "%00"] {
                let path = format!("/api/v1{}", filled(route.path, part));
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let about = format!("{method} {path}");
                let sent = Request::builder().method(&method).uri(&path);
                let sent = sent.header(header::CONTENT_TYPE, "application/json");
                problem(&about, &send(&ground, sent, Body::from("{}")).await);
                tried += 1;
            }
        }
    }
    println!("malformed parts of paths: {tried} refused");
    assert!(tried > 80, "{tried}");
    let answer = send(&ground, Request::get("/api/v1/cells/di-dong/%FF"), Body::empty()).await;
    assert_eq!(problem("a cell", &answer), (StatusCode::NOT_FOUND, "not_found".to_owned()));
}

#[tokio::test]
async fn a_body_or_a_query_that_cannot_be_read_is_a_problem() {
    let ground = ground().await;
    let mut tried = 0;
    for route in api::table() {
        for (method, _) in route.gates.iter().filter(|(method, _)| *method == "POST") {
            let path = format!("/api/v1{}", filled(route.path, "x"));
            let huge = vec![b'x'; 33 * 1024 * 1024];
            for (kind, body) in [
                (Some("application/json"), Body::from("{")),
                (Some("application/json"), Body::from("[[[[")),
                (Some("application/json"), Body::from(&b"{\"a\":\"\xff\"}"[..])),
                (Some("application/json"), Body::from(r#"{"login":"\u0000","password":"x"}"#)),
                (Some("image/svg+xml"), Body::from("<svg/>")),
                (None, Body::from("x")),
                (Some("application/json"), Body::from(huge)),
            ] {
                let mut sent = Request::builder().method(*method).uri(&path);
                if let Some(kind) = kind {
                    sent = sent.header(header::CONTENT_TYPE, kind);
                }
                let answer = send(&ground, sent, body).await;
                let about = format!("{method} {path} {kind:?}");
                if !answer.status.is_success() {
                    problem(&about, &answer);
                    let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
                    assert!(
                        told["code"] != "bad_request" || told["detail_code"].is_string(),
                        "{about}: {told}"
                    );
                    tried += 1;
                }
            }
        }
    }
    println!("unreadable bodies: {tried} refused");
    assert!(tried > 150, "{tried}");
    let mut queries = 0;
    for route in api::table().iter().filter(|route| route.gates.iter().any(|(method, _)| *method == "GET")) {
        if route.path == "/events" {
            continue;
        }
        for query in
            ["limit=x&before=x&after=%FF&as=x&index=x&from=x&at=x", "limit=1&limit=2&before=1&before=2"]
        {
            let path = format!("/api/v1{}?{query}", filled(route.path, "x"));
            let answer = send(&ground, Request::get(&path), Body::empty()).await;
            if !answer.status.is_success() {
                problem(&path, &answer);
                queries += 1;
            }
        }
    }
    assert!(queries > 20, "{queries}");
    for path in ["/api/v1/sources/preview?book=1", "/api/v1/sources/apply?sheet=a&sheet=b"] {
        let answer = send(&ground, Request::post(path), Body::from("a,b")).await;
        assert_eq!(problem(path, &answer), (StatusCode::BAD_REQUEST, "bad_request".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn an_address_that_is_not_there_is_a_problem() {
    let ground = ground().await;
    for path in [
        "/api/v1/khong-co",
        "/api/v1/",
        "/api/v1",
        "/api/v1/cells/a",
        "/api/v1/sessions/",
        "/api/v2/board",
        "/api/",
        "/assets/x.js",
    ] {
        let answer = send(&ground, Request::get(path), Body::empty()).await;
        assert_eq!(problem(path, &answer), (StatusCode::NOT_FOUND, "not_found".to_owned()), "{path}");
    }
}
