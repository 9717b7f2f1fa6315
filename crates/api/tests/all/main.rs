//! The API as it is met over HTTP, on a real store in a directory of its own.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may stop at once")]

mod access;
mod alarms;
mod assignments;
mod bundle;
mod calendar;
mod declared;
mod description;
mod disputes;
mod dossier;
mod drafting;
mod figures;
mod filters;
mod ground;
mod headers;
mod limits;
mod matrix;
mod moments;
mod ready;
mod refusals;
mod reports;
mod rolled_back;
mod search;
mod secrecy;
mod sheets;
mod signing;
