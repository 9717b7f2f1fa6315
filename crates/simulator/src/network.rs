//! What becomes of a message between two parties.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::dice::Dice;

/// Who sends and receives: a node, a person's phone, a measuring agent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party(pub String);

impl Party {
    /// The party of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }
}

/// How a link treats messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The least time one way, ms.
    pub delay_ms: i64,
    /// What may be added to it, ms; more than the time between two messages lets one overtake the other.
    pub jitter_ms: i64,
    /// How many in a million are lost.
    pub loss_ppm: u32,
    /// How many in a million arrive twice.
    pub duplicate_ppm: u32,
    /// How many in a million are held back behind later ones.
    pub reorder_ppm: u32,
}

/// How much longer a message that is held back takes, as a multiple of the longest usual time.
const HELD_BACK: i64 = 20;

/// A link that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// Less than no time.
    Time,
    /// More than a million in a million.
    Share,
}

/// What becomes of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives after so long, once or more often.
    Arrives(Vec<i64>),
    /// It is lost.
    Lost,
    /// Somebody has cut the parties off from each other.
    CutOff,
}

/// Every link there is.
#[derive(Clone, Debug)]
pub struct Network {
    usual: Link,
    /// Troubles that make the usual link poor, by number.
    poor: BTreeMap<usize, Link>,
    links: BTreeMap<Party, BTreeMap<Party, Link>>,
    islands: BTreeMap<String, BTreeSet<Party>>,
    dice: Dice,
}

impl Link {
    /// A good line.
    pub const GOOD: Self = Self { delay_ms: 5, jitter_ms: 10, loss_ppm: 0, duplicate_ppm: 0, reorder_ppm: 0 };

    /// What is left of two links: the worse in each respect.
    pub fn worse(self, other: Self) -> Self {
        Self {
            delay_ms: self.delay_ms.max(other.delay_ms),
            jitter_ms: self.jitter_ms.max(other.jitter_ms),
            loss_ppm: self.loss_ppm.max(other.loss_ppm),
            duplicate_ppm: self.duplicate_ppm.max(other.duplicate_ppm),
            reorder_ppm: self.reorder_ppm.max(other.reorder_ppm),
        }
    }

    /// The link, if it can be.
    pub const fn checked(self) -> Result<Self, LinkFault> {
        if self.delay_ms < 0 || self.jitter_ms < 0 {
            return Err(LinkFault::Time);
        }
        if self.loss_ppm > 1_000_000 || self.duplicate_ppm > 1_000_000 || self.reorder_ppm > 1_000_000 {
            return Err(LinkFault::Share);
        }
        Ok(self)
    }
}

impl Network {
    /// A network whose links are all alike.
    pub fn new(seed: u64, usual: Link) -> Self {
        Self {
            usual,
            poor: BTreeMap::new(),
            links: BTreeMap::new(),
            islands: BTreeMap::new(),
            dice: Dice::of(seed, "network"),
        }
    }

    /// One direction of one link.
    pub fn set(&mut self, from: &Party, to: &Party, link: Link) {
        self.links.entry(from.clone()).or_default().insert(to.clone(), link);
    }

    /// A trouble makes every link that was not set by itself as poor as this, or poorer where another does.
    pub fn worsen(&mut self, number: usize, link: Link) {
        self.poor.insert(number, link);
    }

    /// That trouble is over.
    pub fn better(&mut self, number: usize) {
        self.poor.remove(&number);
    }

    /// Cuts these parties off from all others, under a name to join them by. They still reach each other.
    pub fn cut_off(&mut self, name: impl Into<String>, parties: impl IntoIterator<Item = Party>) {
        self.islands.insert(name.into(), parties.into_iter().collect());
    }

    /// Joins what was cut off under this name.
    pub fn join(&mut self, name: &str) {
        self.islands.remove(name);
    }

    /// Every message arrives again.
    pub fn heal(&mut self) {
        self.islands.clear();
        self.links.clear();
        self.poor.clear();
        self.usual = Link::GOOD;
    }

    /// What becomes of a message sent now.
    pub fn send(&mut self, from: &Party, to: &Party) -> Fate {
        if self.islands.values().any(|island| island.contains(from) != island.contains(to)) {
            return Fate::CutOff;
        }
        let own = self.links.get(from).and_then(|links| links.get(to));
        let link = own
            .copied()
            .unwrap_or_else(|| self.poor.values().fold(self.usual, |link, poor| link.worse(*poor)));
        if self.dice.happens(link.loss_ppm) {
            return Fate::Lost;
        }
        let copies = 1 + u32::from(self.dice.happens(link.duplicate_ppm));
        let times = (0..copies).map(|_| {
            let time = link.delay_ms + self.dice.between(0, link.jitter_ms);
            let held_back = self.dice.happens(link.reorder_ppm);
            if held_back { time + HELD_BACK * (link.delay_ms + link.jitter_ms).max(1) } else { time }
        });
        Fate::Arrives(times.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_cut_off_reaches_his_own_island_only() {
        let (a, b, node) = (Party::new("a"), Party::new("b"), Party::new("node"));
        let mut network = Network::new(1, Link::GOOD);
        network.cut_off("cable", [a.clone(), b.clone()]);
        assert_eq!(network.send(&a, &node), Fate::CutOff);
        assert_eq!(network.send(&node, &b), Fate::CutOff);
        assert!(matches!(network.send(&a, &b), Fate::Arrives(_)));
        network.join("cable");
        assert!(matches!(network.send(&a, &node), Fate::Arrives(_)));
    }

    #[test]
    fn a_poor_link_stays_poor_while_one_of_two_troubles_lasts() {
        let (a, b) = (Party::new("a"), Party::new("b"));
        let mut network = Network::new(1, Link::GOOD);
        network.worsen(1, Link { loss_ppm: 1_000_000, ..Link::GOOD });
        network.worsen(2, Link { delay_ms: 900, ..Link::GOOD });
        assert_eq!(network.send(&a, &b), Fate::Lost);
        network.better(1);
        assert!(matches!(network.send(&a, &b), Fate::Arrives(times) if times[0] >= 900));
        network.better(2);
        assert!(matches!(network.send(&a, &b), Fate::Arrives(times) if times[0] < 900));
    }

    #[test]
    fn each_treatment_comes_about_as_often_as_asked() {
        let link = Link {
            delay_ms: 10,
            jitter_ms: 5,
            loss_ppm: 100_000,
            duplicate_ppm: 50_000,
            reorder_ppm: 20_000,
        };
        let (a, b) = (Party::new("a"), Party::new("b"));
        let mut network = Network::new(3, link);
        let (mut lost, mut twice, mut held_back) = (0, 0, 0);
        for _ in 0..100_000 {
            match network.send(&a, &b) {
                Fate::Arrives(times) => {
                    twice += u32::from(times.len() == 2);
                    held_back += times.iter().filter(|&&time| time > 15).count();
                    assert!(times.iter().all(|&time| time >= 10));
                }
                Fate::Lost => lost += 1,
                Fate::CutOff => unreachable!("nobody is cut off"),
            }
        }
        assert!((9_500..10_500).contains(&lost), "{lost}");
        assert!((4_100..4_900).contains(&twice), "{twice}");
        assert!((1_700..2_100).contains(&held_back), "{held_back}");
    }
}
