//! A node with a small province: a regulator, two operators, a unit.

use std::sync::{Arc, OnceLock};

use access::{Role, Scope};
use calendar::{Instant, ManualClock};
use campaign::CellKey;
use journal::{Draft, EntryId, Fact, Facts, Grade, Held, Kind, Slug, Subject};
use store::{
    Account, Database, NewAccount, NewSession, OpenOptions, PageLimit, Receipt, RecordFault, Rotation, Store,
};
use tempfile::TempDir;

pub const CAMPAIGN: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
summary_s = 300
[[organisation]]
id = "so"
kind = "regulator"
[[organisation]]
id = "di-dong"
kind = "telecom_operator"
parent = "so"
[[organisation]]
id = "tram"
kind = "unit"
parent = "di-dong"
[[organisation]]
id = "buu-dien"
kind = "postal_operator"
parent = "so"
[[target]]
id = "a"
owner = "di-dong"
kind = "tcp"
address = "127.0.0.1:1001"
[[obligation]]
id = "truc"
title = "Trực 24/24"
quote = "tổ chức trực 24/24"
owners = ["di-dong", "buu-dien"]
due = 2027-02-05T12:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
[[obligation]]
id = "kiem-tra"
quote = "kiểm tra"
owners = ["di-dong", "tram"]
due = 2027-02-05T12:00:00+07:00
[[obligation.check]]
kind = "inspection"
checklist = [{ item = "nguon", title = "Nguồn" }]
[[obligation]]
id = "bao-cao"
quote = "báo cáo"
owners = ["di-dong"]
[[obligation.check]]
kind = "report"
[[obligation]]
id = "bao-cao-buu-dien"
quote = "báo cáo"
owners = ["buu-dien"]
[[obligation.check]]
kind = "report"
[[obligation]]
id = "thong-suot"
quote = "thông suốt"
owners = ["di-dong"]
[[obligation.check]]
kind = "availability"
targets = ["a"]
thresholds = [{ name = "availability_ppm", op = ">=", value = 999000, unit = "ppm", source = "văn bản", source_date = "2027-01-01" }]
"#;

pub fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

pub fn at(text: &str) -> Instant {
    Instant::parse_edge(&format!("{text}+07:00")).unwrap()
}

/// The field that a refusal names first.
pub fn field(fault: &RecordFault) -> &str {
    match fault {
        RecordFault::Invalid(faults) => &faults[0].field,
        other => panic!("{other}"),
    }
}

pub fn key(organisation: &str, obligation: &str) -> CellKey {
    CellKey { organisation: slug(organisation), obligation: slug(obligation) }
}

/// A store in a directory of its own, on a clock of its own.
pub struct Node {
    pub dir: TempDir,
    pub clock: ManualClock,
    pub limit: PageLimit,
    pub store: Store,
    /// On PostgreSQL, the database, which goes after the store.
    pub postgres: Option<testkit_postgres::Database>,
    spare: OnceLock<testkit_postgres::Database>,
}

impl Node {
    /// A node with the campaign in force, on 1 February at 8.
    pub async fn new() -> Self {
        let node = Self::bare().await;
        node.store.issue_campaign(&node.regulator(), CAMPAIGN.as_bytes(), "tet.toml").await.unwrap();
        node
    }

