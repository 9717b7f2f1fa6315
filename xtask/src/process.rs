//! Programs that run beside this one: started with a log file, waited for, and always stopped.
//! A stop is asked for with SIGTERM and enforced after a while; dropping the handle does the same, so
//! that a failing step leaves no server behind.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use nix::sys::signal::{SigSet, SigmaskHow, Signal, kill};
use nix::unistd::Pid;

use crate::fault::Fault;

/// How long a program may take to stop by itself.
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// How often a condition is looked at again.
const PAUSE: Duration = Duration::from_millis(50);
/// How much of a log is shown when a program ends unexpectedly.
const LOG_TAIL_BYTES: usize = 4000;

/// A running program.
pub struct Running {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts a program; what it prints goes to `log`.
    pub fn start(name: &str, command: &mut Command, log: &Path) -> Result<Self, Fault> {
        let cannot =
            |what: &str, fault: std::io::Error| Fault::environment(format!("cannot {what} {name}: {fault}"));
        if let Some(directory) = log.parent() {
            std::fs::create_dir_all(directory).map_err(|fault| cannot("keep the log of", fault))?;
        }
        let out = File::create(log).map_err(|fault| cannot("keep the log of", fault))?;
        let copy = out.try_clone().map_err(|fault| cannot("keep the log of", fault))?;
        let child = spawn_reachable(command.stdin(Stdio::null()).stdout(out).stderr(copy));
        let child = child.map_err(|fault| cannot("start", fault))?;
        Ok(Self { name: name.to_owned(), child, log: log.to_owned() })
    }

    /// Waits until the program fulfils a condition; an error with its last words when it ends before,
    /// or takes too long.
    pub fn wait_until(
        &mut self,
        limit: Duration,
        mut condition: impl FnMut(&Path) -> bool,
    ) -> Result<(), Fault> {
        let start = Instant::now();
        while !condition(&self.log) {
            if let Some(status) = self.ended() {
                return Err(self.complaint(&format!("ended with {status}"), status.code()));
            }
            if start.elapsed() > limit {
                return Err(self.complaint(&format!("was not ready after {} s", limit.as_secs()), None));
            }
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The exit status, once the program has ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// What to say when it ended or hangs, with the end of its log. Code 2 and 3 are passed on.
    pub fn complaint(&self, what: &str, code: Option<i32>) -> Fault {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let tail = &log[log.len().saturating_sub(LOG_TAIL_BYTES)..];
        let text = format!("{} {what}; its last words:\n{}", self.name, String::from_utf8_lossy(tail));
        let fault = if code == Some(2) { Fault::usage(text) } else { Fault::environment(text) };
        fault.hint(format!("the whole log is {}", self.log.display()))
    }

    /// Ends the program at once, as a power cut does.
    pub fn kill(&mut self) {
        // Gone already is as good as ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks the program to stop, and makes it when it does not.
    pub fn stop(&mut self) {
        if self.ended().is_some() {
            return;
        }
        let pid = Pid::from_raw(self.child.id().cast_signed());
        let start = Instant::now();
        // Gone already is as good as stopped.
        let _ = kill(pid, Signal::SIGTERM);
        while start.elapsed() < STOP_LIMIT {
            if self.ended().is_some() {
                return;
            }
            std::thread::sleep(PAUSE);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Starts a program that hears SIGTERM whatever this one has blocked: a child inherits the mask. A Ctrl-C
/// in the few milliseconds of the start ends this program at once, as it would without [`catch_end`].
fn spawn_reachable(command: &mut Command) -> std::io::Result<Child> {
    let blocked = SigSet::empty().thread_swap_mask(SigmaskHow::SIG_SETMASK)?;
    let child = command.spawn();
    blocked.thread_set_mask()?;
    child
}

/// Takes over Ctrl-C and the shell's other ways of saying "end": from here on they arrive on the
/// channel, and every program started before them is stopped by its owner.
pub fn catch_end() -> Result<Receiver<()>, Fault> {
    let signals: SigSet = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP].into_iter().collect();
    signals.thread_block().map_err(|fault| Fault::environment(format!("cannot catch Ctrl-C: {fault}")))?;
    let (send, receive) = channel();
    std::thread::spawn(move || {
        while signals.wait().is_ok() {
            if send.send(()).is_err() {
                return;
            }
        }
    });
    Ok(receive)
}

/// Runs a program to its end with its output shown; stopped, and an error, when the end is called for first.
pub fn run_unless_ended(name: &str, command: &mut Command, end: &Receiver<()>) -> Result<ExitStatus, Fault> {
    let child = spawn_reachable(command.stdin(Stdio::null()));
    let child = child.map_err(|fault| Fault::environment(format!("cannot start {name}: {fault}")))?;
    let mut running = Running { name: name.to_owned(), child, log: PathBuf::new() };
    loop {
        if let Some(status) = running.ended() {
            return Ok(status);
        }
        if end.recv_timeout(PAUSE).is_ok() {
            return Err(Fault::environment(format!("{name} was interrupted")));
        }
    }
}

/// One GET request; the status code and the whole answer, or nothing when nobody answered.
pub fn get(address: SocketAddr, path: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let code = answer.split(' ').nth(1)?.parse().ok()?;
    Some((code, answer))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_ends_early_is_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut command = Command::new("sh");
        command.args(["-c", "echo the disk is full; exit 3"]);
        let mut running = Running::start("server", &mut command, &log).unwrap();
        let fault = running.wait_until(Duration::from_secs(20), |_| false).unwrap_err();
        assert!(fault.to_string().contains("the disk is full"), "{fault}");
    }

    #[test]
    fn a_child_hears_sigterm_though_its_parent_has_blocked_it() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let stopped = std::thread::spawn(move || {
            let _end = catch_end().unwrap();
            let mut command = Command::new("sh");
            command
                .args(["-c", "trap 'echo stopped; exit 0' TERM; echo started; while :; do sleep 0.05; done"]);
            let mut running = Running::start("server", &mut command, &log).unwrap();
            let said = |word: &'static str| {
                move |log: &Path| std::fs::read_to_string(log).is_ok_and(|text| text.contains(word))
            };
            running.wait_until(Duration::from_secs(20), said("started")).unwrap();
            running.stop();
            std::fs::read_to_string(&log).unwrap()
        });
        assert_eq!(stopped.join().unwrap(), "started\nstopped\n");
    }

    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("sleep");
        command.arg("600");
        let mut running = Running::start("sleeper", &mut command, &folder.path().join("log")).unwrap();
        assert!(running.ended().is_none());
        running.stop();
        assert!(running.ended().is_some());
    }
}
