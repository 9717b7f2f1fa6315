//! Who gets in, how, and for how long: driven through the router as browsers do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod accounts;
mod password;
mod second_factor;
mod sessions;
mod support;
