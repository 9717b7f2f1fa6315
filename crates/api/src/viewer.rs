//! Who asks: the session behind a request, as extractors that a handler names in its arguments.
//!
//! [`Viewer`] reads; [`Writer`] also demands the session's token, so that another site cannot make a browser write.
//! A scope is made anew for every request from the account and the tree of the day.

use access::Scope;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use sha2::{Digest, Sha256};
use store::{Account, Session};

use crate::{node::Node, problem::Problem};

/// Name of the session cookie.
pub const COOKIE: &str = "ts_session";
/// Header that carries the session's token on writes.
pub const CSRF: &str = "x-csrf-token";

/// Somebody signed in.
pub struct Viewer {
    /// What they may see and do.
    pub scope: Scope,
    /// Their session.
    pub session: Session,
    /// Their account.
    pub account: Account,
}

/// Somebody signed in whose request carries the session's token.
pub struct Writer(pub Viewer);

/// Digest under which a session's token is kept: the token itself is never stored.
pub fn token_digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The session token a browser sent, if any.
pub fn token_of(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

impl FromRequestParts<Node> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Problem> {
        let token = token_of(&parts.headers).ok_or_else(Problem::not_signed_in)?;
        viewer_of(node, token).await?.ok_or_else(Problem::not_signed_in)
    }
}

impl FromRequestParts<Node> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Problem> {
        let viewer = Viewer::from_request_parts(parts, node).await?;
        let sent = parts.headers.get(CSRF).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if same(sent.as_bytes(), viewer.session.csrf.as_bytes()) {
            Ok(Self(viewer))
        } else {
            Err(Problem::csrf())
        }
    }
}

/// The viewer behind a token, if the session is alive.
pub async fn viewer_of(node: &Node, token: &str) -> Result<Option<Viewer>, Problem> {
    let found = node.store.find_session(token_digest(token)).await?;
    Ok(found.map(|(session, account)| Viewer { scope: account.scope(&node.store), session, account }))
}

/// Compares without telling by its timing where two texts differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differing, (a, b)| differing | (a ^ b)) == 0
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn the_session_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "lang=vi; ts_session=abc; theme=dark".parse().unwrap());
        assert_eq!(token_of(&headers), Some("abc"));
        let mut none = HeaderMap::new();
        none.append(header::COOKIE, "xts_session=abc".parse().unwrap());
        assert_eq!(token_of(&none), None);
    }

    #[test]
    fn only_the_same_token_is_the_same() {
        assert!(same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abd"));
        assert!(!same(b"abc", b"ab"));
        assert!(!same(b"", b"abc"));
    }
}
