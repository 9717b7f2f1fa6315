//! Answers to a DNS question.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| measure::fuzz::dns_answer(bytes));
