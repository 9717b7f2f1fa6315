//! The two things asked of the kernel that no safe wrapper has: a real-time thread, and the loopback
//! device of a new namespace.
#![expect(unsafe_code, reason = "two system calls without a safe wrapper")]

use std::io;
use std::net::UdpSocket;
use std::os::fd::AsRawFd;

/// Which thread goes first. Both before all ordinary work, and after what the machine has of its own.
#[derive(Clone, Copy, Debug)]
pub enum Priority {
    /// What measures across the link.
    Measuring = 1,
    /// The link, for which the others wait.
    Link = 2,
}

/// Lets this thread run before all ordinary ones, so that a busy machine does not show in its times.
pub fn run_before_ordinary(priority: Priority) -> io::Result<()> {
    let parameters = libc::sched_param { sched_priority: priority as i32 };
    // What this thread starts is ordinary again.
    let policy = libc::SCHED_FIFO | libc::SCHED_RESET_ON_FORK;
    // SAFETY: 0 is the calling thread, and the parameters outlive the call.
    let answer = unsafe { libc::sched_setscheduler(0, policy, &raw const parameters) };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Sets the loopback device of this thread's namespace up.
pub fn raise_loopback() -> io::Result<()> {
    // Any socket of the namespace will do; an unspecified address needs no device.
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    // SAFETY: `ifreq` is plain data, for which zeroes are a value.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    request.ifr_name[0] = b'l'.cast_signed();
    request.ifr_name[1] = b'o'.cast_signed();
    request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
    // SAFETY: the request is a whole `ifreq` with a name that ends in 0, and outlives the call.
    let answer = unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, &raw const request) };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
