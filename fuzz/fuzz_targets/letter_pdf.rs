//! Pdfs, and what their pages draw, that are read as a letter.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| intake::fuzz::letter_pdf(bytes));
