//! Pdfs, and what their pages draw, that may hide a secrecy mark.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| intake::fuzz::pdf(bytes));
