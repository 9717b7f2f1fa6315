//! A network namespace of our own, and work inside it. It has no name in the file system and lives as
//! long as somebody holds it: this value, a socket made in it, or a thread that is in it.

use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, UdpSocket};
use std::os::fd::AsFd;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use nix::sched::{CloneFlags, setns, unshare};
use tun_rs::{DeviceBuilder, SyncDevice};

use crate::fault::LinkFault;
use crate::job::{Job, Until};
use crate::program;
use crate::system::{self, Priority};

/// Name of the device, in either namespace.
const DEVICE: &str = "link0";
/// Bytes of the largest IP packet, as on Ethernet.
pub const MTU_BYTES: u16 = 1_500;
/// Packets that wait in the device until the link takes them. What is more is dropped by the system,
/// which [`Namespace::dropped`] tells: a fifth of a second at 100,000 packets a second.
const DEVICE_QUEUE_PACKETS: u32 = 20_000;
/// Where the thread's own namespace is found.
const OWN_NAMESPACE: &str = "/proc/thread-self/ns/net";
/// Where the counters of its devices are found.
const OWN_COUNTERS: &str = "/proc/thread-self/net/dev";
/// Field of a line of them, after the device's name, that counts packets dropped on sending.
const DROPPED_FIELD: usize = 11;
/// Time for what takes none.
const AT_ONCE: Duration = Duration::from_secs(10);

/// One end of a link.
#[derive(Clone, Debug)]
pub struct Namespace {
    handle: Arc<File>,
    jobs: Arc<AtomicUsize>,
    v4: Ipv4Addr,
    v6: Ipv6Addr,
}

impl Namespace {
    /// Makes a namespace with a device that has these addresses, in networks of 30 and 64 bits.
    pub(crate) fn make(v4: Ipv4Addr, v6: Ipv6Addr) -> Result<(Self, SyncDevice), LinkFault> {
        // A thread of its own: unsharing changes the thread for good.
        let made = std::thread::scope(|scope| scope.spawn(|| make_here(v4, v6)).join());
        let (handle, device) = made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        let jobs = Arc::new(AtomicUsize::new(0));
        Ok((Self { handle: Arc::new(handle), jobs, v4, v6 }, device))
    }

    /// Its IPv4 address.
    pub const fn v4(&self) -> Ipv4Addr {
        self.v4
    }

    /// Its IPv6 address.
    pub const fn v6(&self) -> Ipv6Addr {
        self.v6
    }

    /// Does something short inside, such as opening a socket, and returns what came of it. Sockets
    /// stay in the namespace they were opened in and may be used from any thread.
    pub fn inside<T: Send + 'static>(
        &self,
        name: &str,
        body: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, LinkFault> {
        self.start(name, AT_ONCE, |_| body())?.join()
    }

    /// Starts work inside on a thread of its own. It learns from [`Until`] when its time is over.
    pub fn start<T: Send + 'static>(
        &self,
        name: &str,
        limit: Duration,
        body: impl FnOnce(&Until) -> T + Send + 'static,
    ) -> Result<Job<T>, LinkFault> {
        let handle = self.handle.clone();
        Job::start(self.jobs.clone(), name, limit, move || enter(&handle), body)
    }

    /// Like [`Self::start`], on a thread that runs before all ordinary ones: for what measures times and
    /// is to measure the link's, not how busy the machine is. It must not work without end.
    pub fn start_prompt<T: Send + 'static>(
        &self,
        name: &str,
        limit: Duration,
        body: impl FnOnce(&Until) -> T + Send + 'static,
    ) -> Result<Job<T>, LinkFault> {
        let handle = self.handle.clone();
        let prepare = move || {
            enter(&handle)?;
            system::run_before_ordinary(Priority::Measuring)
                .map_err(LinkFault::not_made("running in real time"))
        };
        Job::start(self.jobs.clone(), name, limit, prepare, body)
    }

    /// Runs a program inside and returns its output. One that takes longer than the limit is killed
    /// with all that it started.
    pub fn output(&self, mut command: Command, limit: Duration) -> Result<Output, LinkFault> {
        let name = command.get_program().to_string_lossy().into_owned();
        // The job itself ends by the limit of the program, and has a little more for its own end.
        self.start(&name, limit + AT_ONCE, move |_| program::output(&mut command, limit))?.join()?
    }

    /// Packets that the system dropped before the link could take them; none when the device is gone.
    pub(crate) fn dropped(&self) -> Result<Option<u64>, LinkFault> {
        let counters = self.inside("counters", || std::fs::read_to_string(OWN_COUNTERS))?;
        let counters = counters.map_err(LinkFault::not_made("reading the device's counters"))?;
        let line = counters.lines().find_map(|line| line.trim_start().strip_prefix("link0:"));
        Ok(line.and_then(|line| line.split_whitespace().nth(DROPPED_FIELD)?.parse().ok()))
    }
}

/// Puts this thread into a new namespace and fits it out.
fn make_here(v4: Ipv4Addr, v6: Ipv6Addr) -> Result<(File, SyncDevice), LinkFault> {
    unshare(CloneFlags::CLONE_NEWNET)
        .map_err(io::Error::from)
        .map_err(LinkFault::not_made("making a network namespace"))?;
    system::raise_loopback().map_err(LinkFault::not_made("setting up the loopback device"))?;
    let device = DeviceBuilder::new()
        .name(DEVICE)
        .mtu(MTU_BYTES)
        .tx_queue_len(DEVICE_QUEUE_PACKETS)
        .ipv4(v4, 30, None)
        .ipv6(v6, 64)
        .build_sync()
        .and_then(|device| device.set_nonblocking(true).map(|()| device))
        .map_err(LinkFault::not_made("making a TUN device"))?;
    wait_for_address(v6).map_err(LinkFault::not_made("waiting for the IPv6 address"))?;
    let handle = File::open(OWN_NAMESPACE).map_err(LinkFault::not_made("opening the namespace"))?;
    Ok((handle, device))
}

/// Waits until the system is done with its look for others of this address, which it does by itself some
/// time after the device is up: until then the address can't be used, and what is sent to it is lost.
#[expect(clippy::disallowed_methods, reason = "the system tells nobody of it but by time")]
fn wait_for_address(v6: Ipv6Addr) -> io::Result<()> {
    let begin = Instant::now();
    loop {
        match UdpSocket::bind((v6, 0)) {
            Err(fault) if fault.kind() == io::ErrorKind::AddrNotAvailable && begin.elapsed() < AT_ONCE => {
                std::thread::yield_now();
            }
            bound => return bound.map(drop),
        }
    }
}

/// Puts this thread into the namespace.
fn enter(handle: &File) -> Result<(), LinkFault> {
    setns(handle.as_fd(), CloneFlags::CLONE_NEWNET)
        .map_err(io::Error::from)
        .map_err(LinkFault::not_made("entering a network namespace"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn packets_that_nobody_takes_in_time_are_told() {
        let (near, far) = (Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2));
        let (namespace, _unread) =
            Namespace::make(near, Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)).unwrap();
        assert_eq!(namespace.dropped().unwrap(), Some(0));
        let send = move || {
            let socket = UdpSocket::bind((near, 0)).unwrap();
            for _ in 0..DEVICE_QUEUE_PACKETS + 10 {
                socket.send_to(b"unread", (far, 9)).unwrap();
            }
        };
        namespace.inside("send", send).unwrap();
        // What the system itself sends may have taken a place or two.
        assert!((10..20).contains(&namespace.dropped().unwrap().unwrap()));
    }
}
