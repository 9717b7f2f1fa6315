//! One HTTP GET over a connection that already stands. Redirects are an answer, not a way: following
//! one would leave the granted ranges. Heads and bodies are bounded, whatever the server sends.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::address::Endpoint;
use crate::outcome::{Body, Cause, Ending, Outcome};
use crate::stopwatch::Stopwatch;

/// Most of a body that is read, bytes: enough to see that the server delivers.
const MAX_BODY_BYTES: u64 = 64 * 1024;
/// Largest head, and read buffer, bytes.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Most header lines.
const MAX_HEADERS: usize = 100;
const USER_AGENT: &str = concat!("thongsuot/", env!("CARGO_PKG_VERSION"));
const NOT_YET: u32 = u32::MAX;

/// What a server answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    /// Status code.
    pub status: u16,
    /// What was read of the body.
    pub body: Body,
}

/// Why there is no whole answer.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum HttpFault {
    /// The request could not be built.
    #[error("the request cannot be sent")]
    Request,
    /// What came back is not HTTP/1, or its head is too large.
    #[error("the answer is not HTTP")]
    NotHttp,
    /// The connection ended first.
    #[error("connection closed before the end of the answer")]
    ClosedEarly,
}

/// Sends the request and fills in what comes back.
pub async fn get<S>(stream: S, endpoint: &Endpoint, outcome: &mut Outcome) -> Ending
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let first_byte = FirstByte::new();
    let noted = first_byte.clone();
    let answered = exchange(Noting { stream, first_byte }, &endpoint.authority(), &endpoint.path, |status| {
        outcome.http_status = Some(status);
        outcome.phases.first_byte_us = noted.after_us();
    })
    .await;
    outcome.phases.first_byte_us = noted.after_us();
    match answered {
        Ok(answer) => {
            outcome.body = Some(answer.body);
            if (200..400).contains(&answer.status) {
                Ending::ok()
            } else {
                Ending::new(Cause::Error, format!("status {}", answer.status))
            }
        }
        Err(fault) => Ending::new(Cause::Error, fault.to_string()),
    }
}

/// GETs `path` over any stream and reads a bounded answer; `on_head` hears the status at once.
pub async fn exchange<S>(
    stream: S,
    authority: &str,
    path: &str,
    on_head: impl FnOnce(u16),
) -> Result<HttpAnswer, HttpFault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let request = Request::get(path)
        .header("host", authority)
        .header("user-agent", USER_AGENT)
        .header("accept", "*/*")
        .header("connection", "close")
        .body(Empty::<Bytes>::new())
        .map_err(|_| HttpFault::Request)?;
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| HttpFault::Request)?;
    let work = async move {
        let response = sender.send_request(request).await.map_err(|fault| fault_of(&fault))?;
        let status = response.status().as_u16();
        on_head(status);
        read_body(response.into_body()).await.map(|body| HttpAnswer { status, body })
    };
    // The connection does the reading and writing while the work waits for it; when it ends, the
    // work learns of it through its channels.
    let drive = async move {
        let _ = connection.await;
        std::future::pending::<()>().await;
    };
    tokio::select! {
        answer = work => answer,
        () = drive => Err(HttpFault::ClosedEarly),
    }
}

async fn read_body(mut body: hyper::body::Incoming) -> Result<Body, HttpFault> {
    let mut bytes = 0u64;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|fault| fault_of(&fault))?;
        bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
        if bytes > MAX_BODY_BYTES {
            return Ok(Body { bytes: MAX_BODY_BYTES, cut: true });
        }
    }
    Ok(Body { bytes, cut: false })
}

fn fault_of(fault: &hyper::Error) -> HttpFault {
    if fault.is_parse() { HttpFault::NotHttp } else { HttpFault::ClosedEarly }
}

/// When the first byte of the answer came, seen where bytes come in.
#[derive(Clone)]
struct FirstByte {
    watch: Stopwatch,
    after_us: Arc<AtomicU32>,
}

impl FirstByte {
    fn new() -> Self {
        Self { watch: Stopwatch::start(), after_us: Arc::new(AtomicU32::new(NOT_YET)) }
    }

    fn note(&self) {
        let elapsed_us = self.watch.elapsed_us().min(NOT_YET - 1);
        let _ = self.after_us.compare_exchange(NOT_YET, elapsed_us, Ordering::Relaxed, Ordering::Relaxed);
    }

    fn after_us(&self) -> Option<u32> {
        Some(self.after_us.load(Ordering::Relaxed)).filter(|&us| us != NOT_YET)
    }
}

/// A stream that notes its first byte in.
struct Noting<S> {
    stream: S,
    first_byte: FirstByte,
}

impl<S: AsyncRead + Unpin> AsyncRead for Noting<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.first_byte.note();
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Noting<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
