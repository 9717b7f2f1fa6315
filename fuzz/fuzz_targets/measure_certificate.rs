//! Certificates in DER.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| measure::fuzz::certificate(bytes));
