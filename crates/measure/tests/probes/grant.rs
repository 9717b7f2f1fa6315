//! Where probes never go: outside the granted ranges, whoever asks and however it is written.

use std::{
    net::{IpAddr, SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use measure::{Boxed, Cause, Granted, Host, Resolving};
use series::SampleStatus;

use crate::servers::serve;
use crate::{probe, prober_within, target};

#[tokio::test]
async fn outside_the_grant_nothing_is_sent() {
    let server = serve(|_| async {}).await;
    let prober = prober_within(Granted::new(vec!["127.0.0.9/32".parse().unwrap()]));
    for scheme in ["tcp", "http", "tls"] {
        let outcome = prober.probe_once(&target(&server.url(scheme), 5000)).await.unwrap();
        assert_eq!((outcome.status, outcome.cause), (SampleStatus::Excluded, Cause::NotGranted));
        assert_eq!(outcome.address, None);
    }
    assert_eq!(server.taken(), 0);
}

#[tokio::test]
async fn a_name_is_judged_by_what_it_resolves_to() {
    let server = serve(|_| async {}).await;
    let url = format!("tcp://localhost:{}", server.address.port());
    let outcome = prober_within(Granted::new(vec![])).probe_once(&target(&url, 5000)).await.unwrap();
    assert_eq!(outcome.cause, Cause::NotGranted);
    assert!(outcome.phases.dns_us.is_some(), "it was resolved before it was judged");
    assert_eq!(server.taken(), 0);
}

/// Forms that some programs take for 127.0.0.1, or that lead to metadata services.
#[tokio::test]
async fn odd_spellings_do_not_lead_out() {
    for url in [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://0.0.0.0/",
        "http://[::]/",
        "dns://192.0.2.1/tet.example",
        "icmp://192.0.2.1",
    ] {
        let outcome = probe(url, 5000).await;
        assert_eq!((outcome.cause, outcome.address), (Cause::NotGranted, None), "{url}");
    }
}

/// A name that is granted the first time it is asked for and leads elsewhere from then on.
#[derive(Default)]
struct Rebinding(AtomicUsize);

impl Resolving for Rebinding {
    fn resolve<'a>(&'a self, _host: &'a Host) -> Boxed<'a, std::io::Result<IpAddr>> {
        let address: [u8; 4] =
            if self.0.fetch_add(1, Ordering::SeqCst) == 0 { [127, 0, 0, 1] } else { [127, 0, 0, 9] };
        Box::pin(async move { Ok(address.into()) })
    }
}

/// How many connections wait at a listener that nobody accepts from.
fn waiting(listener: &TcpListener) -> usize {
    std::iter::from_fn(|| listener.accept().ok()).count()
}

#[tokio::test]
async fn a_name_that_turns_after_it_was_checked_leads_nowhere_else() {
    for scheme in ["tcp", "http", "tls"] {
        let checked = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let port = checked.local_addr().unwrap().port();
        // Whoever is behind the name listens at the other address, on the same port.
        let elsewhere = TcpListener::bind(SocketAddr::from(([127, 0, 0, 9], port))).unwrap();
        checked.set_nonblocking(true).unwrap();
        elsewhere.set_nonblocking(true).unwrap();
        let names = Arc::new(Rebinding::default());
        let granted = Granted::new(vec!["127.0.0.1/32".parse().unwrap()]);
        let prober = prober_within(granted).with_names(Arc::<Rebinding>::clone(&names));
        // Nobody answers a question here: where it went is all that is asked.
        let spec = target(&format!("{scheme}://doi.example:{port}"), 200);
        let first = prober.probe_once(&spec).await.unwrap();
        assert_eq!(first.address, Some([127, 0, 0, 1].into()), "{scheme}: where it was checked");
        assert_eq!(names.0.load(Ordering::SeqCst), 1, "{scheme}: asked once, used as it is");
        assert_eq!((waiting(&checked), waiting(&elsewhere)), (1, 0), "{scheme}");
        let second = prober.probe_once(&spec).await.unwrap();
        assert_eq!((second.cause, second.address), (Cause::NotGranted, None), "{scheme}");
        assert_eq!((waiting(&checked), waiting(&elsewhere)), (0, 0), "{scheme}: nothing was sent");
    }
}
