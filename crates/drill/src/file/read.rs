//! From the tables of a drill file to the drill, held against its campaign.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Instant;
use campaign::{
    Campaign,
    settings::{Reader, Section},
};
use journal::Slug;
use simulator::{Site, SiteId, Sites};

use super::{
    DrillFile, Kind, Officer, Point, Trouble, What,
    keys::{count, elements, integer, is_there, moment, slug, slugs},
    warm_up_ms,
};

/// The version of the format.
const SCHEMA: i64 = 1;
/// Longest drill: a month. A longer one says no more, and takes longer than anybody waits.
const MAX_PLAYED_MS: i64 = 31 * 24 * 3_600_000;
/// A week: no wait and no trouble is longer.
const WEEK_S: u32 = 7 * 24 * 3_600;
/// A day: no clock is set further off.
const DAY_S: i64 = 24 * 3_600;
const DEFAULT_NOTICE_S: u32 = 120;
const DEFAULT_ANSWER_S: u32 = 1_800;

/// Reads the tables of a drill file.
pub struct DrillReader<'r, 'a> {
    reader: &'r mut Reader<'a>,
    campaign: &'r Campaign,
}

/// The file name of the campaign.
pub fn campaign_name(reader: &mut Reader<'_>, drill: Section<'_>) -> Option<String> {
    let hint = "write campaign = \"campaign.toml\", a file in the folder of this one";
    let name = reader.required(drill, "campaign", hint)?;
    if name.contains(['/', '\\']) || name == ".." {
        reader.add(drill.place("campaign"), "drill.campaign", "leads out of this folder", hint);
        return None;
    }
    Some(name)
}

/// What the `[drill]` table says.
struct Frame {
    title: String,
    campaign: String,
    from: Instant,
    to: Instant,
    prepared: bool,
    notice_within_s: u32,
    answer_within_s: u32,
}

impl<'r, 'a> DrillReader<'r, 'a> {
    /// Reads beside this campaign.
    pub fn new(reader: &'r mut Reader<'a>, campaign: &'r Campaign) -> Self {
        Self { reader, campaign }
    }

    /// The file; none where something was missing, which is told.
    pub fn file(&mut self, root: Section<'_>) -> Option<DrillFile> {
        self.reader.only(root, &["schema", "drill", "site", "target", "officer", "trouble"]);
        if is_there(self.reader, root, "schema", "write schema = 1") {
            integer(self.reader, root, "schema", (SCHEMA, SCHEMA));
        }
        let frame = match self.reader.section(root, "drill") {
            Some(drill) => self.frame(drill),
            None if root.table.get("drill").is_none() => {
                self.reader.add(0, "drill", "is missing", "write [drill] with title, campaign, from and to");
                None
            }
            None => None,
        };
        let sites = self.sites(root);
        let points = self.points(root);
        let officers = self.officers(root);
        let known = Sites::new(sites.clone());
        if let Some(site) = known.find_ring() {
            let hint = "let one of them stand by itself";
            self.reader.add(0, "site", format!("{site} rests on itself by way of others"), hint);
        }
        let troubles = self.troubles(root, &known, frame.as_ref());
        let Frame { title, campaign, from, to, prepared, notice_within_s, answer_within_s } = frame?;
        Some(DrillFile {
            title,
            campaign,
            from,
            to,
            prepared,
            notice_within_s,
            answer_within_s,
            sites,
            points,
            officers,
            troubles,
        })
    }

    fn frame(&mut self, drill: Section<'_>) -> Option<Frame> {
        let known = ["title", "campaign", "from", "to", "prepared", "notice_within_s", "answer_within_s"];
        self.reader.only(drill, &known);
        let title = self.reader.required(drill, "title", "write title = \"Diễn tập …\"");
        let campaign = campaign_name(self.reader, drill);
        let hint = "write it as 2027-02-03T00:00:00";
        let from = is_there(self.reader, drill, "from", hint).then(|| moment(self.reader, drill, "from"));
        let to = is_there(self.reader, drill, "to", hint).then(|| moment(self.reader, drill, "to"));
        let prepared = self.reader.flag(drill, "prepared").unwrap_or(true);
        let notice = count(self.reader, drill, "notice_within_s", (1, WEEK_S));
        let answer = count(self.reader, drill, "answer_within_s", (1, WEEK_S));
        let (from, to) = (from??, to??);
        self.check_period(drill, from, to);
        Some(Frame {
            title: title?,
            campaign: campaign?,
            from,
            to,
            prepared,
            notice_within_s: notice.unwrap_or(DEFAULT_NOTICE_S),
            answer_within_s: answer.unwrap_or(DEFAULT_ANSWER_S),
        })
    }

