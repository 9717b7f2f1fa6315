//! What a request shows for itself, said of every operation from the gate of its route; and the idempotency key of a
//! write, which is a session's or a program's.

use utoipa::{
    Modify,
    openapi::{
        OpenApi as Document, SecurityRequirement,
        path::{Operation, ParameterIn},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{operations, parameter};
use crate::{
    gate::{Gate, Route},
    once::HEADER,
    routes::{BASE, probes, table},
    viewer::{COOKIE, CSRF},
};

/// The schemes, by name: a session's cookie, a program's key, and the two ways in which a source shows its secret.
const SESSION: &str = "session";
const KEY: &str = "key";
const SECRET: &str = "source_secret";
const SIGNATURE: &str = "source_signature";

/// Adds it.
pub struct Admission;

impl Modify for Admission {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        for (name, scheme) in schemes() {
            components.add_security_scheme(name, scheme);
        }
        let below = |route: Route| (format!("{BASE}{}", route.path), route.gates);
        let at_root = |route: Route| (route.path.to_owned(), route.gates);
        let routes = table().into_iter().map(below).chain(probes().into_iter().map(at_root));
        for (path, gates) in routes {
            let Some(item) = document.paths.paths.get_mut(&path) else { continue };
            for (method, gate) in gates {
                if let Some((_, operation)) = operations(item).find(|(one, _)| one == method) {
                    admit(operation, method, *gate);
                }
            }
        }
    }
}

fn schemes() -> [(&'static str, SecurityScheme); 4] {
    let api_key = |name: &str, said: &str| ApiKeyValue::with_description(name, said);
    let bearer = |said: &str| {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(said)).build();
        SecurityScheme::Http(scheme)
    };
    let session = "A person's session, as `POST /session` gives it.";
    let signature = "A source's signature over `x-thongsuot-timestamp`, a full stop and the body.";
    [
        (SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(api_key(COOKIE, session)))),
        (KEY, bearer("A program's key, `ts_…`, as `POST /keys` gives it.")),
        (SECRET, bearer("A source's secret, where its kind takes it.")),
        (SIGNATURE, SecurityScheme::ApiKey(ApiKey::Header(api_key("x-thongsuot-signature", signature)))),
    ]
}

fn admit(operation: &mut Operation, method: &str, gate: Gate) {
    let schemes: &[&str] = match gate {
        Gate::Public | Gate::Near => &[],
        Gate::SignedIn => &[SESSION],
        Gate::Lists(..) | Gate::Needs(..) => &[SESSION, KEY],
        Gate::Secret => &[SECRET, SIGNATURE],
    };
    // An empty list says that nothing has to be shown; none at all would say nothing.
    let none: [&str; 0] = [];
    let shown = schemes.iter().map(|scheme| SecurityRequirement::new(*scheme, none)).collect();
    operation.security = Some(shown);
    if method != "GET" && schemes.contains(&SESSION) {
        let key = "sent again with the same key by the same session or program, the write is answered and not repeated";
        parameter(operation, HEADER, ParameterIn::Header, false, key);
        let said = "`csrf` of the session: a write without it is refused; a program's key takes none";
        parameter(operation, CSRF, ParameterIn::Header, !schemes.contains(&KEY), said);
    }
}
