//! What every answer says to a browser, whoever asks and whatever for: nothing inline, no frames, no sniffing, nothing kept.

use access::Role;
use axum::{
    body::Body,
    http::{Method, Request, header},
};

use crate::ground::{Answer, Ground, OWED, as_login, campaign};

const SAID: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "geolocation=(), microphone=(), camera=(self)"),
];

/// Holds one answer against what all of them say.
fn look(about: &str, answer: &Answer) {
    let said = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    for (name, value) in SAID {
        assert_eq!(said(name).as_deref(), Some(value), "{about}: {name}");
    }
    let policy = said("content-security-policy").unwrap_or_default();
    assert!(policy.starts_with("default-src 'none'; "), "{about}: {policy}");
    assert!(
        policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
        "{about}: {policy}"
    );
    for word in ["unsafe", "*", "http:", "https:", "nonce"] {
        assert!(!policy.contains(word), "{about}: {policy}");
    }
    assert!(said(header::CACHE_CONTROL.as_str()).is_some(), "{about}: nothing says whether it may be kept");
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_may_do_with_it() {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in("truong", Role::RegulatorHead, "so").await;
    let mut looked = 0;
    for route in api::table() {
        for (method, _) in route.gates {
            let path = route.path.replace("{id}", "01a2b3c4-0000-7000-8000-000000000000");
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            // A stranger's answer, and one of somebody who is in.
            for is_in in [false, true] {
                let request = Request::builder().method(&method).uri(format!("/api/v1{path}"));
                let request = if is_in { as_login(request, "truong") } else { request };
                let about = format!("{method} {path}, signed in: {is_in}");
                // Signing out would end the test's own session.
                if !(is_in && method == Method::DELETE) && path != "/events" {
                    look(&about, &ground.answer(request.body(Body::empty()).unwrap()).await);
                    looked += 1;
                }
            }
        }
    }
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/obligations/x"),
        (Method::GET, "/assets/khong-co.js"),
        (Method::GET, "/healthz"),
        (Method::GET, "/readyz"),
        (Method::GET, "/metrics"),
        (Method::GET, "/api/v1/khong-co"),
        (Method::PATCH, "/api/v1/session"),
    ] {
        let request = Request::builder().method(&method).uri(path).body(Body::empty()).unwrap();
        look(&format!("{method} {path}"), &ground.answer(request).await);
    }
    assert!(looked > 100, "{looked}");
}