    pub async fn bare() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(at("2027-02-01T08:00:00"));
        let limit = PageLimit::none();
        let postgres = crate::POSTGRES.then(testkit_postgres::database);
        let store = Store::open(options(&dir, &clock, &limit, postgres.as_ref())).await.unwrap();
        Self { dir, clock, limit, store, postgres, spare: OnceLock::new() }
    }

    /// Where its journal lies.
    pub fn database(&self) -> Database {
        of(self.postgres.as_ref())
    }

    /// Where a second journal may lie, for what is restored.
    pub fn spare(&self) -> Database {
        of(crate::POSTGRES.then(|| self.spare.get_or_init(testkit_postgres::database)))
    }

    /// Its data directory.
    pub fn data(&self) -> std::path::PathBuf {
        self.dir.path().join("data")
    }

    /// Runs SQL on the journal, which no store has open, as a crash or a tool might leave it.
    pub async fn raw_sql(&self, text: Raw) {
        match &self.postgres {
            Some(postgres) => {
                postgres.sql(&format!("SET search_path = journal; {}", text.postgres));
            }
            None => raw_sql(&self.data().join("journal.db"), text.sqlite).await,
        }
    }

    /// Holds the journal against its writer for some time.
    pub async fn hold_up(&self, time: std::time::Duration) -> tokio::task::JoinHandle<()> {
        let (held, holds) = tokio::sync::oneshot::channel();
        let task = if let Some(postgres) = &self.postgres {
            let url = postgres.url();
            tokio::spawn(async move {
                use sqlx::{Connection, PgConnection};
                let mut connection = PgConnection::connect(&url).await.unwrap();
                let lock = "BEGIN; LOCK TABLE journal.facts_about_this_file";
                sqlx::raw_sql(lock).execute(&mut connection).await.unwrap();
                held.send(()).unwrap();
                tokio::time::sleep(time).await;
                connection.close().await.unwrap();
            })
        } else {
            let path = self.data().join("journal.db");
            tokio::spawn(async move {
                use sqlx::{ConnectOptions, Connection};
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                let mut connection = options.connect().await.unwrap();
                sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
                held.send(()).unwrap();
                tokio::time::sleep(time).await;
                connection.close().await.unwrap();
            })
        };
        holds.await.unwrap();
        task
    }

    /// Drops what can be rebuilt, while no store has it open.
    pub fn drop_state(&self) {
        match &self.postgres {
            Some(postgres) => {
                postgres.sql("SET client_min_messages = warning; DROP SCHEMA state CASCADE");
            }
            None => {
                for name in ["state.db", "state.db-wal", "state.db-shm"] {
                    let _ = std::fs::remove_file(self.data().join(name));
                }
            }
        }
    }

    pub fn options(&self) -> OpenOptions {
        options(&self.dir, &self.clock, &self.limit, self.postgres.as_ref())
    }

    /// Closes the store and opens it again.
    pub async fn reopen(&mut self) {
        self.store.close().await.unwrap();
        self.store = Store::open(self.options()).await.unwrap();
    }

    pub fn scope(&self, role: Role, organisation: &str) -> Scope {
        Scope::new(format!("u-{organisation}"), role, slug(organisation), &self.store.tree())
    }

    /// An account with what it may do.
    pub async fn account(&self, login: &str, role: Role, organisation: &str) -> (Account, Scope) {
        let new = NewAccount {
            login: login.to_owned(),
            password_hash: "$argon2id$test".to_owned(),
            role,
            organisation: slug(organisation),
            name: format!("Người {login}"),
        };
        let made = self.store.add_account(&self.scope(Role::Administrator, organisation), new).await.unwrap();
        let scope = made.scope(&self.store);
        (made, scope)
    }

    /// Turns the second factor of an account on, now.
    pub async fn second_factor(&self, login: &str, scope: &Scope) {
        let token = |of: &str| *journal::leaf_hash(format!("{of} {login}").as_bytes()).as_bytes();
        let session = NewSession { login: login.to_owned(), csrf: "c".to_owned(), device: String::new() };
        self.store.open_session(token("old"), session, None).await.unwrap();
        self.store.begin_second_factor(scope, b"12345678901234567890").await.unwrap();
        let begun = self.store.find_begun_second_factor(scope).await.unwrap().unwrap();
        let rotation = Rotation { old: token("old"), new: token("new"), csrf: "c".to_owned() };
        self.store.confirm_second_factor(scope, begun, 1, vec![[9; 32]], rotation).await.unwrap();
    }

    pub fn regulator(&self) -> Scope {
        self.scope(Role::RegulatorHead, "so")
    }

    pub fn operator(&self, organisation: &str) -> Scope {
        self.scope(Role::OperatorManager, organisation)
    }

    pub fn machine(&self, organisation: &str) -> Scope {
        Scope::machine("probe", slug(organisation), &self.store.tree())
    }

    pub fn draft(&self, kind: &str, subject: &str, facts: &[(&str, Fact)]) -> Draft {
        let now = self.store.now();
        Draft {
            id: self.store.new_id(),
            kind: Kind::new(kind).unwrap(),
            subject: Subject::new(subject).unwrap(),
            held: Held::at(now),
            source: "test".to_owned(),
            actor: "whoever".to_owned(),
            answers: Vec::new(),
            campaign: None,
            grade: Some(Grade::Attested),
            facts: facts.iter().map(|(key, fact)| ((*key).to_owned(), fact.clone())).collect(),
            private: Facts::new(),
        }
    }

    pub fn acknowledgement(&self, obligation: &str) -> Draft {
        self.draft(
            "acknowledgement.given",
            &format!("obligation:{obligation}"),
            &[("obligation", obligation.into())],
        )
    }

    /// An inspection signed by somebody with this name.
    pub fn inspection(&self, signer: &str) -> Draft {
        let line = Facts::from([("item".to_owned(), "nguon".into()), ("result".to_owned(), "pass".into())]);
        let facts = [
            ("obligation", "kiem-tra".into()),
            ("checklist", Fact::List(vec![Fact::Map(line)])),
            ("photos", Fact::Int(0)),
        ];
        let mut draft = self.draft("inspection.signed", "obligation:kiem-tra", &facts);
        draft.private.insert("signer".to_owned(), signer.into());
        draft
    }

    /// The target has turned.
    pub fn turn(&self, from: &str, to: &str) -> Draft {
        let facts = [
            ("target", "a".into()),
            ("from", from.into()),
            ("to", to.into()),
            ("cause", "refused".into()),
            ("detail", "".into()),
        ];
        let mut draft = self.draft("target.turned", "target:a", &facts);
        draft.grade = Some(Grade::Measured);
        draft
    }

    /// A summary of the target over the five minutes until now.
    pub fn summary(&self, ok: i64, lost: i64) -> Draft {
        let line = Facts::from([
            ("target".to_owned(), "a".into()),
            ("sent".to_owned(), Fact::Int(ok + lost)),
            ("ok".to_owned(), Fact::Int(ok)),
            ("lost".to_owned(), Fact::Int(lost)),
        ]);
        let facts = [("period_s", Fact::Int(300)), ("targets", Fact::List(vec![Fact::Map(line)]))];
        let mut draft = self.draft("measurement.summarised", "organisation:di-dong", &facts);
        let now = self.store.now();
        draft.held = Held::between(now.plus_ms(-300_000), now);
        draft.grade = Some(Grade::Measured);
        draft
    }

    /// Records as the operator's manager in its own log.
    pub async fn record(&self, organisation: &str, draft: Draft) -> Receipt {
        self.store.record(&self.operator(organisation), &slug(organisation), draft).await.unwrap()
    }

    /// Records as the operator's measuring program.
    pub async fn measure(&self, organisation: &str, draft: Draft) -> Receipt {
        self.store.record(&self.machine(organisation), &slug(organisation), draft).await.unwrap()
    }
}

