//! Workbooks of spreadsheets.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sources::fuzz::workbook(bytes));