    fn check_period(&mut self, drill: Section<'_>, from: Instant, to: Instant) {
        let mut add = |key: &str, what: String, hint: &str| {
            self.reader.add(drill.place(key), &drill.field(key), what, hint);
        };
        if to <= from {
            add("to", format!("{} is not after from, {}", to.edge(), from.edge()), "a drill runs forwards");
        } else if to.ms_since(from) > MAX_PLAYED_MS {
            add("to", "is more than 31 days after from".to_owned(), "play a shorter stretch");
        }
        for (key, at) in [("from", from), ("to", to)] {
            if at < self.campaign.from || at > self.campaign.to {
                let (begin, end) = (self.campaign.from.edge(), self.campaign.to.edge());
                add(
                    key,
                    "lies outside the campaign".to_owned(),
                    &format!("the campaign is {begin} to {end}"),
                );
            }
        }
    }

    fn sites(&mut self, root: Section<'_>) -> BTreeMap<SiteId, Site> {
        let mut sites: BTreeMap<SiteId, Site> = BTreeMap::new();
        for element in elements(self.reader, root, "site") {
            let section = element.section();
            self.reader.only(section, &["id", "title", "needs", "needs_one_of", "endures_s"]);
            self.reader.text(section, "title", "write title = \"…\"");
            let names = |names: Vec<Slug>| names.into_iter().map(|name| name.to_string()).collect();
            let site = Site {
                needs: names(slugs(self.reader, section, "needs")),
                needs_one_of: names(slugs(self.reader, section, "needs_one_of")),
                endures_ms: count(self.reader, section, "endures_s", (0, WEEK_S)).map_or(0, i64::from)
                    * 1_000,
            };
            if !is_there(self.reader, section, "id", "write id = \"…\"") {
                continue;
            }
            let Some(id) = slug(self.reader, section, "id") else { continue };
            if sites.insert(id.to_string(), site).is_some() {
                self.twice(section, &id);
            }
        }
        for target in &self.campaign.targets {
            sites.entry(target.id.to_string()).or_default();
        }
        sites
    }

    fn twice(&mut self, section: Section<'_>, id: &Slug) {
        let what = format!("{id} stands twice");
        self.reader.add(section.place("id"), &section.field("id"), what, "give each a name of its own");
    }

    fn points(&mut self, root: Section<'_>) -> BTreeMap<Slug, Point> {
        let mut points: BTreeMap<Slug, Point> =
            self.campaign.targets.iter().map(|target| (target.id.clone(), Point::default())).collect();
        let mut seen = BTreeSet::new();
        for element in elements(self.reader, root, "target") {
            let section = element.section();
            self.reader.only(section, &["id", "rtt_ms", "loss_ppm", "certificate_until"]);
            let usual = Point::default();
            let point = Point {
                rtt_us: count(self.reader, section, "rtt_ms", (1, 60_000))
                    .map_or(usual.rtt_us, |ms| ms * 1_000),
                loss_ppm: count(self.reader, section, "loss_ppm", (0, 1_000_000)).unwrap_or(usual.loss_ppm),
                certificate_until: moment(self.reader, section, "certificate_until"),
            };
            if !is_there(self.reader, section, "id", "write the id of a target of the campaign") {
                continue;
            }
            let Some(id) = slug(self.reader, section, "id") else { continue };
            let known: Vec<&Slug> = self.campaign.targets.iter().map(|target| &target.id).collect();
            if !self.is_known(section, "id", &id, &known, "target of the campaign") {
                continue;
            }
            if !seen.insert(id.clone()) {
                self.twice(section, &id);
            }
            points.insert(id, point);
        }
        points
    }

