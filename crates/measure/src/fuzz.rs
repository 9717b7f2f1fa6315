//! What the fuzz targets call, and what the replay of their kept inputs calls: whatever a server on
//! the network sends must be read without a panic and within bounds.

use std::io::Cursor;
use std::str::FromStr;

use hickory_proto::op::Query;
use hickory_proto::rr::{Name, RecordType};

use crate::certificate::Certificate;
use crate::probe::dns::{DnsVerdict, read_answer};
use crate::probe::http::exchange;

/// A datagram, of which the first two bytes are taken for the id that was asked with.
pub fn dns_answer(bytes: &[u8]) {
    let Ok(name) = Name::from_str("tet.example.") else { return };
    let query = Query::query(name, RecordType::A);
    let id = bytes.first_chunk().map_or(0, |id| u16::from_be_bytes(*id));
    let verdict = read_answer(bytes, id, &query);
    let other = read_answer(bytes, id ^ 1, &query);
    assert_eq!(other, DnsVerdict::NotOurs, "another id is never ours: {verdict:?}");
}

/// What a web server sends after a request, up to the end of the connection.
pub fn http_head(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
    let stream = tokio::io::join(Cursor::new(bytes.to_vec()), tokio::io::sink());
    if let Ok(answer) = runtime.block_on(exchange(stream, "tet.example", "/", |_| {})) {
        assert!(answer.body.bytes <= bytes.len() as u64, "no more is read than was sent");
        assert!((100..1000).contains(&answer.status));
    }
}

/// A certificate in DER.
pub fn certificate(bytes: &[u8]) {
    if let Ok(certificate) = Certificate::read(bytes) {
        assert!(certificate.names.len() <= 100 && certificate.subject.chars().count() <= 256);
        assert!(certificate.names.iter().all(|name| !name.chars().any(char::is_control)));
    }
}
