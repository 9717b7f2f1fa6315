//! What happens, in order, and how long each part took.

use std::path::Path;
use std::process::Command;
use std::sync::mpsc::Receiver;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use super::api::{Api, Made};
use super::node::Node;
use super::servers::{CACHE_S, Servers};
use crate::fault::Fault;
use crate::process::catch_end;
use crate::workspace;

/// Rounds of problem, acknowledgement and recovery.
const ROUNDS: usize = 5;
/// How long anything may take before the story is given up.
const LIMIT: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(50);
const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// A source that is asked so seldom that what arrives was sent.
const SELDOM_S: u32 = 3_600;

/// One part of the story with how long it took each time.
pub struct Part {
    /// What.
    pub what: String,
    /// Whether its time is promised: a round trip, from Zabbix to us and back, and the way of a recovery.
    pub is_promised: bool,
    seconds: Vec<f64>,
}

impl Part {
    fn new(what: &str, is_promised: bool) -> Self {
        Self { what: what.to_owned(), is_promised, seconds: Vec::new() }
    }

    /// The longest time.
    pub fn slowest(&self) -> f64 {
        self.seconds.iter().copied().fold(0.0, f64::max)
    }

    /// Shortest, median and longest time.
    pub fn times(&self) -> String {
        let mut sorted = self.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        match sorted.as_slice() {
            [] => "–".to_owned(),
            [one] => format!("{one:.2} s"),
            [first, .., last] => {
                format!("{first:.2} / {:.2} / {last:.2} s of {}", sorted[sorted.len() / 2], sorted.len())
            }
        }
    }
}

/// Ctrl-C and its like, so that a story that is cut short leaves no server behind.
static END: OnceLock<Mutex<Receiver<()>>> = OnceLock::new();

/// Waits until something is so, and says how long that took.
fn wait(what: &str, mut is_so: impl FnMut() -> Result<bool, Fault>) -> Result<f64, Fault> {
    let start = Instant::now();
    while !is_so()? {
        let end = END.get().and_then(|end| end.lock().ok());
        if end.is_some_and(|end| end.try_recv().is_ok()) {
            return Err(Fault::environment("the story was cut short"));
        }
        if start.elapsed() > LIMIT {
            return Err(Fault::no(format!("{what} did not happen within {} s", LIMIT.as_secs())));
        }
        std::thread::sleep(PAUSE);
    }
    Ok(start.elapsed().as_secs_f64())
}

struct Story {
    servers: Servers,
    node: Node,
    api: Api,
    made: Made,
    until: String,
}

/// What happens next, and how long it took.
type Chapter = fn(&mut Story) -> Result<Vec<Part>, Fault>;

/// Tells the story.
pub fn tell(folder: &Path) -> Result<Vec<Part>, Fault> {
    let end = catch_end()?;
    END.get_or_init(|| Mutex::new(end));
    let servers = Servers::start(folder)?;
    let mut node = Node::prepare(folder, SECRET)?;
    let api = Api::sign_in(servers.web)?;
    let yaml = workspace::root().join("examples/zabbix/thongsuot.yaml");
    let yaml = std::fs::read_to_string(&yaml)
        .map_err(|fault| Fault::environment(format!("{}: {fault}", yaml.display())))?;
    let made = api.set_up(&yaml, &node.events_url(), SECRET)?;
    node.configure(servers.web, &made.token, SELDOM_S)?;
    node.start()?;
    let until = until()?;
    let mut story = Story { servers, node, api, made, until };
    story.settle()?;
    let mut told = Vec::new();
    let chapters: [Chapter; 4] = [
        Story::by_message,
        Story::by_asking,
        |story| Ok(vec![story.lost_while_down()?]),
        |story| Ok(vec![story.promised_while_away()?]),
    ];
    for chapter in chapters {
        let parts = chapter(&mut story)?;
        for part in &parts {
            eprintln!("{}: {}", part.what, part.times());
        }
        told.extend(parts);
    }
    Ok(told)
}

