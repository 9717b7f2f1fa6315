//! The cookie by which a browser is known for a login that has signed in from it: what is tried from it counts by itself,
//! so that nobody who guesses from behind the same address shuts its owner out.
//!
//! One for each login: a duty room's desk has several people. It opens nothing, goes with the sign-in alone, and its name
//! is a digest, so that it lists no logins.

use axum::{http::HeaderMap, response::Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use journal::Hash;
use store::{DEVICE_MS, EnvironmentFault, KnownDevice};

use crate::{cookie, node::Node, viewer::cookie_of};

/// Where it is sent: to the door, and with no other request.
const PATH: &str = "/api/v1/session";
/// Longest text looked at: twice what the node gives.
const MAX_BYTES: usize = 160;
/// Of the digest in its name: enough that two logins of one desk never meet.
const NAME_CHARS: usize = 16;

/// The browser a request comes from, where it is known for this login.
pub fn find(node: &Node, headers: &HeaderMap, login: &str) -> Option<KnownDevice> {
    let shown = cookie_of(headers, &name(login)).filter(|shown| shown.len() <= MAX_BYTES)?;
    node.store.find_device(login, &URL_SAFE_NO_PAD.decode(shown).ok()?)
}

/// Makes the browser known for a login that has just signed in.
pub fn give(node: &Node, response: Response, login: &str) -> Result<Response, EnvironmentFault> {
    let sealed = URL_SAFE_NO_PAD.encode(node.store.seal_device(login, (node.random)())?);
    Ok(cookie::set(response, &name(login), &sealed, PATH, DEVICE_MS / 1_000))
}

fn name(login: &str) -> String {
    format!("ts_device_{}", &Hash::of(login.as_bytes()).hex()[..NAME_CHARS])
}
