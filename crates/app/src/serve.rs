//! `serve`: opens the store, starts the measuring engine, answers HTTP, and stops in the reverse order.
//!
//! The listener is opened last, so that whoever can connect meets a board that is already restored; the store is
//! closed last, after the engine has handed over what it had.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use access::secrecy::Taking;
use api::{AskTarget, LiveTarget, Sources, TrustedProxies};
use journal::Slug;
use series::FileSeries;
use store::Store;
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};

use crate::{
    config::{Http, NodeConfig},
    engines::{Desk, Engines, Handles},
    exchange::{ApiSpec, Client, Exchange, LIMIT},
    fault::AppFault,
    folder::Folder,
    front::{Door, Front},
    listening::{Limits, Listening},
    opening, readiness,
    source_config::{self, ReadSources},
    system::{open_files, random},
    tls,
};

/// What `serve` is told.
pub struct ServeOrder {
    /// The configuration.
    pub config: NodeConfig,
    /// Whether the node takes what bears a secrecy mark.
    pub taking: Taking,
    /// The data directory.
    pub data: PathBuf,
    /// A campaign file to issue.
    pub campaign: Option<PathBuf>,
}

/// Serves until SIGINT or SIGTERM.
pub async fn serve(order: ServeOrder) -> Result<(), AppFault> {
    admit_many();
    let address = order.config.http.listen;
    // Taken first: a port that is not free should not cost the restoring of a board.
    let listener = TcpListener::bind(address).await.map_err(|source| AppFault::Listen { address, source })?;
    let certificate = order.config.http.tls.clone().map(tls::Certificate::read).transpose()?.map(Arc::new);
    let install = match &order.config.http.install {
        None => None,
        Some(install) => Some(install_page(install, address.port()).await?),
    };
    let sources = order.config.read_sources(&source_config::variable).map_err(AppFault::Config)?;
    if let Some(warning) = exposed(address).filter(|_| certificate.is_none()) {
        tracing::warn!("{warning}");
    }
    if let Some(warning) = unsealed(&order.config.http) {
        tracing::warn!("{warning}");
    }
    let store = opening::open(&order.config, &order.data, order.taking).await?;
    // The outside copies are at once as new as the journal, and once more when the node stops.
    store.sign_checkpoints().await?;
    let offering = install.map(tokio::spawn);
    let renewing =
        certificate.clone().map(|certificate| tokio::spawn(async move { certificate.keep().await }));
    let served = run(&order, &store, sources, (listener, certificate)).await;
    for task in [offering, renewing].into_iter().flatten() {
        task.abort();
    }
    if let Err(fault) = store.sign_checkpoints().await {
        tracing::error!(%fault, "the last checkpoints were not signed");
    }
    let closed = store.close().await;
    served?;
    Ok(closed?)
}

/// The page that offers the authority counts with one of so many of the open files.
const INSTALL_SHARE: usize = 16;

/// Takes the port of the page from which devices get the authority, and answers there once it is awaited.
async fn install_page(
    page: &tls::InstallPage,
    port: u16,
) -> Result<impl Future<Output = ()> + Send + use<>, AppFault> {
    let address = page.listen;
    let authority = tls::Authority::read(&page.authority, port)?;
    let listener = TcpListener::bind(address).await.map_err(|source| AppFault::Listen { address, source })?;
    let bound = listener.local_addr().map_err(|source| AppFault::Listen { address, source })?;
    eprintln!("offering the authority on http://{bound}, SHA-256 {}", authority.fingerprint());
    let routes = tls::install_routes(&authority);
    Ok(async move {
        let listening = Listening {
            listener,
            certificate: None,
            proxies: TrustedProxies::default(),
            limits: Limits::within(open_files() / INSTALL_SHARE),
        };
        // It ends with the task.
        if let Err(error) = listening.answer(routes, std::future::pending()).await {
            tracing::error!(%error, "the page that offers the authority ended");
        }
    })
}

/// What is to be said of an address that other machines reach: without a certificate the node speaks HTTP in the clear.
fn exposed(address: SocketAddr) -> Option<String> {
    (!address.ip().to_canonical().is_loopback()).then(|| {
        format!(
            "{address} is reachable from other machines and answers in plain HTTP: passwords, sessions and evidence can \
             be read and changed on the way; set tls_certificate and tls_key in [http] (`thongsuot tls make` makes \
             them), or let listen be a loopback address behind a server with TLS"
        )
    })
}

/// What is to be said where a server stands in front and nothing says that people reach it by TLS.
fn unsealed(http: &Http) -> Option<String> {
    (!http.trusted_proxies.is_empty() && !http.public_tls && http.tls.is_none()).then(|| {
        "[http] trusted_proxies names a server in front of this node, and nothing says that people reach it by TLS: \
         their session cookies travel over plain HTTP too; set public = \"https\" in [http] where that server speaks \
         TLS with them"
            .to_owned()
    })
}

/// Takes as many open files as the machine allows: each viewer is one, and the usual limit of 1,024 would turn the
/// thousandth away. Where it can't be raised the node serves within the limit.
fn admit_many() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let raised = getrlimit(Resource::RLIMIT_NOFILE).and_then(|(soft, hard)| {
        if soft < hard { setrlimit(Resource::RLIMIT_NOFILE, hard, hard) } else { Ok(()) }
    });
    if let Err(fault) = raised {
        tracing::warn!(%fault, "the limit of open files was not raised");
    }
}

