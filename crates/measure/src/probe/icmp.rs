//! ICMP echo over one socket a family, shared by all targets: replies are matched by sequence number
//! and an unpredictable token, and timed where they are read. A raw socket if the system lets us
//! (root, CAP_NET_RAW), else an unprivileged datagram socket, else a clear word that neither is.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::icmp_packet::{Echo, Family, Heard, read, request};
use crate::outcome::{Cause, Ending};
use crate::stopwatch::Stopwatch;

/// Receive buffer asked of the system, bytes: a burst of replies waits here, not in the network.
const RECEIVE_BUFFER_BYTES: usize = 4 * 1024 * 1024;
/// Largest packet read; what we wait for is far smaller.
const MAX_PACKET_BYTES: usize = 1500;
const NOT_PERMITTED: &str =
    "ICMP needs root, CAP_NET_RAW, or a net.ipv4.ping_group_range that includes this program's group";

/// Sends echo requests and waits for their replies.
pub struct Pinger {
    random: Arc<dyn Fn() -> u64 + Send + Sync>,
    v4: tokio::sync::Mutex<Option<Arc<Shared>>>,
    v6: tokio::sync::Mutex<Option<Arc<Shared>>>,
}

impl Pinger {
    /// Sockets are opened with the first ping.
    pub fn new(random: Arc<dyn Fn() -> u64 + Send + Sync>) -> Self {
        Self { random, v4: tokio::sync::Mutex::default(), v6: tokio::sync::Mutex::default() }
    }

    /// Round trip to `address`, µs. Waits without end: the caller has the timeout.
    pub async fn ping(&self, address: IpAddr) -> Result<u32, Ending> {
        let shared = self.shared(address).await?;
        let token = (self.random)();
        let (waiting, reply) = shared.await_reply(token)?;
        let echo = Echo { ident: shared.ident, seq: waiting.seq, token };
        let packet = request(shared.family, echo);
        let sent = Stopwatch::start();
        shared
            .socket
            .send_to(&packet, SocketAddr::new(address, 0))
            .await
            .map_err(|fault| Ending::of_io(&fault))?;
        match reply.await {
            Ok(Reply::Echo(at)) => Ok(sent.until_us(at)),
            Ok(Reply::Unreachable) => Err(Ending::new(Cause::Unreachable, "destination unreachable")),
            Err(_) => Err(Ending::new(Cause::OwnLate, "this node's ICMP socket was closed")),
        }
    }

    async fn shared(&self, address: IpAddr) -> Result<Arc<Shared>, Ending> {
        let (slot, family) = match address {
            IpAddr::V4(_) => (&self.v4, Family::V4),
            IpAddr::V6(_) => (&self.v6, Family::V6),
        };
        let mut slot = slot.lock().await;
        if let Some(shared) = slot.as_ref().filter(|shared| !shared.reader.is_finished()) {
            return Ok(shared.clone());
        }
        let shared = Arc::new(Shared::open(family, (self.random)() as u16).map_err(|fault| {
            if fault.kind() == std::io::ErrorKind::PermissionDenied {
                Ending::new(Cause::NotPermitted, NOT_PERMITTED)
            } else {
                Ending::of_io(&fault)
            }
        })?);
        *slot = Some(shared.clone());
        Ok(shared)
    }
}

/// One socket, its reader, and who waits for what.
struct Shared {
    family: Family,
    ident: u16,
    socket: Arc<UdpSocket>,
    waiting: Arc<Mutex<Waiting>>,
    reader: JoinHandle<()>,
}

#[derive(Default)]
struct Waiting {
    next_seq: u16,
    by_seq: HashMap<u16, (u64, oneshot::Sender<Reply>)>,
}

enum Reply {
    Echo(Stopwatch),
    Unreachable,
}

