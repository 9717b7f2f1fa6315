//! Entries and values in canonical JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| journal::fuzz::entry(bytes));
