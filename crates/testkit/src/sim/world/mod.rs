//! One run: events in the order of their time, and the invariants after each.

mod clients;
mod holding;
mod troubles;

use std::collections::{BTreeMap, BTreeSet};

use access::Role;
use calendar::{Clock, Instant};
use campaign::Campaign;
use journal::{Draft, EntryId, Hash, Slug};
use simulator::{Dice, Link, Network, Party, Schedule, Site, Sites, WorldTime};
use store::{Receipt, RecordFault};

use crate::sim::{
    agent::Agent,
    client::Client,
    counted::Counted,
    model::{Breach, Model, regulator, slug},
    node::{Node, NodeFault},
    plan::Plan,
    viewer::Viewer,
    witness::Witness,
};

/// The simulated province.
pub const ORGANISATIONS: [&str; 4] = ["so", "di-dong", "tram", "buu-dien"];
/// Whose log holds the campaign.
pub const REGULATOR: &str = "so";
/// Its targets.
pub const TARGETS: [&str; 3] = ["loi", "tram-1", "tra-cuu"];
/// How many clients there are: people first, then agents.
pub const CLIENTS: usize = 6;
/// Of those, people.
pub const PEOPLE: usize = 4;

const CAMPAIGN: &str = include_str!("../campaign.toml");

/// The begin of every run: the campaign's, in the zone of the campaign.
const START: &str = "2027-02-01T00:00:00+07:00";

/// Mean time between two things one person does, ms.
const ACT_EVERY_MS: i64 = 18 * 60_000;
/// How often agents look at what is due, ms.
const PROBE_EVERY_MS: i64 = 10_000;
/// How long somebody waits before he starts a node again that did not open, ms.
const START_AGAIN_MS: i64 = 300_000;
/// How often the node looks at the time, ms.
const TICK_EVERY_MS: i64 = 100_000;
/// Mean time between two questions of the witness, ms.
const WATCH_EVERY_MS: i64 = 15 * 60_000;
/// How long everything may take to arrive once all is healed, ms: twice the longest wait of a client.
const HEALED_MS: i64 = 1_500_000;
/// How long targets are measured on once all is healed, ms: four summaries.
const PROBED_ON_MS: i64 = 1_200_000;
/// Checks between two in which every entry is read anew.
const ANEW_EVERY: u64 = 80;
/// Of so many seeds one has its data directory opened a second time.
const ALONE_EVERY: u64 = 8;
/// Checks between two boards that are kept to be asked for again.
const REMEMBER_EVERY: u64 = 37;

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    /// How often each thing happened.
    pub counted: Counted,
    /// SHA-256 over every event, every entry and every operation of the disk.
    pub digest: Hash,
    /// What must not have been, with the moment in ms after the begin.
    pub breach: Option<(i64, Breach)>,
}

/// Plays a plan to its end, and then turns bits of the journal it left, each in a journal that was whole.
pub fn rot_journal(plan: &Plan, times: u32) -> Result<Counted, Breach> {
    let mut world = World::new(plan, 0)?;
    world.play()?;
    world.counted = Counted::default();
    for _ in 0..times {
        world.rot_journal()?;
        world.start_node()?;
    }
    Ok(world.counted)
}

enum Event {
    TroubleBegins(usize),
    TroubleEnds(usize),
    Issue(usize),
    Act(usize),
    Probe,
    Tick,
    Watch,
    Start,
    AtNode { client: usize, draft: Box<Draft>, sent: u64 },
    AtClient { client: usize, id: EntryId, sent: u64, answer: Answer },
    AtWitness { note: String, vkey: String },
    Contradict { client: usize, draft: Box<Draft> },
    Retry { client: usize, id: EntryId, attempt: u32 },
}

#[derive(Clone)]
enum Answer {
    Recorded(Box<Receipt>),
    Refused,
    Later,
}

struct World {
    plan: Plan,
    start: Instant,
    time: WorldTime,
    schedule: Schedule<Event>,
    network: Network,
    node: Node,
    node_party: Party,
    clients: Vec<Client>,
    agents: BTreeMap<usize, Agent>,
    people: Vec<Dice>,
    silent: BTreeMap<usize, u32>,
    sites: Sites,
    /// The troubles that make a target slow or lossy.
    spoiling: BTreeSet<usize>,
    witness: Witness,
    viewers: [Viewer; 2],
    watching: Dice,
    model: Model,
    counted: Counted,
    trace: Vec<u8>,
    /// Numbers messages, to see which overtook which.
    sent: u64,
    arrived: u64,
    /// The troubles that leave the node without power, or stopped.
    dark: BTreeSet<usize>,
    /// Whether a bit of what can be rebuilt turns before the power returns.
    rots: bool,
    /// How often the node built its index anew since it started, as far as counted.
    rebuilds: u64,
    /// Since when everything is put right.
    healed_at: Option<Instant>,
}

/// Plays a plan to its end, or to the first breach.
pub fn run(plan: &Plan) -> Outcome {
    run_on(plan, 0)
}

