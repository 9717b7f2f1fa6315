//! A province in which every relation occurs, with data of every organisation that nobody else may come to know.

use std::{collections::BTreeMap, fmt::Write as _, net::SocketAddr, sync::Arc};

use access::{Role, Scope, secrecy::Taking};
use api::{Node, Sources, Throttle, Turns};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use calendar::{Instant, ManualClock};
use futures_util::StreamExt;
use journal::{Draft, EntryId, Fact, Grade, Hash, Held, Kind, Slug, Subject};
use sha2::{Digest, Sha256};
use store::{NewAccount, NewSession, OpenOptions, Store};
use tempfile::TempDir;
use tower::ServiceExt;

/// Organisations with their parents: seen from `di-dong` they are own, below, beside, above and foreign.
pub const ORGANISATIONS: [(&str, &str, &str); 5] = [
    ("so", "regulator", ""),
    ("di-dong", "telecom_operator", "so"),
    ("tram", "unit", "di-dong"),
    ("buu-dien", "postal_operator", "so"),
    ("buu-cuc", "unit", "buu-dien"),
];

const HEAD: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
"#;

/// What belongs to one organisation.
pub struct Own {
    /// An entry of its log.
    pub entry: EntryId,
    /// A document it handed in.
    pub document: Hash,
    /// Words that stand nowhere but in its data.
    pub marks: Vec<String>,
}

pub struct World {
    pub node: Node,
    pub own: BTreeMap<&'static str, Own>,
    _dir: TempDir,
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
}

pub fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

fn campaign() -> String {
    let mut text = HEAD.to_owned();
    for (id, kind, parent) in ORGANISATIONS {
        let parent = if parent.is_empty() { String::new() } else { format!("parent = \"{parent}\"\n") };
        let _ = write!(
            text,
            "[[organisation]]\nid = \"{id}\"\nname = \"Tên của {id}\"\nkind = \"{kind}\"\n{parent}"
        );
    }
    for (place, (id, ..)) in ORGANISATIONS.into_iter().enumerate() {
        let _ = write!(
            text,
            "[[target]]\nid = \"do-{id}\"\nowner = \"{id}\"\nkind = \"tcp\"\naddress = \"127.0.0.1:{}\"\n",
            4000 + place
        );
    }
    for (id, ..) in ORGANISATIONS {
        let _ = write!(
            text,
            "[[obligation]]\nid = \"viec-{id}\"\ntitle = \"Việc của {id}\"\nquote = \"việc riêng của {id}\"\n\
             owners = [\"{id}\"]\n[[obligation.check]]\nkind = \"inspection\"\nchecklist = [{{ item = \"nguon\" }}]\n\
             [[obligation.check]]\nkind = \"availability\"\ntargets = [\"do-{id}\"]\n"
        );
    }
    text
}

