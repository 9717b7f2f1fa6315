//! What every test stands on: a node on a clock of its own with a campaign in force, accounts, and who is signed in.

use std::{
    fmt::Write as _,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use access::{Role, Scope, secrecy::Taking};
use api::{BundleQueue, MeasuresNothing, Node, Repeats, SourceSpec, Sources, Streams, Throttle};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header, request},
};
use calendar::{Instant, ManualClock};
use hmac::{Hmac, Mac};
use journal::Slug;
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use store::{Account, Database, NewAccount, NewSession, OpenOptions, Store};
use tempfile::TempDir;
use tower::ServiceExt;

/// The frame of every campaign here: ten days from 1 February 2027, and who stands under the authority.
const FRAME: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
"#;

/// One thing that di-dong owes.
pub const OWED: &str = r#"
[[obligation]]
id = "truc"
title = "Trực"
quote = "trực 24/24"
owners = ["di-dong"]
[[obligation.check]]
kind = "acknowledgement"
"#;

/// The text of a campaign: organisations as id, kind and parent ("" for none), and what follows them.
pub fn campaign(organisations: &[(&str, &str, &str)], rest: &str) -> String {
    let mut text = FRAME.to_owned();
    for (id, kind, parent) in organisations {
        let parent = if parent.is_empty() { String::new() } else { format!("parent = \"{parent}\"\n") };
        let _ = write!(
            text,
            "[[organisation]]\nid = \"{id}\"\nname = \"Tên của {id}\"\nkind = \"{kind}\"\n{parent}"
        );
    }
    text + rest
}

pub fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

pub struct Ground {
    pub node: Node,
    pub clock: ManualClock,
    pub dir: TempDir,
    /// Where the journal lies, when this run of the suite is on PostgreSQL; it goes after the node.
    pub postgres: Option<testkit_postgres::Database>,
    _stop: tokio::sync::watch::Sender<bool>,
}

impl Ground {
    /// A node on 1 February at 8 in the morning.
    pub async fn new(campaign: &str, sources: Vec<SourceSpec>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(Instant::parse("2027-02-01T01:00:00.000Z").unwrap());
        let postgres = testkit_postgres::is_chosen().then(testkit_postgres::database);
        let store = Store::open(options(dir.path().join("data"), &clock, postgres.as_ref())).await.unwrap();
        let head = Scope::new("u-1", Role::RegulatorHead, slug("so"), &store.tree());
        store.issue_campaign(&head, campaign.as_bytes(), "tet.toml").await.unwrap();
        let (series, _) = series::FileSeries::open(&store.segments_dir()).unwrap();
        let (stop, stopping) = tokio::sync::watch::channel(false);
        let node = Node {
            store,
            series: Arc::new(series),
            ask_target: Arc::new(|_| None),
            measurer: Arc::new(MeasuresNothing),
            random: distinct,
            taking: Taking { isolated: false },
            throttle: Arc::new(Throttle::default()),
            streams: Arc::new(Streams::default()),
            proxies: Arc::default(),
            repeats: Repeats::default(),
            bundling: Arc::new(BundleQueue::default()),
            figures: Arc::default(),
            metrics: Arc::default(),
            sources: Arc::new(Sources::new(sources, [9; 32])),
            offices: Arc::default(),
            played: None,
            stopping,
        };
        Self { node, clock, dir, postgres, _stop: stop }
    }

    /// How its data directory is opened again.
    pub fn options(&self) -> OpenOptions {
        options(self.dir.path().join("data"), &self.clock, self.postgres.as_ref())
    }

    pub fn scope(&self, role: Role, organisation: &str) -> Scope {
        Scope::new("u-x", role, slug(organisation), &self.node.store.tree())
    }

    pub async fn account(
        &self,
        login: &str,
        role: Role,
        organisation: &str,
        password: Option<&str>,
    ) -> Account {
        let hash = password.map(|password| api::password::hash(password, [7; 16]).unwrap());
        let new = NewAccount {
            login: login.to_owned(),
            password_hash: hash.unwrap_or_else(|| "none".to_owned()),
            role,
            organisation: slug(organisation),
            name: format!("Người {login}"),
        };
        self.node.store.add_account(&self.scope(Role::Administrator, organisation), new).await.unwrap()
    }

    /// Somebody whose session has the login for a token.
    pub async fn signed_in(&self, login: &str, role: Role, organisation: &str) {
        self.account(login, role, organisation, None).await;
        let session = NewSession { login: login.to_owned(), csrf: "c".to_owned(), device: String::new() };
        self.node.store.open_session(Sha256::digest(login).into(), session, None).await.unwrap();
    }

    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let response = api::router(self.node.clone()).oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Answer { status, headers, body }
    }

    /// Sends JSON as whoever is signed in under this login.
    pub async fn post(&self, login: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let request = as_login(Request::post(format!("/api/v1{path}")), login);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.answer(request.body(Body::from(body.to_string())).unwrap()).await.told()
    }

    /// What whoever is signed in under this login downloads.
    pub async fn download(&self, login: &str, path: &str) -> Answer {
        let request = as_login(Request::get(format!("/api/v1{path}")), login);
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    /// Asks as whoever is signed in under this login; the body is empty where it is a document.
    pub async fn get(&self, login: &str, path: &str) -> (StatusCode, Value) {
        let request = Request::get(format!("/api/v1{path}"));
        self.answer(as_login(request, login).body(Body::empty()).unwrap()).await.told()
    }
}

/// The request of somebody signed in under this login.
pub fn as_login(request: request::Builder, login: &str) -> request::Builder {
    request.header(header::COOKIE, format!("ts_session={login}")).header("x-csrf-token", "c")
}

/// What a phone shows: an implementation of its own, from the text the phone is given.
pub fn phone(secret: &str, now: Instant) -> String {
    let mut bits: Vec<bool> = Vec::new();
    for letter in secret.bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|one| *one == letter).unwrap();
        bits.extend((0..5).rev().map(|bit| value >> bit & 1 == 1));
    }
    let key: Vec<u8> = bits
        .chunks_exact(8)
        .map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit)))
        .collect();
    let mut mac = <Hmac<Sha1> as Mac>::new_from_slice(&key).unwrap();
    mac.update(&(now.as_ms() / 30_000).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let from = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes(hash[from..from + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

/// Unpacks an archive.
pub fn unpack(bytes: Vec<u8>, into: &Path) {
    zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap().extract(into).unwrap();
}

/// The main part of a Word document.
pub fn main_part(document: Vec<u8>) -> String {
    let mut archive = zip::ZipArchive::new(io::Cursor::new(document)).unwrap();
    io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap()
}

/// An answer, as whoever asked sees it.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// Everything of it in one text, for a search.
    pub fn text(&self) -> String {
        format!("{:?}\n{}", self.headers, String::from_utf8_lossy(&self.body))
    }

    /// Status and JSON; null where the body is none.
    pub fn told(&self) -> (StatusCode, Value) {
        (self.status, serde_json::from_slice(&self.body).unwrap_or_default())
    }
}

fn options(data: PathBuf, clock: &ManualClock, postgres: Option<&testkit_postgres::Database>) -> OpenOptions {
    let mut options = OpenOptions::new(data, "nut.example", Arc::new(clock.clone()));
    options.database = database(postgres);
    options
}

/// The database of a store's options.
pub fn database(postgres: Option<&testkit_postgres::Database>) -> Database {
    postgres.map_or(Database::Sqlite, |postgres| Database::Postgres { url: postgres.url() })
}

/// Bytes nobody saw before, without being random.
fn distinct() -> [u8; 32] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    bytes
}