impl Shared {
    fn open(family: Family, ident: u16) -> std::io::Result<Self> {
        let (socket, kind) = match open_socket(family, Type::RAW) {
            Ok(socket) => (socket, Type::RAW),
            Err(_) => (open_socket(family, Type::DGRAM)?, Type::DGRAM),
        };
        let socket = Arc::new(UdpSocket::from_std(socket.into())?);
        let waiting = Arc::new(Mutex::new(Waiting::default()));
        let reading = Reading {
            family,
            // Only raw sockets show all of the machine's packets, and theirs of IPv4 with the header.
            ident: (kind == Type::RAW).then_some(ident),
            with_header: family == Family::V4 && kind == Type::RAW,
            socket: socket.clone(),
            waiting: waiting.clone(),
        };
        let reader = tokio::spawn(reading.run());
        Ok(Self { family, ident, socket, waiting, reader })
    }

    /// Registers a wait before the request is sent; it ends with the returned guard.
    fn await_reply(&self, token: u64) -> Result<(Registered, oneshot::Receiver<Reply>), Ending> {
        let (sender, receiver) = oneshot::channel();
        let mut waiting = lock(&self.waiting);
        if waiting.by_seq.len() > usize::from(u16::MAX) / 2 {
            return Err(Ending::new(Cause::OwnLate, "this node waits for too many echo replies"));
        }
        let mut seq = waiting.next_seq;
        while waiting.by_seq.contains_key(&seq) {
            seq = seq.wrapping_add(1);
        }
        waiting.next_seq = seq.wrapping_add(1);
        waiting.by_seq.insert(seq, (token, sender));
        drop(waiting);
        Ok((Registered { seq, waiting: self.waiting.clone() }, receiver))
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// A registered wait; leaves no trace when dropped.
struct Registered {
    seq: u16,
    waiting: Arc<Mutex<Waiting>>,
}

impl Drop for Registered {
    fn drop(&mut self) {
        lock(&self.waiting).by_seq.remove(&self.seq);
    }
}

/// What the reader task holds.
struct Reading {
    family: Family,
    ident: Option<u16>,
    with_header: bool,
    socket: Arc<UdpSocket>,
    waiting: Arc<Mutex<Waiting>>,
}

impl Reading {
    async fn run(self) {
        let mut buffer = [0; MAX_PACKET_BYTES];
        // An error here is a message about one packet (a full queue, an ICMP error): the next may be fine.
        // A socket that only gives errors ends the task, and the next ping opens another.
        let mut errors_in_a_row = 0;
        while errors_in_a_row < 1000 {
            match self.socket.recv_from(&mut buffer).await {
                Ok((length, _)) => {
                    errors_in_a_row = 0;
                    self.take(&buffer[..length]);
                }
                Err(_) => errors_in_a_row += 1,
            }
        }
    }

    fn take(&self, packet: &[u8]) {
        let at = Stopwatch::start();
        let ours = |ident: u16| self.ident.is_none_or(|own| own == ident);
        match read(self.family, self.with_header, packet) {
            Some(Heard::Reply(echo)) if ours(echo.ident) => {
                let mut waiting = lock(&self.waiting);
                if waiting.by_seq.get(&echo.seq).is_some_and(|(token, _)| *token == echo.token)
                    && let Some((_, sender)) = waiting.by_seq.remove(&echo.seq)
                {
                    let _ = sender.send(Reply::Echo(at));
                }
            }
            Some(Heard::Unreachable { ident, seq }) if ours(ident) => {
                if let Some((_, sender)) = lock(&self.waiting).by_seq.remove(&seq) {
                    let _ = sender.send(Reply::Unreachable);
                }
            }
            _ => {}
        }
    }
}

fn open_socket(family: Family, kind: Type) -> std::io::Result<Socket> {
    let (domain, protocol, any): (_, _, SocketAddr) = match family {
        Family::V4 => (Domain::IPV4, Protocol::ICMPV4, (Ipv4Addr::UNSPECIFIED, 0).into()),
        Family::V6 => (Domain::IPV6, Protocol::ICMPV6, (Ipv6Addr::UNSPECIFIED, 0).into()),
    };
    let socket = Socket::new(domain, kind, Some(protocol))?;
    socket.set_nonblocking(true)?;
    // The system may give less; that is no reason to go without.
    let _ = socket.set_recv_buffer_size(RECEIVE_BUFFER_BYTES);
    if kind == Type::DGRAM {
        socket.bind(&any.into())?;
    }
    Ok(socket)
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    // Every change is one insert or remove: what a panic leaves is whole.
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
