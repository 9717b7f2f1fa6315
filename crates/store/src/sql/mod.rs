//! Everything that speaks SQL. A statement stands once, for both databases: [`Query`] and [`Row`] carry it to either, and
//! what only one of them has is in `sqlite` and `postgres`. The rest of the crate sees [`Home`], [`Journal`], [`State`] and
//! the writes in `append`, `erasable`, `accounts`, `carried_out`, `delegations`, `invitations`, `machine_keys`,
//! `openings`, `readiness`, `recoveries`, `rollbacks`, `second_factors`, `sessions` and `source_progress`.

pub mod accounts;
pub mod append;
mod bulk;
pub mod carried_out;
mod connection;
pub mod copy;
pub mod delegations;
pub mod erasable;
pub mod examined;
mod home;
pub mod identity;
pub mod invitations;
pub mod journal;
pub mod machine_keys;
pub mod openings;
pub mod place;
pub mod postgres;
mod query;
pub mod readiness;
pub mod recoveries;
pub mod rollbacks;
pub mod rows;
pub mod second_factors;
pub mod sessions;
pub mod source_progress;
pub mod sqlite;
pub mod state;
pub mod state_writer;
mod sums;
pub mod transfer;

pub use bulk::{Bulk, fetch_among};
pub use connection::{Connection, Dialect, Pool, Readers, Wall};
pub use home::Home;
pub use journal::{Journal, StoredEntry};
pub use place::Place;
pub use query::{Kind, Query, Row, Value};
pub use state::State;
