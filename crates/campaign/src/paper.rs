//! The papers that a campaign owes: what an entry about one calls it.

use serde::{Deserialize, Serialize};

/// A paper that is written from a campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// The results (báo cáo kết quả).
    #[default]
    Results,
    /// How things stand, in short and again and again (báo cáo nhanh).
    Situation,
    /// What all who owe something have done, to whoever asked for it above (báo cáo tổng hợp lên trên).
    Upward,
    /// What each unit has to do (văn bản chỉ đạo nội bộ).
    Direction,
    /// How it is to be assured (phương án bảo đảm).
    Plan,
    /// Who carries out what (phân công).
    Assignment,
    /// What both sides found when they compared (biên bản).
    Minutes,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Results,
        Self::Situation,
        Self::Upward,
        Self::Direction,
        Self::Plan,
        Self::Assignment,
        Self::Minutes,
    ];

    /// Its name in entries, addresses and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Situation => "situation",
            Self::Upward => "upward",
            Self::Direction => "direction",
            Self::Plan => "plan",
            Self::Assignment => "assignment",
            Self::Minutes => "minutes",
        }
    }

    /// The paper of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.name() == name)
    }

    /// Whether an organisation writes it for itself alone: what it directs, plans, gives out and sends upward is nobody
    /// else's to write.
    pub const fn is_own(self) -> bool {
        matches!(self, Self::Upward | Self::Direction | Self::Plan | Self::Assignment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_has_a_name_of_its_own_that_is_its_word_on_the_wire() {
        for paper in Paper::ALL {
            assert_eq!(Paper::parse(paper.name()), Some(paper));
            assert_eq!(serde_json::to_value(paper).ok(), Some(paper.name().into()));
        }
        assert_eq!(Paper::parse("Results"), None);
    }
}
