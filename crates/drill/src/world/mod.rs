//! One play: the drill's time line, the targets it strikes, the node that measures and judges, the people who answer.

mod audience;
mod causes;
mod clock;
mod officers;
mod recording;
mod troubles;
mod watch;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use access::{Role, Scope, Tree};
use calendar::{Clock, Instant};
use campaign::Campaign;
use journal::Slug;
use simulator::{Dice, Schedule, Sites, WorldTime};
use store::ReadFault;

use crate::{
    answer::{self, Answer, Figures, Head},
    fault::DrillFault,
    file::{self, DrillFile},
    live::{self, Audience, Pace},
    node::{NAME, Node},
    prepare,
    probing::{Ground, Probes, Probing},
};
use causes::Causes;
use clock::ClockNotes;
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

struct World<'a> {
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
    clock_notes: ClockNotes,
    desk: Desk,
    figures: Figures,
    audience: Option<Audience<'a>>,
    stop: &'a AtomicBool,
}

/// Plays a drill to its end. `told` is called with each simulated hour as it begins.
pub fn play(order: Order, told: &mut dyn FnMut(Instant)) -> Result<Answer, DrillFault> {
    play_before(order, None, &AtomicBool::new(false), told)
}

/// The same before an audience, if there is one, until its end or until `stop` is set: the answer then is of what was
/// played. Who only looks on changes nothing of it.
pub fn play_before<'a>(
    order: Order,
    audience: Option<Audience<'a>>,
    stop: &'a AtomicBool,
    told: &mut dyn FnMut(Instant),
) -> Result<Answer, DrillFault> {
    let mut world = World::new(order, audience, stop)?;
    world.prepare()?;
    world.run(told)?;
    world.finish()
}

impl<'a> World<'a> {
    fn new(order: Order, audience: Option<Audience<'a>>, stop: &'a AtomicBool) -> Result<Self, DrillFault> {
        let Order { file, campaign: bytes, seed, data } = order;
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        let campaign = campaign::parse(text, &file.campaign)
            .map_err(|_| DrillFault::Campaign("the campaign file has faults".to_owned()))?;
        let regulator = campaign.authority().cloned().ok_or_else(|| {
            DrillFault::Campaign("no regulator stands at the top of the campaign".to_owned())
        })?;
        let time = WorldTime::new(campaign.from);
        let pace = audience.as_ref().map_or(1, |audience| audience.speed);
        let mut node = Node::new(data, seed, &time).paced(pace);
        node.start()?;
        let tree = Arc::new(store::tree_of(&campaign));
        let scope = Scope::new("drill", Role::RegulatorHead, regulator.clone(), &tree);
        let issued = node.call(async |store| store.issue_campaign(&scope, &bytes, &file.campaign).await);
        issued.transpose().map_err(DrillFault::Issue)?;
        let hash = audience.as_ref().map(|audience| audience.password_hash.as_str());
        let sign_ins = live::sign_ins(&campaign);
        let made = node.call(async |store| live::make_accounts(store, &sign_ins, hash).await);
        made.transpose().map_err(DrillFault::Accounts)?;
        let spans: Vec<Span> = file.troubles.iter().map(|trouble| trouble.span(seed)).map(Span::of).collect();
        Ok(Self {
            sites: Sites::new(file.sites.clone()),
            ground: Ground::new(&campaign, &file.points, seed),
            schedule: Schedule::new(file.from),
            causes: Causes::new(file.troubles.len()),
            clock_notes: ClockNotes::default(),
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
            audience,
            stop,
        })
    }

    /// What cannot be read, with the moment of the drill.
    fn unread(&self, what: &'static str, fault: ReadFault) -> DrillFault {
        DrillFault::Read { at: self.time.now(), what, fault }
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn desk_scope(&self) -> Scope {
        Scope::new("drill", Role::RegulatorHead, self.regulator.clone(), &self.tree)
    }

    fn prepare(&mut self) -> Result<(), DrillFault> {
        if self.file.prepared {
            let mut dice = Dice::of(self.seed, "prepare");
            for task in prepare::tasks(&self.campaign, self.file.from) {
                if self.is_stopped() {
                    break;
                }
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
        self.open_doors()?;
        let mut pace = self.audience.as_ref().map(|audience| Pace::new(audience.speed, self.file.from));
        let mut hour = self.file.from;
        while let Some(at) = self.next().filter(|at| *at < self.file.to) {
            if !self.comes(&mut pace, at)? {
                return self.look();
            }
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
        if self.comes(&mut pace, self.file.to)? {
            self.time.set(self.file.to);
        }
        self.look()
    }

    /// Lets a moment come: at once, or when its real time is there. False where the play is stopped before.
    fn comes(&self, pace: &mut Option<Pace>, at: Instant) -> Result<bool, DrillFault> {
        match pace {
            Some(pace) => pace.wait(at, (&self.node, &self.time), self.stop),
            None => Ok(!self.is_stopped()),
        }
    }

    /// Lets the audience in to the node that was started.
    fn open_doors(&mut self) -> Result<(), DrillFault> {
        match &mut self.audience {
            Some(audience) => self.node.served_by(audience.serve),
            None => Ok(()),
        }
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
                self.look_at_clock_notes(&self.everybody());
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

    fn finish(mut self) -> Result<Answer, DrillFault> {
        let planned_to = self.file.to;
        // Before its end only where it was stopped: what was to come is no part of the answer.
        self.file.to = self.file.to.min(self.time.now()).max(self.file.from);
        let scope = self.desk_scope();
        if self.node.store().is_none() {
            self.node.start()?;
        }
        let logs = self.node.call(async |store| store.logs(&scope).await).transpose();
        let logs = logs.map_err(|fault| self.unread("the heads of the logs", fault))?.unwrap_or_default();
        let heads = logs.into_iter().filter(|log| log.size > 0);
        let heads = heads.map(|log| Head { origin: log.origin.to_string(), size: log.size, root: log.root });
        self.figures.probes = self.probes.sent;
        self.figures.probes_lost = self.probes.lost;
        self.lose_unstated();
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
            planned_to,
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
