//! One play: the drill's time line, the targets it strikes, the node that measures and judges, the people who answer.

mod causes;
mod officers;
mod recording;
mod watch;

use std::{path::PathBuf, sync::Arc};

use access::{Role, Scope, Tree};
use calendar::{Clock, Instant};
use campaign::Campaign;
use journal::Slug;
use simulator::{Dice, Schedule, Sites, WorldTime};

use crate::{
    answer::{self, Answer, Figures, Head},
    fault::DrillFault,
    file::{self, DrillFile, What},
    node::{NAME, Node},
    prepare,
    probing::{Ground, Probes, Probing},
};
use causes::Causes;
use officers::Desk;
use recording::Outbox;
use watch::Watch;

/// How often the board is looked at and what could not be recorded is tried again, ms.
const LOOK_EVERY_MS: i64 = 15_000;
/// How often the node looks at the time by itself, ms.
const TICK_EVERY_MS: i64 = 60_000;

/// What is to be played.
pub struct Order {
    /// The drill.
    pub file: DrillFile,
    /// The bytes of its campaign file.
    pub campaign: Vec<u8>,
    /// What chance is drawn from.
    pub seed: u64,
    /// A data directory that does not exist, or is empty.
    pub data: PathBuf,
}

enum Event {
    TroubleBegins(usize),
    TroubleEnds(usize),
    /// What a site lives on by itself may be used up.
    Sites,
    Look,
    Tick,
    Answer(usize),
    Explain(usize),
    Counted,
}

/// A trouble of the file under this seed.
pub(crate) struct Span {
    from: Instant,
    to: Instant,
}

struct World {
    file: DrillFile,
    campaign: Campaign,
    seed: u64,
    time: WorldTime,
    schedule: Schedule<Event>,
    sites: Sites,
    ground: Ground,
    node: Node,
    tree: Arc<Tree>,
    regulator: Slug,
    probing: Option<Probing>,
    probes: Probes,
    outbox: Outbox,
    watch: Watch,
    spans: Vec<Span>,
    causes: Causes,
    desk: Desk,
    figures: Figures,
}

/// Plays a drill to its end. `told` is called with each simulated hour as it begins.
pub fn play(order: Order, told: &mut dyn FnMut(Instant)) -> Result<Answer, DrillFault> {
    let mut world = World::new(order)?;
    world.prepare()?;
    world.run(told)?;
    world.finish()
}

impl World {
    fn new(order: Order) -> Result<Self, DrillFault> {
        let Order { file, campaign: bytes, seed, data } = order;
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        let campaign = campaign::parse(text, &file.campaign)
            .map_err(|_| DrillFault::Campaign("the campaign file has faults".to_owned()))?;
        let regulator = campaign.authority().cloned().ok_or_else(|| {
            DrillFault::Campaign("no regulator stands at the top of the campaign".to_owned())
        })?;
        let time = WorldTime::new(campaign.from);
        let mut node = Node::new(data, seed, &time);
        node.start()?;
        let tree = Arc::new(store::tree_of(&campaign));
        let scope = Scope::new("drill", Role::RegulatorHead, regulator.clone(), &tree);
        let issued = node.call(async |store| store.issue_campaign(&scope, &bytes, &file.campaign).await);
        issued.transpose().map_err(DrillFault::Issue)?;
        let spans: Vec<Span> = file.troubles.iter().map(|trouble| trouble.span(seed)).map(Span::of).collect();
        Ok(Self {
            sites: Sites::new(file.sites.clone()),
            ground: Ground::new(&campaign, &file.points, seed),
            schedule: Schedule::new(file.from),
            causes: Causes::new(file.troubles.len()),
            desk: Desk::new(&file.officers),
            watch: Watch::default(),
            outbox: Outbox::default(),
            probing: None,
            probes: Probes::default(),
            figures: Figures { starts: 1, ..Figures::default() },
            file,
            campaign,
            seed,
            time,
            node,
            tree,
            regulator,
            spans,
        })
    }

    fn desk_scope(&self) -> Scope {
        Scope::new("drill", Role::RegulatorHead, self.regulator.clone(), &self.tree)
    }