async fn run(
    order: &ServeOrder,
    store: &Store,
    sources: ReadSources,
    (listener, certificate): (TcpListener, Option<Arc<tls::Certificate>>),
) -> Result<(), AppFault> {
    if store.is_in_doubt() {
        // Whoever is on duty reads what there is; a campaign is an entry, and waits for the decision as well.
        let logs = opening::listed(store.doubted_logs().iter());
        tracing::error!(%logs, "the journal lacks what was signed of it: nothing is recorded until somebody decides");
    } else if let Some(file) = &order.campaign {
        opening::issue(store, file, order.taking).await?;
    }
    for warning in readiness::lacking(&order.data, &store.tree(), &store.account_counts().await?) {
        tracing::warn!("{warning}");
    }
    for warning in readiness::unheard(&sources.specs, &store.campaigns_in_force()) {
        tracing::warn!("{warning}");
    }
    let (series, recovery) = FileSeries::open(&store.segments_dir())?;
    // An open tail is how samples are always left; only a torn end or an unreadable segment is worth an alarm.
    if recovery.cut_bytes > 0 || !recovery.damaged.is_empty() {
        tracing::warn!(?recovery, "some samples cannot be read; their period is a gap");
    }
    let series: Arc<dyn series::SeriesStore> = Arc::new(series);
    let (stop, stopping) = watch::channel(false);
    let measures = &order.config.measure;
    let granted = measures.enabled.then(|| measures.granted.clone());
    let handles = Handles::default();
    let engines = Engines {
        store: store.clone(),
        series: series.clone(),
        node: order.config.node.name.clone(),
        granted: granted.clone(),
        handles: handles.clone(),
    };
    let bell = Arc::new(Notify::new());
    engines.tell_granted().await;
    let running = engines.start()?;
    let measuring = tokio::spawn(engines.keep(running, Arc::clone(&bell), stopping.clone()));
    let ticks = {
        let store = store.clone();
        tokio::spawn(async move { store.run_ticks().await })
    };
    let ReadSources { specs, apis, folders } = sources;
    let sources = Arc::new(Sources::new(specs, random()));
    let mut exchanges = exchanges(apis, store, &sources, &stopping);
    exchanges.extend(folders.into_iter().map(|(id, folder)| {
        let folder = Folder::new(store.clone(), sources.clone(), id, folder);
        tokio::spawn(folder.run(stopping.clone()))
    }));
    let told = tokio::spawn(async move {
        told_to_stop().await;
        // Nobody left to tell means that everything has stopped already.
        let _ = stop.send(true);
    });
    let bound = listener
        .local_addr()
        .map_err(|source| AppFault::Listen { address: order.config.http.listen, source })?;
    let front = Front {
        store: store.clone(),
        series,
        ask_target: asker(handles.clone()),
        measurer: Arc::new(Desk { granted, bell }),
        taking: order.taking,
        proxies: TrustedProxies::new(order.config.http.trusted_proxies.clone()),
        sources,
        engines: handles,
        offices: Arc::new(order.config.letterheads.clone()),
        played: None,
    };
    eprintln!("serving {}://{bound}", if certificate.is_some() { "https" } else { "http" });
    let door = Door {
        by_tls: certificate.is_some() || order.config.http.public_tls,
        listener,
        certificate,
        limits: Limits::within(open_files()),
    };
    let served = front.answer(door, stopping).await;
    if let Err(fault) = measuring.await {
        tracing::error!(%fault, "the measuring engines ended badly");
    }
    for exchange in exchanges {
        if let Err(fault) = exchange.await {
            tracing::error!(%fault, "the exchange with a source ended badly");
        }
    }
    ticks.abort();
    told.abort();
    served.map_err(|source| AppFault::Listen { address: order.config.http.listen, source })
}

/// Starts the exchange with every source whose API is named.
fn exchanges(
    apis: Vec<(Slug, ApiSpec)>,
    store: &Store,
    sources: &Arc<Sources>,
    stopping: &watch::Receiver<bool>,
) -> Vec<JoinHandle<()>> {
    let exchange = |(id, api)| Exchange::new(store.clone(), sources.clone(), id, Client::new(api, LIMIT));
    let exchanges = apis.into_iter().filter_map(exchange);
    exchanges.map(|exchange| tokio::spawn(exchange.run(stopping.clone()))).collect()
}

fn asker(handles: Handles) -> AskTarget {
    Arc::new(move |id: &Slug| {
        let target = handles.find(|handle| handle.target(id))?;
        let last = target.last;
        Some(LiveTarget {
            at: last.map(|sample| sample.at()),
            rtt_us: last
                .filter(|sample| sample.status == series::SampleStatus::Ok)
                .map(|sample| sample.value_us),
            status: last.map(|sample| sample.status.name().to_owned()).unwrap_or_default(),
            not_after: target.certificate.map(|certificate| certificate.not_after),
        })
    })
}

/// Waits for SIGINT or SIGTERM.
pub async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_server_in_front_without_a_word_of_tls_is_warned_of() {
        let proxies = vec!["127.0.0.1/32".parse().unwrap()];
        let http = Http { trusted_proxies: proxies, ..Http::default() };
        assert!(unsealed(&http).unwrap().contains("public = \"https\""));
        assert_eq!(unsealed(&Http { public_tls: true, ..http }), None);
        assert_eq!(unsealed(&Http::default()), None);
    }

    #[test]
    fn only_an_address_that_others_reach_is_warned_of() {
        for quiet in ["127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(exposed(quiet.parse().unwrap()), None, "{quiet}");
        }
        for open in ["0.0.0.0:8080", "[::]:8080", "192.0.2.7:443", "[2001:db8::1]:80"] {
            let warning = exposed(open.parse().unwrap()).unwrap();
            assert!(warning.starts_with(open) && warning.contains("plain HTTP"), "{warning}");
        }
    }
}
