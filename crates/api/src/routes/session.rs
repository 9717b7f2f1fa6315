//! Signing in and out.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use store::{Account, MAX_LOGIN_CHARS, NewSession};

use crate::{
    caller::Caller,
    cookie, device,
    extract::Body,
    known_device,
    node::Node,
    password,
    problem::Problem,
    proof::{self, Second},
    throttle::Guess,
    viewer::{OwnWriter, Person, token_digest, token_of},
    wire::{OpeningTold, RecoveryTold, SessionView, SignIn},
};

/// `POST /session`: every sign-in makes a new token, and the session the browser had before ends.
#[utoipa::path(post, path = "/api/v1/session", request_body = SignIn, responses((status = 200, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn sign_in(
    State(node): State<Node>,
    Caller(address): Caller,
    headers: HeaderMap,
    Body(body): Body<SignIn>,
) -> Result<Response, Problem> {
    // Nobody's, whatever its password: not worth a counter.
    if body.login.chars().count() > MAX_LOGIN_CHARS {
        return Err(Problem::bad_credentials());
    }
    let known = known_device::find(&node, &headers, &body.login);
    let guess = known.map_or(Guess::Login(address, &body.login), Guess::Known);
    if !node.throttle.admit(guess, node.now()) {
        return Err(Problem::slow_down());
    }
    let found = node.store.find_login(&body.login).await?;
    let found = found.filter(|(account, _)| account.disabled_at.is_none());
    let fits = password::fits_unhurried(body.password, found.as_ref().map(|(_, hash)| hash.clone())).await?;
    let Some((account, _)) = found.filter(|_| fits) else {
        note_failure(&node, body.login.clone());
        return Err(Problem::bad_credentials());
    };
    match proof::second(&node, &account, body.code.as_deref()).await? {
        Second::Given => {}
        Second::Missing => return Err(Problem::code_required()),
        Second::Wrong => return Err(Problem::bad_code()),
    }
    node.throttle.forget(guess);
    node.store.forget_failures(&account.login).await?;
    open(&node, account, &headers).await
}

/// Counts a failure beside the answer: the write that only an existing login needs would show in its time.
fn note_failure(node: &Node, login: String) {
    let store = node.store.clone();
    tokio::spawn(async move {
        if let Err(fault) = store.note_failure(&login).await {
            tracing::error!(%fault, "a failed sign-in was not counted");
        }
    });
}

async fn open(node: &Node, account: Account, headers: &HeaderMap) -> Result<Response, Problem> {
    let token = cookie::fresh(node);
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let new = NewSession {
        login: account.login.clone(),
        csrf: cookie::fresh(node),
        device: device::described(agent),
    };
    let before = token_of(headers).map(token_digest);
    let opened = node.store.open_session(token_digest(&token), new, before).await;
    // Shut out while the password was looked at.
    let session = opened.map_err(|fault| match fault {
        store::RecordFault::NotFound(_) => Problem::bad_credentials(),
        fault => fault.into(),
    })?;
    let scope = account.scope(&node.store);
    let login = account.login.clone();
    let view = view(node, &Person { scope, session, account }).await;
    let answer = cookie::give(Json(view).into_response(), &token);
    Ok(known_device::give(node, answer, &login)?)
}

/// `GET /session`.
#[utoipa::path(get, path = "/api/v1/session", responses((status = 200, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn show(State(node): State<Node>, viewer: Person) -> Json<SessionView> {
    Json(view(&node, &viewer).await)
}

/// `DELETE /session`.
#[utoipa::path(delete, path = "/api/v1/session", responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn sign_out(
    State(node): State<Node>,
    _writer: OwnWriter,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(token) = token_of(&headers) {
        node.store.close_session(token_digest(token)).await?;
    }
    Ok(cookie::take(StatusCode::NO_CONTENT.into_response()))
}

/// Who is signed in, as the screens read it.
pub async fn view(node: &Node, viewer: &Person) -> SessionView {
    let account = &viewer.account;
    let name = node.store.organisation_name(&viewer.scope, &account.organisation);
    SessionView {
        login: account.login.clone(),
        name: account.name.clone(),
        role: account.role.to_string(),
        organisation: account.organisation.to_string(),
        organisation_name: name.unwrap_or_else(|| account.organisation.to_string()),
        openings: openings_told(node, viewer).await,
        recoveries: recoveries_told(node, viewer).await,
        csrf: viewer.session.csrf.clone(),
        expires_at: viewer.session.expires_at,
    }
}

/// The openings a person is told of. What can't be read is no reason to let nobody in.
async fn openings_told(node: &Node, viewer: &Person) -> Vec<OpeningTold> {
    let found = node.store.openings_told_in_words(&viewer.scope).await.unwrap_or_else(|fault| {
        tracing::error!(%fault, "nobody was told of break-glass access");
        Vec::new()
    });
    let told = found.into_iter().map(|store::OpeningView { opening, name, reason }| OpeningTold {
        own: opening.actor == viewer.scope.actor,
        organisation_name: node.store.name_on_record(&opening.organisation),
        by_name: node.store.name_on_record(&opening.holder),
        id: opening.id,
        name,
        reason,
        ends_at: opening.ends_at,
    });
    told.collect()
}

/// The recoveries a person is told of. What can't be read is no reason to let nobody in.
async fn recoveries_told(node: &Node, viewer: &Person) -> Vec<RecoveryTold> {
    let notices = node.store.recovery_notices(&viewer.scope).await.unwrap_or_else(|fault| {
        tracing::error!(%fault, "nobody was told of recoveries");
        Vec::new()
    });
    let told = notices.into_iter().map(|notice| {
        let (confirmed_by, confirmed_at) = notice.confirmed.map_or((None, None), |(by, at)| (by, Some(at)));
        RecoveryTold {
            id: notice.id,
            own: notice.account.actor == viewer.scope.actor,
            name: notice.account.name,
            organisation_name: node.store.name_on_record(&notice.account.organisation),
            asked_by: notice.asked_by_name,
            asked_at: notice.asked_at,
            confirmed_by,
            confirmed_at,
        }
    });
    told.collect()
}
