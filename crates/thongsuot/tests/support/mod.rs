//! Running the program, for the tests that meet it as a user does.
#![allow(dead_code, reason = "each test program uses its part")]

use std::process::{Command, Output};

/// Runs the program to its end.
pub fn thongsuot(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thongsuot")).args(args).output().unwrap()
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Its exit code.
pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A file of the example campaign.
pub fn example(name: &str) -> String {
    format!("{}/../../examples/tet-2027/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// What a node says until it serves; it is stopped then.
pub fn serving(flags: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
    command.arg("serve").args(["--listen", "127.0.0.1:0"]).args(flags);
    let mut server = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(server.stderr.take().unwrap()));
    let mut said = String::new();
    for line in lines.by_ref() {
        let line = line.unwrap();
        said.push_str(&line);
        said.push('\n');
        if line.starts_with("serving ") {
            break;
        }
    }
    server.kill().unwrap();
    server.wait().unwrap();
    said
}
