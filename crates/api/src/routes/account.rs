//! One's own account. Whatever changes how one signs in asks for the password again (OWASP ASVS 5.0, 7.5.1), gives this
//! session another token and ends the others (7.4.3).

use axum::{
    Json,
    extract::State,
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
    proof,
    routes::session,
    viewer::{OwnWriter, Person, token_digest, token_of},
    wire::{PasswordChange, SessionView},
};

/// `POST /account/password`.
#[utoipa::path(post, path = "/api/v1/account/password", request_body = PasswordChange, responses((status = 200, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn change_password(
    State(node): State<Node>,
    OwnWriter(viewer): OwnWriter,
    headers: HeaderMap,
    Body(body): Body<PasswordChange>,
) -> Result<Response, Problem> {
    let account = &viewer.account;
    let context = [account.login.as_str(), account.name.as_str(), account.organisation.as_str()];
    password::rule::check(&body.new, &context).map_err(|what| Problem::bad_field("new", what))?;
    proof::password(&node, &viewer, body.old, "old").await?;
    let hash = password::hash_unhurried(&node, body.new).await?;
    let turn = Turn::new(&node, &headers)?;
    node.store.change_password(&viewer.scope, hash, turn.rotation()).await?;
    Ok(turn.answer(&node, viewer).await)
}

/// The change from one token to another.
pub struct Turn {
    old: [u8; 32],
    token: String,
    csrf: String,
}

impl Turn {
    /// From the token a request came with to a fresh one.
    pub fn new(node: &Node, headers: &HeaderMap) -> Result<Self, Problem> {
        let old = token_of(headers).map(token_digest).ok_or_else(Problem::not_signed_in)?;
        Ok(Self { old, token: cookie::fresh(node), csrf: cookie::fresh(node) })
    }

    /// As the store takes it.
    pub fn rotation(&self) -> Rotation {
        Rotation { old: self.old, new: token_digest(&self.token), csrf: self.csrf.clone() }
    }

    /// The viewer as it is after it, and the token.
    pub fn made(self, mut viewer: Person) -> (Person, String) {
        viewer.session.csrf = self.csrf;
        (viewer, self.token)
    }

    /// Hands the new token over, with the session it is of.
    pub async fn answer(self, node: &Node, viewer: Person) -> Response {
        let (viewer, token) = self.made(viewer);
        cookie::give(Json(session::view(node, &viewer).await).into_response(), &token)
    }
}
