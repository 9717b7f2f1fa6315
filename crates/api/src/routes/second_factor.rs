//! The second factor of one's own account: begun, confirmed by a code, asked for at every sign-in from then on, removed
//! with password and code.

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};

use crate::{
    code, cookie,
    extract::Body,
    node::Node,
    problem::Problem,
    proof::{self, Second},
    routes::{account::Turn, session},
    says,
    throttle::Guess,
    totp,
    viewer::{OwnWriter, Person},
    wire::{
        CodeProof, FullProof, PasswordProof, RecoveryCodes, SecondFactorBegun, SecondFactorConfirmed,
        SecondFactorView, SessionView,
    },
};

/// Recovery codes shown: years of lost phones.
const RECOVERY_CODES: usize = 10;

/// `GET /account/second-factor`.
#[utoipa::path(get, path = "/api/v1/account/second-factor", responses((status = 200, body = SecondFactorView), (status = "4XX", body = Problem)))]
pub async fn show(State(node): State<Node>, viewer: Person) -> Result<Json<SecondFactorView>, Problem> {
    let state = node.store.second_factor_state(&viewer.scope).await?;
    Ok(Json(SecondFactorView { since: state.since, recovery_codes_left: state.recovery_codes }))
}

/// `POST /account/second-factor`: shows a fresh secret, this once. It counts when it is confirmed.
#[utoipa::path(post, path = "/api/v1/account/second-factor", request_body = PasswordProof, responses((status = 200, body = SecondFactorBegun), (status = "4XX", body = Problem)))]
pub async fn begin(
    State(node): State<Node>,
    OwnWriter(viewer): OwnWriter,
    Body(body): Body<PasswordProof>,
) -> Result<Json<SecondFactorBegun>, Problem> {
    proof::password(&node, &viewer, body.password, "password").await?;
    let random = (node.random)();
    let secret = &random[..totp::SECRET_BYTES];
    node.store.begin_second_factor(&viewer.scope, secret).await?;
    let issuer = format!("Thông Suốt {}", node.store.node());
    let address = totp::address(secret, &issuer, &viewer.account.login);
    Ok(Json(SecondFactorBegun { secret: code::base32(secret), address }))
}

/// `POST /account/second-factor/confirm`: from here on the sign-in asks for a code. The recovery codes are in this
/// answer alone; the account's other sessions end.
#[utoipa::path(post, path = "/api/v1/account/second-factor/confirm", request_body = CodeProof, responses((status = 200, body = SecondFactorConfirmed), (status = "4XX", body = Problem)))]
pub async fn confirm(
    State(node): State<Node>,
    OwnWriter(viewer): OwnWriter,
    headers: HeaderMap,
    Body(body): Body<CodeProof>,
) -> Result<Response, Problem> {
    if !node.throttle.admit(Guess::Session(&viewer.session.handle), node.now()) {
        return Err(Problem::slow_down());
    }
    let begun = node.store.find_begun_second_factor(&viewer.scope).await?.ok_or_else(Problem::not_found)?;
    let step = totp::fitting_step(&begun.secret, &body.code, node.now(), begun.last_step);
    let Some(step) = step else {
        // Who sits at a session left open guesses here like at the door.
        node.store.note_failure(&viewer.account.login).await?;
        return Err(bad_code());
    };
    let (recovery_codes, digests) = fresh_codes(&node);
    let turn = Turn::new(&node, &headers)?;
    node.store.confirm_second_factor(&viewer.scope, begun, step, digests, turn.rotation()).await?;
    node.throttle.forget(Guess::Session(&viewer.session.handle));
    let (viewer, token) = turn.made(viewer);
    let session = session::view(&node, &viewer).await;
    let answer = Json(SecondFactorConfirmed { recovery_codes, session }).into_response();
    Ok(cookie::give(answer, &token))
}

/// `POST /account/second-factor/remove`.
#[utoipa::path(post, path = "/api/v1/account/second-factor/remove", request_body = FullProof, responses((status = 200, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn remove(
    State(node): State<Node>,
    OwnWriter(viewer): OwnWriter,
    headers: HeaderMap,
    Body(body): Body<FullProof>,
) -> Result<Response, Problem> {
    prove(&node, &viewer, body).await?;
    let turn = Turn::new(&node, &headers)?;
    node.store.remove_second_factor(&viewer.scope, turn.rotation()).await?;
    Ok(turn.answer(&node, viewer).await)
}

/// `POST /account/second-factor/recovery-codes`: ten others in the place of those before.
#[utoipa::path(post, path = "/api/v1/account/second-factor/recovery-codes", request_body = FullProof, responses((status = 200, body = RecoveryCodes), (status = "4XX", body = Problem)))]
pub async fn renew(
    State(node): State<Node>,
    OwnWriter(viewer): OwnWriter,
    Body(body): Body<FullProof>,
) -> Result<Json<RecoveryCodes>, Problem> {
    prove(&node, &viewer, body).await?;
    let (recovery_codes, digests) = fresh_codes(&node);
    node.store.renew_recovery_codes(&viewer.scope, digests).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Password and code, for an account whose second factor is on.
async fn prove(node: &Node, viewer: &Person, given: FullProof) -> Result<(), Problem> {
    let (login, guess) = (&viewer.account.login, Guess::Session(&viewer.session.handle));
    if node.store.second_factor_state(&viewer.scope).await?.since.is_none() {
        return Err(Problem::not_found());
    }
    if !node.throttle.admit(guess, node.now()) {
        return Err(Problem::slow_down());
    }
    let stored = node.store.find_login(login).await?.map(|(_, hash)| hash);
    if !crate::password::fits_unhurried(given.password, stored).await? {
        node.store.note_failure(login).await?;
        return Err(Problem::bad_field("password", says::not_your_password()));
    }
    if proof::second(node, &viewer.account, Some(&given.code)).await? != Second::Given {
        return Err(bad_code());
    }
    node.throttle.forget(guess);
    Ok(())
}

fn bad_code() -> Problem {
    Problem::bad_field("code", says::code_bad())
}

fn fresh_codes(node: &Node) -> (Vec<String>, Vec<[u8; 32]>) {
    (0..RECOVERY_CODES)
        .map(|_| {
            let code = code::fresh(node);
            let digest = code::digest(&code);
            (code, digest)
        })
        .unzip()
}
