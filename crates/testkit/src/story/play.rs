//! Playing a story: what happens on the virtual clock, and whether what is wanted comes true.

use std::{collections::BTreeMap, sync::Arc};

use access::{Role, Scope, Tree};
use calendar::{Clock, Instant};
use campaign::{Campaign, Cell, CellKey, Status};
use drill::{ACTOR, NAME, Node, Probes, Probing};
use journal::{Draft, Slug};
use measure::{Cause, Outcome, TargetSpec};
use simulator::{Dice, WorldTime};
use store::Asked;

use super::{
    StoryFault,
    parse::{Behaves, Happens, Line, Story, Want},
    people::{self, Room},
};

/// How often the board is looked at, ms: a turn that time alone brings is seen this much later at most.
pub const LOOK_EVERY_MS: i64 = 1_000;

/// How often the node looks at the time by itself, ms.
const TICK_EVERY_MS: i64 = 60_000;

/// How a target answers that a story says nothing of, µs.
const USUAL_US: u32 = 900;

/// A turn of a cell.
struct Turn {
    at_ms: i64,
    key: CellKey,
    was: Status,
    cell: Cell,
    wanted: bool,
}

struct Stage<'a> {
    story: &'a Story,
    campaign: Campaign,
    tree: Arc<Tree>,
    regulator: Scope,
    time: WorldTime,
    node: Node,
    measures: bool,
    probing: Option<Probing>,
    behaves: BTreeMap<Slug, Behaves>,
    answers_us: BTreeMap<Slug, u32>,
    probed: BTreeMap<Slug, u32>,
    dice: Dice,
    cells: BTreeMap<CellKey, Cell>,
    turns: Vec<Turn>,
    faults: Vec<StoryFault>,
}

