//! Whether the program lives, and whether it is ready to serve.

use crate::problem::Problem;

/// The process answers.
pub async fn alive() -> &'static str {
    "alive"
}

/// The store is open and the board restored: both hold before the listener is opened.
pub async fn ready() -> &'static str {
    "ready"
}

/// No such route.
pub async fn nothing_here() -> Problem {
    Problem::not_found()
}