    fn prepare(&mut self) -> Result<(), DrillFault> {
        if self.file.prepared {
            let mut dice = Dice::of(self.seed, "prepare");
            for task in prepare::tasks(&self.campaign, self.file.from) {
                self.time.set(task.at);
                let of = (&self.campaign, &self.regulator);
                let done =
                    self.node.call(async |store| prepare::carry_out(store, of, &task, &mut dice).await);
                done.unwrap_or(Ok(()))?;
            }
        }
        self.time.set(self.file.from);
        self.node.look();
        Ok(())
    }

    fn run(&mut self, told: &mut dyn FnMut(Instant)) -> Result<(), DrillFault> {
        self.begin();
        let mut hour = self.file.from;
        while let Some(at) = self.next().filter(|at| *at < self.file.to) {
            self.time.set(at);
            self.figures.events += 1;
            if at >= hour {
                told(hour);
                hour = hour.plus_ms(3_600_000);
            }
            while let Some((_, event)) = self.schedule.next_before(at.plus_ms(1)) {
                self.figures.events += 1;
                self.happen(event)?;
            }
            self.probe()?;
        }
        self.time.set(self.file.to);
        self.look()
    }

    fn begin(&mut self) {
        self.probing = Some(Probing::new(&self.campaign, NAME, self.node.clock().now()));
        for (number, span) in self.spans.iter().enumerate() {
            self.schedule.at(span.from, Event::TroubleBegins(number));
            self.schedule.at(span.to, Event::TroubleEnds(number));
        }
        self.schedule.after(LOOK_EVERY_MS, Event::Look);
        self.schedule.after(TICK_EVERY_MS, Event::Tick);
        let warm_up_ms = file::warm_up_ms(&self.campaign);
        self.schedule.after(warm_up_ms, Event::Counted);
    }

    /// When something happens next: an event, or a probe by the node's clock.
    fn next(&self) -> Option<Instant> {
        let now = self.time.now();
        let due = self.probing.as_ref().and_then(Probing::next_due);
        let offset_ms = self.node.clock().offset_ms();
        // A clock that drifts may be a millisecond short of what is due: time goes on all the same.
        let probe = due.map(|due| due.plus_ms(-offset_ms).max(now.plus_ms(1)));
        [self.schedule.next_at(), probe].into_iter().flatten().min()
    }

    fn happen(&mut self, event: Event) -> Result<(), DrillFault> {
        match event {
            Event::TroubleBegins(number) => {
                self.trouble_begins(number);
                Ok(())
            }
            Event::TroubleEnds(number) => self.trouble_ends(number),
            Event::Sites => {
                self.sites_changed();
                Ok(())
            }
            Event::Look => {
                self.schedule.after(LOOK_EVERY_MS, Event::Look);
                self.deliver();
                self.look()
            }
            Event::Tick => {
                self.schedule.after(TICK_EVERY_MS, Event::Tick);
                self.node.look();
                Ok(())
            }
            Event::Answer(turn) => self.answer(turn),
            Event::Explain(turn) => self.explain(turn),
            Event::Counted => {
                self.look()?;
                self.watch.count_from_here();
                Ok(())
            }
        }
    }

    fn trouble_begins(&mut self, number: usize) {
        let now_ms = self.time.now().as_ms();
        self.causes.begins(number);
        match self.file.troubles[number].what.clone() {
            What::CableCut(site) | What::PowerLost(site) => self.sites.break_down(&site, now_ms),
            What::Slow(target, _) => self.slow(&target),
            What::OfficerSilent(organisation) => self.desk.silence(&organisation, true),
            What::DiskFull => self.fill_disk(),
            What::NodeKilled => {
                // What it measured and had not yet recorded goes with it.
                self.probing = None;
                self.outbox = Outbox::default();
                self.node.kill();
            }
            What::ClockWrong { offset_s, .. } => self.set_clock(offset_s * 1_000),
        }
        self.sites_changed();
    }

