//! The answer in words: plain lines for a terminal, or Markdown for a file.

use std::fmt::Write;

use calendar::Instant;
use campaign::Campaign;
use journal::Slug;
use report::{Language, Wording};

use crate::answer::{Answer, By, Missed, OfficerAnswer, TroubleAnswer, Turn};

/// How an answer is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// For a terminal.
    Plain,
    /// As a Markdown document.
    Markdown,
}

/// An answer with the names its campaign gives, in the words of a language.
pub struct Told<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// The campaign that was played.
    pub campaign: &'a Campaign,
    /// The language.
    pub language: Language,
}

/// Lines that grow, in a layout.
struct Page {
    layout: Layout,
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        // A string takes every line.
        let _ = writeln!(self.text, "{line}");
    }

    fn heading(&mut self, level: usize, text: &str) {
        if !self.text.is_empty() {
            self.line("");
        }
        match self.layout {
            Layout::Markdown => {
                self.line(&format!("{} {text}", "#".repeat(level)));
                self.line("");
            }
            Layout::Plain => self.line(text),
        }
    }

    fn item(&mut self, depth: usize, text: &str) {
        self.line(&format!("{}- {text}", "  ".repeat(depth)));
    }
}

impl Told<'_> {
    /// The whole answer, ending with a line end.
    pub fn text(&self, layout: Layout) -> String {
        let mut page = Page { layout, text: String::new() };
        let Answer { title, from, to, seed, .. } = self.answer;
        page.heading(1, &self.say("drill-title", &[("title", title)]));
        let (from, to) = (moment(*from), moment(*to));
        let frame =
            [("campaign", &*self.campaign.title), ("from", &from), ("to", &to), ("seed", &seed.to_string())];
        page.item(0, &self.say("drill-frame", &frame));
        if self.answer.to < self.answer.planned_to {
            let planned_to = moment(self.answer.planned_to);
            page.item(0, &self.say("drill-stopped", &[("to", &to), ("planned_to", &planned_to)]));
        }
        page.item(0, &self.say("drill-simulated", &[]));
        page.item(0, &self.say("drill-real", &[]));
        page.heading(2, &self.say("drill-troubles", &[]));
        for (number, trouble) in (1..).zip(&self.answer.troubles) {
            self.trouble(&mut page, number, trouble);
        }
        if !self.answer.unexplained.is_empty() {
            page.heading(2, &self.say("drill-unexplained", &[]));
            self.answer.unexplained.iter().for_each(|turn| page.item(0, &self.turn(turn)));
        }
        page.heading(2, &self.say("drill-officers", &[]));
        self.answer.officers.iter().for_each(|officer| page.item(0, &self.officer(officer)));
        self.board(&mut page);
        self.figures(&mut page);
        page.text
    }

    fn words(&self) -> &'static Wording {
        Wording::of(self.language)
    }

    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.words().text(key, args)
    }

    fn trouble(&self, page: &mut Page, number: usize, trouble: &TroubleAnswer) {
        let title = self.say("drill-trouble", &[("title", &trouble.title)]);
        page.heading(3, &format!("{number}. {title}"));
        let kind = self.say(&format!("drill-kind-{}", trouble.kind.word()), &[]);
        let (from, to) = (moment(trouble.from), moment(trouble.to));
        let length = self.length(trouble.to.ms_since(trouble.from) / 1_000);
        let span = [("kind", &*kind), ("from", &from), ("to", &to), ("length", &length)];
        page.item(0, &self.say("drill-span", &span));
        if !trouble.hit.is_empty() {
            let targets: Vec<String> = trouble.hit.iter().map(|id| self.target(id.as_str())).collect();
            page.item(0, &self.say("drill-hit", &[("targets", &targets.join("; "))]));
        } else if trouble.kind.strikes_sites() {
            page.item(0, &self.say("drill-hit-none", &[]));
        }
        match &trouble.noticed {
            Some(noticed) => {
                let (at, after, by) =
                    (moment(noticed.at), self.length(noticed.after_s), self.by(&noticed.by));
                page.item(0, &self.say("drill-noticed", &[("at", &at), ("after", &after), ("by", &by)]));
            }
            None if trouble.missed.contains(&Missed::NotNoticed) => {
                page.item(0, &self.say("drill-not-noticed", &[]));
            }
            None => {}
        }
        if !trouble.turned.is_empty() {
            page.item(0, &format!("{}:", self.say("drill-turns", &[])));
            trouble.turned.iter().for_each(|turn| page.item(1, &self.turn(turn)));
        }
        if trouble.missed.is_empty() {
            page.item(0, &self.say("drill-missed-none", &[]));
        } else {
            page.item(0, &format!("{}:", self.say("drill-missed", &[])));
            trouble.missed.iter().for_each(|missed| page.item(1, &self.missed(missed)));
        }
    }

    fn by(&self, by: &By) -> String {
        match by {
            By::Target(target) => self.say("drill-by-target", &[("target", &self.target(target.as_str()))]),
            By::Cell { organisation, obligation } => {
                self.say("drill-by-cell", &self.cell(organisation, obligation).each())
            }
            By::DiskFull => self.say("drill-by-disk_full", &[]),
            By::Clock => self.say("drill-by-clock", &[]),
        }
    }

    fn turn(&self, turn: &Turn) -> String {
        let words = self.words();
        let name_of = |argument: &str, slug: &str| (argument == "target").then(|| self.target(slug));
        let reason = words.reason(&turn.reason, &name_of);
        let (at, was, is) = (moment(turn.at), words.status(turn.was), words.status(turn.is));
        let names = self.cell(&turn.organisation, &turn.obligation);
        let [organisation, obligation] = names.each();
        let args = [("at", &*at), organisation, obligation, ("was", &was), ("is", &is), ("reason", &reason)];
        let turned = self.say("drill-turn", &args);
        let answered = match turn.answered_at {
            Some(at) => self.say("drill-turn-answered", &[("at", &moment(at))]),
            None => self.say("drill-turn-unanswered", &[]),
        };
        let back = match turn.back_at {
            Some(at) => self.say("drill-turn-back", &[("at", &moment(at))]),
            None => self.say("drill-turn-not-back", &[]),
        };
        format!("{turned} ({answered}; {back})")
    }

    fn missed(&self, missed: &Missed) -> String {
        match missed {
            Missed::NotNoticed => self.say("drill-missed-not_noticed", &[]),
            Missed::NoticedLate { after_s } => {
                self.say("drill-missed-noticed_late", &[("after", &self.length(*after_s))])
            }
            Missed::NotAnswered { organisation, obligation, turned_at } => {
                let names = self.cell(organisation, obligation);
                let [organisation, obligation] = names.each();
                let args = [organisation, obligation, ("at", &*moment(*turned_at))];
                self.say("drill-missed-not_answered", &args)
            }
            Missed::AnsweredLate { organisation, obligation, turned_at, after_s } => {
                let names = self.cell(organisation, obligation);
                let [organisation, obligation] = names.each();
                let (at, after) = (moment(*turned_at), self.length(*after_s));
                let args = [organisation, obligation, ("at", &*at), ("after", &*after)];
                self.say("drill-missed-answered_late", &args)
            }
            Missed::NotBack { organisation, obligation } => {
                self.say("drill-missed-not_back", &self.cell(organisation, obligation).each())
            }
            Missed::MeasurementsLost { count } => {
                self.say("drill-missed-measurements_lost", &[("count", &count.to_string())])
            }
            Missed::NotMeasured { seconds } => {
                self.say("drill-missed-not_measured", &[("length", &self.length(*seconds))])
            }
        }
    }

    fn officer(&self, officer: &OfficerAnswer) -> String {
        let OfficerAnswer { organisation, asked, in_time, late, not, refused } = officer;
        let [asked, in_time, late, not, refused] = [asked, in_time, late, not, refused].map(u32::to_string);
        let args = [
            ("organisation", &*self.organisation(organisation)),
            ("asked", &asked),
            ("in_time", &in_time),
            ("late", &late),
            ("not", &not),
            ("refused", &refused),
        ];
        self.say("drill-officer", &args)
    }

    fn board(&self, page: &mut Page) {
        page.heading(2, &self.say("drill-board", &[]));
        for (key, counts) in ["drill-board-begin", "drill-board-end"].iter().zip(&self.answer.board) {
            let count = |(status, count): (&&str, &u32)| {
                format!("{}: {count}", self.say(&format!("status-{status}"), &[]))
            };
            let counts: Vec<String> = counts.iter().map(count).collect();
            page.item(0, &self.say(key, &[("counts", &counts.join(", "))]));
        }
    }

    fn figures(&self, page: &mut Page) {
        page.heading(2, &self.say("drill-figures", &[]));
        let figures = &self.answer.figures;
        let [probes, lost, entries] =
            [figures.probes, figures.probes_lost, figures.entries].map(|count| count.to_string());
        let args = [
            ("probes", &*probes),
            ("lost", &lost),
            ("entries", &entries),
            ("starts", &figures.starts.to_string()),
        ];
        page.item(0, &self.say("drill-figures-line", &args));
        for (key, count) in figures.unrecorded().into_iter().filter(|(_, count)| *count > 0) {
            page.item(0, &self.say(key, &[("count", &count.to_string())]));
        }
        page.item(0, &format!("{}:", self.say("drill-heads", &[])));
        for head in &self.answer.heads {
            page.item(1, &format!("{} {} {}", head.origin, head.size, head.root));
        }
    }

    fn cell(&self, organisation: &Slug, obligation: &Slug) -> Names {
        let found = self.campaign.find_obligation(obligation);
        let title = found.map_or_else(|| obligation.to_string(), |found| found.title.clone());
        Names { organisation: self.organisation(organisation), obligation: title }
    }

    fn organisation(&self, id: &Slug) -> String {
        self.campaign.find_organisation(id).map_or_else(|| id.to_string(), |found| found.name.clone())
    }

    fn target(&self, id: &str) -> String {
        let found = self.campaign.targets.iter().find(|target| target.id.as_str() == id);
        found.map_or_else(|| id.to_owned(), |found| found.title.clone())
    }

    fn length(&self, seconds: i64) -> String {
        let [hours, minutes, rest] =
            [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(|count| count.to_string());
        match seconds {
            3_600.. => self.say("drill-hours", &[("hours", &hours), ("minutes", &minutes)]),
            60.. => self.say("drill-minutes", &[("minutes", &minutes), ("seconds", &rest)]),
            _ => self.say("drill-seconds", &[("seconds", &rest)]),
        }
    }
}

/// The names of a cell.
struct Names {
    organisation: String,
    obligation: String,
}

impl Names {
    fn each(&self) -> [(&'static str, &str); 2] {
        [("organisation", &self.organisation), ("obligation", &self.obligation)]
    }
}

/// A moment to the second, at +07:00.
fn moment(at: Instant) -> String {
    at.local_datetime().strftime("%d/%m/%Y %H:%M:%S").to_string()
}
