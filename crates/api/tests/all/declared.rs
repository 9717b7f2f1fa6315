//! Of every route of the description: a query parameter that it does not name is refused, and so is one given twice.

use access::Role;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use serde_json::Value;
use utoipa::OpenApi;

use crate::ground::{Ground, OWED, as_login, campaign};

async fn refused(ground: &Ground, method: &str, address: &str) -> (StatusCode, Value) {
    let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 50_000));
    let request = as_login(Request::builder().method(method).uri(address), "an").extension(ConnectInfo(peer));
    ground.answer(request.body(Body::empty()).unwrap()).await.told()
}

#[tokio::test]
async fn a_parameter_that_an_operation_does_not_name_is_refused_by_its_name() {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in("an", Role::OperatorManager, "di-dong").await;
    let description = serde_json::to_value(api::openapi::Description::openapi()).unwrap();
    let (mut operations, mut parameters) = (0, 0);
    for (path, item) in description["paths"].as_object().unwrap() {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        let address = parts.collect::<Vec<_>>().join("/");
        for (method, operation) in item.as_object().unwrap() {
            let method = method.to_uppercase();
            for (query, name) in
                [("khong_co=1", "khong_co"), ("Limit=1", "Limit"), ("x%5B%5D=1", "x[]"), ("=1", "")]
            {
                let (status, told) = refused(&ground, &method, &format!("{address}?{query}")).await;
                let about = format!("{method} {address}?{query}: {told}");
                assert_eq!(
                    (status, &told["detail_code"]),
                    (StatusCode::BAD_REQUEST, &"query_unknown".into()),
                    "{about}"
                );
                assert_eq!(told["detail_args"]["name"], name, "{about}");
            }
            operations += 1;
            let named = operation["parameters"].as_array().into_iter().flatten();
            for parameter in named.filter(|parameter| parameter["in"] == "query") {
                let name = parameter["name"].as_str().unwrap();
                let (status, told) = refused(&ground, &method, &format!("{address}?{name}=1&{name}=1")).await;
                let about = format!("{method} {address}: {name}: {told}");
                assert_eq!(
                    (status, &told["detail_code"]),
                    (StatusCode::BAD_REQUEST, &"query_twice".into()),
                    "{about}"
                );
                if path == "/api/v1/events" {
                    continue;
                }
                let (_, told) = refused(&ground, &method, &format!("{address}?{name}=1")).await;
                assert!(
                    told["detail_code"] != "query_unknown" && told["detail_code"] != "query_twice",
                    "{method} {address}: {name}: {told}"
                );
                parameters += 1;
            }
        }
    }
    println!("query parameters: none but {parameters} taken, by {operations} operations");
    assert!(operations > 70 && parameters > 25, "{operations} {parameters}");
}
