//! From the text of a story to its lines.

use calendar::Instant;
use campaign::{CellKey, Status};
use journal::{Grade, Slug};
use measure::Cause;

use super::{
    StoryFault,
    words::{BEHAVES, Read, Words, behaves, cell, word},
};

/// A story that was read.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its name, for faults.
    pub name: String,
    /// The campaign's file name.
    pub campaign: String,
    /// When it begins.
    pub start: Instant,
    /// The cell that is meant where none is named.
    pub cell: CellKey,
    /// What happens, in the order of time, then of lines.
    pub happens: Vec<Line<Happens>>,
    /// What is wanted, in the same order.
    pub wants: Vec<Line<Want>>,
    /// The line of `want nothing else`, if there is one.
    pub nothing_else: Option<usize>,
    /// How long it is played, ms.
    pub length_ms: i64,
}

/// What a line says, and when.
#[derive(Clone, Debug)]
pub struct Line<T> {
    /// Its number, from 1.
    pub number: usize,
    /// After so many ms.
    pub at_ms: i64,
    /// What it says.
    pub what: T,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happens {
    /// A target behaves otherwise.
    Target(Slug, Behaves),
    /// The node measures, or does not.
    Measuring(bool),
    /// The node is killed.
    Killed,
    /// The node starts.
    Starts,
    /// Its clock jumps, ms.
    ClockJumps(i64),
    /// Somebody says something.
    Says(Says),
}

/// How a target behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaves {
    /// It answers in so many µs.
    Answers(u32),
    /// It does not answer.
    Down,
    /// It answers as before it went down.
    Up,
    /// It is left out of measuring on purpose, for this cause.
    Excluded(Cause),
    /// Of so many probes so many are lost.
    Loses(u32, u32),
}

/// What somebody says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// Who.
    pub organisation: Slug,
    /// Of whom, where it is another.
    pub about: Option<Slug>,
    /// Of which obligation.
    pub obligation: Slug,
    /// What.
    pub word: Word,
    /// The node must not take it.
    pub refused: bool,
}

/// A word of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// `acknowledgement.given`.
    Acknowledges,
    /// `inspection.signed` of one item.
    Inspects(Slug, &'static str),
    /// `plan.filed`.
    Files(Slug),
    /// `plan.approved`.
    Approves(Slug),
    /// `plan.tested`.
    Tests(Slug, &'static str),
    /// `briefing.read`.
    Reads(Slug, Slug),
    /// `handling.promised`, until so many ms.
    Promises(i64),
    /// `obligation.waived`.
    Waives(Option<i64>),
    /// `finding.explained`, in answer to what was said last.
    Explains,
    /// `evidence.corrected`, which takes back what was said last.
    Withdraws,
}

/// How a cell is to stand, or to turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// Which cell.
    pub cell: CellKey,
    /// It turns so by then, ms; it stands so at the line's time where absent.
    pub by_ms: Option<i64>,
    /// How.
    pub status: Status,
    /// Why.
    pub reason: Option<String>,
    /// Since when, ms.
    pub since_ms: Option<i64>,
    /// By which grade.
    pub grade: Option<Grade>,
    /// That it is marked as late.
    pub late: bool,
    /// That somebody promised to see to it.
    pub promised: bool,
    /// That somebody explained it.
    pub explained: bool,
    /// A figure.
    pub figures: Vec<(String, i64)>,
}

/// What was read so far.
#[derive(Default)]
struct Draft {
    campaign: Option<String>,
    start: Option<Instant>,
    cell: Option<CellKey>,
    target: Option<Slug>,
    happens: Vec<Line<Happens>>,
    wants: Vec<Line<Want>>,
    nothing_else: Option<usize>,
    length_ms: i64,
}

impl Story {
    /// Reads a story; every line that can't be read is told.
    pub fn parse(text: &str, name: &str) -> Result<Self, Vec<StoryFault>> {
        let mut draft = Draft::default();
        let mut faults = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.split('#').next().unwrap_or_default();
            let mut words = Words { rest: line.split_whitespace().peekable() };
            let Some(first) = words.rest.next() else { continue };
            if let Err(what) = draft.line(number, first, &mut words).and_then(|()| words.end()) {
                faults.push(StoryFault { story: name.to_owned(), line: number, what });
            }
        }
        let Draft { campaign, start, cell, mut happens, mut wants, nothing_else, length_ms, .. } = draft;
        for (is_missing, what) in [
            (campaign.is_none(), "campaign FILE"),
            (start.is_none(), "start MOMENT"),
            (cell.is_none(), "cell OBLIGATION of ORGANISATION"),
        ] {
            if is_missing {
                let what = format!("a line \"{what}\" is missing");
                faults.push(StoryFault { story: name.to_owned(), line: 0, what });
            }
        }
        happens.sort_by_key(|line| line.at_ms);
        wants.sort_by_key(|line| line.at_ms);
        match (campaign, start, cell) {
            (Some(campaign), Some(start), Some(cell)) if faults.is_empty() => {
                let name = name.to_owned();
                Ok(Self { name, campaign, start, cell, happens, wants, nothing_else, length_ms })
            }
            _ => Err(faults),
        }
    }
}

