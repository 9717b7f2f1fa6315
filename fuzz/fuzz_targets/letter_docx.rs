//! Archives, and XML in them, that are read as a letter.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| intake::fuzz::letter_docx(bytes));
