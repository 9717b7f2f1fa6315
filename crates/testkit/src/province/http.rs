//! As much of HTTP/1.1 as a probed service and the control endpoint need: read a request's head, write
//! one answer, close. Bodies are not read; nothing here is meant for a stranger.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// A head longer than this is refused.
const HEAD_LIMIT_BYTES: usize = 8 * 1024;

/// The first line of a request, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path without its query.
    pub path: String,
    /// The query without its question mark; empty when there is none.
    pub query: String,
}

impl Request {
    /// The value of a query parameter. Ids are slugs, so nothing is percent-decoded.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v)
    }
}

/// Reads a request's head.
pub async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Request> {
    let mut head = Vec::new();
    let mut chunk = [0_u8; 1024];
    while !head.windows(4).any(|w| w == b"\r\n\r\n") {
        let n = stream.read(&mut chunk).await?;
        if n == 0 || head.len() > HEAD_LIMIT_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no complete request head"));
        }
        head.extend_from_slice(&chunk[..n]);
    }
    parse(&head).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not a request line"))
}

fn parse(head: &[u8]) -> Option<Request> {
    let text = std::str::from_utf8(head).ok()?;
    let mut words = text.lines().next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    words.next()?.starts_with("HTTP/1.").then_some(())?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Some(Request { method: method.to_owned(), path: path.to_owned(), query: query.to_owned() })
}

/// Writes one answer and closes the stream.
pub async fn respond(
    stream: &mut (impl AsyncWrite + Unpin),
    status: u16,
    content_type: &str,
    body: &str,
) -> io::Result<()> {
    let reason = match status {
        200 => "OK",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Error",
    };
    let answer = format!(
        "HTTP/1.1 {status} {reason}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_request_line_is_taken_apart() {
        let request = parse(b"POST /close?target=a-b HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/close"));
        assert_eq!(request.parameter("target"), Some("a-b"));
        assert_eq!(request.parameter("other"), None);
        assert_eq!(parse(b"\xff\xfe\r\n\r\n"), None);
        assert_eq!(parse(b"GET /\r\n\r\n"), None);
    }
}
