//! Answers of Zabbix's API.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sources::fuzz::answer(bytes));
