//! Peers that are slow, silent or many, on real sockets.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::sync::Arc;

use axum::{
    body::Bytes,
    response::Response,
    routing::{get, post},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::{Notify, mpsc},
    task::JoinHandle,
    time::timeout,
};

use super::*;
use crate::tls;

/// Longer than anything here takes, however busy the machine.
const LONG: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_millis(300);
const ROOM: Room = Room { all: 64, unheard: 32, of_one: 64, unheard_of_one: 32 };
/// Longer than a test waits for anything.
const NEVER: Duration = Duration::from_hours(1);
/// Nothing runs out by itself.
const PATIENT: Limits = Limits {
    handshake: NEVER,
    head: NEVER,
    body: Patience { grace: NEVER, bytes_per_s: 1_000 },
    unread: NEVER,
    stop: NEVER,
    room: ROOM,
};
const WHOLE: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const HALF_HEAD: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ";
const HALF_BODY: &[u8] = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\nbegun";

struct Served {
    address: SocketAddr,
    stop: Arc<Notify>,
    answering: JoinHandle<io::Result<()>>,
}

impl Served {
    async fn new(limits: Limits, certificate: Option<Arc<Certificate>>, routes: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let listening = Listening { listener, certificate, proxies: TrustedProxies::default(), limits };
        let stop = Arc::new(Notify::new());
        let stopped = Arc::clone(&stop);
        let answering =
            tokio::spawn(
                async move { listening.answer(routes, async move { stopped.notified().await }).await },
            );
        Self { address, stop, answering }
    }

    /// In the clear, and with answers to GET and POST.
    async fn plain(limits: Limits) -> Self {
        let routes = Router::new().route(
            "/",
            get(|| async { "here" }).post(|body: Bytes| async move { format!("{} bytes", body.len()) }),
        );
        Self::new(limits, None, routes).await
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn saying(&self, words: &[u8]) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(words).await.unwrap();
        stream
    }
}

/// What a peer hears from now on until it is sent away. A connection that was cut is at its end too.
async fn heard(stream: &mut TcpStream) -> String {
    let mut told = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut told)).await.expect("the peer is sent away");
    String::from_utf8(told).unwrap()
}

/// Asks and reads the first bytes of the answer.
async fn is_answered(stream: &mut TcpStream) -> bool {
    stream.write_all(WHOLE).await.unwrap();
    let mut begun = [0; 12];
    timeout(LONG, stream.read_exact(&mut begun)).await.unwrap().unwrap();
    begun == *b"HTTP/1.1 200"
}

