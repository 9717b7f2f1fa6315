//! Archives, and XML in them, that may hide a secrecy mark.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| intake::fuzz::archive(bytes));
