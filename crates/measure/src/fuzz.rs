//! What the fuzz targets call, and what the replay of their kept inputs calls: whatever a server on
//! the network sends must be read without a panic and within bounds.

use std::io::{self, Cursor};
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll, Waker};

use hickory_proto::op::Query;
use hickory_proto::rr::{Name, RecordType};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::certificate::Certificate;
use crate::probe::dns::{DnsVerdict, read_answer};
use crate::probe::http::{HttpAnswer, HttpFault, exchange};

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
    if let Ok(answer) = answer_of(bytes) {
        assert!(answer.body.bytes <= bytes.len() as u64, "no more is read than was sent");
        assert!((100..1000).contains(&answer.status));
    }
}

fn answer_of(bytes: &[u8]) -> Result<HttpAnswer, HttpFault> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
    let server = Server { answer: Cursor::new(bytes.to_vec()), asked: false, waiting: None };
    runtime.block_on(exchange(server, "tet.example", "/", |_| {}))
}

/// A server that begins to answer once it was asked; one that speaks first is no web server.
struct Server {
    answer: Cursor<Vec<u8>>,
    asked: bool,
    waiting: Option<Waker>,
}

impl AsyncRead for Server {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.asked {
            return Pin::new(&mut self.answer).poll_read(cx, buf);
        }
        self.waiting = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl AsyncWrite for Server {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        self.asked = true;
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
        Poll::Ready(Ok(data.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// A certificate in DER.
pub fn certificate(bytes: &[u8]) {
    if let Ok(certificate) = Certificate::read(bytes) {
        assert!(certificate.names.len() <= 100 && certificate.subject.chars().count() <= 256);
        assert!(certificate.names.iter().all(|name| !name.chars().any(char::is_control)));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    /// A target that never gets past its first step finds nothing.
    #[test]
    fn what_is_tried_reaches_the_reading_of_answers() {
        let whole =
            answer_of(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                .unwrap();
        assert_eq!((whole.status, whole.body.bytes), (200, 5));
        assert_eq!(answer_of(b"220 mail.example ESMTP\r\n"), Err(HttpFault::NotHttp));
        assert_eq!(answer_of(b"HTTP/1.1 200 OK\r\n"), Err(HttpFault::ClosedEarly));
    }
}
