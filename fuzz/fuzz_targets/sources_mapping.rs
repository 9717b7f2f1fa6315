//! Mapping files of sources.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sources::fuzz::mapping_file(bytes));
