//! What people and programs meet over HTTP: the API and the screens over a store, whether it is that of a node that
//! serves or of a drill that is watched.

use std::{io, net::SocketAddr, sync::Arc};

use access::secrecy::Taking;
use api::{
    AskTarget, BundleQueue, Measurer, Node, Played, Repeats, Sources, Streams, Throttle, TrustedProxies,
};
use series::SeriesStore;
use store::Store;
use tokio::{net::TcpListener, sync::watch};

use crate::{engines::Handles, metrics, system::random, tls};

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
    /// Set where it is a drill.
    pub played: Option<Played>,
}

impl Front {
    /// Answers on a listener until told to stop; in plain HTTP without a certificate.
    pub async fn answer(
        self,
        listener: TcpListener,
        certificate: Option<Arc<tls::Certificate>>,
        stopping: watch::Receiver<bool>,
    ) -> io::Result<()> {
        let mut until = stopping.clone();
        let routes = api::router(self.node(stopping));
        let stopped = async move {
            // A sender that is gone has stopped as well.
            let _ = until.wait_for(|stopping| *stopping).await;
        };
        match certificate {
            None => {
                let app = routes.into_make_service_with_connect_info::<SocketAddr>();
                axum::serve(listener, app).with_graceful_shutdown(stopped).await
            }
            Some(certificate) => {
                let app = tls::over_tls(routes).into_make_service_with_connect_info::<tls::Peer>();
                let listener = tls::TlsListener::new(listener, certificate)?;
                axum::serve(listener, app).with_graceful_shutdown(stopped).await
            }
        }
    }

    fn node(self, stopping: watch::Receiver<bool>) -> Node {
        let Self { store, series, ask_target, measurer, taking, proxies, sources, engines, played } = self;
        Node {
            metrics: Arc::new(metrics::registry(store.clone(), engines)),
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
            played,
            stopping,
        }
    }
}
