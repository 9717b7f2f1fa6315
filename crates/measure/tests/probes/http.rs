//! HTTP: phases, status, bounded bodies, redirects that are not followed, and servers that misbehave.

use std::time::Duration;

use measure::{Body, Cause};
use series::SampleStatus;
use tokio::io::AsyncWriteExt;

use crate::probe;
use crate::servers::{Server, answering, read_head, serve};

#[tokio::test]
async fn a_good_answer_has_phases_status_and_body() {
    let server = serve(|mut stream| async move {
        let head = read_head(&mut stream).await;
        assert!(head.starts_with("GET /tet?nam=2027 HTTP/1.1\r\n"), "{head}");
        assert!(head.contains(&format!("host: {}\r\n", stream.local_addr().unwrap())), "{head}");
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").await.unwrap();
    })
    .await;
    let outcome = probe(&format!("{}/tet?nam=2027", server.url("http")), 5000).await;
    assert_eq!((outcome.status, outcome.http_status), (SampleStatus::Ok, Some(200)));
    assert_eq!(outcome.body, Some(Body { bytes: 5, cut: false }));
    let phases = outcome.phases;
    assert!(phases.connect_us.unwrap() + phases.first_byte_us.unwrap() <= phases.total_us);
    assert_eq!((phases.tls_us, phases.dns_us), (None, None));
    assert_eq!(outcome.value_us, phases.total_us);
}

#[tokio::test]
async fn a_slow_server_is_slow_in_its_first_byte() {
    let server = serve(|mut stream| async move {
        read_head(&mut stream).await;
        tokio::time::sleep(Duration::from_millis(120)).await;
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
    })
    .await;
    let outcome = probe(&server.url("http"), 5000).await;
    assert_eq!(outcome.cause, Cause::Ok);
    assert!(outcome.phases.first_byte_us.unwrap() >= 120_000, "{:?}", outcome.phases);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_a_way() {
    let elsewhere = answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let head =
        format!("HTTP/1.1 302 Found\r\nlocation: {}/\r\ncontent-length: 0\r\n\r\n", elsewhere.url("http"));
    let server = answering(head).await;
    let outcome = probe(&server.url("http"), 5000).await;
    assert_eq!((outcome.cause, outcome.http_status), (Cause::Ok, Some(302)));
    assert_eq!((server.taken(), elsewhere.taken()), (1, 0));
}

#[tokio::test]
async fn a_status_of_four_or_five_hundred_is_an_error() {
    for status in [404, 503] {
        let server = answering(format!("HTTP/1.1 {status} No\r\ncontent-length: 0\r\n\r\n")).await;
        let outcome = probe(&server.url("http"), 5000).await;
        assert_eq!((outcome.status, outcome.http_status), (SampleStatus::Error, Some(status)));
        assert_eq!(outcome.detail, format!("status {status}"));
    }
}

async fn endless(head: &'static str, piece: &'static [u8]) -> Server {
    serve(move |mut stream| async move {
        read_head(&mut stream).await;
        let _ = stream.write_all(head.as_bytes()).await;
        while stream.write_all(piece).await.is_ok() {}
    })
    .await
}

#[tokio::test]
async fn an_endless_body_is_cut() {
    for (head, piece) in [
        ("HTTP/1.1 200 OK\r\n\r\n", &[b'x'; 4096][..]),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"4\r\nxxxx\r\n"),
        ("HTTP/1.1 200 OK\r\ncontent-length: 1000000000000000\r\n\r\n", &[b'x'; 4096]),
    ] {
        let server = endless(head, piece).await;
        let outcome = probe(&server.url("http"), 10_000).await;
        assert_eq!(
            (outcome.cause, outcome.body),
            (Cause::Ok, Some(Body { bytes: 65_536, cut: true })),
            "{head}"
        );
    }
}

#[tokio::test]
async fn an_endless_head_and_what_is_not_http_are_errors() {
    let server = endless("HTTP/1.1 200 OK\r\n", b"x-tet: 2027\r\n").await;
    let outcome = probe(&server.url("http"), 10_000).await;
    assert_eq!((outcome.cause, outcome.detail.as_str()), (Cause::Error, "the answer is not HTTP"));
    let server = answering("220 mail.example ESMTP\r\n").await;
    let outcome = probe(&server.url("http"), 5000).await;
    assert_eq!((outcome.cause, outcome.detail.as_str()), (Cause::Error, "the answer is not HTTP"));
    assert!(outcome.phases.first_byte_us.is_some(), "something did come");
}

#[tokio::test]
async fn a_connection_that_ends_early_is_an_error() {
    for bytes in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"] {
        let server = answering(bytes).await;
        let outcome = probe(&server.url("http"), 5000).await;
        assert_eq!(outcome.cause, Cause::Error, "{bytes}");
        assert_eq!(outcome.detail, "connection closed before the end of the answer", "{bytes}");
    }
}

#[tokio::test]
async fn a_timeout_keeps_what_was_reached() {
    let silent = serve(|stream| async move {
        tokio::time::sleep(Duration::from_mins(1)).await;
        drop(stream);
    })
    .await;
    let outcome = probe(&silent.url("http"), 80).await;
    assert_eq!(
        (outcome.status, outcome.detail.as_str()),
        (SampleStatus::Timeout, "no answer within 80 ms (first byte)")
    );
    assert!(outcome.phases.connect_us.is_some());
    let stuck = serve(|mut stream| async move {
        read_head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await.unwrap();
        tokio::time::sleep(Duration::from_mins(1)).await;
    })
    .await;
    let outcome = probe(&stuck.url("http"), 80).await;
    assert_eq!(outcome.detail, "no answer within 80 ms (rest of the answer)");
    assert_eq!(outcome.http_status, Some(200));
}

/// What `measure probe` prints: names and nulls are a promise.
#[tokio::test]
async fn an_outcome_has_one_json_shape() {
    let server = answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let mut json = serde_json::to_value(probe(&server.url("http"), 5000).await).unwrap();
    for key in ["connect_us", "first_byte_us", "total_us"] {
        assert!(json["phases"][key].take().is_u64());
    }
    assert!(json["value_us"].take().is_u64());
    let phases = serde_json::json!({
        "dns_us": null, "connect_us": null, "tls_us": null, "first_byte_us": null, "total_us": null
    });
    let want = serde_json::json!({
        "status": "ok", "cause": "ok", "detail": "", "address": "127.0.0.1", "value_us": null, "phases": phases,
        "http_status": 200, "body": {"bytes": 0, "cut": false}, "certificate": null
    });
    assert_eq!(json, want);
}
