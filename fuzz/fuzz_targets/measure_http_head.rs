//! Answers of a web server.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| measure::fuzz::http_head(bytes));
