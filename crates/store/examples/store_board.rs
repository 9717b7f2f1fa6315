//! The board at size: `store_board [postgres] [OBLIGATIONS] [ENTRIES]`, or `store_board build DIR OBLIGATIONS ENTRIES` and
//! `store_board measure DIR` apart. With `postgres`, in a database of a server of its own; apart, in the one whose address
//! is in the file DIR/url, if there is one.
//!
//! A hundred organisations owe the obligations between them. Of the entries six in ten are summaries of two targets,
//! two in ten turns of a target, the rest acknowledgements and inspections. Measured in a process of its own: a start
//! with and without a snapshot, memory, the time from an entry to its event, and pages of every sort.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark reads the machine's clock and stops at the first fault"
)]

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant as Stopwatch},
};

use access::{Role, Scope};
use calendar::{Instant, ManualClock};
use campaign::CellKey;
use journal::{Draft, Fact, Facts, Grade, Held, Kind, Slug, Subject};
use store::{Asked, BoardQuery, Database, LiveEvent, OpenOptions, Store};

const ORGANISATIONS: usize = 100;

/// Entries handed in at once while building.
const CLIENTS: usize = 256;

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

fn start() -> Instant {
    Instant::parse_edge("2027-01-10T00:00:00+07:00").unwrap()
}

fn campaign(obligations: usize) -> String {
    let mut text = String::from(
        "schema = 1\n[campaign]\nid = \"board\"\ntitle = \"Board\"\nzone = \"Asia/Ho_Chi_Minh\"\nsummary_s = 300\n\
         from = 2027-01-01T00:00:00+07:00\nto = 2027-12-01T00:00:00+07:00\n\
         [[organisation]]\nid = \"so\"\nkind = \"regulator\"\n",
    );
    for one in 0..ORGANISATIONS {
        let _ = write!(
            text,
            "[[organisation]]\nid = \"d-{one}\"\nkind = \"telecom_operator\"\nparent = \"so\"\n"
        );
        for target in 0..2 {
            let _ = write!(
                text,
                "[[target]]\nid = \"t-{one}-{target}\"\nowner = \"d-{one}\"\nkind = \"tcp\"\naddress = \"127.0.0.1:1\"\n"
            );
        }
    }
    for number in 0..obligations {
        let (one, turn) = (number % ORGANISATIONS, number / ORGANISATIONS);
        let _ = write!(
            text,
            "[[obligation]]\nid = \"o-{number}\"\nquote = \"Bảo đảm thông tin liên lạc thông suốt trong mọi tình huống, \
             tổ chức trực 24/24 giờ\"\nowners = [\"d-{one}\"]\ndue = 2027-02-05T12:00:00+07:00\n[[obligation.check]]\n"
        );
        match turn {
            0 | 1 => {
                let _ = write!(
                    text,
                    "kind = \"availability\"\ntargets = [\"t-{one}-{turn}\"]\nthresholds = [{{ name = \"availability_ppm\", \
                     op = \">=\", value = 999000, unit = \"ppm\", source = \"văn bản\", source_date = \"2027-01-01\" }}]\n"
                );
            }
            turn if turn % 2 == 0 => text.push_str("kind = \"acknowledgement\"\n"),
            _ => text
                .push_str("kind = \"inspection\"\nchecklist = [{ item = \"nguon\", title = \"Nguồn\" }]\n"),
        }
    }
    text
}

struct Builder {
    store: Store,
    clock: ManualClock,
    obligations: usize,
}

impl Builder {
    fn draft(&self, kind: &str, subject: String, facts: Facts, grade: Grade) -> Draft {
        Draft {
            id: self.store.new_id(),
            kind: Kind::new(kind).unwrap(),
            subject: Subject::new(subject).unwrap(),
            held: Held::at(self.store.now()),
            source: "board".to_owned(),
            actor: "a".to_owned(),
            answers: Vec::new(),
            campaign: None,
            grade: Some(grade),
            facts,
            private: Facts::new(),
        }
    }

