//! The OpenAPI description is what the golden file says: a change of the API is a change somebody made on purpose.

use std::collections::BTreeSet;

use access::Role;
use api::Gate;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use utoipa::OpenApi;

use crate::ground::{Ground, OWED, campaign};

#[test]
fn the_description_is_what_the_golden_file_says() {
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/openapi.json");
    let mut now = api::openapi::Description::openapi().to_pretty_json().unwrap();
    now.push('\n');
    if std::fs::read_to_string(&golden).ok().as_deref() != Some(&now) {
        let new = golden.with_extension("new.json");
        std::fs::write(&new, &now).unwrap();
        panic!("the API differs from docs/reference/openapi.json; {} holds what it is now", new.display());
    }
}

#[test]
fn every_method_of_every_route_is_described_and_has_its_gate() {
    let description = serde_json::to_value(api::openapi::Description::openapi()).unwrap();
    let mut described: BTreeSet<(String, String)> = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            described.insert((path.clone(), method.to_uppercase()));
        }
    }
    let mut gated: BTreeSet<(String, String)> = BTreeSet::new();
    for route in api::table() {
        for (method, _) in route.gates {
            gated.insert((format!("/api/v1{}", route.path), (*method).to_owned()));
        }
    }
    for route in api::probes() {
        gated.extend(route.gates.iter().map(|(method, _)| (route.path.to_owned(), (*method).to_owned())));
    }
    assert!(gated.len() > 10);
    assert_eq!(described, gated);
}

#[test]
fn every_operation_has_an_id_of_its_own_and_its_parameters_stand_where_they_are_given() {
    let description = serde_json::to_value(api::openapi::Description::openapi()).unwrap();
    let mut ids = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{method} {path}: `{id}` is another's id too");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                let in_path = path.contains(&format!("{{{name}}}"));
                assert_eq!(parameter["in"] == "path", in_path, "{method} {path}: `{name}`");
            }
        }
    }
}

/// Every operation of the API as method, path and what is said of it.
fn operations() -> Vec<(String, String, serde_json::Value)> {
    let description = serde_json::to_value(api::openapi::Description::openapi()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    operations
}

#[test]
fn every_operation_says_what_has_to_be_shown_and_how_the_store_may_fail_it() {
    let description = serde_json::to_value(api::openapi::Description::openapi()).unwrap();
    let schemes = description["components"]["securitySchemes"].as_object().unwrap();
    let mut used = BTreeSet::new();
    for (method, path, operation) in operations() {
        let about = format!("{method} {path}");
        let shown = operation["security"].as_array().unwrap_or_else(|| panic!("{about}: nothing is said"));
        for scheme in shown.iter().flat_map(|one| one.as_object().unwrap().keys()) {
            assert!(schemes.contains_key(scheme), "{about}: {scheme}");
            used.insert(scheme.clone());
        }
        let failed = operation["responses"]["5XX"]["description"].as_str();
        if !path.starts_with("/api/v1/") {
            assert_eq!((shown.len(), failed), (0, None), "{about}");
        } else if method == "GET" {
            assert!(failed.unwrap().contains("unreadable"), "{about}");
        } else {
            assert!(failed.unwrap().contains("rolled_back"), "{about}");
        }
    }
    assert!(schemes.keys().eq(used.iter()), "{schemes:?} {used:?}");
}

#[test]
fn the_key_of_a_write_is_a_parameter_of_what_a_session_or_a_program_writes_and_of_nothing_else() {
    let mut named = BTreeSet::new();
    for (method, path, operation) in operations() {
        let keyed = operation["parameters"].as_array().is_some_and(|all| {
            all.iter().any(|parameter| parameter["name"] == "idempotency-key" && parameter["in"] == "header")
        });
        if keyed {
            named.insert((method, path));
        }
    }
    let mut wanted = BTreeSet::new();
    for route in api::table() {
        for (method, gate) in route.gates {
            if *method != "GET" && !matches!(gate, Gate::Public | Gate::Secret) {
                wanted.insert(((*method).to_owned(), format!("/api/v1{}", route.path)));
            }
        }
    }
    assert!(wanted.len() > 30, "{}", wanted.len());
    assert_eq!(named, wanted);
}

#[tokio::test]
async fn the_token_of_a_session_is_a_parameter_of_the_writes_that_want_it_and_of_no_other() {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in("chanh", Role::RegulatorHead, "so").await;
    let mut wanting = 0;
    for (method, path, operation) in operations() {
        let named = operation["parameters"].as_array().is_some_and(|all| {
            all.iter().any(|parameter| parameter["name"] == "x-csrf-token" && parameter["in"] == "header")
        });
        let asked = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        let asked = asked.collect::<Vec<_>>().join("/");
        // The stream has no end.
        if method == "GET" {
            assert!(!named, "{method} {path}");
            continue;
        }
        let request = Request::builder().method(method.as_str()).uri(&asked);
        let request = request.header(header::COOKIE, "ts_session=chanh");
        let answer = ground.answer(request.body(Body::empty()).unwrap()).await;
        let (status, told) = answer.told();
        let refused = status == StatusCode::FORBIDDEN && told["code"] == "csrf";
        assert_eq!(named, refused, "{method} {path}: {}", answer.text());
        wanting += usize::from(named);
    }
    assert!(wanting > 30, "{wanting}");
}