/// The same with the node's tasks on so many threads of their own; none are the caller's.
pub fn run_on(plan: &Plan, workers: usize) -> Outcome {
    let mut world = match World::new(plan, workers) {
        Ok(world) => world,
        Err(breach) => {
            let digest = Hash::of(b"");
            return Outcome { counted: Counted::default(), digest, breach: Some((0, breach)) };
        }
    };
    let breach = world.play().err();
    world.node.count(&mut world.counted);
    let mut trace = std::mem::take(&mut world.trace);
    world.model.bytes().for_each(|bytes| trace.extend_from_slice(bytes));
    for (organisation, size, root) in world.model.heads() {
        trace.extend_from_slice(format!("{organisation} {size} {root}\n").as_bytes());
    }
    trace.extend_from_slice(world.node.disk_traces().as_bytes());
    let at = world.time.now().ms_since(world.start);
    Outcome { counted: world.counted, digest: Hash::of(&trace), breach: breach.map(|breach| (at, breach)) }
}

/// The campaign as it is first issued, and as it is issued again later: with another threshold.
fn campaigns() -> [String; 2] {
    [CAMPAIGN.to_owned(), CAMPAIGN.replace("value = 999000", "value = 940000")]
}

fn parsed(text: &str) -> Campaign {
    campaign::parse(text, "campaign.toml").expect("the simulated campaign reads")
}

impl World {
    fn new(plan: &Plan, workers: usize) -> Result<Self, Breach> {
        let start = Instant::parse_edge(START).expect("the begin is a time");
        let time = WorldTime::new(start);
        let node = Node::new(plan.seed, workers, &time).map_err(NodeFault::from)?;
        let client =
            |name: &str, organisation: &str, role| Client::new(name, slug(organisation), role, &time);
        let clients = vec![
            client("so/lanh-dao", "so", Role::RegulatorHead),
            client("di-dong/dieu-hanh", "di-dong", Role::OperatorManager),
            client("tram/nhan-vien", "tram", Role::OperatorManager),
            client("buu-dien/dieu-hanh", "buu-dien", Role::OperatorManager),
            client("di-dong/may-do", "di-dong", Role::Machine),
            client("buu-dien/may-do", "buu-dien", Role::Machine),
        ];
        let [first, second] = campaigns();
        let campaign = parsed(&first);
        let agents = (PEOPLE..CLIENTS)
            .map(|number| (number, Agent::new(plan.seed, &campaign, &clients[number].organisation, start)))
            .collect();
        let mut model = Model::default();
        model.know_campaign(campaign);
        model.know_campaign(parsed(&second));
        let sites = TARGETS.map(|target| (target.to_owned(), Site::default()));
        Ok(Self {
            plan: plan.clone(),
            start,
            schedule: Schedule::new(start),
            network: Network::new(plan.seed, Link::GOOD),
            node,
            node_party: Party::new("node"),
            people: (0..PEOPLE).map(|number| Dice::of(plan.seed, &format!("person/{number}"))).collect(),
            clients,
            agents,
            silent: BTreeMap::new(),
            sites: Sites::new(BTreeMap::from(sites)),
            spoiling: BTreeSet::new(),
            witness: Witness::default(),
            viewers: [
                Viewer::new(Role::RegulatorHead, REGULATOR),
                Viewer::new(Role::OperatorManager, "di-dong"),
            ],
            watching: Dice::of(plan.seed, "witness"),
            model,
            counted: Counted::default(),
            trace: Vec::new(),
            sent: 0,
            arrived: 0,
            dark: BTreeSet::new(),
            rots: false,
            rebuilds: 0,
            healed_at: None,
            time,
        })
    }

    fn play(&mut self) -> Result<(), Breach> {
        self.begin();
        let end = self.start.plus_ms(self.plan.length_ms);
        self.until(end)?;
        self.heal()?;
        self.until(end.plus_ms(HEALED_MS + self.plan.stated_ahead_ms()))?;
        self.finish()
    }

    fn begin(&mut self) {
        self.schedule.after(0, Event::Start);
        self.schedule.after(1_000, Event::Issue(0));
        self.schedule.after(self.plan.length_ms / 2, Event::Issue(1));
        self.schedule.after(PROBE_EVERY_MS, Event::Probe);
        self.schedule.after(TICK_EVERY_MS, Event::Tick);
        self.schedule.after(WATCH_EVERY_MS, Event::Watch);
        for person in 0..PEOPLE {
            let wait = self.people[person].wait_ms(ACT_EVERY_MS) + 5_000;
            self.schedule.after(wait, Event::Act(person));
        }
        for (number, trouble) in self.plan.troubles.iter().enumerate() {
            self.schedule.after(trouble.at_ms, Event::TroubleBegins(number));
        }
    }