    fn trouble_ends(&mut self, number: usize) -> Result<(), DrillFault> {
        self.sites_changed();
        self.causes.ends(number, self.time.now());
        let now_ms = self.time.now().as_ms();
        match self.file.troubles[number].what.clone() {
            What::CableCut(site) | What::PowerLost(site) => self.sites.mend(&site, now_ms),
            What::Slow(target, _) => self.slow(&target),
            What::OfficerSilent(organisation) => self.desk.silence(&organisation, false),
            What::DiskFull => {
                self.fill_disk();
                self.deliver();
            }
            What::NodeKilled => self.restart()?,
            What::ClockWrong { offset_s, drift_ppm } => {
                let gained_ms = self.time.now().ms_since(self.spans[number].from) * drift_ppm / 1_000_000;
                self.set_clock(-(offset_s * 1_000 + gained_ms));
            }
        }
        self.sites_changed();
        self.look()
    }

    /// A trouble that ends takes nothing from another of its kind that still lasts: what follows is set from all of them.
    fn lasting(&self) -> impl Iterator<Item = &What> {
        self.causes.active(&self.file.troubles)
    }

    /// The worst of what slows a target counts.
    fn slow(&mut self, target: &str) {
        let times = self.lasting().filter_map(|what| match what {
            What::Slow(slowed, times) if slowed == target => Some(*times),
            _ => None,
        });
        match times.max() {
            Some(times) => self.sites.slow(target, times.saturating_mul(1_000)),
            None => self.sites.hasten(target),
        }
    }

    fn fill_disk(&self) {
        self.node.fill_disk(self.lasting().any(|what| matches!(what, What::DiskFull)));
    }

    /// Moves the clock by what one trouble adds or takes back; what the others did to it stays.
    fn set_clock(&self, by_ms: i64) {
        let drifts: Vec<i64> = self.lasting().filter_map(What::drift_ppm).collect();
        let clock = self.node.clock();
        if drifts.is_empty() {
            return clock.correct();
        }
        clock.jump(by_ms);
        clock.drift(drifts.iter().sum());
    }

    fn restart(&mut self) -> Result<(), DrillFault> {
        // Another kill may still last.
        if self.lasting().any(|what| matches!(what, What::NodeKilled)) {
            return Ok(());
        }
        self.node.start()?;
        self.figures.starts += 1;
        let scope = self.desk_scope();
        self.probing = Some(Probing::going_on(&self.campaign, &mut self.node, &scope));
        Ok(())
    }

    /// Sees to what rests on what: who fell by which trouble, and who will when its battery is empty.
    fn sites_changed(&mut self) {
        let now = self.time.now();
        self.sites.look(now.as_ms());
        self.causes.see(&self.file.troubles, &self.campaign, &self.sites, now);
        if let Some(at_ms) = self.sites.next_failure_ms(now.as_ms()) {
            self.schedule.at(Instant::from_ms(at_ms), Event::Sites);
        }
    }

    fn finish(mut self) -> Result<Answer, DrillFault> {
        let scope = self.desk_scope();
        if self.node.store().is_none() {
            self.node.start()?;
        }
        let logs = self.node.call(async |store| store.logs(&scope).await).transpose()?.unwrap_or_default();
        let heads = logs.into_iter().filter(|log| log.size > 0);
        let heads = heads.map(|log| Head { origin: log.origin.to_string(), size: log.size, root: log.root });
        self.figures.probes = self.probes.sent;
        self.figures.probes_lost = self.probes.lost;
        if let Some(store) = self.node.store() {
            self.figures.entries = store.entry_count();
            self.figures.commits = store.commit_count();
        }
        let heads = heads.collect();
        self.node.close()?;
        let counts = self.watch.counts();
        Ok(Answer {
            schema: answer::SCHEMA,
            campaign: self.campaign.id.clone(),
            digest: self.campaign.digest,
            seed: self.seed,
            from: self.file.from,
            to: self.file.to,
            simulated: answer::SIMULATED,
            real: answer::REAL,
            troubles: causes::trouble_answers(&self.file, &self.spans, &self.causes, &self.watch),
            unexplained: self.watch.unexplained(),
            officers: self.desk.answers(&self.watch, self.file.answer_within_s),
            board: counts,
            figures: self.figures,
            heads,
            title: self.file.title,
        })
    }
}

impl Span {
    fn of((from, to): (Instant, Instant)) -> Self {
        Self { from, to }
    }
}
