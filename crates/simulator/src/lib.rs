//! A world on a virtual clock: what the seeded simulator of the tests and the drills of the product share.
//!
//! - [`Schedule`]: what happens next. Same events, same order, whatever they are put in with.
//! - [`Dice`]: randomness by seed and by name, so that a trouble taken away leaves everybody else's luck as it was;
//!   [`Luck`]: the same by moment.
//! - [`WorldTime`] and [`NodeClock`]: the time there is, and the time a machine believes.
//! - [`Network`]: what becomes of a message: delayed, lost, doubled, overtaken, cut off.
//! - [`Site`]: whether a place answers, given what it rests on.
//!
//! Nothing here touches a socket, a file or a real clock.

mod clock;
mod dice;
mod network;
mod schedule;
mod site;

pub use clock::{NodeClock, WorldTime};
pub use dice::{Dice, Luck};
pub use network::{Fate, Link, LinkFault, Network, Party};
pub use schedule::Schedule;
pub use site::{Answer, Site, SiteId, Sites};
