//! What tests and the demo need and the product must not contain.
//!
//! - [`province`]: real sockets on loopback that behave as told (healthy, slow, flapping, closed), so that
//!   a red cell on the board always comes from a socket that went away and never from an inserted row.
//! - [`crash`]: kills a writer, drops what it had not synced, opens its store again and counts what is
//!   missing.
//! - [`sim`]: the real store, checks and board on a virtual clock, with everything around them failing by seed.
//! - [`story`]: time lines in words, played by the same store and board: `at 1m target a down`.
//! - [`VirtualClock`]: the clock that a test moves by hand.
#![allow(
    clippy::disallowed_methods,
    reason = "testkit stands in for the outside world: its own clock, threads and waits are real"
)]

pub mod crash;
pub mod province;
pub mod sim;
pub mod story;

pub use calendar::{Clock, ManualClock as VirtualClock};
