//! Opening and closing. A start reads the heads, the campaigns and the board's snapshot, and then only what was
//! recorded since; whatever is wrong with state.db itself makes it be rebuilt, and is no error.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use campaign::Board;
use journal::{Checkpoint, Origin, SigningKey, Slug};
use sabotage::Mutant;

use crate::{
    Store,
    blobs::Blobs,
    campaigns::{board_of, catch_up, load},
    core::{Core, Held},
    directory::{Directory, FORMAT, find_key, write_durably},
    examination::Examination,
    fault::{EnvironmentFault, OpenFault},
    history::Replays,
    home::{belong, settle},
    mending::{Mender, Mending, mending},
    options::OpenOptions,
    outside::{Kept, Outside},
    projections::{Index, queue},
    rollback::Doubt,
    sealing::Sealer,
    sql::{Connection, Home, Journal, State, erasable, identity::identify, second_factors, state},
    standing::{Catalogue, Issued, Shared, Standing},
    standing_rights::StandingRights,
    ticks::Pace,
    witness::{Carried, Compared, Witness, compare},
    writer::{Heads, Parts, Queue, Writer, head},
};

impl Store {
    /// Opens a data directory, or begins one. Must be called within a tokio runtime, whose tasks write from then on.
    pub async fn open(options: OpenOptions) -> Result<Self, OpenFault> {
        check_node(&options.node)?;
        let directory = Directory::hold(&options.data_dir)?;
        let home = settle(&directory, &options).await?;
        crate::scratch::sweep(&options.data_dir)?;
        let key = signing_key(&directory, &options)?;
        let connection = home.journal_writer(options.page_limit.get()).await?;
        let mut links = Links { connection, journal: None, state: None };
        let begun = match begin(&mut links, &directory, &home, &key, &options).await {
            Ok(begun) => begun,
            Err(fault) => {
                links.close().await;
                return Err(fault);
            }
        };
        let Links { connection, .. } = links;

        let catalogue = Catalogue::new(&begun.issued);
        let standing =
            Standing { board: begun.board, heads: begun.heads.clone(), campaigns: begun.issued, catalogue };
        let shared =
            Arc::new(Shared::new(standing, begun.blobs, Arc::clone(&options.clock), begun.caught_up));
        shared.rebuilds.store(begun.index.rebuilds(), Ordering::Relaxed);
        let (queue_in, jobs) = Queue::new(Arc::clone(&begun.doubt));
        let (index_in, index_jobs) = queue();
        let parts = Parts {
            home,
            limit: options.page_limit.clone(),
            node: options.node.clone(),
            clock: Arc::clone(&options.clock),
            entropy: options.entropy.clone(),
            afterwards: Arc::<Shared>::clone(&shared),
            index: index_in.clone(),
        };
        // The directory is held until whoever writes in it has stopped, also when the store is dropped unclosed.
        let directory = Arc::new(directory);
        let holding = (Arc::clone(&directory), Arc::clone(&directory));
        let writing = Writer::new(parts, connection, begun.heads).run(jobs);
        let writer = tokio::spawn(async move {
            writing.await;
            drop(holding.0);
        });
        let indexing = begun.index.run(index_jobs, begun.mender, begun.journal.clone(), Arc::clone(&shared));
        let indexer = tokio::spawn(async move {
            indexing.await;
            drop(holding.1);
        });
        let held = Held { directory: Some(directory), writer: Some(writer), indexer: Some(indexer) };
        let core = Core {
            options,
            key,
            sealer: begun.sealer,
            journal: begun.journal,
            state: begun.state,
            shared,
            queue: queue_in,
            doubt: begun.doubt,
            outside: begun.outside,
            index: index_in,
            replays: Replays::default(),
            examination: Examination::default(),
            rights: begun.rights,
            openings: AtomicU64::new(0),
            sessions: tokio::sync::watch::Sender::new(0),
            ready: tokio::sync::Mutex::default(),
            taking_up: tokio::sync::Mutex::default(),
            snapshot: tokio::sync::Mutex::default(),
            held: Mutex::new(held),
        };
        Ok(Self { core: Arc::new(core) })
    }