/// Plays it; every want that did not come true is told, and every turn that nobody wanted where nothing else is.
pub fn play(story: &Story, campaign: &str) -> Result<(), Vec<StoryFault>> {
    let whole = |what: String| vec![StoryFault { story: story.name.clone(), line: 0, what }];
    let dir = tempfile::tempdir_in(drill::memory());
    let dir = dir.map_err(|fault| whole(fault.to_string()))?;
    let mut stage = Stage::new(story, campaign, dir.path().join("data")).map_err(whole)?;
    stage.run();
    let faults = stage.faults;
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

impl<'a> Stage<'a> {
    fn new(story: &'a Story, text: &str, data: std::path::PathBuf) -> Result<Self, String> {
        let campaign = campaign::parse(text, &story.campaign)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        let time = WorldTime::new(story.start);
        let mut node = Node::new(data, 1, &time);
        node.start().map_err(|fault| fault.to_string())?;
        let tree = store::tree_of(&campaign);
        let top = campaign.authority().cloned().ok_or("the campaign has no regulator")?;
        let regulator = Scope::new("story", Role::RegulatorHead, top, &tree);
        let issued =
            node.call(async |store| store.issue_campaign(&regulator, text.as_bytes(), "story").await);
        issued.transpose().map_err(|fault| fault.to_string())?;
        for line in &story.happens {
            if let Happens::Target(target, _) = &line.what
                && campaign.find_target(target).is_none()
            {
                return Err(format!("line {}: the campaign has no target {target}", line.number));
            }
        }
        Ok(Self {
            probing: Some(Probing::new(&campaign, NAME, story.start)),
            measures: true,
            tree: Arc::new(tree),
            behaves: BTreeMap::new(),
            answers_us: BTreeMap::new(),
            probed: BTreeMap::new(),
            dice: Dice::of(1, "story"),
            cells: BTreeMap::new(),
            turns: Vec::new(),
            faults: Vec::new(),
            story,
            campaign,
            regulator,
            time,
            node,
        })
    }

    fn now_ms(&self) -> i64 {
        self.time.now().ms_since(self.story.start)
    }

    fn fail(&mut self, line: usize, what: String) {
        self.faults.push(StoryFault { story: self.story.name.clone(), line, what });
    }

    fn run(&mut self) {
        let story = self.story;
        let mut happens = story.happens.iter().peekable();
        let mut wants = story.wants.iter().filter(|line| line.what.by_ms.is_none()).peekable();
        let (mut look_ms, mut tick_ms) = (0, TICK_EVERY_MS);
        loop {
            let line_ms = happens.peek().map(|line| line.at_ms);
            let want_ms = wants.peek().map(|line| line.at_ms);
            let probe_ms = self.next_probe_ms();
            let next = [line_ms, want_ms, probe_ms, Some(look_ms), Some(tick_ms)].into_iter().flatten().min();
            let Some(at_ms) = next.filter(|at_ms| *at_ms <= story.length_ms) else { break };
            self.time.set(story.start.plus_ms(at_ms));
            while let Some(line) = happens.next_if(|line| line.at_ms <= at_ms) {
                self.happen(line);
            }
            self.probe();
            if at_ms >= tick_ms {
                tick_ms += TICK_EVERY_MS;
                self.node.look();
            }
            if at_ms >= look_ms || line_ms == Some(at_ms) || want_ms == Some(at_ms) {
                look_ms = (at_ms / LOOK_EVERY_MS + 1) * LOOK_EVERY_MS;
                self.look();
            }
            while let Some(line) = wants.next_if(|line| line.at_ms <= at_ms) {
                self.stands(line);
            }
        }
        self.turned();
    }

    fn next_probe_ms(&self) -> Option<i64> {
        let due = self.probing.as_ref().filter(|_| self.measures)?.next_due()?;
        let world = due.plus_ms(-self.node.clock().offset_ms());
        Some(world.ms_since(self.story.start).max(self.now_ms() + 1))
    }

    fn happen(&mut self, line: &Line<Happens>) {
        match &line.what {
            Happens::Target(target, Behaves::Answers(us)) => {
                self.answers_us.insert(target.clone(), *us);
                self.behaves.insert(target.clone(), Behaves::Up);
            }
            Happens::Target(target, behaves) => {
                self.probed.insert(target.clone(), 0);
                self.behaves.insert(target.clone(), *behaves);
            }
            Happens::Measuring(measures) => self.measures = *measures,
            Happens::Killed => {
                self.probing = None;
                self.node.kill();
            }
            Happens::Starts => self.start(line.number),
            Happens::ClockJumps(ms) => self.node.clock().jump(*ms),
            Happens::Says(says) => {
                let Self { node, campaign, dice, .. } = self;
                let room = Room { campaign, start: self.story.start, now: self.time.now(), dice };
                let said = node.call(async |store| people::say(store, room, says).await);
                match said {
                    None => self.fail(line.number, "nobody hears it: the node is down".to_owned()),
                    Some(Err(fault)) if !says.refused => self.fail(line.number, format!("refused: {fault}")),
                    Some(Ok(())) if says.refused => self.fail(line.number, "the node took it".to_owned()),
                    Some(_) => {}
                }
            }
        }
    }

    fn start(&mut self, line: usize) {
        if let Err(fault) = self.node.start() {
            return self.fail(line, fault.to_string());
        }
        self.probing = Some(Probing::going_on(&self.campaign, &mut self.node, &self.regulator));
    }

    fn probe(&mut self) {
        let Self { probing: Some(probing), node, behaves, answers_us, probed, measures: true, .. } = self
        else {
            return;
        };
        let answer = |_: usize, spec: &TargetSpec, _: Instant| {
            let us = answers_us.get(&spec.id).copied().unwrap_or(USUAL_US);
            let number = probed.entry(spec.id.clone()).or_default();
            *number += 1;
            match behaves.get(&spec.id) {
                Some(Behaves::Down) => Outcome::of(Cause::Timeout, "no answer"),
                Some(Behaves::Excluded(cause)) => Outcome::of(*cause, "left out"),
                Some(Behaves::Loses(lost, of)) if (*number - 1) % (*of).max(1) < *lost => {
                    Outcome::of(Cause::Timeout, "lost")
                }
                _ => Outcome::answered(us),
            }
        };
        let found = probing.look(node.clock().now(), answer, &mut Probes::default());
        let turned = found.turned.into_iter().map(|turned| (turned.owner, turned.draft));
        let drafts: Vec<(Slug, Draft)> = turned.chain(found.summaries).collect();
        for (owner, draft) in drafts {
            let scope = Scope::machine(ACTOR, owner.clone(), &self.tree);
            let recorded = self.node.call(async |store| store.record(&scope, &owner, draft).await);
            if let Some(Err(fault)) = recorded {
                self.fail(0, format!("a measurement was refused: {fault}"));
            }
            self.look();
        }
    }

    fn look(&mut self) {
        let Self { node, regulator, .. } = self;
        let cells = node.call(async |store| store.board_at(regulator, &Asked::default()).await);
        match cells {
            None => {}
            Some(Err(fault)) => self.fail(0, format!("the board does not answer: {fault}")),
            Some(Ok(cells)) => {
                let at_ms = self.now_ms();
                for cell in cells {
                    let key = cell.key();
                    let was = self.cells.insert(key.clone(), cell.clone()).map(|cell| cell.status);
                    if let Some(was) = was.filter(|was| *was != cell.status) {
                        self.turns.push(Turn { at_ms, key, was, cell, wanted: false });
                    }
                }
            }
        }
    }

    /// A want about how a cell stands now.
    fn stands(&mut self, line: &Line<Want>) {
        let want = &line.what;
        let Some(cell) = self.cells.get(&want.cell) else {
            return self.fail(line.number, format!("there is no cell {}", named(&want.cell)));
        };
        if let Some(what) = self.lacks(want, cell) {
            self.fail(line.number, what);
        }
    }

    /// What of a cell is not as it is wanted.
    fn lacks(&self, want: &Want, cell: &Cell) -> Option<String> {
        let is = told(cell);
        let is_so = cell.status == want.status
            && want.reason.as_ref().is_none_or(|reason| reason == cell.reason.code)
            && cell.late == want.late;
        if !is_so {
            let reason = want.reason.as_ref().map_or_else(String::new, |reason| format!(" {reason}"));
            let late = if want.late { " late" } else { "" };
            let wanted = format!("{}{reason}{late}", want.status.as_str());
            return Some(format!("wanted {wanted}, but {} is {is}", named(&want.cell)));
        }
        let since_ms = cell.since.map(|since| since.ms_since(self.story.start));
        if want.since_ms.is_some_and(|wanted| Some(wanted) != since_ms) {
            return Some(format!("{is} since {}", since_ms.map_or("nobody knows when".to_owned(), at)));
        }
        if want.grade.is_some() && want.grade != cell.grade {
            return Some(format!("{is} by grade {:?}", cell.grade));
        }
        if want.promised && cell.promised_until.is_none() {
            return Some(format!("{is}, and nobody promised to see to it"));
        }
        if want.explained && cell.explanations.is_empty() {
            return Some(format!("{is}, and nobody explained it"));
        }
        want.figures.iter().find_map(|(name, value)| {
            let mut figures = cell.findings.iter().flat_map(|finding| &finding.figures);
            let found = figures.find(|figure| figure.name == name).map(|figure| figure.value);
            (found != Some(*value)).then(|| format!("{name} is {found:?}"))
        })
    }

    /// The wants about turns, and the turns nobody wanted.
    fn turned(&mut self) {
        let story = self.story;
        for line in story.wants.iter().filter(|line| line.what.by_ms.is_some()) {
            let (want, by_ms) = (&line.what, line.what.by_ms.unwrap_or(line.at_ms));
            let fits = |turn: &Turn| {
                let in_time = (line.at_ms..=by_ms).contains(&turn.at_ms);
                in_time && !turn.wanted && turn.key == want.cell && self.lacks(want, &turn.cell).is_none()
            };
            if let Some(place) = self.turns.iter().position(fits) {
                self.turns[place].wanted = true;
                continue;
            }
            let (cell, status, turned) = (named(&want.cell), want.status.as_str(), self.all_turns());
            let (from, to) = (at(line.at_ms), at(by_ms));
            self.fail(line.number, format!("{cell} did not turn {status} between {from} and {to}; {turned}"));
        }
        let Some(line) = story.nothing_else else { return };
        let unwanted: Vec<String> = self.turns.iter().filter(|turn| !turn.wanted).map(Turn::told).collect();
        for what in unwanted {
            self.fail(line, format!("nobody wanted that {what}"));
        }
    }

    fn all_turns(&self) -> String {
        let told: Vec<String> = self.turns.iter().map(Turn::told).collect();
        if told.is_empty() {
            "nothing turned".to_owned()
        } else {
            format!("what turned: {}", told.join("; "))
        }
    }
}

impl Turn {
    fn told(&self) -> String {
        let Self { at_ms, key, was, cell, .. } = self;
        format!("{} turned at {} from {} to {}", named(key), at(*at_ms), was.as_str(), told(cell))
    }
}

fn told(cell: &Cell) -> String {
    format!("{} {}{}", cell.status.as_str(), cell.reason.code, if cell.late { " late" } else { "" })
}

fn named(key: &CellKey) -> String {
    format!("cell {} of {}", key.obligation, key.organisation)
}

/// A time as a story writes it.
fn at(ms: i64) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    let hours = if hours > 0 { format!("{hours}h") } else { String::new() };
    let rest = if ms % 1_000 > 0 { format!(" and {} ms", ms % 1_000) } else { String::new() };
    format!("{hours}{minutes}m{seconds}s{rest}")
}
