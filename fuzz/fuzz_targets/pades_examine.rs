//! Signed pdfs with the authorities before them, and signatures by themselves.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pades::fuzz::examined(bytes));