#[tokio::test]
async fn who_does_not_finish_a_head_is_sent_away_in_time_and_holds_up_nobody() {
    let served = Served::plain(Limits { head: SHORT, ..PATIENT }).await;
    let mut slow = Vec::new();
    for _ in 0..15 {
        slow.push(served.saying(HALF_HEAD).await);
        slow.push(served.connect().await);
    }
    assert!(is_answered(&mut served.connect().await).await);
    for stream in &mut slow {
        assert!(!heard(stream).await.contains("200"));
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_in_ends_and_one_that_comes_slowly_is_taken() {
    let body = Patience { grace: Duration::from_secs(1), bytes_per_s: 1_000 };
    let served = Served::plain(Limits { body, ..PATIENT }).await;
    let mut stuck = served.saying(HALF_BODY).await;
    let told = heard(&mut stuck).await;
    assert!(told.starts_with("HTTP/1.1 400"), "{told}");
    // Twice as long as the first patience, at four times the least speed.
    let (pieces, piece) = (40, [b'x'; 200]);
    let head =
        format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", 40 * 200);
    let mut steady = served.saying(head.as_bytes()).await;
    for _ in 0..pieces {
        tokio::time::sleep(Duration::from_millis(50)).await;
        steady.write_all(&piece).await.unwrap();
    }
    let told = heard(&mut steady).await;
    assert!(told.ends_with("8000 bytes"), "{told}");
}

#[tokio::test]
async fn a_stop_lets_what_was_begun_end_and_waits_for_nobody_longer_than_it_may() {
    let release = Arc::new(Notify::new());
    let waiting = Arc::clone(&release);
    let (entered, mut inside) = mpsc::channel(1);
    let routes = Router::new().route("/", post(|body: Bytes| async move { body })).route(
        "/slow",
        get(move || async move {
            entered.send(()).await.unwrap();
            waiting.notified().await;
            "ended"
        }),
    );
    let served = Served::new(Limits { stop: Duration::from_secs(2), ..PATIENT }, None, routes).await;
    let mut silent = served.connect().await;
    let mut half_head = served.saying(HALF_HEAD).await;
    let mut half_body = served.saying(HALF_BODY).await;
    let mut slow = served.saying(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    inside.recv().await.unwrap();
    served.stop.notify_one();
    // Who has not said anything whole is sent away at once.
    heard(&mut silent).await;
    heard(&mut half_head).await;
    release.notify_one();
    assert!(heard(&mut slow).await.ends_with("ended"));
    timeout(LONG, served.answering).await.expect("the stop has an end").unwrap().unwrap();
    assert!(!heard(&mut half_body).await.contains("200"));
    TcpStream::connect(served.address).await.unwrap_err();
}

#[tokio::test]
async fn silent_peers_of_tls_keep_no_place_that_another_wants() {
    let dir = tempfile::tempdir().unwrap();
    let now = calendar::Clock::now(&crate::SystemClock);
    let made = tls::make(dir.path(), &["127.0.0.1".to_owned()], now).unwrap();
    let files = tls::TlsFiles { certificate: made.certificate.clone(), key: made.key.clone() };
    let certificate = Arc::new(Certificate::read(files).unwrap());
    let routes = Router::new().route("/", get(|| async { "here" }));
    let served = Served::new(PATIENT, Some(certificate), routes).await;
    let mut silent = Vec::new();
    for _ in 0..300 {
        silent.push(served.connect().await);
    }
    let answer = timeout(LONG, tls::tests::ask(served.address, &made, "127.0.0.1")).await;
    assert!(answer.expect("the silent hold it up").unwrap().starts_with("HTTP/1.1 200"));
    assert_eq!(heard(&mut silent[0]).await, "", "the oldest made room");
}

#[tokio::test]
async fn who_was_heard_stays_while_others_crowd_in() {
    let served = Served::plain(PATIENT).await;
    let mut stays = served.connect().await;
    assert!(is_answered(&mut stays).await);
    let mut crowding = Vec::new();
    for _ in 0..200 {
        crowding.push(served.saying(HALF_HEAD).await);
    }
    heard(&mut crowding[0]).await;
    let mut rest = vec![0; 1_024];
    let _ = stays.read(&mut rest).await.unwrap();
    assert!(is_answered(&mut stays).await);
}

#[tokio::test]
async fn who_does_not_take_what_is_sent_is_sent_away() {
    /// Tells when it is dropped.
    struct Told(Option<oneshot::Sender<()>>);
    impl Drop for Told {
        fn drop(&mut self) {
            let _ = self.0.take().map(|sender| sender.send(()));
        }
    }
    let (sender, given_up) = oneshot::channel();
    let told = Arc::new(Mutex::new(Some(Told(Some(sender)))));
    let endless = move || {
        let mut told = told.lock().unwrap().take();
        async move {
            let pieces = futures_util::stream::repeat_with(move || {
                let _held = &mut told;
                Ok::<_, io::Error>(Bytes::from_static(&[b'x'; 16 * 1024]))
            });
            Response::new(Body::from_stream(pieces))
        }
    };
    let routes = Router::new().route("/", get(endless));
    let served = Served::new(Limits { unread: Duration::from_secs(1), ..PATIENT }, None, routes).await;
    let _deaf = served.saying(WHOLE).await;
    timeout(LONG, given_up).await.expect("it is given up").unwrap();
}

#[test]
fn a_server_in_front_and_the_machine_itself_stand_for_many() {
    let proxies = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
    let counted = |text: &str| counted(text.parse().unwrap(), &proxies).map(|address| address.to_string());
    for many in ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", "::ffff:10.1.2.3"] {
        assert_eq!(counted(many), None, "{many}");
    }
    assert_eq!(counted("192.0.2.7").as_deref(), Some("192.0.2.7"));
    assert_eq!(counted("::ffff:192.0.2.7").as_deref(), Some("192.0.2.7"));
}

#[test]
fn a_node_leaves_open_files_for_itself() {
    for files in [64, 1_024, 20_000, 1_048_576] {
        let room = Limits::within(files).room;
        assert!(room.all <= files / 4 * 3 && room.unheard <= room.all, "{files}");
    }
}
