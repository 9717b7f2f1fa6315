//! TLS as a device meets it: a real client that trusts the authority.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::sync::Arc;

use api::TrustedProxies;
use axum::{Router, extract::ConnectInfo, http::header, routing::get};
use calendar::{Clock as _, Instant};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsConnector;

use super::{Certificate, Made, TlsFiles, acceptor, make, sealed};
use crate::listening::{Limits, Listening};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn now() -> Instant {
    // The client looks at the real clock.
    crate::SystemClock.now()
}

fn files(made: &Made) -> TlsFiles {
    TlsFiles { certificate: made.certificate.clone(), key: made.key.clone() }
}

async fn serve(made: &Made) -> std::net::SocketAddr {
    serve_with(Arc::new(Certificate::read(files(made)).unwrap())).await
}

async fn serve_with(certificate: Arc<Certificate>) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let say = async |ConnectInfo(peer): ConnectInfo<std::net::SocketAddr>| {
        ([(header::SET_COOKIE, "a=b; HttpOnly")], peer.ip().to_string())
    };
    let routes = sealed(Router::new().route("/", get(say)));
    let (certificate, limits) = (Some(certificate), Limits::within(1_024));
    let listening = Listening { listener, certificate, proxies: TrustedProxies::default(), limits };
    tokio::spawn(async move { listening.answer(routes, std::future::pending()).await });
    address
}

pub async fn ask(address: std::net::SocketAddr, made: &Made, name: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&made.authority).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    // A peer that closes without the closing word of TLS has answered all the same.
    let _ = stream.read_to_string(&mut answer).await;
    Ok(answer)
}

#[tokio::test]
async fn a_device_that_trusts_the_authority_reaches_the_node_under_its_names_alone() {
    let dir = tempfile::tempdir().unwrap();
    let made = make(dir.path(), &names(&["nut.tinh.example", "127.0.0.1"]), now()).unwrap();
    let address = serve(&made).await;
    // One that says nothing holds up nobody.
    let _silent = TcpStream::connect(address).await.unwrap();
    for name in ["nut.tinh.example", "127.0.0.1"] {
        let answer = ask(address, &made, name).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(
            answer.contains("a=b; HttpOnly; Secure") && answer.contains("strict-transport-security"),
            "{answer}"
        );
        assert!(answer.ends_with("127.0.0.1"), "handlers find the peer: {answer}");
    }
    ask(address, &made, "khac.example").await.unwrap_err();
    let other = make(&dir.path().join("other"), &names(&["nut.tinh.example"]), now()).unwrap();
    ask(address, &other, "nut.tinh.example").await.unwrap_err();
}

#[tokio::test]
async fn a_new_certificate_is_trusted_without_a_new_authority_and_other_names_are_not_vouched_for() {
    let dir = tempfile::tempdir().unwrap();
    let first = make(dir.path(), &names(&["nut.example", "10.0.0.7"]), now()).unwrap();
    let authority = std::fs::read(&first.authority).unwrap();
    let again = make(dir.path(), &names(&["nut.example"]), now()).unwrap();
    assert!(!first.again && again.again);
    assert_eq!(std::fs::read(&again.authority).unwrap(), authority);
    assert!(ask(serve(&again).await, &again, "nut.example").await.unwrap().starts_with("HTTP/1.1 200"));
    let fault = make(dir.path(), &names(&["khac.example"]), now()).unwrap_err().to_string();
    assert!(fault.contains("khac.example") && fault.contains("nut.example, 10.0.0.7 alone"), "{fault}");
}

#[test]
fn what_cannot_be_used_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let made = make(dir.path(), &names(&["nut.example"]), now()).unwrap();
    let said = |files: &TlsFiles| acceptor(files).err().unwrap().to_string();
    let missing = TlsFiles { certificate: dir.path().join("none.crt"), ..files(&made) };
    assert!(said(&missing).contains("none.crt"), "{}", said(&missing));
    let swapped = TlsFiles { certificate: made.key.clone(), key: made.key.clone() };
    assert!(said(&swapped).contains("node.key"), "{}", said(&swapped));
    let other = make(&dir.path().join("other"), &names(&["nut.example"]), now()).unwrap();
    let mixed = TlsFiles { certificate: made.certificate.clone(), key: other.key };
    assert!(said(&mixed).contains("does not go with"), "{}", said(&mixed));
    let mode = std::fs::metadata(&made.key).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::set_permissions(&made.key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(said(&files(&made)).contains("chmod"), "{}", said(&files(&made)));
}

#[tokio::test]
async fn a_renewed_certificate_is_used_without_a_restart_and_a_bad_one_never() {
    let dir = tempfile::tempdir().unwrap();
    let made = |folder: &str| make(&dir.path().join(folder), &names(&["nut.tinh.example"]), now()).unwrap();
    let (first, second) = (made("first"), made("second"));
    let used = files(&first);
    let certificate = Arc::new(Certificate::read(used.clone()).unwrap());
    let address = serve_with(Arc::clone(&certificate)).await;
    let ask = async |made: &Made| ask(address, made, "nut.tinh.example").await.is_ok();
    let trusted = async || (ask(&first).await, ask(&second).await);
    assert!(!certificate.renew().unwrap(), "nothing changed");
    assert_eq!(trusted().await, (true, false));
    // Between the two files of a renewal, and with what is no certificate at all, the old one stays.
    let old = std::fs::read(&used.certificate).unwrap();
    std::fs::copy(&second.certificate, &used.certificate).unwrap();
    assert!(certificate.renew().is_err());
    assert_eq!(trusted().await, (true, false));
    std::fs::write(&used.certificate, "nothing").unwrap();
    assert!(certificate.renew().is_err());
    std::fs::remove_file(&used.certificate).unwrap();
    assert!(certificate.renew().is_err());
    assert_eq!(trusted().await, (true, false));
    std::fs::write(&used.certificate, old).unwrap();
    assert!(certificate.renew().unwrap(), "the same again, written anew");
    // The whole renewal.
    std::fs::copy(&second.certificate, &used.certificate).unwrap();
    std::fs::copy(&second.key, &used.key).unwrap();
    assert!(certificate.renew().unwrap());
    assert_eq!(trusted().await, (false, true));
    assert!(!certificate.renew().unwrap());
}
