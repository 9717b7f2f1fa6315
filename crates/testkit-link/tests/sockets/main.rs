//! Real sockets across a link: what arrives is what the log says, at the times it says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod cut;
mod echo;
mod jobs;
mod rights;
mod tcp;
mod udp;

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::Duration;

use testkit_link::{Link, LinkSpec, Namespace};

/// Long enough for anything that is going to happen.
const PATIENCE: Duration = Duration::from_secs(20);
/// How much longer than the log says a program may see a round trip take, on a machine that is itself
/// held up now and then: far more than the link needs.
const OWN_DELAY: Duration = Duration::from_millis(100);

/// A link, or the reason why there can be none on this machine.
fn open_link(spec: &LinkSpec) -> Link {
    Link::open(spec).unwrap_or_else(|fault| panic!("{fault}"))
}

/// A socket in the namespace, at a free port of an address.
fn udp(namespace: &Namespace, address: impl Into<IpAddr>) -> UdpSocket {
    let address = SocketAddr::new(address.into(), 0);
    let socket = namespace.inside("bind", move || UdpSocket::bind(address)).unwrap().unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

/// A socket at each end of the link, connected with each other.
fn udp_pair(link: &Link) -> (UdpSocket, UdpSocket) {
    let (near, far) = (udp(link.near(), link.near().v4()), udp(link.far(), link.far().v4()));
    near.connect(far.local_addr().unwrap()).unwrap();
    far.connect(near.local_addr().unwrap()).unwrap();
    (near, far)
}

/// The numbers in the datagrams that wait at a socket, in the order in which they came.
fn numbers_at(socket: &UdpSocket) -> Vec<u32> {
    socket.set_nonblocking(true).unwrap();
    let mut datagram = [0; 64];
    std::iter::from_fn(|| socket.recv(&mut datagram).ok().map(|_| number_of(datagram))).collect()
}

fn number_of(datagram: [u8; 64]) -> u32 {
    u32::from_be_bytes(datagram[..4].try_into().unwrap())
}
