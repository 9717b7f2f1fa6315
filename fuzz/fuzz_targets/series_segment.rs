//! Segments of samples, their blocks, and frames of the open tail.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| series::fuzz::segment(bytes));
