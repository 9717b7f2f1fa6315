//! One socket of the province: a task that listens while it is wanted and closes everything when not.
//! Two wishes decide: the order given through the control endpoint and, for a flapping socket, its own
//! rhythm. The listener and every open connection go together, as when a process dies.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, UdpSocket};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::service::Served;
use super::{Behaviour, ProvinceFault, Service, SocketSpec, SocketState, dns, flapping, service};

/// How long an order may take to show; binding a loopback address takes microseconds.
const ORDER_TIMEOUT: Duration = Duration::from_secs(5);
/// Pause before an address that could not be bound is tried again.
const REBIND_PAUSE: Duration = Duration::from_millis(50);
/// Connections waiting to be accepted; a prober opens one at a time.
const BACKLOG: u32 = 128;

/// What the control endpoint asks of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Listen, as the behaviour says.
    Open,
    /// Do not listen.
    Closed,
}

/// The two wishes; the socket listens when both are for it.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    pub(super) ordered: Order,
    pub(super) rhythm_up: bool,
}

impl Wish {
    fn open(self) -> bool {
        self.ordered == Order::Open && self.rhythm_up
    }
}

/// A running socket. Dropping it closes the socket.
pub struct Socket {
    spec: SocketSpec,
    wish: watch::Sender<Wish>,
    /// The address while it listens, nothing while it doesn't.
    listening: watch::Receiver<Option<SocketAddr>>,
    /// The address first bound: port 0 is resolved once and kept.
    address: SocketAddr,
    tasks: Vec<JoinHandle<()>>,
}

/// A bound listener of either kind.
enum Bound {
    Stream(TcpListener),
    Datagram(UdpSocket),
}

impl Socket {
    /// Binds the address, so that a taken one is known at once, and starts the task.
    pub async fn start(spec: &SocketSpec) -> Result<Self, ProvinceFault> {
        let fault = |source| ProvinceFault::Listen { id: spec.id.clone(), address: spec.address, source };
        let served = Arc::new(Served::prepare(spec)?);
        let bound = bind(spec.address, spec.service).await.map_err(fault)?;
        let address = bound.address().map_err(fault)?;
        let ordered = if spec.behaviour == Behaviour::Refused { Order::Closed } else { Order::Open };
        let first = Wish { ordered, rhythm_up: true };
        let (wish, wishes) = watch::channel(first);
        let (report, listening) = watch::channel(first.open().then_some(address));
        let first_bound = first.open().then_some(bound);
        let mut tasks = vec![tokio::spawn(run(address, served, wishes, report, first_bound))];
        if spec.behaviour == Behaviour::Flapping {
            tasks.push(tokio::spawn(flapping::run(spec.clone(), wish.clone())));
        }
        Ok(Self { spec: spec.clone(), wish, listening, address, tasks })
    }

    /// Gives an order and waits until it shows.
    pub async fn order(&self, order: Order) -> Result<(), ProvinceFault> {
        self.wish.send_modify(|wish| {
            wish.ordered = order;
            wish.rhythm_up = true;
        });
        let wanted = order == Order::Open;
        let mut listening = self.listening.clone();
        let shown = listening.wait_for(|address| address.is_some() == wanted);
        match tokio::time::timeout(ORDER_TIMEOUT, shown).await {
            Ok(Ok(_)) => Ok(()),
            _ => Err(ProvinceFault::Stuck(self.spec.id.clone())),
        }
    }

    /// The socket as it stands now.
    pub fn state(&self) -> SocketState {
        SocketState {
            id: self.spec.id.clone(),
            address: self.address,
            service: self.spec.service,
            behaviour: self.spec.behaviour,
            open: self.listening.borrow().is_some(),
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Listens while wanted. A bind that fails (the port was taken meanwhile) is tried again until it
/// succeeds or is no longer wanted; `order` reports the delay to whoever asked.
async fn run(
    address: SocketAddr,
    served: Arc<Served>,
    mut wishes: watch::Receiver<Wish>,
    report: watch::Sender<Option<SocketAddr>>,
    mut bound: Option<Bound>,
) {
    loop {
        if wishes.wait_for(|wish| wish.open()).await.is_err() {
            return;
        }
        let again = match bound.take() {
            Some(first) => Ok(first),
            None => bind(address, served.service).await,
        };
        let Ok(listener) = again else {
            tokio::time::sleep(REBIND_PAUSE).await;
            continue;
        };
        report.send_replace(Some(address));
        tokio::select! {
            () = serve(listener, &served) => {}
            closed = wishes.wait_for(|wish| !wish.open()) => if closed.is_err() { return },
        }
        // The listener and its connections were dropped with the other branch: the port is free.
        report.send_replace(None);
    }
}

/// Serves until it is dropped; its connections are dropped with it.
async fn serve(bound: Bound, served: &Arc<Served>) {
    match bound {
        Bound::Datagram(socket) => dns::serve(socket, Arc::clone(served)).await,
        Bound::Stream(listener) => {
            let mut connections = JoinSet::new();
            loop {
                tokio::select! {
                    accepted = listener.accept() => match accepted {
                        Ok((stream, _)) => {
                            connections.spawn(service::converse(stream, Arc::clone(served)));
                        }
                        Err(_) => tokio::time::sleep(REBIND_PAUSE).await,
                    },
                    Some(_) = connections.join_next() => {}
                }
            }
        }
    }
}

async fn bind(address: SocketAddr, service: Service) -> std::io::Result<Bound> {
    if service == Service::Dns {
        return UdpSocket::bind(address).await.map(Bound::Datagram);
    }
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Closed connections linger in TIME_WAIT; without this a reopened socket could not bind.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG).map(Bound::Stream)
}

impl Bound {
    fn address(&self) -> std::io::Result<SocketAddr> {
        match self {
            Self::Stream(listener) => listener.local_addr(),
            Self::Datagram(socket) => socket.local_addr(),
        }
    }
}
