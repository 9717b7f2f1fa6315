//! What a device gets from the page.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use axum::{body::Body, http::Request, response::Response};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use calendar::Clock as _;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use tower::ServiceExt as _;

use super::{Authority, routes};
use crate::tls::make;

fn made(folder: &tempfile::TempDir) -> Authority {
    let names = ["nut.example", "127.0.0.1", "::1"].map(ToOwned::to_owned);
    let made = make(folder.path(), &names, crate::SystemClock.now()).unwrap();
    Authority::read(&made.authority, 8443).unwrap()
}

async fn ask(authority: &Authority, path: &str) -> (Response<()>, Vec<u8>) {
    let answer = routes(authority).oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    (Response::from_parts(parts, ()), axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec())
}

#[tokio::test]
async fn a_device_gets_the_certificate_that_is_in_the_file_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let authority = made(&folder);
    let file = CertificateDer::from_pem_file(folder.path().join("authority.crt")).unwrap();
    let (answer, der) = ask(&authority, "/authority.crt").await;
    assert_eq!(answer.headers()["content-type"], "application/x-x509-ca-cert");
    assert_eq!(der, file.to_vec());
    let (_, profile) = ask(&authority, "/authority.mobileconfig").await;
    let profile = String::from_utf8(profile).unwrap();
    assert!(profile.contains(&format!("<data>{}</data>", BASE64_STANDARD.encode(&file))));
    for private in ["/authority.key", "/node.key", "/api/board", "/%2e%2e/node.key"] {
        let (answer, body) = ask(&authority, private).await;
        assert_eq!((answer.status().as_u16(), body.len()), (307, 0), "{private}");
    }
}

#[tokio::test]
async fn the_page_says_the_fingerprint_and_where_the_node_is_and_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let authority = made(&folder);
    let (answer, page) = ask(&authority, "/").await;
    let page = String::from_utf8(page).unwrap();
    assert!(page.replace("<wbr>", "").contains(&authority.fingerprint()));
    for link in ["https://nut.example:8443/", "https://127.0.0.1:8443/", "https://[::1]:8443/"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}");
    }
    assert!(!page.contains("<script") && !page.contains("{links}"));
    assert!(answer.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
}

#[test]
fn a_file_that_is_no_single_certificate_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("authority.crt");
    std::fs::write(&path, "").unwrap();
    let said = Authority::read(&path, 443).err().unwrap().to_string();
    assert!(said.contains("authority.crt: holds 0 certificates"), "{said}");
}

#[test]
fn a_name_that_is_none_writes_no_markup() {
    assert_eq!(super::address("a.example\"><script>", 443), "https://a.examplescript/");
}
