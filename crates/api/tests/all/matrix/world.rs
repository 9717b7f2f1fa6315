//! A province in which every relation occurs, with data of every organisation that nobody else may come to know.

use std::{collections::BTreeMap, fmt::Write as _, net::SocketAddr};

use access::{Action, KeyLimit, Role, Scope, SignedAs};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, header},
};
use futures_util::StreamExt;
use journal::{Draft, EntryId, Fact, Grade, Hash, Held, Kind, Subject};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{NewDelegation, NewKey, NewSession, Store};
use tower::ServiceExt;

use crate::ground::{Answer, Ground, as_login, campaign, slug};

/// Organisations with their parents: seen from `di-dong` they are own, below, beside, above and foreign.
pub const ORGANISATIONS: [(&str, &str, &str); 6] = [
    ("so", "regulator", ""),
    ("di-dong", "telecom_operator", "so"),
    ("tram", "unit", "di-dong"),
    ("buu-dien", "postal_operator", "so"),
    ("buu-cuc", "unit", "buu-dien"),
    // A regulator that stands above none of them: what it reads of them it reads by breaking the glass.
    ("so-2", "regulator", "so"),
];

/// What belongs to one organisation.
pub struct Own {
    /// An entry of its log.
    pub entry: EntryId,
    /// A document it handed in.
    pub document: Hash,
    /// Words that stand nowhere but in its data.
    pub marks: Vec<String>,
    /// A report it drew up, and the digest of the document.
    pub draft: EntryId,
    /// A dispute about a figure of its own.
    pub dispute: EntryId,
    /// An obligation it gave to somebody, and to whom: the opaque id of an account.
    pub assigned: EntryId,
    pub person: String,
    pub report: Hash,
    /// Words of its duty log: for nobody outside it, whoever may read the rest.
    pub duty: [String; 3],
    /// What stands behind commitments: for those who may read private values.
    pub private: Vec<String>,
    /// Who may get in, and what they may.
    pub rights: Rights,
}

/// Ids of what is done to the accounts of one organisation, and words that tell of it.
pub struct Rights {
    /// An account, its session, and a request that it be recovered.
    pub account: String,
    pub session: String,
    pub recovery: String,
    /// A program's key.
    pub key: String,
    /// A delegation, and the account it is given to.
    pub delegation: String,
    pub deputy: String,
    /// An opening of its data by another regulator's head, for whom, and words that tell of it.
    pub opening: String,
    pub opened_by: &'static str,
    pub opened: Vec<String>,
    /// Words that stand nowhere but in these: for who keeps its accounts, or reads its journal.
    pub words: Vec<String>,
}

pub struct World {
    pub ground: Ground,
    pub own: BTreeMap<&'static str, Own>,
    /// The campaign file in force.
    pub campaign: String,
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
        // An operator answers for what is its unit's, too.
        let unit_s = if id == "di-dong" { ", \"do-tram\"" } else { "" };
        let _ = write!(
            text,
            "[[obligation]]\nid = \"viec-{id}\"\ntitle = \"Việc của {id}\"\nquote = \"việc riêng của {id}\"\n\
             owners = [\"{id}\"]\n[[obligation.check]]\nkind = \"inspection\"\nchecklist = [{{ item = \"nguon\" }}]\n\
             [[obligation.check]]\nkind = \"availability\"\ntargets = [\"do-{id}\"{unit_s}]\n"
        );
    }
    text
}

