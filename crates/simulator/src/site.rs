//! Whether a place answers, given what it rests on.
//!
//! A site stands on others: a target on its station, the station on a hub's power, the hub on a cable. It answers while
//! nothing below it is broken.

use std::collections::BTreeMap;

/// The name of a site.
pub type SiteId = String;

/// A place that can break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// What it rests on: it is down while any of these is.
    pub needs: Vec<SiteId>,
    /// Of these at least one must stand, such as the two directions of a ring.
    pub needs_one_of: Vec<SiteId>,
    /// How long it answers on its own after what it needs is gone, such as a battery, ms.
    pub endures_ms: i64,
}

/// How a site answers a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// In so many microseconds.
    In(u32),
    /// Not at all.
    Never,
}

/// Every site, what is broken, and since when.
#[derive(Clone, Debug, Default)]
pub struct Sites {
    known: BTreeMap<SiteId, Site>,
    /// What is broken, by how many troubles.
    broken: BTreeMap<SiteId, u32>,
    /// How much slower a site answers, as a multiple in thousandths.
    slowed: BTreeMap<SiteId, u32>,
    /// How many of its answers get lost on the way, ppm.
    lossy: BTreeMap<SiteId, u32>,
    /// Since when a site lacks what it needs, ms.
    lacking: BTreeMap<SiteId, i64>,
}

impl Sites {
    /// The sites; what is needed and has no line of its own is a site that needs nothing.
    pub fn new(sites: BTreeMap<SiteId, Site>) -> Self {
        let mut all = sites.clone();
        for needed in sites.values().flat_map(|site| site.needs.iter().chain(&site.needs_one_of)) {
            all.entry(needed.clone()).or_default();
        }
        Self { known: all, ..Self::default() }
    }

    /// A ring of needs, if there is one: nothing could ever stand on it.
    pub fn find_ring(&self) -> Option<SiteId> {
        let mut done = BTreeMap::new();
        self.known.keys().find(|site| self.is_on_ring(site, &mut done)).cloned()
    }