impl Draft {
    fn line(&mut self, number: usize, first: &str, words: &mut Words<'_>) -> Read<()> {
        match first {
            "campaign" => self.campaign = Some(words.next("a file name")?.to_owned()),
            "start" => {
                let word = words.next("a moment")?;
                let start = Instant::parse_edge(word);
                self.start = Some(start.map_err(|_| format!("\"{word}\" is no moment with a zone"))?);
            }
            "cell" => self.cell = Some(cell(words)?),
            "target" => self.target = Some(words.slug("a target")?),
            "until" => self.length_ms = self.length_ms.max(words.time()?),
            "want" => {
                words.literal("nothing")?;
                words.literal("else")?;
                self.nothing_else = Some(number);
            }
            "at" => {
                let at_ms = self.time(words)?;
                if words.takes("want") {
                    let what = self.want(None, words)?;
                    self.wants.push(Line { number, at_ms, what });
                } else {
                    let what = self.happens(words)?;
                    self.happens.push(Line { number, at_ms, what });
                }
            }
            "between" => {
                let at_ms = self.time(words)?;
                words.literal("and")?;
                let by_ms = self.time(words)?;
                if by_ms < at_ms {
                    return Err("the second time is before the first".to_owned());
                }
                words.literal("want")?;
                let what = self.want(Some(by_ms), words)?;
                self.wants.push(Line { number, at_ms, what });
            }
            _ => {
                let known = "campaign, start, cell, at, between, want, until";
                return Err(format!("no line begins with \"{first}\": known are {known}"));
            }
        }
        Ok(())
    }

    fn time(&mut self, words: &mut Words<'_>) -> Read<i64> {
        let at_ms = words.time()?;
        if at_ms < 0 {
            return Err("the time is before the start".to_owned());
        }
        self.length_ms = self.length_ms.max(at_ms);
        Ok(at_ms)
    }

    fn own_cell(&self) -> Read<&CellKey> {
        self.cell.as_ref().ok_or_else(|| "no line \"cell … of …\" stands above".to_owned())
    }

    fn happens(&self, words: &mut Words<'_>) -> Read<Happens> {
        let who = words.next("what happens")?;
        Ok(match who {
            "target" => {
                let own = self.target.clone().filter(|_| words.is_next_one_of(&BEHAVES));
                let target = own.map_or_else(|| words.slug("a target"), Ok)?;
                Happens::Target(target, behaves(words)?)
            }
            "measuring" if words.takes("stops") => Happens::Measuring(false),
            "measuring" => {
                words.literal("goes")?;
                words.literal("on")?;
                Happens::Measuring(true)
            }
            "node" if words.takes("killed") => Happens::Killed,
            "node" => {
                words.literal("starts")?;
                Happens::Starts
            }
            "clock" => {
                words.literal("jumps")?;
                Happens::ClockJumps(words.time()?)
            }
            organisation => {
                let organisation = Slug::new(organisation)
                    .map_err(|_| format!("\"{organisation}\" is neither an organisation nor known here"))?;
                Happens::Says(self.says(organisation, words)?)
            }
        })
    }

    fn says(&self, organisation: Slug, words: &mut Words<'_>) -> Read<Says> {
        let word = word(words)?;
        let obligation = if words.takes("of") {
            words.slug("an obligation")?
        } else {
            self.own_cell()?.obligation.clone()
        };
        let about = if words.takes("for") { Some(words.slug("an organisation")?) } else { None };
        let word = match word {
            Word::Waives(_) if words.takes("until") => Word::Waives(Some(words.time()?)),
            word => word,
        };
        Ok(Says { organisation, about, obligation, word, refused: words.takes("refused") })
    }

    fn want(&self, by_ms: Option<i64>, words: &mut Words<'_>) -> Read<Want> {
        words.literal("cell")?;
        let mut key = self.own_cell()?.clone();
        let mut status = words.next("a status")?;
        if words.takes("of") {
            let obligation = Slug::new(status).map_err(|_| format!("\"{status}\" is no obligation"))?;
            key = CellKey { organisation: words.slug("an organisation")?, obligation };
            status = words.next("a status")?;
        }
        let found = Status::ALL.into_iter().find(|known| known.as_str() == status);
        let status = found.ok_or_else(|| {
            let known = Status::ALL.map(Status::as_str).join(", ");
            format!("\"{status}\" is no status: known are {known}")
        })?;
        let reason = words.rest.next_if(|next| next.contains('.')).map(str::to_owned);
        let mut want = Want {
            cell: key,
            by_ms,
            status,
            reason,
            since_ms: None,
            grade: None,
            late: false,
            promised: false,
            explained: false,
            figures: Vec::new(),
        };
        while let Some(word) = words.rest.next() {
            match word {
                "since" => want.since_ms = Some(words.time()?),
                "grade" => {
                    let word = words.next("a grade")?;
                    want.grade = Some(Grade::parse(word).ok_or_else(|| format!("\"{word}\" is no grade"))?);
                }
                "late" => want.late = true,
                "promised" => want.promised = true,
                "explained" => want.explained = true,
                figure => {
                    words.literal("=")?;
                    want.figures.push((figure.to_owned(), words.number("the figure's value")?));
                }
            }
        }
        Ok(want)
    }
}
