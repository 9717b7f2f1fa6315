//! What another system sends.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sources::fuzz::body(bytes));