/// Two hours from now, as the form on the screen sends it.
fn until() -> Result<String, Fault> {
    let output = Command::new("date").args(["-u", "+%FT%H:%M:00.000Z", "-d", "2 hours"]).output();
    let output = output.map_err(|fault| Fault::environment(format!("cannot run date: {fault}")))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

impl Story {
    /// Sends a value as a monitored machine does. False while Zabbix does not know the item yet.
    fn send(&self, value: &str) -> Result<bool, Fault> {
        let output = Command::new("zabbix_sender")
            .args(["-z", "127.0.0.1", "-p", &self.servers.trapper.to_string()])
            .args(["-s", "core-1", "-k", "dead", "-o", value])
            .output()
            .map_err(|fault| Fault::environment(format!("cannot run zabbix_sender: {fault}")))?;
        Ok(output.status.success())
    }

    fn must_send(&self, value: &str) -> Result<(), Fault> {
        if self.send(value)? { Ok(()) } else { Err(Fault::no("Zabbix took no value")) }
    }

    /// Until Zabbix's server has taken up the new host, and what was made after it: the action comes with the next filling
    /// of its cache at the latest.
    fn settle(&self) -> Result<(), Fault> {
        wait("taking up the host", || self.send("0"))?;
        std::thread::sleep(Duration::from_secs(2 * CACHE_S));
        Ok(())
    }

    /// Waits for one more turn than there were, to this state.
    fn turned(&self, before: usize, to: &str) -> Result<f64, Fault> {
        wait(&format!("turning {to}"), || {
            let turns = self.node.turns()?;
            Ok(turns.len() > before && turns.first().is_some_and(|turn| turn.0 == to))
        })
    }

    /// A problem that is promised to be seen to at once, and its recovery. `how` a turn comes to us.
    fn rounds(&self, how: &str) -> Result<Vec<Part>, Fault> {
        let mut heard = Part::new(&format!("problem → our entry, {how}"), true);
        let mut told = Part::new("our promise → acknowledged at Zabbix's event", true);
        let mut whole = Part::new("problem → our entry → promise → acknowledged there", true);
        let mut over = Part::new(&format!("recovery → our entry, {how}"), true);
        for _ in 0..ROUNDS {
            let before = self.node.turns()?.len();
            let start = Instant::now();
            self.must_send("1")?;
            heard.seconds.push(self.turned(before, "down")?);
            let id = self.node.promise(&self.until)?;
            told.seconds.push(wait("the acknowledgement at Zabbix", || {
                let (acknowledged, said) = self.api.said(&self.made.trigger)?;
                Ok(acknowledged && said.iter().any(|one| one.contains(&id)))
            })?);
            whole.seconds.push(start.elapsed().as_secs_f64());
            self.must_send("0")?;
            over.seconds.push(self.turned(before + 1, "up")?);
        }
        Ok(vec![heard, told, whole, over])
    }

    /// A problem that somebody acknowledges in Zabbix: taken in hand here, and not told back.
    fn acknowledged_there(&self, how: &str, is_promised: bool) -> Result<Part, Fault> {
        let mut part = Part::new(&format!("acknowledged at Zabbix → our promise, {how}"), is_promised);
        for _ in 0..ROUNDS {
            let (turns, promises) = (self.node.turns()?.len(), self.node.taken_over()?);
            self.must_send("1")?;
            self.turned(turns, "down")?;
            self.api.acknowledge(&self.made.trigger, "đang đến trạm")?;
            part.seconds.push(wait("taking the problem in hand", || Ok(self.node.taken_over()? > promises))?);
            self.must_send("0")?;
            self.turned(turns + 1, "up")?;
            let (said, taken) = (self.api.said(&self.made.trigger)?.1, self.node.taken_over()?);
            if said != ["đang đến trạm"] || taken != promises + 1 {
                let told = format!("{} promises more, and Zabbix's event says {said:?}", taken - promises);
                return Err(Fault::no(told));
            }
        }
        Ok(part)
    }

    fn by_message(&mut self) -> Result<Vec<Part>, Fault> {
        let mut parts = self.rounds("by the media type")?;
        // Zabbix's own escalator sends it, which looks every three seconds and now and then misses a turn: its time is
        // told and not promised. Who cannot wait for it has the node ask.
        parts.push(self.acknowledged_there("by the media type", false)?);
        // What is acknowledged when it is over promises nothing: whatever came of it would have come by then.
        let promises = self.node.taken_over()?;
        self.api.acknowledge(&self.made.trigger, "đã xong")?;
        std::thread::sleep(Duration::from_secs(10));
        match self.node.taken_over()? - promises {
            0 => Ok(parts),
            more => Err(Fault::no(format!("{more} promises about a problem that is over"))),
        }
    }

    /// The same with no message sent: the node asks every second.
    fn by_asking(&mut self) -> Result<Vec<Part>, Fault> {
        self.api.switch_action(&self.made.action, false)?;
        self.node.stop();
        self.node.configure(self.servers.web, &self.made.token, 1)?;
        self.node.start()?;
        let how = "asked for every second, no message";
        let mut parts = self.rounds(how)?;
        parts.push(self.acknowledged_there(how, true)?);
        Ok(parts)
    }

    /// A problem that began and ended while the node was down, and one that stayed.
    fn lost_while_down(&mut self) -> Result<Part, Fault> {
        let before = self.node.turns()?.len();
        self.node.stop();
        for value in ["1", "0", "1"] {
            self.must_send(value)?;
            // Zabbix times its events by the second.
            std::thread::sleep(Duration::from_millis(1_100));
        }
        self.node.start()?;
        let mut part = Part::new("node started → three turns lost while it was down are on record", false);
        part.seconds.push(wait("catching up", || Ok(self.node.turns()?.len() >= before + 3))?);
        let turns = self.node.turns()?;
        let found: Vec<&str> = turns.iter().take(3).map(|turn| turn.0.as_str()).collect();
        let mut sorted = found.clone();
        sorted.sort_unstable();
        if turns.len() != before + 3 || sorted != ["down", "down", "up"] {
            return Err(Fault::no(format!("{} turns and not {}: {found:?}", turns.len(), before + 3)));
        }
        Ok(part)
    }

    /// A promise made while Zabbix was away, with the node killed before it came back: told once.
    fn promised_while_away(&mut self) -> Result<Part, Fault> {
        self.servers.frontend = None;
        let id = self.node.promise(&self.until)?;
        wait("noticing that Zabbix is away", || Ok(!self.node.source()?["exchange"]["fault"].is_null()))?;
        self.node.kill();
        self.node.start()?;
        self.servers.start_frontend()?;
        let mut part =
            Part::new("Zabbix back, node killed in between → the promise stands there once", false);
        let told = |said: &[String]| said.iter().filter(|one| one.contains(&id)).count();
        part.seconds
            .push(wait("telling the promise", || Ok(told(&self.api.said(&self.made.trigger)?.1) > 0))?);
        // Whatever were said twice would be said within the next rounds.
        std::thread::sleep(Duration::from_secs(3));
        match told(&self.api.said(&self.made.trigger)?.1) {
            1 => Ok(part),
            times => Err(Fault::no(format!("the promise stands {times} times at Zabbix's event"))),
        }
    }
}