    /// The entry of this number, and whose it is.
    fn entry(&self, number: usize) -> (usize, Draft) {
        let (one, round) = (number % ORGANISATIONS, number / ORGANISATIONS);
        let text = |text: String| Fact::Text(text);
        let draft = match round % 10 {
            0..=5 => {
                let lines = (0..2).map(|target| {
                    let lost = i64::from(round % 97 == 5 && target == 0);
                    Fact::Map(Facts::from([
                        ("target".to_owned(), text(format!("t-{one}-{target}"))),
                        ("sent".to_owned(), Fact::Int(60)),
                        ("ok".to_owned(), Fact::Int(60 - lost)),
                        ("lost".to_owned(), Fact::Int(lost)),
                        ("rtt_us_p50".to_owned(), Fact::Int(900 + (number as i64 * 7) % 300)),
                        ("rtt_us_p95".to_owned(), Fact::Int(2_000 + (number as i64 * 13) % 900)),
                    ]))
                });
                let facts = Facts::from([
                    ("period_s".to_owned(), Fact::Int(300)),
                    ("targets".to_owned(), Fact::List(lines.collect())),
                ]);
                let mut draft = self.draft(
                    "measurement.summarised",
                    format!("organisation:d-{one}"),
                    facts,
                    Grade::Measured,
                );
                // Six of ten rounds bring a summary, and the periods follow one another.
                let period = (round / 10 * 6 + round % 10) as i64;
                let from = start().plus_ms(period * 300_000);
                draft.held = Held::between(from, from.plus_ms(300_000));
                draft
            }
            6 | 7 => {
                let (before, after) = if round % 10 == 6 { ("up", "down") } else { ("down", "up") };
                let target = format!("t-{one}-{}", round / 10 % 2);
                let facts = Facts::from([
                    ("target".to_owned(), text(target.clone())),
                    ("from".to_owned(), before.into()),
                    ("to".to_owned(), after.into()),
                    ("cause".to_owned(), "refused".into()),
                    ("detail".to_owned(), "".into()),
                ]);
                self.draft("target.turned", format!("target:{target}"), facts, Grade::Measured)
            }
            _ => return (one, self.word(one, round)),
        };
        (one, draft)
    }

    /// What a person says: an acknowledgement or an inspection.
    fn word(&self, one: usize, round: usize) -> Draft {
        let turns = self.obligations / ORGANISATIONS;
        let turn = 2 + round * 7 % (turns - 2);
        let obligation = format!("o-{}", turn * ORGANISATIONS + one);
        let subject = format!("obligation:{obligation}");
        let mut facts = Facts::from([("obligation".to_owned(), obligation.into())]);
        if turn.is_multiple_of(2) {
            return self.draft("acknowledgement.given", subject, facts, Grade::Attested);
        }
        let line = Facts::from([("item".to_owned(), "nguon".into()), ("result".to_owned(), "pass".into())]);
        facts.insert("checklist".to_owned(), Fact::List(vec![Fact::Map(line)]));
        facts.insert("photos".to_owned(), Fact::Int(0));
        let mut draft = self.draft("inspection.signed", subject, facts, Grade::Attested);
        draft.private.insert("signer".to_owned(), format!("Người ký {one}").into());
        draft
    }

    /// Records words one after the other, and how long each took from being handed in to being told to the regulator.
    async fn updates(&self, count: usize) -> Vec<Duration> {
        let tree = self.store.tree();
        let regulator = Scope::new("r", Role::RegulatorDesk, slug("so"), &tree);
        let mut events = self.store.subscribe(&regulator, None);
        let mut updates = Vec::new();
        for round in 0..count {
            self.clock.advance(1_000);
            let one = round % ORGANISATIONS;
            let (draft, log) = (self.word(one, round), slug(&format!("d-{one}")));
            let scope = Scope::new("a", Role::OperatorManager, log.clone(), &tree);
            let began = Stopwatch::now();
            self.store.record(&scope, &log, draft).await.unwrap();
            while !matches!(events.next().await.unwrap(), LiveEvent::Entry { .. }) {}
            updates.push(began.elapsed());
        }
        updates
    }

