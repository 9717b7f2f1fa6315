//! Who asks: the session or the key behind a request, as extractors that a handler names in its arguments.
//!
//! [`Viewer`] reads; [`Writer`] also demands the session's token, so that another site cannot make a browser write; a
//! program's key is sent by no browser by itself and needs none. [`Person`] and [`OwnWriter`] are people alone: what is
//! about one's own account is no program's. A scope is made anew for every request from the account or key and the tree
//! of the day.

use access::Scope;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use sha2::{Digest, Sha256};
use store::{Account, Session};

use crate::{caller::caller_of, machine_key, node::Node, problem::Problem, throttle::Guess};

/// Name of the session cookie.
pub const COOKIE: &str = "ts_session";
/// Header that carries the session's token on writes.
pub const CSRF: &str = "x-csrf-token";

/// Somebody signed in, or a program with a key.
pub struct Viewer {
    /// What they may see and do.
    pub scope: Scope,
}

/// A viewer whose request carries the session's token, or a key.
pub struct Writer(pub Viewer);

/// Somebody signed in.
pub struct Person {
    /// What they may see and do.
    pub scope: Scope,
    /// Their session.
    pub session: Session,
    /// Their account.
    pub account: Account,
}

/// Somebody signed in whose request carries the session's token.
pub struct OwnWriter(pub Person);

/// What a request shows for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The token of a session.
    Session(String),
    /// A program's key.
    Key(machine_key::Shown),
}

/// Digest under which a session's token is kept: the token itself is never stored.
pub fn token_digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The session token a browser sent, if any.
pub fn token_of(headers: &HeaderMap) -> Option<&str> {
    cookie_of(headers, COOKIE)
}

/// The cookie of a name that a browser sent, if any.
pub fn cookie_of<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == wanted).then_some(value))
}

/// What a request shows for itself. A key comes before a cookie: whoever sends one means it.
pub fn credential_of(headers: &HeaderMap) -> Option<Credential> {
    let key = machine_key::shown(headers).map(Credential::Key);
    key.or_else(|| token_of(headers).map(|token| Credential::Session(token.to_owned())))
}

/// The scope behind a credential, if it opens anything now.
pub async fn scope_of(node: &Node, credential: &Credential) -> Result<Option<Scope>, Problem> {
    Ok(match credential {
        Credential::Session(token) => person_of(node, token).await?.map(|person| person.scope),
        Credential::Key(shown) => {
            let key = node.store.find_key(&shown.prefix, shown.secret_hash).await?;
            key.map(|key| key.scope(&node.store))
        }
    })
}

async fn person_of(node: &Node, token: &str) -> Result<Option<Person>, Problem> {
    let found = node.store.find_session(token_digest(token)).await?;
    Ok(found.map(|(session, account)| Person { scope: account.scope(&node.store), session, account }))
}

impl FromRequestParts<Node> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Problem> {
        let credential = credential_of(&parts.headers).ok_or_else(Problem::not_signed_in)?;
        let found = scope_of(node, &credential).await?;
        if let Credential::Key(_) = credential {
            // A key that opens is looked at before any limit on failed ones: guessing locks no program out.
            let now = node.now();
            let admitted = match &found {
                Some(scope) => node.throttle.admit_request(&scope.actor, now),
                None => node.throttle.admit(Guess::Key(caller_of(parts, node)), now),
            };
            if !admitted {
                return Err(Problem::slow_down());
            }
        }
        found.map(|scope| Self { scope }).ok_or_else(Problem::not_signed_in)
    }
}

impl FromRequestParts<Node> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Problem> {
        match credential_of(&parts.headers) {
            Some(Credential::Session(token)) => {
                person_of(node, &token).await?.ok_or_else(Problem::not_signed_in)
            }
            _ => Err(Problem::not_signed_in()),
        }
    }
}

impl FromRequestParts<Node> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Problem> {
        if let Some(Credential::Key(_)) = credential_of(&parts.headers) {
            return Viewer::from_request_parts(parts, node).await.map(Self);
        }
        let OwnWriter(Person { scope, .. }) = OwnWriter::from_request_parts(parts, node).await?;
        Ok(Self(Viewer { scope }))
    }
}

impl FromRequestParts<Node> for OwnWriter {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Problem> {
        let person = Person::from_request_parts(parts, node).await?;
        let sent = parts.headers.get(CSRF).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !same(sent.as_bytes(), person.session.csrf.as_bytes()) {
            return Err(Problem::csrf());
        }
        // Another site's request is refused before it is counted, so that none uses up a person's.
        if !node.throttle.admit_write(&person.scope.actor, node.now()) {
            return Err(Problem::slow_down());
        }
        Ok(Self(person))
    }
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
