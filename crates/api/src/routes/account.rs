//! One's own account. Whatever changes how one signs in asks for the password again (OWASP ASVS 5.0, 7.5.1), gives this
//! session another token and ends the others (7.4.3).

use std::net::{IpAddr, SocketAddr};

use axum::{
    Json,
    extract::{ConnectInfo, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use store::Rotation;

use crate::{
    cookie,
    extract::Body,
    node::Node,
    password,
    problem::Problem,
    routes::session,
    viewer::{Viewer, Writer, token_digest, token_of},
    wire::{PasswordChange, SessionView},
};

/// `POST /account/password`.
#[utoipa::path(post, path = "/api/v1/account/password", request_body = PasswordChange, responses((status = 200, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn change_password(
    State(node): State<Node>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Writer(viewer): Writer,
    headers: HeaderMap,
    Body(body): Body<PasswordChange>,
) -> Result<Response, Problem> {
    let account = &viewer.account;
    let context = [account.login.as_str(), account.name.as_str(), account.organisation.as_str()];
    password::rule::check(&body.new, &context).map_err(|what| Problem::bad_field("new", what))?;
    prove(&node, peer.ip(), &viewer, body.old, "old").await?;
    let hash = password::hash_unhurried(&node, body.new).await?;
    let turn = Turn::new(&node, &headers)?;
    node.store.change_password(&viewer.scope, hash, turn.rotation()).await?;
    Ok(turn.answer(&node, viewer))
}

/// Asks for the password again. Wrong ones are counted like those of a sign-in, so that a session left open is no way
/// to try them out.
async fn prove(
    node: &Node,
    address: IpAddr,
    viewer: &Viewer,
    password: String,
    field: &str,
) -> Result<(), Problem> {
    let login = &viewer.account.login;
    if !node.throttle.admit(address, login, node.now()) {
        return Err(Problem::slow_down());
    }
    let stored = node.store.find_login(login).await?.map(|(_, hash)| hash);
    if password::fits_unhurried(password, stored).await? {
        node.throttle.forget(address, login);
        Ok(())
    } else {
        node.store.note_failure(login).await?;
        Err(Problem::bad_field(field, "is not your password"))
    }
}

/// The change from one token to another.
struct Turn {
    old: [u8; 32],
    token: String,
    csrf: String,
}

impl Turn {
    fn new(node: &Node, headers: &HeaderMap) -> Result<Self, Problem> {
        let old = token_of(headers).map(token_digest).ok_or_else(Problem::not_signed_in)?;
        Ok(Self { old, token: cookie::fresh(node), csrf: cookie::fresh(node) })
    }

    fn rotation(&self) -> Rotation {
        Rotation { old: self.old, new: token_digest(&self.token), csrf: self.csrf.clone() }
    }

    fn answer(self, node: &Node, mut viewer: Viewer) -> Response {
        viewer.session.csrf = self.csrf;
        cookie::give(Json(session::view(node, &viewer)).into_response(), &self.token)
    }
}