    /// Takes a last snapshot, finishes what is queued and lets the directory go. Calls after it find the store closed.
    pub async fn close(&self) -> Result<(), EnvironmentFault> {
        let core = &self.core;
        core.queue.close().await;
        let writer = core.held().writer.take();
        if let Some(writer) = writer {
            writer.await.map_err(|_| EnvironmentFault::closed())?;
        }
        core.shared.live.close();
        if core.index.is_closed() {
            return Ok(());
        }
        if core.shared.unsaved.load(Ordering::Relaxed) > 0 {
            self.snapshot(Pace::AtOnce).await?;
        }
        // An index that stopped by itself needs no telling.
        let _ = core.index.send(crate::projections::IndexJob::Close).await;
        let indexer = core.held().indexer.take();
        if let Some(indexer) = indexer {
            indexer.await.map_err(|_| EnvironmentFault::closed())?;
        }
        core.journal.close().await;
        core.state.close().await;
        core.held().directory = None;
        Ok(())
    }
}

/// What a start has opened; where it goes no further, each is closed before the next, so that what is left on the disk
/// does not hang on which of them is first.
struct Links {
    connection: Connection,
    journal: Option<Journal>,
    state: Option<State>,
}

impl Links {
    async fn close(self) {
        if let Some(state) = self.state {
            state.close().await;
        }
        if let Some(journal) = self.journal {
            journal.close().await;
        }
        // Why the start failed is told; that this failed too is of no use to anybody.
        let _ = self.connection.close().await;
    }
}

/// What a start has read.
struct Begun {
    sealer: Sealer,
    blobs: Blobs,
    rights: StandingRights,
    heads: Heads,
    issued: Vec<Issued>,
    journal: Journal,
    outside: Option<Outside>,
    doubt: Arc<Doubt>,
    state: State,
    index: Index,
    mender: Mender,
    board: Board,
    caught_up: u64,
}

async fn begin(
    links: &mut Links,
    directory: &Directory,
    home: &Home,
    key: &SigningKey,
    options: &OpenOptions,
) -> Result<Begun, OpenFault> {
    let connection = &mut links.connection;
    let identity = prepare(connection, options).await?;
    belong(directory, home, &identity)?;
    let sealer = sealer(directory, connection, options).await?;
    let blobs = Blobs::open(directory.blobs())?;
    finish_erasure(connection, &blobs).await?;
    crate::directory::sync_directory(&options.data_dir)?;

    let rights = StandingRights::load(connection).await?;
    let heads = head::load(connection).await?;
    let issued = load(connection, &blobs).await?;
    let journal = links.journal.insert(Journal::open(home).await?).clone();
    check_signatures(directory, &journal, &heads, key).await?;
    let (outside, kept_outside) = outside(options, &heads, key)?;
    let (mending, mender) = mending();
    let carried = Carried::in_file(directory.carried());
    let Derived { state, mut index, follows } = open_state(home, &identity, &heads, mending, carried).await?;
    links.state = Some(state.clone());
    let restored = async {
        let Compared { elsewhere, unguarded } = compare(index.notes().await?, &options.node, key, &heads);
        let (doubt, is_foreign) = Doubt::find(kept_outside, elsewhere, &heads, connection).await?;
        let doubt = Arc::new(doubt);
        index.witness_by(Witness::new(key.clone(), Arc::clone(&doubt)));
        if !follows || is_foreign {
            index.clear(&journal, &heads).await?;
        }
        let (board, caught_up) = restore(&state, &journal, &mut index, &heads, &issued, options).await?;
        index.guard(unguarded).await?;
        Ok((doubt, board, caught_up))
    };
    match restored.await {
        Ok((doubt, board, caught_up)) => Ok(Begun {
            sealer,
            blobs,
            rights,
            heads,
            issued,
            journal,
            outside,
            doubt,
            state,
            index,
            mender,
            board,
            caught_up,
        }),
        Err(fault) => {
            let _ = index.close().await;
            Err(OpenFault::Environment(fault))
        }
    }
}

fn check_node(node: &str) -> Result<(), OpenFault> {
    let any = Slug::new("any").map_err(|_| OpenFault::Node { node: node.to_owned() })?;
    Origin::of(node, &any).map_err(|_| OpenFault::Node { node: node.to_owned() })?;
    Ok(())
}