    fn is_known(&mut self, section: Section<'_>, key: &str, id: &Slug, known: &[&Slug], what: &str) -> bool {
        let is_known = known.contains(&id);
        if !is_known {
            let known: Vec<&str> = known.iter().map(|id| id.as_str()).collect();
            let hint = format!("there are {}", known.join(", "));
            self.reader.add(section.place(key), &section.field(key), format!("{id} is no {what}"), &hint);
        }
        is_known
    }

    fn organisation(&mut self, section: Section<'_>) -> Option<Slug> {
        if !is_there(self.reader, section, "organisation", "write the id of an organisation of the campaign")
        {
            return None;
        }
        let id = slug(self.reader, section, "organisation")?;
        let known: Vec<&Slug> = self.campaign.organisations.iter().map(|one| &one.id).collect();
        self.is_known(section, "organisation", &id, &known, "organisation of the campaign").then_some(id)
    }

    fn officers(&mut self, root: Section<'_>) -> Vec<Officer> {
        let mut officers: Vec<Officer> = Vec::new();
        for element in elements(self.reader, root, "officer") {
            let section = element.section();
            self.reader.only(section, &["organisation", "answers_after_s", "promises_s", "mistakes_ppm"]);
            let answers = count(self.reader, section, "answers_after_s", (1, WEEK_S));
            let promises = count(self.reader, section, "promises_s", (60, WEEK_S));
            let mistakes = count(self.reader, section, "mistakes_ppm", (0, 1_000_000));
            let Some(organisation) = self.organisation(section) else { continue };
            if officers.iter().any(|one| one.organisation == organisation) {
                let what = format!("{organisation} has an officer already");
                self.reader.add(section.start, &section.field("organisation"), what, "leave one of them out");
                continue;
            }
            officers.push(Officer {
                organisation,
                answers_after_s: answers.unwrap_or(300),
                promises_s: promises.unwrap_or(3_600),
                mistakes_ppm: mistakes.unwrap_or(0),
            });
        }
        officers
    }

    fn troubles(&mut self, root: Section<'_>, sites: &Sites, frame: Option<&Frame>) -> Vec<Trouble> {
        let mut troubles: Vec<Trouble> = Vec::new();
        for element in elements(self.reader, root, "trouble") {
            let section = element.section();
            let Some(trouble) = self.trouble(section, sites, frame) else { continue };
            if troubles.iter().any(|earlier| earlier.id == trouble.id) {
                self.twice(section, &trouble.id);
            }
            troubles.push(trouble);
        }
        troubles
    }

    fn trouble(&mut self, section: Section<'_>, sites: &Sites, frame: Option<&Frame>) -> Option<Trouble> {
        let has_id = is_there(self.reader, section, "id", "write id = \"…\"");
        let id = has_id.then(|| slug(self.reader, section, "id")).flatten();
        let title = self.reader.text(section, "title", "write title = \"…\"");
        let what = self.what(section, sites);
        let has_at = is_there(self.reader, section, "at", "write when it begins");
        let at = has_at.then(|| moment(self.reader, section, "at")).flatten();
        let latest = moment(self.reader, section, "at_latest");
        let has_length = is_there(self.reader, section, "for_s", "write how many seconds it lasts");
        let for_s = has_length.then(|| count(self.reader, section, "for_s", (1, WEEK_S))).flatten();
        let most_s = count(self.reader, section, "for_s_most", (1, WEEK_S));
        let (id, what, at, for_s) = (id?, what?, at?, for_s?);
        let (latest, most_s) = (latest.unwrap_or(at), most_s.unwrap_or(for_s));
        for (key, wrong) in [("at_latest", latest < at), ("for_s_most", most_s < for_s)] {
            if wrong {
                let hint = format!("leave {key} out, or write more");
                self.reader.add(section.place(key), &section.field(key), "is less than the least", &hint);
            }
        }
        if let Some(frame) = frame {
            self.within(section, frame, (at, latest));
        }
        let title = title.unwrap_or_else(|| id.to_string());
        Some(Trouble { id, title, what, at: (at, latest), for_s: (for_s, most_s) })
    }

