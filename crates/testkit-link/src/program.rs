//! A program with a limit on its time. It gets a process group of its own, and what is left of the
//! group when it ends, or when its time is over, is killed.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;

use crate::fault::LinkFault;
use crate::job::program;

/// Most that is kept of what a program says, bytes; it is read to its end.
const MAX_OUTPUT_BYTES: u64 = 16 * 1024 * 1024;

/// Runs it in the calling thread's namespace.
pub fn output(command: &mut Command, limit: Duration) -> Result<Output, LinkFault> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let running = Running(command.spawn().map_err(program(&name))?);
    running.output(limit).map_err(program(&name))?.ok_or(LinkFault::Overran { name, limit })
}

/// A program that is killed when this is dropped.
struct Running(Child);

impl Running {
    /// Its output; none when it did not end in time.
    fn output(mut self, limit: Duration) -> io::Result<Option<Output>> {
        let group = self.group();
        let (out, err) = (self.0.stdout.take(), self.0.stderr.take());
        thread::scope(|scope| {
            let out = scope.spawn(|| read(out));
            let err = scope.spawn(|| read(err));
            let (sender, ended) = channel();
            // Leaves it as it is: until it is collected below, its number is nobody else's.
            let leave = WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT;
            scope.spawn(move || sender.send(waitid(Id::Pid(group), leave)));
            let in_time = ended.recv_timeout(limit).is_ok();
            // What it started may hold its output open.
            self.kill();
            let status = self.0.wait()?;
            let joined = |reader: thread::ScopedJoinHandle<'_, io::Result<Vec<u8>>>| {
                reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            let (stdout, stderr) = (joined(out)?, joined(err)?);
            Ok(in_time.then_some(Output { status, stdout, stderr }))
        })
    }

    fn group(&self) -> Pid {
        Pid::from_raw(self.0.id().cast_signed())
    }

    fn kill(&self) {
        // There may be nothing left to kill.
        let _ = killpg(self.group(), Signal::SIGKILL);
    }
}

fn read(pipe: Option<impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        let mut pipe = pipe.take(MAX_OUTPUT_BYTES);
        pipe.read_to_end(&mut bytes)?;
        io::copy(&mut pipe.into_inner(), &mut io::sink())?;
    }
    Ok(bytes)
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.0.try_wait(), Ok(Some(_))) {
            self.kill();
            let _ = self.0.wait();
        }
    }
}
