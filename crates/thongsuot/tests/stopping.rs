//! An orderly stop, as systemd asks for it.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::{
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::TcpStream,
    process::{Command, Stdio},
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

/// Longer than a stop takes on the busiest machine, and shorter than systemd waits before it kills.
const LONG: Duration = Duration::from_secs(80);

#[test]
fn a_half_written_request_does_not_hold_up_a_stop() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("node.toml");
    std::fs::write(&config, "[measure]\nenabled = false\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--config"]).arg(&config);
    command.arg("--data").arg(dir.path().join("data"));
    let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(server.stderr.take().unwrap()).lines();
    let address = lines.find_map(|line| Some(line.unwrap().strip_prefix("serving http://")?.to_owned()));
    let address = address.unwrap();
    let mut open = Vec::new();
    for said in
        ["", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        open.push(stream);
    }
    // Answered, and open for another request.
    let mut begun = [0; 12];
    open[2].read_exact(&mut begun).unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200");
    kill(Pid::from_raw(i32::try_from(server.id()).unwrap()), Signal::SIGTERM).unwrap();
    for stream in &mut open {
        let ended = stream.read_to_end(&mut Vec::new());
        assert!(
            ended.as_ref().is_ok()
                || ended.as_ref().is_err_and(|fault| fault.kind() == ErrorKind::ConnectionReset),
            "a connection is still open: {ended:?}"
        );
    }
    assert!(server.wait().unwrap().success());
}