/// One text where both databases read it alike, or one for each.
pub struct Raw {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl From<&'static str> for Raw {
    fn from(text: &'static str) -> Self {
        Self { sqlite: text, postgres: text }
    }
}

/// Changes the words `truc` and `pass` in every entry.
pub const ALTERED: Raw = Raw {
    sqlite: "UPDATE entries SET canonical = CAST(replace(replace(CAST(canonical AS TEXT), '\"pass\"', '\"fail\"'), \
             'truc', 'trac') AS BLOB)",
    postgres: "UPDATE entries SET canonical = convert_to(replace(replace(convert_from(canonical, 'UTF8'), \
               '\"pass\"', '\"fail\"'), 'truc', 'trac'), 'UTF8')",
};

/// The database of a store's options.
pub fn of(postgres: Option<&testkit_postgres::Database>) -> Database {
    postgres.map_or(Database::Sqlite, |postgres| Database::Postgres { url: postgres.url() })
}

fn options(
    dir: &TempDir,
    clock: &ManualClock,
    limit: &PageLimit,
    postgres: Option<&testkit_postgres::Database>,
) -> OpenOptions {
    let mut options = OpenOptions::new(dir.path().join("data"), "nut-1.example", Arc::new(clock.clone()));
    options.page_limit = limit.clone();
    options.database = of(postgres);
    options
}

/// The names of an id in a list, for a short assertion.
pub fn ids(found: &store::EvidencePage) -> Vec<EntryId> {
    found.items.iter().map(|item| item.entry.id).collect()
}

/// What SQL finds in a file no store has open: one text a row.
pub async fn texts(path: &std::path::Path, sql: impl Into<String>) -> Vec<String> {
    use sqlx::{ConnectOptions, Connection};
    let mut connection = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let texts = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.into())).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    texts
}

/// Runs SQL on a file no store has open.
pub async fn raw_sql(path: &std::path::Path, sql: impl Into<String>) {
    use sqlx::{ConnectOptions, Connection};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).pragma("secure_delete", "OFF");
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.into())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