    async fn build(self, entries: usize) {
        let tree = self.store.tree();
        let scopes: Vec<(Scope, Scope, Slug)> = (0..ORGANISATIONS)
            .map(|one| {
                let id = slug(&format!("d-{one}"));
                let person = Scope::new(format!("a-{one}"), Role::OperatorManager, id.clone(), &tree);
                (Scope::machine(format!("m-{one}"), id.clone(), &tree), person, id)
            })
            .collect();
        let began = Stopwatch::now();
        for first in (0..entries).step_by(CLIENTS) {
            let calls = (first..entries.min(first + CLIENTS)).map(|number| {
                let (one, draft) = self.entry(number);
                let (machine, person, log) = &scopes[one];
                let scope = if draft.grade == Some(Grade::Measured) { machine } else { person };
                self.store.record(scope, log, draft)
            });
            for answer in futures_util::future::join_all(calls).await {
                answer.unwrap();
            }
            // A round of all organisations fills half a summary's period.
            self.clock.advance(300_000 * 6 / 10 * CLIENTS as i64 / ORGANISATIONS as i64);
        }
        let took = began.elapsed();
        println!("built: {entries} entries in {took:.1?}, {:.0}/s", entries as f64 / took.as_secs_f64());
        self.store.close().await.unwrap();
        fs::write(self.store.segments_dir().join("../clock"), self.clock_text()).unwrap();
    }

    fn clock_text(&self) -> String {
        format!("{} {}", self.store.now().as_ms(), self.obligations)
    }
}

fn options(dir: &Path, clock: &ManualClock) -> OpenOptions {
    let mut options = OpenOptions::new(dir, "board.example", Arc::new(clock.clone()));
    if let Ok(url) = fs::read_to_string(dir.join("url")) {
        options.database = Database::Postgres { url };
    }
    options
}

async fn build(dir: &Path, obligations: usize, entries: usize) {
    assert!(obligations >= 4 * ORGANISATIONS, "at least {} obligations", 4 * ORGANISATIONS);
    let clock = ManualClock::new(start());
    let store = Store::open(options(dir, &clock)).await.unwrap();
    let regulator = Scope::new("r", Role::RegulatorHead, slug("so"), &store.tree());
    store.issue_campaign(&regulator, campaign(obligations).as_bytes(), "board.toml").await.unwrap();
    Builder { store, clock, obligations }.build(entries).await;
}

/// Resident memory now and at its height, in MB.
fn memory() -> (u64, u64) {
    let text = fs::read_to_string("/proc/self/status").unwrap();
    let field = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    };
    (field("VmRSS:"), field("VmHWM:"))
}

fn show(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    println!("{what:<44} median {:>7.2} ms  p95 {:>7.2} ms  max {:>7.2} ms", at(50), at(95), at(100));
}

async fn open(dir: &Path) -> (Store, ManualClock, usize) {
    let text = fs::read_to_string(dir.join("clock")).unwrap();
    let (now, obligations) = text.split_once(' ').unwrap();
    let clock = ManualClock::new(Instant::from_ms(now.parse().unwrap()));
    let began = Stopwatch::now();
    let store = Store::open(options(dir, &clock)).await.unwrap();
    let (now_mb, height_mb) = memory();
    println!("start: {:.2?}; memory {now_mb} MB, at its height {height_mb} MB", began.elapsed());
    (store, clock, obligations.parse().unwrap())
}