impl World {
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(Instant::parse("2027-02-01T01:00:00.000Z").unwrap());
        let options = OpenOptions::new(dir.path().join("data"), "nut.example", Arc::new(clock));
        let store = Store::open(options).await.unwrap();
        let head = Scope::new("u-head", Role::RegulatorHead, slug("so"), &store.tree());
        store.issue_campaign(&head, campaign().as_bytes(), "tet.toml").await.unwrap();
        let mut own = BTreeMap::new();
        for (organisation, ..) in ORGANISATIONS {
            own.insert(organisation, fill(&store, organisation).await);
        }
        let (series, _) = series::FileSeries::open(&store.segments_dir()).unwrap();
        let node = Node {
            store,
            series: Arc::new(series),
            ask_target: Arc::new(|_| None),
            random: || [7; 32],
            taking: Taking { isolated: false },
            throttle: Arc::new(Throttle::default()),
            bundling: Arc::new(Turns::default()),
            metrics: Arc::default(),
            sources: Arc::new(Sources::new(Vec::new(), [7; 32])),
            stopping: tokio::sync::watch::channel(false).1,
        };
        Self { node, own, _dir: dir }
    }

    pub fn scope(&self, role: Role, organisation: &str) -> Scope {
        Scope::new("u-x", role, slug(organisation), &self.node.store.tree())
    }

    /// Signs somebody in and gives the token.
    pub async fn sign_in(&self, role: Role, organisation: &str) -> String {
        let login = format!("{role}-{organisation}").replace('_', "-");
        let administrator = self.scope(Role::Administrator, organisation);
        let new = NewAccount {
            login: login.clone(),
            password_hash: "none".to_owned(),
            role,
            organisation: slug(organisation),
            name: format!("Người {login}"),
        };
        let store = &self.node.store;
        store.add_account(&administrator, new).await.unwrap();
        let session = NewSession { login: login.clone(), csrf: "c".to_owned(), device: String::new() };
        store.open_session(Sha256::digest(&login).into(), session, None).await.unwrap();
        login
    }

    /// One request. `None` for a token is a stranger.
    pub async fn ask(&self, token: Option<&str>, method: &Method, path: &str, body: &Sent) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if let Some(token) = token {
            request =
                request.header(header::COOKIE, format!("ts_session={token}")).header("x-csrf-token", "c");
        }
        let request = match body {
            Sent::Nothing => request.body(Body::empty()),
            Sent::Json(json) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(json.to_string()))
            }
            Sent::Sheet(text) => {
                request.header(header::CONTENT_TYPE, "text/csv").body(Body::from(text.clone()))
            }
            Sent::Pdf => {
                request.header(header::CONTENT_TYPE, "application/pdf").body(Body::from(&b"%PDF-1.7 x"[..]))
            }
        };
        let mut request = request.unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
        let response = api::router(self.node.clone()).oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let is_stream = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if is_stream {
            self.listen(response.into_body()).await
        } else {
            to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
        };
        Answer { status, headers, body }
    }

    /// `GET /metrics` from an address, through a server in front or not.
    pub async fn ask_for_figures(&self, peer: SocketAddr, forwarded: bool) -> Answer {
        let mut request = Request::get("/metrics").body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        if forwarded {
            request.headers_mut().insert("x-forwarded-for", "192.0.2.7".parse().unwrap());
        }
        let response = api::router(self.node.clone()).oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Answer { status, headers, body }
    }

    /// What a stream says while every organisation records something.
    async fn listen(&self, body: Body) -> Vec<u8> {
        let mut stream = body.into_data_stream();
        for (organisation, ..) in ORGANISATIONS {
            let store = &self.node.store;
            let scope = self.scope(Role::Signer, organisation);
            store.record(&scope, &slug(organisation), inspection(store, organisation)).await.unwrap();
        }
        let mut heard = Vec::new();
        let wait = std::time::Duration::from_millis(300);
        while let Ok(Some(Ok(piece))) = tokio::time::timeout(wait, stream.next()).await {
            heard.extend_from_slice(&piece);
        }
        heard
    }
}

/// What a request carries.
pub enum Sent {
    Nothing,
    Json(serde_json::Value),
    Sheet(String),
    Pdf,
}

fn inspection(store: &Store, organisation: &str) -> Draft {
    let line = Fact::Map(
        [("item".to_owned(), Fact::from("nguon")), ("result".to_owned(), Fact::from("pass"))].into(),
    );
    let facts = [
        ("obligation".to_owned(), Fact::Text(format!("viec-{organisation}"))),
        ("checklist".to_owned(), Fact::List(vec![line])),
        ("photos".to_owned(), Fact::Int(0)),
    ];
    Draft {
        id: store.new_id(),
        kind: Kind::new("inspection.signed").unwrap(),
        subject: Subject::new(format!("obligation:viec-{organisation}")).unwrap(),
        held: Held::at(store.now()),
        source: "test".to_owned(),
        actor: "u".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Attested),
        facts: facts.into(),
        private: [("signer".to_owned(), Fact::Text(format!("Ký tên {organisation}")))].into(),
    }
}

async fn fill(store: &Store, organisation: &'static str) -> Own {
    let log = slug(organisation);
    let scope = Scope::new("u", Role::Signer, log.clone(), &store.tree());
    let document = store.put_blob(&scope, format!("%PDF of {organisation}").into_bytes()).await.unwrap();
    let mut draft = inspection(store, organisation);
    draft.facts.insert("photos".to_owned(), Fact::Int(1));
    draft.private.insert("photo_1".to_owned(), Fact::Text(document.hex()));
    draft.private.insert("note".to_owned(), Fact::Text(format!("Ghi chú của {organisation}")));
    let receipt = store.record(&scope, &log, draft).await.unwrap();
    let marks = vec![
        format!("Ký tên {organisation}"),
        format!("Ghi chú của {organisation}"),
        format!("việc riêng của {organisation}"),
        format!("do-{organisation}\""),
        format!("%PDF of {organisation}"),
        document.hex(),
        receipt.id.to_string(),
        receipt.leaf.hex(),
    ];
    Own { entry: receipt.id, document, marks }
}
