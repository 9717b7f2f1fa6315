//! The `thongsuot` command line: flags and subcommands, nothing else.
fn main() {}
