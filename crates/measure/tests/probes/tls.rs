//! TLS: certificates are read and recorded; none of them fails a probe.

use std::sync::Arc;

use calendar::Instant;
use measure::{Cause, Certificate, CertificateFault, Chain, Outcome, Roots, TrustRoots};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use series::SampleStatus;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;

use crate::servers::{Server, serve};
use crate::{probe, probe_with};

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    der: Vec<u8>,
}

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let der = params.self_signed(&key).unwrap().der().to_vec();
    Authority { issuer: Issuer::new(params, key), der }
}

/// A server with a certificate for these names, valid until the given day of February 2027.
async fn tls_server(authority: &Authority, names: &[&str], until_day: u8) -> Server {
    let names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name.push(DnType::CommonName, "tet.example");
    params.not_before = date_time_ymd(2027, 1, 1);
    params.not_after = date_time_ymd(2027, 2, until_day);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, &authority.issuer).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    serve(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok_and(|n| n > 0) {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
                let _ = stream.shutdown().await;
            }
        }
    })
    .await
}

fn certificate(outcome: &Outcome) -> &Certificate {
    assert_eq!((outcome.status, outcome.cause), (SampleStatus::Ok, Cause::Ok), "{outcome:?}");
    outcome.certificate.as_ref().unwrap()
}

#[tokio::test]
async fn a_certificate_is_read_and_a_good_chain_recorded() {
    let authority = authority("Thử nghiệm CA");
    let server = tls_server(&authority, &["localhost", "127.0.0.1"], 20).await;
    let roots = Roots::Given(Arc::new(TrustRoots::from_der(std::slice::from_ref(&authority.der)).unwrap()));
    let outcome = probe_with(&server.url("https"), roots.clone()).await;
    let seen = certificate(&outcome);
    assert_eq!(seen.not_before, Instant::parse("2027-01-01T00:00:00.000Z").unwrap());
    assert_eq!(seen.not_after, Instant::parse("2027-02-20T00:00:00.000Z").unwrap());
    assert_eq!(seen.names, ["localhost", "127.0.0.1"]);
    assert!(seen.issuer.contains("Thử nghiệm CA"), "{}", seen.issuer);
    assert!(seen.subject.contains("tet.example"), "{}", seen.subject);
    assert_eq!((seen.chain, &seen.chain_detail), (Chain::Trusted, &None));
    assert_eq!(outcome.http_status, Some(200));
    let phases = outcome.phases;
    assert!(phases.tls_us.unwrap() > 0 && phases.first_byte_us.is_some());
    let outcome = probe_with(&server.url("tls"), roots).await;
    assert_eq!(certificate(&outcome).chain, Chain::Trusted);
    assert_eq!((outcome.http_status, outcome.phases.first_byte_us), (None, None));
}

#[tokio::test]
async fn a_bad_chain_is_recorded_and_fails_nothing() {
    let (authority, stranger) = (authority("Một CA"), authority("CA khác"));
    let trust =
        |a: &Authority| Roots::Given(Arc::new(TrustRoots::from_der(std::slice::from_ref(&a.der)).unwrap()));
    let expired = tls_server(&authority, &["127.0.0.1"], 4).await;
    let misnamed = tls_server(&authority, &["other.example"], 20).await;
    for (server, roots, why) in [
        (&expired, trust(&authority), Some("expired")),
        (&misnamed, trust(&authority), Some("not valid for this name")),
        (&misnamed, trust(&stranger), Some("unknown issuer")),
        (&misnamed, Roots::Web, Some("unknown issuer")),
        (&misnamed, Roots::NotChecked, None),
    ] {
        let outcome = probe_with(&server.url("https"), roots).await;
        let seen = certificate(&outcome);
        assert_eq!(seen.chain_detail.as_deref(), why);
        assert_eq!(seen.chain, if why.is_some() { Chain::NotTrusted } else { Chain::NotChecked });
    }
}

#[tokio::test]
async fn a_certificate_about_to_run_out_says_until_when() {
    let server = tls_server(&authority("Thử nghiệm CA"), &["127.0.0.1"], 8).await;
    let outcome = probe(&server.url("tls"), 5000).await;
    let left_ms =
        certificate(&outcome).not_after.ms_since(Instant::parse("2027-02-05T17:00:00.000Z").unwrap());
    assert_eq!(left_ms / 86_400_000, 2);
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_an_error_and_a_silent_one_a_timeout() {
    let plain = serve(|mut stream| async move {
        let _ = stream.write_all(b"220 mail.example ESMTP\r\n").await;
        let _ = stream.read(&mut [0; 512]).await;
    })
    .await;
    let outcome = probe(&plain.url("tls"), 5000).await;
    assert_eq!((outcome.cause, outcome.certificate), (Cause::Error, None));
    let silent =
        serve(|mut stream| async move { while stream.read(&mut [0; 512]).await.is_ok_and(|n| n > 0) {} })
            .await;
    let outcome = probe(&silent.url("https"), 80).await;
    assert_eq!(outcome.detail, "no answer within 80 ms (TLS handshake)");
}

#[test]
fn what_is_no_certificate_is_said_to_be_none() {
    let der = authority("Thử nghiệm CA").der;
    assert!(Certificate::read(&der).is_ok());
    let longer = [&der[..], &[0]].concat();
    for bytes in [&[][..], &[0x30, 0x80], &der[..der.len() - 1], &longer, &vec![0; 70_000]] {
        assert_eq!(Certificate::read(bytes), Err(CertificateFault::Unreadable));
    }
    assert!(TrustRoots::from_der(&[vec![1, 2, 3]]).is_err());
    assert!(TrustRoots::from_der(&[]).is_err());
}
