//! A simulated province: the sockets that a campaign measures, opened on loopback addresses.
//! Each socket is a task that listens while it is wanted open and holds nothing while it is wanted
//! closed, so that a closed one is refused by the kernel exactly as a dead service would be. Nothing
//! here ever listens outside loopback: a specification that asks for it is refused.

mod certificate;
mod control;
mod dns;
mod flapping;
mod http;
mod service;
mod socket;
mod spec;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use serde::Serialize;
use tokio::task::JoinHandle;

pub use spec::{Behaviour, Service, SocketSpec, Spec, SpecFault};

use socket::Socket;

/// What could not be done with a socket of the province.
#[derive(Debug, thiserror::Error)]
pub enum ProvinceFault {
    /// No socket has this id.
    #[error("no socket is called `{0}`")]
    Unknown(String),
    /// The address could not be opened.
    #[error("socket `{id}` cannot listen on {address}")]
    Listen {
        /// The socket's id.
        id: String,
        /// The address asked for.
        address: SocketAddr,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// The socket did not reach the state in time.
    #[error("socket `{0}` did not change its state in time")]
    Stuck(String),
    /// A certificate could not be made.
    #[error("the certificate of socket `{id}` cannot be made")]
    Certificate {
        /// The socket's id.
        id: String,
        /// The generator's reason.
        #[source]
        source: certificate::CertificateFault,
    },
}

/// One socket as `GET /targets` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SocketState {
    /// The target's id, as in the campaign file.
    pub id: String,
    /// Where it listens.
    pub address: SocketAddr,
    /// What it speaks.
    pub service: Service,
    /// How it behaves while it is open.
    pub behaviour: Behaviour,
    /// Whether it listens now.
    pub open: bool,
}

/// The open sockets and their control endpoint. Dropping it closes all of them.
pub struct Province {
    sockets: Arc<Sockets>,
    control: SocketAddr,
    control_task: JoinHandle<()>,
}

/// The sockets by id; shared with the control endpoint.
struct Sockets(BTreeMap<String, Socket>);

impl Province {
    /// Opens every socket of the specification and the control endpoint.
    pub async fn open(spec: &Spec) -> Result<Self, ProvinceFault> {
        let mut sockets = BTreeMap::new();
        for socket in &spec.sockets {
            sockets.insert(socket.id.clone(), Socket::start(socket).await?);
        }
        let sockets = Arc::new(Sockets(sockets));
        let (control, control_task) = control::start(spec.control, Arc::clone(&sockets)).await?;
        Ok(Self { sockets, control, control_task })
    }

    /// Where the control endpoint listens.
    pub const fn control(&self) -> SocketAddr {
        self.control
    }

    /// Every socket and whether it listens now.
    pub fn targets(&self) -> Vec<SocketState> {
        self.sockets.states()
    }

    /// Closes a socket; when this returns the kernel refuses connections to it.
    pub async fn close_target(&self, id: &str) -> Result<(), ProvinceFault> {
        self.sockets.order(id, socket::Order::Closed).await
    }

    /// Opens a socket again; when this returns it answers as its behaviour says.
    pub async fn open_target(&self, id: &str) -> Result<(), ProvinceFault> {
        self.sockets.order(id, socket::Order::Open).await
    }
}

impl Drop for Province {
    fn drop(&mut self) {
        self.control_task.abort();
    }
}

impl Sockets {
    fn states(&self) -> Vec<SocketState> {
        self.0.values().map(Socket::state).collect()
    }

    async fn order(&self, id: &str, order: socket::Order) -> Result<(), ProvinceFault> {
        let socket = self.0.get(id).ok_or_else(|| ProvinceFault::Unknown(id.to_owned()))?;
        socket.order(order).await
    }
}
