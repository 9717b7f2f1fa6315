//! Drills as their promises say: what is answered follows from the troubles, the seed and the program's own judging.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod file;
mod live;
mod play;
mod support;
