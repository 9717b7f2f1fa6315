//! The writer: several clients record into one store as fast as it acknowledges, and each
//! acknowledgement is printed once it was given. Some records carry a picture, some are sent twice, as a
//! client does that never heard the answer. It goes on until it is killed.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use access::{Role, Scope, Tree};
use anyhow::{Context, Result, ensure};
use calendar::{Clock, Instant};
use journal::{Draft, EntryId, Fact, Facts, Grade, Held, Kind, Slug, Subject};
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use store::{OpenOptions, Receipt, Store};

use super::ack::Ack;

/// The writer's campaign.
pub const CAMPAIGN: &str = include_str!("campaign.toml");
/// Its organisations that record.
pub const ORGANISATIONS: [&str; 3] = ["alpha", "beta", "gamma"];
/// The node's name in every origin.
pub const NODE: &str = "crash.example";
/// Records between two with a picture, at the median.
const PICTURE_EVERY: u32 = 12;
/// Records between two that are sent twice, at the median.
const TWICE_EVERY: u32 = 9;

/// How a writer runs.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// The data directory.
    pub data: PathBuf,
    /// Decides what is recorded.
    pub seed: u64,
    /// Clients that record at the same time.
    pub clients: u64,
}

/// The machine's clock: the writer is a process of its own and lives in real time.
struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_ms(since.as_millis() as i64)
    }
}

/// Opens the store as the harness and the writer both do.
pub async fn open(data: &std::path::Path) -> Result<Store> {
    let options = OpenOptions::new(data, NODE, Arc::new(RealClock));
    Store::open(options).await.with_context(|| format!("opening {}", data.display()))
}

/// The scope of an organisation's manager.
pub fn manager(store: &Store, organisation: &Slug) -> Scope {
    Scope::new("crash-writer", Role::OperatorManager, organisation.clone(), &store.tree())
}

/// Records until the process is killed; returns only when something is wrong.
pub async fn write_until_killed(options: WriterOptions) -> Result<()> {
    let store = open(&options.data).await?;
    let regulator = Slug::new("regulator")?;
    let tree = Tree::new([(regulator.clone(), None)]);
    let issuer = Scope::new("crash-writer", Role::RegulatorHead, regulator, &tree);
    let receipt = store.issue_campaign(&issuer, CAMPAIGN.as_bytes(), "campaign.toml").await?;
    print_line(&Ack::of(&receipt, None).line())?;
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..options.clients {
        let rng = StdRng::seed_from_u64(options.seed.wrapping_mul(1009).wrapping_add(number));
        let organisation = Slug::new(ORGANISATIONS[number as usize % ORGANISATIONS.len()])?;
        clients.spawn(client(store.clone(), organisation, rng));
    }
    print_line("ready")?;
    // A client ends only by a fault.
    while let Some(ended) = clients.join_next().await {
        ended??;
    }
    Ok(())
}

async fn client(store: Store, organisation: Slug, mut rng: StdRng) -> Result<()> {
    let scope = manager(&store, &organisation);
    loop {
        let mut random = [0; 10];
        rng.fill_bytes(&mut random);
        let id = EntryId::v7(store.now(), random);
        let (draft, blob) = if rng.random_ratio(1, PICTURE_EVERY) {
            let mut picture = vec![0; rng.random_range(1..40_000)];
            rng.fill_bytes(&mut picture);
            let blob = store.put_blob(&scope, picture).await?;
            (inspection(id, &blob.to_string(), store.now())?, Some(blob))
        } else {
            (acknowledgement(id, rng.next_u64(), store.now())?, None)
        };
        let again = rng.random_ratio(1, TWICE_EVERY).then(|| draft.clone());
        let receipt = store.record(&scope, &organisation, draft).await?;
        ensure!(!receipt.replayed, "a fresh id was taken for a replay: {}", receipt.id);
        print_line(&Ack::of(&receipt, blob).line())?;
        if let Some(again) = again {
            let second = store.record(&scope, &organisation, again).await?;
            let first = Receipt { replayed: true, ..receipt };
            ensure!(second == first, "a second sending was answered differently: {second:?}, not {first:?}");
        }
    }
}

fn acknowledgement(id: EntryId, number: u64, now: Instant) -> Result<Draft> {
    let private = Facts::from([("note".to_owned(), Fact::Text(format!("note {number:016x}")))]);
    draft(id, "acknowledgement.given", "received", Facts::new(), private, now)
}

fn inspection(id: EntryId, picture: &str, now: Instant) -> Result<Draft> {
    let text = |text: &str| Fact::Text(text.to_owned());
    let line = Facts::from([("item".to_owned(), text("door")), ("result".to_owned(), text("pass"))]);
    let facts = Facts::from([
        ("checklist".to_owned(), Fact::List(vec![Fact::Map(line)])),
        ("photos".to_owned(), Fact::Int(1)),
    ]);
    let private =
        Facts::from([("signer".to_owned(), text("Nguyễn Văn Mẫu")), ("photo_1".to_owned(), text(picture))]);
    draft(id, "inspection.signed", "looked", facts, private, now)
}

fn draft(
    id: EntryId,
    kind: &str,
    obligation: &str,
    mut facts: Facts,
    private: Facts,
    now: Instant,
) -> Result<Draft> {
    facts.insert("obligation".to_owned(), Fact::Text(obligation.to_owned()));
    Ok(Draft {
        id,
        kind: Kind::new(kind)?,
        subject: Subject::of("obligation", &Slug::new(obligation)?)?,
        held: Held::at(now),
        source: "crash-writer".to_owned(),
        actor: "crash-writer".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Attested),
        facts,
        private,
    })
}

/// Writes one whole line at once: a SIGKILL leaves it out or lets it stand.
fn print_line(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes())?;
    out.flush()
}