    /// A trouble begins within the drill, and once every target was heard of: before that no turn of it would count.
    fn within(&mut self, section: Section<'_>, frame: &Frame, (at, latest): (Instant, Instant)) {
        let counted = frame.from.plus_ms(warm_up_ms(self.campaign));
        let (key, what, hint) = if at < frame.from || latest >= frame.to {
            let key = if at < frame.from || latest == at { "at" } else { "at_latest" };
            let hint = format!("the drill is {} to {}", frame.from.edge(), frame.to.edge());
            (key, "lies outside the drill", hint)
        } else if at < counted {
            let hint = format!("begin at {} or later, or begin the drill earlier", counted.edge());
            ("at", "lies in the drill's first minutes, in which the node hears of each target", hint)
        } else {
            return;
        };
        self.reader.add(section.place(key), &section.field(key), what, &hint);
    }

    fn what(&mut self, section: Section<'_>, sites: &Sites) -> Option<What> {
        const COMMON: [&str; 7] = ["id", "title", "kind", "at", "at_latest", "for_s", "for_s_most"];
        let words = Kind::ALL.map(Kind::word).join(", ");
        let hint = format!("known are {words}");
        let word = self.reader.required(section, "kind", &hint)?;
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == word) else {
            self.reader.add(
                section.place("kind"),
                &section.field("kind"),
                format!("{word:?} is not known"),
                &hint,
            );
            return None;
        };
        let own: &[&str] = match kind {
            Kind::CableCut | Kind::PowerLost => &["site"],
            Kind::Slow => &["target", "times"],
            Kind::OfficerSilent => &["organisation"],
            Kind::ClockWrong => &["offset_s", "drift_ppm"],
            Kind::DiskFull | Kind::NodeKilled => &[],
        };
        self.reader.only(section, &[&COMMON[..], own].concat());
        match kind {
            Kind::CableCut => self.site(section, sites).map(What::CableCut),
            Kind::PowerLost => self.site(section, sites).map(What::PowerLost),
            Kind::Slow => self.slow(section),
            Kind::OfficerSilent => self.organisation(section).map(What::OfficerSilent),
            Kind::DiskFull => Some(What::DiskFull),
            Kind::NodeKilled => Some(What::NodeKilled),
            Kind::ClockWrong => {
                let has_offset = is_there(self.reader, section, "offset_s", "write how far it is off");
                let offset =
                    integer(self.reader, section, "offset_s", (-DAY_S, DAY_S)).filter(|_| has_offset)?;
                let drift = integer(self.reader, section, "drift_ppm", (-100_000, 100_000)).unwrap_or(0);
                Some(What::ClockWrong { offset_s: offset, drift_ppm: drift })
            }
        }
    }

    fn site(&mut self, section: Section<'_>, sites: &Sites) -> Option<SiteId> {
        if !is_there(self.reader, section, "site", "write the id of a site or a target") {
            return None;
        }
        let id = slug(self.reader, section, "site")?;
        if !sites.knows(id.as_str()) {
            let hint = "write a [[site]] of this id, or name it in the needs of another";
            self.reader.add(section.place("site"), &section.field("site"), format!("{id} is no site"), hint);
            return None;
        }
        Some(id.to_string())
    }

    fn slow(&mut self, section: Section<'_>) -> Option<What> {
        let hint = "write the id of a target of the campaign";
        let has_target = is_there(self.reader, section, "target", hint);
        let has_times = is_there(self.reader, section, "times", "write how many times slower");
        let times = count(self.reader, section, "times", (2, 10_000)).filter(|_| has_times);
        let target = slug(self.reader, section, "target").filter(|_| has_target)?;
        let known: Vec<&Slug> = self.campaign.targets.iter().map(|target| &target.id).collect();
        let is_known = self.is_known(section, "target", &target, &known, "target of the campaign");
        is_known.then_some(What::Slow(target.to_string(), times?))
    }
}
