//! What the store promises, each promise a test; `postgres.rs` beside it is the same on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may stop at once")]

/// On which database the promises are kept here.
const POSTGRES: bool = false;

mod accounts;
mod administration;
mod assignments;
mod attesting;
mod backup;
mod carried_out;
mod disputes;
mod durability;
mod duty;
mod erasure;
mod examination;
mod history;
mod journal_pages;
mod live;
mod one_way_in;
mod readiness;
mod reading;
mod rebuild;
mod record;
mod recoveries;
mod rights;
mod rollback;
mod second_factor;
mod sessions;
mod support;
mod upgrade;
