//! A province in which every relation occurs, with data of every organisation that nobody else may come to know.

use std::{collections::BTreeMap, fmt::Write as _, net::SocketAddr};

use access::{Role, Scope};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, header},
};
use futures_util::StreamExt;
use journal::{Draft, EntryId, Fact, Grade, Hash, Held, Kind, Subject};
use store::Store;
use tower::ServiceExt;

use crate::ground::{Answer, Ground, as_login, campaign, slug};

/// Organisations with their parents: seen from `di-dong` they are own, below, beside, above and foreign.
pub const ORGANISATIONS: [(&str, &str, &str); 5] = [
    ("so", "regulator", ""),
    ("di-dong", "telecom_operator", "so"),
    ("tram", "unit", "di-dong"),
    ("buu-dien", "postal_operator", "so"),
    ("buu-cuc", "unit", "buu-dien"),
];

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
    pub ground: Ground,
    pub own: BTreeMap<&'static str, Own>,
}

/// A target and an obligation of each organisation.
fn owed() -> String {
    let mut text = String::new();
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
        let ground = Ground::new(&campaign(&ORGANISATIONS, &owed()), Vec::new()).await;
        let mut own = BTreeMap::new();
        for (organisation, ..) in ORGANISATIONS {
            own.insert(organisation, fill(&ground, organisation).await);
        }
        Self { ground, own }
    }

    pub fn scope(&self, role: Role, organisation: &str) -> Scope {
        self.ground.scope(role, organisation)
    }

    /// Signs somebody in and gives the token.
    pub async fn sign_in(&self, role: Role, organisation: &str) -> String {
        let login = format!("{role}-{organisation}").replace('_', "-");
        self.ground.signed_in(&login, role, organisation).await;
        login
    }

    /// One request. `None` for a token is a stranger.
    pub async fn ask(&self, token: Option<&str>, method: &Method, path: &str, body: &Sent) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if let Some(token) = token {
            request = as_login(request, token);
        }
        let (kind, body) = match body {
            Sent::Nothing => (None, Body::empty()),
            Sent::Json(json) => (Some("application/json"), Body::from(json.to_string())),
            Sent::Sheet(text) => (Some("text/csv"), Body::from(text.clone())),
            Sent::Pdf => (Some("application/pdf"), Body::from(&b"%PDF-1.7 x"[..])),
        };
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
        if path != "/events" {
            return self.ground.answer(request).await;
        }
        let response = api::router(self.ground.node.clone()).oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, body: self.listen(response.into_body()).await }
    }

    /// `GET /metrics` from an address, through a server in front or not.
    pub async fn ask_for_figures(&self, peer: SocketAddr, forwarded: bool) -> Answer {
        let mut request = Request::get("/metrics").body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        if forwarded {
            request.headers_mut().insert("x-forwarded-for", "192.0.2.7".parse().unwrap());
        }
        self.ground.answer(request).await
    }

    /// What a stream says while every organisation records something.
    async fn listen(&self, body: Body) -> Vec<u8> {
        let mut stream = body.into_data_stream();
        for (organisation, ..) in ORGANISATIONS {
            let store = &self.ground.node.store;
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

pub fn inspection(store: &Store, organisation: &str) -> Draft {
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

async fn fill(ground: &Ground, organisation: &'static str) -> Own {
    let (store, log) = (&ground.node.store, slug(organisation));
    let scope = ground.scope(Role::Signer, organisation);
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