impl World {
    pub async fn new() -> Self {
        let campaign = campaign(&ORGANISATIONS, &owed());
        let ground = Ground::new(&campaign, Vec::new()).await;
        let mut own = BTreeMap::new();
        for (organisation, ..) in ORGANISATIONS {
            own.insert(organisation, fill(&ground, organisation).await);
        }
        Self { ground, own, campaign }
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

    /// A head of the other regulator who opens di-dong's data for some minutes; the token is the login.
    pub async fn break_glass(&self, login: &str, minutes: u32) -> String {
        self.ground.signed_in(login, Role::RegulatorHead, "so-2").await;
        let order = json!({ "organisation": "di-dong", "reason": "Rõ ai trực", "minutes": minutes });
        let answer = self.ask(Some(login), &Method::POST, "/openings", &Sent::Json(order)).await;
        assert!(answer.status.is_success(), "{}", answer.text());
        login.to_owned()
    }

    /// What an account may do now, with what it holds for a time.
    pub async fn scope_of(&self, login: &str) -> Scope {
        let store = &self.ground.node.store;
        store.find_login(login).await.unwrap().unwrap().0.scope(store)
    }

    /// A program's key that names these actions, with its scope.
    pub async fn key(&self, organisation: &str, actions: &[Action]) -> (String, Scope) {
        let admin = format!("quan-tri-{organisation}-{}", self.ground.node.store.entry_count());
        self.ground.signed_in(&admin, Role::Administrator, organisation).await;
        let order = json!({
            "name": "Chương trình",
            "organisation": organisation,
            "actions": actions,
            "expires_at": "2027-02-09T00:00:00.000Z",
        });
        let answer = self.ask(Some(&admin), &Method::POST, "/keys", &Sent::Json(order)).await;
        let made: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        let limit = KeyLimit { actions: actions.iter().copied().collect(), ..KeyLimit::default() };
        let scope = Scope::keyed("k", slug(organisation), &self.ground.node.store.tree(), limit);
        (made["token"].as_str().unwrap().to_owned(), scope)
    }

    /// One request. `None` for a token is a stranger.
    pub async fn ask(&self, token: Option<&str>, method: &Method, path: &str, body: &Sent) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        request = match token {
            Some(key) if key.starts_with("ts_") => {
                request.header(header::AUTHORIZATION, format!("Bearer {key}"))
            }
            Some(login) => as_login(request, login),
            None => request,
        };
        let (kind, body) = match body {
            Sent::Nothing => (None, Body::empty()),
            Sent::Json(json) => (Some("application/json"), Body::from(json.to_string())),
            Sent::Sheet(text) => (Some("text/csv"), Body::from(text.clone())),
            Sent::Pdf => (Some("application/pdf"), Body::from(intake::fuzz::pdf_of(&["x"]))),
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

fn disputed(store: &Store, organisation: &str) -> Draft {
    let facts = [
        ("obligation".to_owned(), Fact::Text(format!("viec-{organisation}"))),
        ("reply_due".to_owned(), Fact::from("2027-02-03T01:00:00.000Z")),
    ];
    Draft {
        kind: Kind::new("dispute.opened").unwrap(),
        subject: Subject::new(format!("obligation:viec-{organisation}")).unwrap(),
        facts: facts.into(),
        private: [("claim".to_owned(), Fact::Text(format!("Khiếu nại của {organisation}")))].into(),
        ..duty(store, organisation, &Default::default())
    }
}

fn assigned(store: &Store, organisation: &str, account: &str) -> Draft {
    let facts = [
        ("obligation".to_owned(), Fact::Text(format!("viec-{organisation}"))),
        ("change".to_owned(), Fact::from("given")),
        ("account".to_owned(), Fact::from(account)),
    ];
    Draft {
        kind: Kind::new("obligation.assigned").unwrap(),
        subject: Subject::new(format!("obligation:viec-{organisation}")).unwrap(),
        facts: facts.into(),
        private: [("note".to_owned(), Fact::Text(format!("Giao việc của {organisation}")))].into(),
        ..duty(store, organisation, &Default::default())
    }
}

fn drafted(store: &Store, report: Hash) -> Draft {
    let facts = [
        ("campaign".to_owned(), Fact::from("tet")),
        ("at".to_owned(), Fact::Text(store.now().to_string())),
        ("report".to_owned(), Fact::Text(report.hex())),
        ("known".to_owned(), Fact::List(Vec::new())),
        ("counts".to_owned(), Fact::Map([].into())),
    ];
    Draft {
        kind: Kind::new("report.drafted").unwrap(),
        subject: Subject::new("campaign:tet").unwrap(),
        facts: facts.into(),
        private: [("document".to_owned(), Fact::Text(report.hex()))].into(),
        ..duty(store, "so", &Default::default())
    }
}

pub fn duty(store: &Store, organisation: &str, said: &[String; 3]) -> Draft {
    let fields = ["text", "caller", "number"].map(str::to_owned);
    let private = fields.into_iter().zip(said.iter().map(|said| Fact::Text(said.clone())));
    Draft {
        id: store.new_id(),
        kind: Kind::new("duty.logged").unwrap(),
        subject: Subject::new(format!("organisation:{organisation}")).unwrap(),
        held: Held::at(store.now()),
        source: "test".to_owned(),
        actor: "u".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: None,
        facts: [("what".to_owned(), Fact::from("heard"))].into(),
        private: private.collect(),
    }
}

async fn fill(ground: &Ground, organisation: &'static str) -> Own {
    let (store, log) = (&ground.node.store, slug(organisation));
    let scope = ground.scope(Role::Signer, organisation);
    let marks_of_duty = ["Lời gọi đến", "Người gọi", "Số máy"].map(|mark| format!("{mark} {organisation}."));
    let called = duty(store, organisation, &marks_of_duty);
    store.record(&scope, &log, called).await.unwrap();
    let report = store.put_blob(&scope, format!("report of {organisation}.").into_bytes()).await.unwrap();
    let drafted = store.record(&scope, &log, drafted(store, report)).await.unwrap();
    let disputed = store.record(&scope, &log, disputed(store, organisation)).await.unwrap();
    let person =
        ground.account(&format!("nhan-viec-{organisation}"), Role::DutyOfficer, organisation, None).await;
    let giving = ground.scope(Role::DutyOfficer, organisation);
    let given = assigned(store, organisation, &person.actor);
    let given = store.record(&giving, &log, given).await.unwrap();
    let document = store.put_blob(&scope, format!("%PDF of {organisation}.").into_bytes()).await.unwrap();
    let mut draft = inspection(store, organisation);
    draft.facts.insert("photos".to_owned(), Fact::Int(1));
    draft.private.insert("photo_1".to_owned(), Fact::Text(document.hex()));
    draft.private.insert("note".to_owned(), Fact::Text(format!("Ghi chú của {organisation}")));
    let receipt = store.record(&scope, &log, draft).await.unwrap();
    let private = vec![
        format!("Ký tên {organisation}\""),
        format!("Ghi chú của {organisation}\""),
        format!("Khiếu nại của {organisation}\""),
        format!("Giao việc của {organisation}\""),
        format!("%PDF of {organisation}."),
        document.hex(),
    ];
    let marks = vec![
        format!("Ký tên {organisation}\""),
        format!("Ghi chú của {organisation}\""),
        format!("việc riêng của {organisation}\""),
        format!("do-{organisation}\""),
        format!("%PDF of {organisation}."),
        document.hex(),
        receipt.id.to_string(),
        receipt.leaf.hex(),
        format!("report of {organisation}."),
        report.hex(),
        drafted.id.to_string(),
        disputed.id.to_string(),
        format!("Khiếu nại của {organisation}\""),
        given.id.to_string(),
        format!("Giao việc của {organisation}\""),
    ];
    Own {
        entry: receipt.id,
        document,
        marks,
        draft: drafted.id,
        dispute: disputed.id,
        assigned: given.id,
        person: person.actor,
        report,
        duty: marks_of_duty,
        private,
        rights: rights(ground, organisation).await,
    }
}

async fn rights(ground: &Ground, organisation: &'static str) -> Rights {
    let store = &ground.node.store;
    let keeper = ground.scope(Role::Administrator, organisation);
    let login = format!("nguoi-cua-{organisation}");
    let account = ground.account(&login, Role::DutyOfficer, organisation, None).await;
    let opened = NewSession { login: login.clone(), csrf: "c".to_owned(), device: String::new() };
    store.open_session(Sha256::digest(&login).into(), opened, None).await.unwrap();
    let session = store.own_sessions(&account.scope(store)).await.unwrap().remove(0).handle;
    let reason = format!("Mất máy ở {organisation}.");
    let recovery = store.ask_recovery(&keeper, &account.actor, &reason).await.unwrap().id;
    let name = format!("Máy của {organisation}.");
    let key = NewKey {
        prefix: format!("khoa-{organisation}"),
        secret_hash: Sha256::digest(&name).into(),
        name: name.clone(),
        organisation: slug(organisation),
        limit: KeyLimit { actions: [Action::Acknowledge].into(), ..KeyLimit::default() },
        expires_at: store.now().plus_ms(86_400_000),
    };
    let key = store.make_key(&keeper, key).await.unwrap().id;
    let deputy = ground.account(&format!("pho-{organisation}"), Role::UnitStaff, organisation, None).await;
    let basis = format!("Quyết định của {organisation}.");
    let given = NewDelegation {
        actor: deputy.actor.clone(),
        signed_as: SignedAs::Kt,
        position: "Giám đốc".to_owned(),
        own_position: "Phó Giám đốc".to_owned(),
        actions: [Action::SubmitReport].into(),
        organisations: [slug(organisation)].into(),
        from: store.now(),
        until: store.now().plus_ms(86_400_000),
        basis: basis.clone(),
        document: None,
    };
    let delegation = store.give_delegation(&keeper, given).await.unwrap().delegation.id;
    let holder = if organisation == "so-2" { "so" } else { "so-2" };
    let glass = ground.account(&format!("mo-{organisation}"), Role::RegulatorHead, holder, None).await;
    let glass = glass.scope(store);
    let why = format!("Xem {organisation} vì sự cố");
    let opening = store.open_access(&glass, &slug(organisation), &why, 60).await.unwrap().opening.id;
    Rights {
        words: vec![format!("Người {login}\""), format!("Người pho-{organisation}\""), reason, name, basis],
        account: account.actor,
        session,
        recovery,
        key,
        delegation,
        deputy: deputy.actor,
        opening,
        opened_by: holder,
        opened: vec![format!("Người mo-{organisation}\""), why],
    }
}
