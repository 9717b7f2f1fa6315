//! What the store promises, on PostgreSQL: every promise of `main.rs`, and those that only a server can break.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may stop at once")]

/// On which database the promises are kept here.
const POSTGRES: bool = true;

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
mod moving;
mod one_way_in;
mod readiness;
mod reading;
mod rebuild;
mod record;
mod recoveries;
mod rights;
mod rollback;
mod second_factor;
mod server;
mod sessions;
mod support;
mod wall;
