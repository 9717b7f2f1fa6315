//! Everything that speaks SQL to SQLite. The rest of the crate sees [`Journal`], [`State`] and the writes in
//! `append`, `erasable`, `accounts`, `delegations`, `invitations`, `machine_keys`, `openings`, `recoveries`,
//! `second_factors`, `sessions` and `source_progress`; a PostgreSQL backend joins as a sibling module with the same names.

pub mod accounts;
pub mod append;
pub mod connect;
pub mod copy;
pub mod delegations;
pub mod erasable;
pub mod identity;
pub mod invitations;
pub mod journal;
pub mod machine_keys;
pub mod openings;
pub mod place;
pub mod recoveries;
pub mod rollbacks;
pub mod rows;
pub mod second_factors;
pub mod sessions;
pub mod source_progress;
pub mod state;

pub use journal::{Journal, StoredEntry};
pub use place::Place;
pub use state::State;
