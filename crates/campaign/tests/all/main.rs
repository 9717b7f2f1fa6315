//! The promises of the crate, told as tests: the campaign file, evidence, the board, its properties, its words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod assigned;
mod availability;
mod board;
mod campaign_file;
mod dispute;
mod drafts;
mod extract;
mod golden;
mod locales;
mod people;
mod properties;
mod quality;
mod review;
mod sense;
mod support;
