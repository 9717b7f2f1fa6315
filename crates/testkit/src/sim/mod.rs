//! The seeded simulator: the real journal, store, checks and board on a virtual clock, with a disk, a network, clocks,
//! people and targets that fail as a seed decides.
//!
//! One call into the store is in flight at a time, and whatever follows from it has ended before the next event: the
//! same seed gives the same journal, the same board and the same answers, whatever the number of threads around it.
//! (SQLite's own salts are the process's and stay out of the comparison.) After each event that reaches the node the
//! invariants are held against a model that knows only what was acknowledged; at the end everything is healed, and all
//! must arrive.
//!
//! Real here: `journal`, `campaign`, `access`, `store` on SQLite, the engine's state in `measure`. Simulated: time, the
//! disk under both databases, the network between clients and node, people, targets. Blobs and keys lie on the
//! machine's own disk; power cuts under those are [`crate::crash`]'s.

mod agent;
mod client;
mod counted;
mod many;
mod minimise;
mod model;
mod node;
mod person;
mod plan;
mod uses;
mod viewer;
mod witness;
mod world;

pub use counted::Counted;
pub use many::{Failure, Played, play};
pub use minimise::minimise;
pub use model::{Breach, answers::Refusal};
pub use node::NodeFault;
pub use plan::{Plan, Trouble, What};
pub use world::{Outcome, rot_journal, run, run_on};