/// The node's key, made at the first start.
fn signing_key(directory: &Directory, options: &OpenOptions) -> Result<SigningKey, OpenFault> {
    let seed = match find_key(&directory.key())? {
        Some(seed) => seed,
        None => make_key(&directory.key(), options)?,
    };
    SigningKey::from_seed(&options.node, &seed).map_err(|_| OpenFault::Node { node: options.node.clone() })
}

/// The key of sealed secrets, made when there is none and nothing was sealed yet.
async fn sealer(
    directory: &Directory,
    connection: &mut Connection,
    options: &OpenOptions,
) -> Result<Sealer, OpenFault> {
    let path = directory.accounts_key();
    if let Some(key) = find_key(&path)? {
        return Ok(Sealer::new(&key));
    }
    let sealed = second_factors::any(connection).await;
    if sealed.map_err(|error| EnvironmentFault::sql("reading second factors", error))? {
        let what = "is missing, and second factors in journal.db are sealed with it; put it back from a copy";
        return Err(OpenFault::Damaged { path, what: what.to_owned() });
    }
    Ok(Sealer::new(&make_key(&path, options)?))
}

fn make_key(path: &Path, options: &OpenOptions) -> Result<[u8; 32], OpenFault> {
    let key: [u8; 32] = options.entropy.bytes();
    write_durably(path, format!("{}\n", journal::Hash::new(key)).as_bytes(), 0o600)?;
    Ok(key)
}

/// Brings the journal to the current form and returns what identifies it.
async fn prepare(connection: &mut Connection, options: &OpenOptions) -> Result<Vec<u8>, OpenFault> {
    let found = identify(connection, &options.node, options.entropy.bytes()).await;
    let found = found.map_err(|error| EnvironmentFault::sql("preparing the journal", error))?;
    let dir = options.data_dir.clone();
    if found.beyond > 0 {
        return Err(OpenFault::NewerVersion { dir, found: FORMAT + found.beyond, known: FORMAT });
    }
    if found.node != options.node {
        return Err(OpenFault::OtherNode { dir, found: found.node, asked: options.node.clone() });
    }
    Ok(found.own)
}

/// Finishes an erasure that a crash cut short.
async fn finish_erasure(connection: &mut Connection, blobs: &Blobs) -> Result<(), EnvironmentFault> {
    let failed = |error| EnvironmentFault::sql("finishing an erasure", error);
    if !erasable::is_marked(connection).await.map_err(failed)? {
        return Ok(());
    }
    let held = erasable::held_blobs(connection).await.map_err(failed)?;
    blobs.keep_only(&held.into_iter().collect())?;
    erasable::rewrite(connection).await.map_err(failed)?;
    if erasable::finish(connection).await.map_err(failed)? {
        Ok(())
    } else {
        Err(EnvironmentFault::new("finishing an erasure", crate::fault::EnvironmentReason::Busy))
    }
}

/// The newest signed head of every log must be this key's, and of the tree that is there. A key put in its place would
/// sign another history, and every export would fail.
async fn check_signatures(
    directory: &Directory,
    journal: &Journal,
    heads: &Heads,
    key: &SigningKey,
) -> Result<(), OpenFault> {
    for head in heads.values() {
        let Some(kept) = journal.find_checkpoint(head.no).await? else { continue };
        let signed = Checkpoint::open(kept.note.as_bytes(), &key.verifier_for(&head.origin));
        let Ok(signed) = signed else {
            let what = format!("did not sign {}; put the key of this directory back", head.origin);
            return Err(OpenFault::Damaged { path: directory.key(), what });
        };
        let fits = signed.size < head.frontier.size()
            || (signed.size == head.frontier.size() && signed.root == head.frontier.root());
        if !fits {
            let what = format!("{} is not what its signed head says; put back a copy", head.origin);
            return Err(OpenFault::Damaged { path: directory.place_of_journal(), what });
        }
    }
    Ok(())
}

