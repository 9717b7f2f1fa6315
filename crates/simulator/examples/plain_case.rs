//! How many events a second one core takes in the plain case: agents that ask a thousand sites in turn over a network,
//! where sites break and are mended, with nothing of a node behind it.
//!
//! `cargo run --release -p simulator --example plain_case`
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement in the machine's own time"
)]

use std::{collections::BTreeMap, time::Instant as RealInstant};

use calendar::{Clock, Instant};
use simulator::{Answer, Dice, Fate, Link, Network, NodeClock, Party, Schedule, Site, Sites, WorldTime};

const SITES: usize = 1_000;
/// A site stands on one of so many hubs.
const HUBS: usize = 20;
const EVERY_MS: i64 = 1_000;
const DAY_MS: i64 = 24 * 3_600_000;
/// Mean time between two breaks anywhere.
const BREAK_EVERY_MS: i64 = 600_000;
const LOSS_PPM: u32 = 1_000;

enum Event {
    Ask(usize),
    Asked(usize),
    Answered,
    Breaks,
    Mended(String),
}

struct World {
    schedule: Schedule<Event>,
    time: WorldTime,
    clock: NodeClock,
    network: Network,
    sites: Sites,
    names: Vec<(String, Party)>,
    agent: Party,
    chance: Dice,
    answered: u64,
    silent: u64,
}

impl World {
    fn new(seed: u64, sites: usize) -> Self {
        let start = Instant::from_ms(0);
        let names: Vec<(String, Party)> =
            (0..sites).map(|no| (format!("tram-{no}"), Party::new(format!("tram-{no}")))).collect();
        let on_hub = |no: usize| Site { needs: vec![format!("hub-{}", no % HUBS)], ..Site::default() };
        let known: BTreeMap<String, Site> =
            names.iter().enumerate().map(|(no, (name, _))| (name.clone(), on_hub(no))).collect();
        let time = WorldTime::new(start);
        let mut schedule = Schedule::new(start);
        for no in 0..sites {
            schedule.after(no as i64 * EVERY_MS / sites as i64, Event::Ask(no));
        }
        schedule.after(BREAK_EVERY_MS, Event::Breaks);
        Self {
            schedule,
            clock: NodeClock::right(&time),
            time,
            network: Network::new(seed, Link { loss_ppm: LOSS_PPM, ..Link::GOOD }),
            sites: Sites::new(known),
            names,
            agent: Party::new("may-do"),
            chance: Dice::of(seed, "breaks"),
            answered: 0,
            silent: 0,
        }
    }

    fn happen(&mut self, event: Event) {
        let now_ms = self.clock.now().as_ms();
        match event {
            Event::Ask(no) => {
                if let Fate::Arrives(times) = self.network.send(&self.agent, &self.names[no].1) {
                    for ms in times {
                        self.schedule.after(ms, Event::Asked(no));
                    }
                }
                self.schedule.after(EVERY_MS, Event::Ask(no));
            }
            Event::Asked(no) => {
                let (name, party) = &self.names[no];
                if self.sites.answer(name, now_ms, 1_200) == Answer::Never {
                    self.silent += 1;
                } else if let Fate::Arrives(times) = self.network.send(party, &self.agent) {
                    for ms in times {
                        self.schedule.after(ms, Event::Answered);
                    }
                }
            }
            Event::Answered => self.answered += 1,
            Event::Breaks => {
                let site = match self.chance.below(10) {
                    0 => format!("hub-{}", self.chance.below(HUBS as u64)),
                    _ => self.names[self.chance.below(self.names.len() as u64) as usize].0.clone(),
                };
                self.sites.break_down(&site, now_ms);
                self.schedule.after(self.chance.wait_ms(BREAK_EVERY_MS) + 1, Event::Mended(site));
                self.schedule.after(self.chance.wait_ms(BREAK_EVERY_MS) + 1, Event::Breaks);
            }
            Event::Mended(site) => self.sites.mend(&site, now_ms),
        }
    }
}

fn main() {
    for (sites, events) in [(SITES / 100, 1_000_000), (SITES / 10, 3_000_000), (SITES, 10_000_000)] {
        let mut world = World::new(1, sites);
        let start = RealInstant::now();
        let mut taken = 0_u64;
        while taken < events
            && let Some((at, event)) = world.schedule.next_before(Instant::from_ms(400 * DAY_MS))
        {
            world.time.set(at);
            world.happen(event);
            taken += 1;
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{sites} sites: {taken} events in {seconds:.2} s, {:.2} million a second; {} answers, {} silences, {} h",
            taken as f64 / seconds / 1e6,
            world.answered,
            world.silent,
            world.time.now().as_ms() / 3_600_000
        );
    }
}
