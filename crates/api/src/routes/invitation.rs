//! Taking up an invitation: the one write that needs no session, so it is limited by address and says the same of every
//! code that opens nothing, be it unknown, used, too old or of an account that is shut out.

use axum::{extract::State, http::StatusCode};

use crate::{
    caller::Caller, code, extract::Body, node::Node, password, problem::Problem, says, throttle::Guess,
    wire::Acceptance,
};

/// `POST /invitation`: sets the password of an invited account. Its owner signs in afterwards.
#[utoipa::path(post, path = "/api/v1/invitation", request_body = Acceptance, responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn accept(
    State(node): State<Node>,
    Caller(address): Caller,
    Body(body): Body<Acceptance>,
) -> Result<StatusCode, Problem> {
    if !node.throttle.admit(address, Guess::Invitation, node.now()) {
        return Err(Problem::slow_down());
    }
    let bad_code = || Problem::bad_field("code", says::invitation_bad());
    let bad_password = |what| Problem::bad_field("password", what);
    password::rule::check(&body.password, &[]).map_err(bad_password)?;
    let digest = code::digest(&body.code);
    let account = node.store.find_invitation(digest).await?.ok_or_else(bad_code)?;
    let context = [account.login.as_str(), account.name.as_str(), account.organisation.as_str()];
    password::rule::check(&body.password, &context).map_err(bad_password)?;
    let hash = password::hash_unhurried(&node, body.password).await?;
    if !node.store.accept_invitation(digest, hash).await? {
        return Err(bad_code());
    }
    node.throttle.forget(address, Guess::Invitation);
    Ok(StatusCode::NO_CONTENT)
}