/// The checkpoints kept outside.
fn outside(
    options: &OpenOptions,
    heads: &Heads,
    key: &SigningKey,
) -> Result<(Option<Outside>, Vec<Kept>), OpenFault> {
    let Some(dir) = &options.outside else { return Ok((None, Vec::new())) };
    let has_entries = heads.values().any(|head| head.frontier.size() > 0);
    let outside = Outside::open(dir, &options.data_dir, has_entries)?;
    let kept = outside.read(&options.node, key)?;
    Ok((Some(outside), kept))
}

/// What is derived, as it was found.
struct Derived {
    state: State,
    index: Index,
    /// Whether it goes on from the journal as it is, and nothing in it is to be cleared.
    follows: bool,
}

/// Opens what is derived; what is damaged, foreign or newer is dropped and begun anew. What is ahead of the journal is
/// left to be cleared: the heads in it say what the journal lost.
async fn open_state(
    home: &Home,
    identity: &[u8],
    heads: &Heads,
    mending: Mending,
    carried: Carried,
) -> Result<Derived, EnvironmentFault> {
    match try_state(home, identity, heads, mending.clone(), carried.clone()).await {
        Ok(Some(derived)) => return Ok(derived),
        Ok(None) => tracing::warn!("what is derived does not belong to this journal and is rebuilt"),
        Err(fault) => tracing::warn!(%fault, "what is derived can't be read and is rebuilt"),
    }
    // They are good where they are signed, whatever else is wrong; also those of a journal of which nothing is left.
    carried.add(state::heads_left(home).await?)?;
    home.drop_state().await?;
    let begun = try_state(home, identity, heads, mending, carried).await?;
    begun.ok_or_else(|| EnvironmentFault::damaged("rebuilding what is derived"))
}

async fn try_state(
    home: &Home,
    identity: &[u8],
    heads: &Heads,
    mending: Mending,
    carried: Carried,
) -> Result<Option<Derived>, EnvironmentFault> {
    let Some((state, writer)) = state::open(home, identity, mending).await? else { return Ok(None) };
    let mut index = Index::new(writer, carried);
    let size = |no: u32| heads.values().find(|head| head.no == no).map_or(0, |head| head.frontier.size());
    let follows = match index.cursor().await {
        Ok(sizes) => sizes.into_iter().all(|(no, indexed)| indexed <= size(no)),
        Err(fault) => {
            state.close().await;
            index.close().await?;
            return Err(fault);
        }
    };
    if !follows {
        tracing::error!("what is derived is ahead of the journal, which lost entries, or is an older copy");
    }
    Ok(Some(Derived { state, index, follows }))
}

/// The board from its snapshot, or from nothing, brought up to the journal together with the evidence index. Returns
/// how many entries lie between the snapshot and the journal.
async fn restore(
    state: &State,
    journal: &Journal,
    index: &mut Index,
    heads: &Heads,
    issued: &[Issued],
    options: &OpenOptions,
) -> Result<(Board, u64), EnvironmentFault> {
    let now = options.clock.now();
    let mut board =
        from_snapshot(state, heads, issued, options).await.unwrap_or_else(|| board_of(issued, now));
    let missing = head::cursor(heads).iter().map(|(origin, size)| size - board.cursor().size(origin)).sum();
    if !sabotage::is(Mutant::ForgetCursor) {
        catch_up(journal, heads, &mut board).await?;
    }
    board.settle(now);
    index.restore(journal, heads).await?;
    Ok((board, missing))
}

async fn from_snapshot(
    state: &State,
    heads: &Heads,
    issued: &[Issued],
    options: &OpenOptions,
) -> Option<Board> {
    let snapshot = match state.find_snapshot().await {
        Ok(snapshot) => snapshot?,
        Err(fault) => {
            tracing::warn!(%fault, "the snapshot can't be read; the board is rebuilt");
            return None;
        }
    };
    let campaigns = issued.iter().map(|issued| Arc::clone(&issued.campaign)).collect();
    match Board::restore(&snapshot, campaigns, options.clock.now()) {
        Ok(board) if head::cursor(heads).covers(board.cursor()) => Some(board),
        Ok(_) => None,
        Err(fault) => {
            tracing::info!(%fault, "the snapshot does not fit; the board is rebuilt");
            None
        }
    }
}
