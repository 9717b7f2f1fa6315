//! Taking up an invitation: the one write that needs no session, so it is limited by address and says the same of every
//! code that opens nothing, be it unknown, used, too old or of an account that is shut out. Sent again with the password
//! that the code was taken up with, within the hour, it is answered as the first time: who has both learns nothing.

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
        let guess = Guess::Invitation(address);
        if !node.throttle.admit(guess, node.now()) {
            return Err(Problem::slow_down());
        }
        if !is_sent_again(&node, digest, body.password).await? {
            return Err(bad_code());
        }
        node.throttle.forget(guess);
        return Ok(StatusCode::NO_CONTENT);
    };
    let context = [account.login.as_str(), account.name.as_str(), account.organisation.as_str()];
    password::rule::check(&body.password, &context).map_err(bad_password)?;
    let hash = password::hash_unhurried(&node, body.password).await?;
    if !node.store.accept_invitation(digest, hash).await? {
        return Err(bad_code());
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Whether a code was taken up a moment ago with this very password. Tries are counted by the code, wherever they come
/// from: nobody who found a used one guesses at its owner's password with it.
async fn is_sent_again(node: &Node, digest: [u8; 32], password: String) -> Result<bool, Problem> {
    let Some((_, stored)) = node.store.find_accepted(digest).await? else { return Ok(false) };
    if !node.throttle.admit(Guess::Used(digest), node.now()) {
        return Err(Problem::slow_down());
    }
    password::fits_unhurried(password, Some(stored)).await
}