    fn is_on_ring<'a>(&'a self, site: &'a str, done: &mut BTreeMap<&'a str, bool>) -> bool {
        if let Some(&through) = done.get(site) {
            return !through;
        }
        done.insert(site, false);
        let found = self.known.get(site).is_some_and(|known| {
            known.needs.iter().chain(&known.needs_one_of).any(|needed| self.is_on_ring(needed, done))
        });
        done.insert(site, true);
        found
    }

    /// Whether there is such a site.
    pub fn knows(&self, site: &str) -> bool {
        self.known.contains_key(site)
    }

    /// Breaks a site once more.
    pub fn break_down(&mut self, site: &str, now_ms: i64) {
        *self.broken.entry(site.to_owned()).or_default() += 1;
        self.look(now_ms);
    }

    /// Mends one break.
    pub fn mend(&mut self, site: &str, now_ms: i64) {
        if let Some(breaks) = self.broken.get_mut(site) {
            *breaks = breaks.saturating_sub(1);
        }
        self.broken.retain(|_, breaks| *breaks > 0);
        self.look(now_ms);
    }

    /// Mends every break, and all answer as usual.
    pub fn mend_all(&mut self, now_ms: i64) {
        self.broken.clear();
        self.slowed.clear();
        self.lossy.clear();
        self.look(now_ms);
    }

    /// Answers take so many thousandths of the usual time.
    pub fn slow(&mut self, site: &str, thousandths: u32) {
        self.slowed.insert(site.to_owned(), thousandths);
    }

    /// Answers take the usual time again.
    pub fn hasten(&mut self, site: &str) {
        self.slowed.remove(site);
    }

    /// So many of its answers get lost on the way, ppm; 0 is none.
    pub fn lose(&mut self, site: &str, ppm: u32) {
        self.lossy.insert(site.to_owned(), ppm);
    }

    /// How many of its answers get lost on the way, ppm.
    pub fn lost_ppm(&self, site: &str) -> u32 {
        self.lossy.get(site).copied().unwrap_or(0)
    }

    /// When a site goes down by itself because what it needs is gone, the earliest after `now_ms`.
    pub fn next_failure_ms(&self, now_ms: i64) -> Option<i64> {
        let ends = self.lacking.iter().filter_map(|(site, since)| {
            self.known.get(site).map(|known| since.saturating_add(known.endures_ms))
        });
        ends.filter(|end| *end > now_ms).min()
    }

    /// Looks again at who lacks what: after each change, and whenever a site's endurance ends.
    pub fn look(&mut self, now_ms: i64) {
        // A site above may fall only after one below did: at most as many rounds as there are sites.
        for _ in 0..self.known.len() {
            let lacking: Vec<(SiteId, bool)> =
                self.known.iter().map(|(id, site)| (id.clone(), self.lacks(site, now_ms))).collect();
            let mut changed = false;
            for (id, lacks) in lacking {
                if lacks {
                    changed |= !self.lacking.contains_key(&id);
                    self.lacking.entry(id).or_insert(now_ms);
                } else {
                    changed |= self.lacking.remove(&id).is_some();
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn lacks(&self, site: &Site, now_ms: i64) -> bool {
        let stands = |needed: &SiteId| self.stands(needed, now_ms);
        !site.needs.iter().all(stands)
            || (!site.needs_one_of.is_empty() && !site.needs_one_of.iter().any(stands))
    }

    /// Whether a site answers.
    pub fn stands(&self, site: &str, now_ms: i64) -> bool {
        if self.broken.contains_key(site) {
            return false;
        }
        let (Some(known), Some(since)) = (self.known.get(site), self.lacking.get(site)) else { return true };
        now_ms < since.saturating_add(known.endures_ms)
    }

    /// How a site answers a probe that would usually take `usual_us`.
    pub fn answer(&self, site: &str, now_ms: i64, usual_us: u32) -> Answer {
        if !self.stands(site, now_ms) {
            return Answer::Never;
        }
        let thousandths = self.slowed.get(site).copied().unwrap_or(1_000);
        let us = u64::from(usual_us) * u64::from(thousandths) / 1_000;
        Answer::In(u32::try_from(us).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(needs: &[&str], one_of: &[&str], endures_ms: i64) -> Site {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Site { needs: names(needs), needs_one_of: names(one_of), endures_ms }
    }

    fn sites() -> Sites {
        Sites::new(BTreeMap::from([
            ("station".to_owned(), site(&["hub"], &[], 0)),
            ("hub".to_owned(), site(&["power"], &["north", "south"], 60_000)),
        ]))
    }

    #[test]
    fn a_ring_stands_while_one_direction_does() {
        let mut sites = sites();
        sites.break_down("north", 0);
        assert!(sites.stands("station", 0));
        sites.break_down("south", 10);
        assert!(sites.stands("hub", 10), "the hub endures for a minute");
        assert_eq!(sites.next_failure_ms(10), Some(60_010));
        sites.look(60_010);
        assert!(!sites.stands("station", 60_010));
        sites.mend("north", 70_000);
        assert!(sites.stands("station", 70_000));
    }

    #[test]
    fn two_breaks_need_two_mends() {
        let mut sites = sites();
        sites.break_down("station", 0);
        sites.break_down("station", 0);
        sites.mend("station", 1);
        assert_eq!(sites.answer("station", 1, 400), Answer::Never);
        sites.mend("station", 2);
        sites.slow("station", 2_500);
        assert_eq!(sites.answer("station", 2, 400), Answer::In(1_000));
    }

    #[test]
    fn a_ring_of_needs_is_named() {
        assert_eq!(sites().find_ring(), None);
        let ring = Sites::new(BTreeMap::from([
            ("a".to_owned(), site(&["b"], &[], 0)),
            ("b".to_owned(), site(&["a"], &[], 0)),
        ]));
        assert!(ring.find_ring().is_some());
    }
}