    fn until(&mut self, end: Instant) -> Result<(), Breach> {
        while let Some((at, event)) = self.schedule.next_before(end) {
            self.time.set(at);
            self.counted.events += 1;
            let (refusals, _) = self.node.refusals();
            let asks_node =
                !matches!(event, Event::Probe | Event::Act(_) | Event::Retry { .. } | Event::AtClient { .. });
            self.happen(event)?;
            self.note_power();
            let checked = if asks_node { self.check() } else { self.check_still() };
            self.excuse(checked, refusals)?;
        }
        self.time.set(end);
        Ok(())
    }

    /// While the disk refuses what the node writes, and right after, it may say that it cannot answer; never more.
    fn excuse(&mut self, checked: Result<(), Breach>, refusals: u64) -> Result<(), Breach> {
        match checked {
            Err(Breach::Unreadable(what)) if self.node.refuses_since(refusals) => {
                self.note(format_args!("unreadable: {what}"));
                self.counted.unreadable += 1;
                Ok(())
            }
            checked => checked,
        }
    }

    /// Everything said so far, so that two runs can be compared.
    fn note(&mut self, what: std::fmt::Arguments<'_>) {
        use std::io::Write;
        // A vector takes every byte.
        let _ = writeln!(self.trace, "{} {what}", self.time.now().ms_since(self.start));
    }

    fn happen(&mut self, event: Event) -> Result<(), Breach> {
        match event {
            Event::TroubleBegins(number) => self.trouble(number)?,
            Event::TroubleEnds(number) => self.trouble_ends(number)?,
            Event::Start => self.start_node()?,
            Event::Issue(number) => self.issue(number)?,
            Event::Act(person) => self.act(person),
            Event::Probe => self.probe(),
            Event::Tick => {
                self.tick()?;
                self.schedule.after(TICK_EVERY_MS, Event::Tick);
            }
            Event::Watch => self.watch()?,
            Event::AtWitness { note, vkey } => {
                self.counted.heads_seen += 1;
                let head = self.witness.take(&note, &vkey)?;
                self.model.check_head(&head)?;
            }
            Event::AtNode { client, draft, sent } => self.at_node(client, *draft, sent)?,
            Event::AtClient { client, id, sent, answer } => self.at_client(client, id, sent, answer)?,
            Event::Contradict { client, draft } => self.contradict(client, *draft)?,
            Event::Retry { client, id, attempt } => self.send(client, id, attempt),
        }
        Ok(())
    }

    /// An outage that began at an operation of the disk ends as any other.
    fn note_power(&mut self) {
        if let Some(number) = self.node.take_cut() {
            self.dark.insert(number);
            self.counted.cut_within += 1;
            self.note(format_args!("the power went"));
            let for_ms = self.plan.troubles[number].for_ms;
            self.schedule.after(for_ms, Event::TroubleEnds(number));
        }
    }

    /// What the node does of its own accord; a head that it signs so stands right after an observation of its clock.
    fn tick(&mut self) -> Result<(), Breach> {
        let before = self.signed();
        self.node.look()?;
        let (Some(before), Some(after)) = (before, self.signed()) else { return Ok(()) };
        let offset_ms = self.node.clock().offset_ms();
        for (organisation, size) in after {
            if before.get(&organisation).is_none_or(|was| *was < size) {
                self.model.expect_observed(organisation, size, offset_ms);
            }
        }
        Ok(())
    }

    /// The size of the last head signed of each log; none where nobody can say.
    fn signed(&self) -> Option<BTreeMap<Slug, u64>> {
        let logs = self.node.call_still(async |store| store.logs(&regulator(store)).await)?.ok()?;
        Some(logs.into_iter().filter_map(|log| Some((log.organisation, log.checkpoint?.size))).collect())
    }

    fn start_node(&mut self) -> Result<(), Breach> {
        if self.node.is_up() || !self.dark.is_empty() {
            return Ok(());
        }
        self.viewers.iter_mut().for_each(Viewer::cut_off);
        let up = self.node.start()?;
        self.rebuilds = 0;
        self.note(format_args!("node started: {up}"));
        if !up && self.node.has_power() {
            // Somebody tries again.
            self.counted.refused_starts += 1;
            self.schedule.after(START_AGAIN_MS, Event::Start);
        } else if !up {
            self.counted.cut_at_start += 1;
        }
        if up {
            self.check_doubt()?;
            self.check_all()?;
            self.check_alone()?;
        }
        Ok(())
    }

    fn issue(&mut self, number: usize) -> Result<(), Breach> {
        let text = campaigns()[number].clone();
        let issued = self.node.call(async |store| {
            let scope = regulator(store);
            store.issue_campaign(&scope, text.as_bytes(), "campaign.toml").await
        })?;
        match issued {
            Some(Ok(receipt)) => {
                self.counted.campaigns += 1;
                self.note(format_args!("issued {}", receipt.id));
                self.model.acknowledge(&slug(REGULATOR), receipt)
            }
            // Nobody is told; the person tries again.
            None | Some(Err(RecordFault::Environment(_))) => {
                self.schedule.after(120_000, Event::Issue(number));
                Ok(())
            }
            Some(Err(fault)) => Err(Breach::Unreadable(format!("the campaign is refused: {fault}"))),
        }
    }
}
