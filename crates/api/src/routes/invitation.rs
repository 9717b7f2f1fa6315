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
    let bad_code = || Problem::bad_field("code", says::invitation_bad());
    let bad_password = |what| Problem::bad_field("password", what);
    password::rule::check(&body.password, &[]).map_err(bad_password)?;
    let digest = code::digest(&body.code);
    // A code that opens is looked at before any limit on others: guessing behind the same address shuts no newcomer out.
    let Some(account) = node.store.find_invitation(digest).await? else {
        let admitted = node.throttle.admit(Guess::Invitation(address), node.now());
        return Err(if admitted { bad_code() } else { Problem::slow_down() });
    };
    let context = [account.login.as_str(), account.name.as_str(), account.organisation.as_str()];
    password::rule::check(&body.password, &context).map_err(bad_password)?;
    let hash = password::hash_unhurried(&node, body.password).await?;
    if !node.store.accept_invitation(digest, hash).await? {
        return Err(bad_code());
    }
    Ok(StatusCode::NO_CONTENT)
}
