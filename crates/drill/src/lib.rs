//! Drills (diễn tập): a campaign played in simulated time against a time line of troubles.
//!
//! A [`DrillFile`] says which stretch of which campaign is played, what rests on what, who is on duty, and what goes
//! wrong when. [`play`] plays it and [`Answer`]s what was noticed when, what turned when, and what was missed. Targets,
//! links, people, clocks and the room on the disk are simulated (crate `simulator`); the journal, the store, the rights,
//! the measuring engine's schedule, edges and summaries, and the board are the program's own, on the drill's clock. The
//! same file, campaign and seed give the same answer, byte for byte.

mod answer;
mod fault;
mod file;
mod live;
mod node;
mod prepare;
mod probing;
mod saying;
mod text;
mod world;

pub use answer::{
    Answer, By, Figures, Head, Missed, Noticed, OfficerAnswer, REAL, SIMULATED, TroubleAnswer, Turn,
};
pub use fault::DrillFault;
pub use file::{DrillFile, Kind, MAX_BYTES, Officer, Point, Trouble, What, campaign_named, parse};
pub use live::{Audience, SignIn, sign_ins};
pub use node::{NAME, Node, clock_offset, entropy, memory};
pub use probing::{ACTOR, Found, Ground, Probes, Probing, Turned};
pub use saying::{Said, Saying};
pub use text::{Layout, Told};
pub use world::{Order, play, play_before};
