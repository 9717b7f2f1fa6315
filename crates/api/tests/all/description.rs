//! The OpenAPI description is what the golden file says: a change of the API is a change somebody made on purpose.

use std::collections::BTreeSet;

use utoipa::OpenApi;

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
    for route in api::table().iter().filter(|route| route.path != "/openapi.json") {
        for (method, _) in route.gates {
            gated.insert((format!("/api/v1{}", route.path), (*method).to_owned()));
        }
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
