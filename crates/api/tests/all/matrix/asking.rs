//! A request about the data of one organisation for every route and method, with ids and names of its own.

use serde_json::json;

use super::{
    OF_ACCOUNTS, REPORTS,
    world::{Sent, World},
};

/// A request about the data of one organisation, made from a route's path.
pub struct Ask {
    pub path: String,
    pub sent: Sent,
}

pub fn ask(world: &World, method: &str, path: &str, organisation: &str) -> Ask {
    let own = world.own.get(organisation);
    let entry =
        own.map_or_else(|| "01a2b3c4-0000-7000-8000-000000000000".to_owned(), |own| own.entry.to_string());
    let document = own.map_or_else(|| "0".repeat(64), |own| own.document.hex());
    let named = own.and_then(|own| match path {
        _ if path.starts_with("/report/drafts") => Some(own.draft.to_string()),
        _ if path.starts_with("/disputes") => Some(own.dispute.to_string()),
        _ if path.starts_with("/assignments") => Some(own.assigned.to_string()),
        _ if path.starts_with("/accounts") => Some(own.rights.account.clone()),
        _ if path.starts_with("/sessions") => Some(own.rights.session.clone()),
        _ if path.starts_with("/recoveries") => Some(own.rights.recovery.clone()),
        _ if path.starts_with("/keys") => Some(own.rights.key.clone()),
        _ if path.starts_with("/delegations") => Some(own.rights.delegation.clone()),
        _ if path.starts_with("/openings") => Some(own.rights.opening.clone()),
        _ => None,
    });
    let mut asked = path
        .replace("{organisation}", organisation)
        .replace("{obligation}", &format!("viec-{organisation}"))
        .replace("{target}", &format!("do-{organisation}"))
        .replace("{id}", named.as_ref().unwrap_or(&entry))
        .replace("{sha256}", &document);
    asked += match path {
        "/board" => "?limit=500",
        // A letter that stands in every name of every organisation.
        "/search" => "?q=c&limit=20",
        // As text a report is read as it is, and what it must not say is seen.
        "/report" => "?as=txt&organisation=",
        "/report/bundle" => "?as=docx&organisation=",
        "/report/signing" | "/campaign/calendar" => "?organisation=",
        "/journal/{organisation}/proof" => "?index=0",
        "/targets/{target}/samples" => "?from=2027-02-01T00:00:00Z&to=2027-02-01T01:00:00Z",
        _ => "",
    };
    if REPORTS.contains(&path) {
        asked += organisation;
    }
    let sent = match (method, path) {
        ("POST", "/evidence") => Sent::Json(json!({
            "kind": "acknowledgement.given",
            "organisation": organisation,
            "obligation": format!("viec-{organisation}"),
        })),
        ("POST", "/upward/preview") => Sent::Json(json!({ "evidence": {
            "kind": "acknowledgement.given",
            "organisation": organisation,
            "obligation": format!("viec-{organisation}"),
        } })),
        ("POST", "/assignments") => Sent::Json(json!({
            "obligation": format!("viec-{organisation}"),
            "account": own.map_or("a-khong-co", |own| own.person.as_str()),
            "note": "Trực đêm",
        })),
        ("POST", "/assignments/{id}/withdraw") => Sent::Json(json!({})),
        ("POST", "/disputes") => Sent::Json(json!({
            "organisation": organisation,
            "obligation": format!("viec-{organisation}"),
            "reply_due": "2027-02-03T01:00:00.000Z",
            "claim": "Số liệu không đúng",
        })),
        ("POST", "/disputes/{id}/answers") => Sent::Json(json!({ "text": "Đã xem lại" })),
        ("POST", "/disputes/{id}/decision") => {
            Sent::Json(json!({ "ruling": "rejected", "reason": "Đủ căn cứ" }))
        }
        ("POST", "/report/drafts") => Sent::Json(json!({})),
        ("POST", "/report/attestations") => Sent::Json(json!({
            "draft": own.map(|own| own.draft.to_string()).unwrap_or(entry),
            "report": own.map(|own| own.report.hex()).unwrap_or(document),
            "counts": {},
            "signer": "Người ký",
        })),
        ("POST", "/duty") => Sent::Json(json!({ "what": "heard", "text": "Báo sự cố" })),
        ("POST", "/entries/{id}/erase") => Sent::Json(json!({ "fields": ["note"], "reason": "" })),
        ("POST", "/session") => Sent::Json(json!({ "login": "ai-do", "password": "sai hoan toan" })),
        ("POST", "/blobs") => Sent::Pdf,
        // The campaign in force again: the same fact, and so nothing that changes the world for the next role.
        ("POST", "/campaign" | "/campaign/check") => {
            Sent::Json(json!({ "file": world.campaign, "letters": [] }))
        }
        ("POST", "/campaign/draft") => Sent::Sheet("Đề nghị các đơn vị trực 24/24.".to_owned()),
        ("POST", "/sources/preview" | "/sources/apply") => Sent::Sheet(sheet(organisation)),
        ("POST", path) if OF_ACCOUNTS.iter().any(|one| path.starts_with(one)) => {
            about_accounts(world, path, organisation)
        }
        _ => Sent::Nothing,
    };
    Ask { path: asked, sent }
}

/// What is sent to make an account, a key, a delegation or an opening of an organisation, or to change one.
fn about_accounts(world: &World, path: &str, organisation: &str) -> Sent {
    let deputy = world.own.get(organisation).map_or("a-khong-co", |own| own.rights.deputy.as_str());
    let made = world.ground.node.store.entry_count();
    Sent::Json(match path {
        "/accounts" => json!({
            "login": format!("them-{made}"), "name": "Thêm", "role": "auditor", "organisation": organisation,
        }),
        "/accounts/{id}/role" => json!({ "role": "auditor" }),
        "/accounts/{id}/recovery" => json!({ "reason": "Mất điện thoại" }),
        "/keys" => json!({
            "name": "Máy", "organisation": organisation, "actions": ["acknowledge"],
            "obligations": [format!("viec-{organisation}")], "targets": [format!("do-{organisation}")],
            "expires_at": "2027-02-09T00:00:00.000Z",
        }),
        "/delegations" => json!({
            "account": deputy, "signed_as": "kt", "position": "Giám đốc", "own_position": "Phó Giám đốc",
            "actions": ["submit_report"], "organisations": [organisation], "from": "2027-02-01T01:00:00.000Z",
            "until": "2027-02-03T01:00:00.000Z", "basis": "Quyết định số 12/QĐ-VT",
        }),
        "/openings" => json!({ "organisation": organisation, "reason": "Rõ ai trực", "minutes": 20 }),
        _ => return Sent::Nothing,
    })
}

/// A sheet of one inspection.
pub fn sheet(organisation: &str) -> String {
    format!(
        "obligation,organisation,at,signer,nguon\nviec-{organisation},{organisation},2027-02-01T07:00:00+07:00,An,pass\n"
    )
}
