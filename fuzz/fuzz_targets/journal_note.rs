//! Signed notes, checkpoints, manifests, proofs and keys.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| journal::fuzz::note(bytes));
