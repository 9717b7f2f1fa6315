#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(faults) = campaign::parse(text, "fuzz.toml") {
        assert!(!faults.is_empty());
    }
});
