//! The node itself.

use calendar::Instant;
use serde::Serialize;
use store::Part;
use utoipa::ToSchema;

/// What is to be known of the node by whoever is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct NodeView {
    /// Its name.
    pub name: String,
    /// The program's version.
    pub version: String,
    /// Whether it records: not while the journal was found rolled back and nobody has decided.
    pub recording: bool,
    /// Logs found rolled back, of those the viewer reads.
    pub rollbacks: Vec<RollbackView>,
    /// Logs in which something is not as it was recorded, of those the viewer reads.
    pub damaged: Vec<DamagedView>,
    /// Set where the board is of a drill: nothing on it happened.
    pub drill: Option<DrillView>,
}

/// How a drill is played.
#[derive(Debug, Serialize, ToSchema)]
pub struct DrillView {
    /// Seconds of its clock in a real one.
    pub speed: u32,
    /// What its clock shows. Not called `now`, which an answer's tag leaves out: a client that asks again is told it anew.
    #[schema(value_type = String)]
    pub clock: Instant,
}

/// A log of which the node found, reading it again, that something is not as it was recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct DamagedView {
    /// Whose log it is.
    pub organisation: String,
    /// How many entries of it are concerned, as far as it was read.
    pub entries: u64,
    /// The first of them.
    pub first_index: u64,
    /// What of that one: `entry`, `id`, `clear_value`, `document`, `tree`, `checkpoint`, `log` or `unreadable`.
    #[schema(value_type = String)]
    pub part: Part,
}

/// A log that does not go on from what its node had signed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RollbackView {
    /// Whose log it is.
    pub organisation: String,
    /// Whether it contradicts what was signed, instead of only ending before it.
    pub forked: bool,
    /// How many entries it has.
    pub found_size: u64,
    /// How many it had been signed with.
    pub kept_size: u64,
}
