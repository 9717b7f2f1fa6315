//! What people and programs meet over HTTP: the API and the screens over a store, whether it is that of a node that
//! serves or of a drill that is watched.

use std::{io, sync::Arc};

use access::secrecy::Taking;
use api::{
    AskTarget, BundleQueue, Figures, Measurer, Node, Played, Repeats, Sources, Streams, Throttle,
    TrustedProxies, reporting::Offices,
};
use series::SeriesStore;
use store::Store;
use tokio::{net::TcpListener, sync::watch};

use crate::{
    engines::Handles,
    listening::{Limits, Listening},
    metrics,
    system::random,
    tls,
};

/// The door that people and programs come in by.
pub struct Door {
    /// Where connections come in.
    pub listener: TcpListener,
    /// Speaks TLS with it; in plain HTTP without.
    pub certificate: Option<Arc<tls::Certificate>>,
    /// Whether people come by TLS: to this door, or to a server in front of it.
    pub by_tls: bool,
    /// How long each may take, and how many there may be.
    pub limits: Limits,
}

/// What the answers are made from.
pub struct Front {
    /// What is read and recorded.
    pub store: Store,
    /// Samples for charts.
    pub series: Arc<dyn SeriesStore>,
    /// The engine's view of a target.
    pub ask_target: AskTarget,
    /// The engine's side of campaigns.
    pub measurer: Arc<dyn Measurer>,
    /// Whether letters with a secrecy mark are taken.
    pub taking: Taking,
    /// Proxies whose word on a caller's address is believed.
    pub proxies: TrustedProxies,
    /// Other systems that are heard.
    pub sources: Arc<Sources>,
    /// The engines that run.
    pub engines: Handles,
    /// What stands at the head and foot of papers.
    pub offices: Offices,
    /// Set where it is a drill.
    pub played: Option<Played>,
}

impl Front {
    /// Answers at a door until told to stop.
    pub async fn answer(self, door: Door, stopping: watch::Receiver<bool>) -> io::Result<()> {
        let Door { listener, certificate, by_tls, limits } = door;
        let mut until = stopping.clone();
        let proxies = self.proxies.clone();
        let routes = api::router(self.node(stopping));
        let routes = if by_tls { tls::sealed(routes) } else { routes };
        let stopped = async move {
            // A sender that is gone has stopped as well.
            let _ = until.wait_for(|stopping| *stopping).await;
        };
        Listening { listener, certificate, proxies, limits }.answer(routes, stopped).await
    }

    fn node(self, stopping: watch::Receiver<bool>) -> Node {
        let Self { store, series, ask_target, measurer, taking, proxies, sources, engines, offices, played } =
            self;
        let figures = Arc::new(Figures::default());
        Node {
            metrics: Arc::new(metrics::registry(store.clone(), engines, &figures)),
            figures,
            store,
            series,
            ask_target,
            measurer,
            random: random::<32>,
            taking,
            throttle: Arc::new(Throttle::default()),
            streams: Arc::new(Streams::default()),
            proxies: Arc::new(proxies),
            repeats: Repeats::default(),
            sources,
            bundling: Arc::new(BundleQueue::default()),
            offices,
            played,
            stopping,
        }
    }
}
