//! Cookies: how a session's token reaches the browser and how it is taken back.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use store::SESSION_MS;

use crate::{node::Node, viewer::COOKIE};

/// A fresh token or other secret, as text.
pub fn fresh(node: &Node) -> String {
    journal::Hash::new((node.random)()).hex()
}

/// Gives the browser a session's token. It lasts as long as a session can; the node ends it earlier.
pub fn give(response: Response, token: &str) -> Response {
    set(response, COOKIE, token, "/", SESSION_MS / 1_000)
}

/// Takes the token from the browser.
pub fn take(response: Response) -> Response {
    set(response, COOKIE, "", "/", 0)
}

/// Sets a cookie that no script reads and no other site sends, beside those the answer sets already.
pub fn set(mut response: Response, name: &str, value: &str, path: &str, seconds: i64) -> Response {
    let cookie = format!("{name}={value}; Path={path}; HttpOnly; SameSite=Strict; Max-Age={seconds}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