async fn measure(dir: &Path) {
    let (store, clock, obligations) = open(dir).await;
    let tree = store.tree();
    let regulator = Scope::new("r", Role::RegulatorDesk, slug("so"), &tree);
    let builder = Builder { store: store.clone(), clock: clock.clone(), obligations };
    show("from an entry to its event", builder.updates(300).await);
    let snapshot = tokio::spawn({
        let store = store.clone();
        async move {
            let began = Stopwatch::now();
            store.keep_snapshot().await.unwrap();
            began.elapsed()
        }
    });
    show("the same while a snapshot is taken", builder.updates(1500).await);
    println!("a snapshot in passing took {:.1?}; memory {:?} MB", snapshot.await.unwrap(), memory());
    let (mut pages, mut details, mut evidence, mut entries, mut proofs) =
        (vec![], vec![], vec![], vec![], vec![]);
    let now = Asked::default();
    for round in 0..200_usize {
        let number = round * 7_919 % obligations;
        let after = (number > 0).then(|| slug(&format!("o-{number}")));
        let query = BoardQuery { after, limit: 200, ..BoardQuery::default() };
        let key = CellKey {
            organisation: slug(&format!("d-{}", number % ORGANISATIONS)),
            obligation: slug(&format!("o-{number}")),
        };
        pages.push(timed(store.board_page(&regulator, &query)).await);
        details.push(timed(store.cell(&regulator, &key, &now)).await);
        // Every other one a measured cell, whose evidence is thousands of summaries.
        let measured = CellKey { obligation: slug(&format!("o-{}", number % ORGANISATIONS)), ..key.clone() };
        let key = if round % 2 == 0 { measured } else { key };
        evidence.push(timed(store.evidence(&regulator, &key, None, 50)).await);
        let log = slug(&format!("d-{}", number % ORGANISATIONS));
        let size = store.entries(&regulator, &log, None, 1).await.unwrap().size;
        entries.push(timed(store.entries(&regulator, &log, Some(size / 2), 50)).await);
        proofs.push(timed(store.proof(&regulator, &log, size / 3)).await);
    }
    show("a page of the board, 200 obligations", pages);
    show("a cell", details);
    show("a page of evidence", evidence);
    show("a page of entries", entries);
    show("a proof", proofs);
    let past = Asked { at: Some(store.now().plus_ms(-86_400_000)), known: None };
    let mut pasts = Vec::new();
    for number in 0..20 {
        let after = Some(slug(&format!("o-{}", number * obligations / 20)));
        let query = BoardQuery { asked: past.clone(), after, limit: 200, ..BoardQuery::default() };
        pasts.push(timed(store.board_page(&regulator, &query)).await);
    }
    show("a page of the board a day ago", pasts);
    store.close().await.unwrap();
}

async fn timed<T>(call: impl Future<Output = Result<T, store::ReadFault>>) -> Duration {
    let began = Stopwatch::now();
    call.await.unwrap();
    began.elapsed()
}

/// Runs this program again, so that memory and caches are its own.
fn again(arguments: &[&str]) {
    let status = Command::new(std::env::current_exe().unwrap()).args(arguments).status().unwrap();
    assert!(status.success());
}

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1).peekable();
    let on_postgres = words.next_if(|word| word == "postgres").is_some();
    let arguments: Vec<String> = words.collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["build", dir, obligations, entries] => {
            build(Path::new(dir), obligations.parse().unwrap(), entries.parse().unwrap()).await;
        }
        ["measure", dir] => measure(Path::new(dir)).await,
        ["start", dir] => open(Path::new(dir)).await.0.close().await.unwrap(),
        _ => {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().to_str().unwrap();
            let postgres = on_postgres.then(testkit_postgres::database);
            if let Some(postgres) = &postgres {
                fs::write(dir.path().join("url"), postgres.url()).unwrap();
            }
            again(&[
                "build",
                path,
                arguments.first().copied().unwrap_or("10000"),
                arguments.get(1).copied().unwrap_or("1000000"),
            ]);
            again(&["measure", path]);
            println!("without what is derived:");
            match &postgres {
                Some(postgres) => {
                    postgres.sql("SET client_min_messages = warning; DROP SCHEMA state CASCADE");
                }
                None => fs::remove_file(dir.path().join("state.db")).unwrap(),
            }
            again(&["start", path]);
            println!("with a snapshot again:");
            again(&["start", path]);
        }
    }
}
