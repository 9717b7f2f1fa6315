//! The checks: how an obligation is proved. Adding a kind touches one file or folder here and one line of the registry.
//!
//! A check folds evidence into a state that does not depend on order and counts nothing twice, and judges that state
//! at a moment. The verdict comes with the moment at which it may change by itself.

mod acknowledgement;
mod availability;
mod briefing;
mod context;
mod corrections;
mod growth;
mod inspection;
mod items;
mod ledger;
mod moment;
mod packed;
mod plan;
mod quality;
mod report;
mod rules;
mod turns;

use std::fmt::Debug;

use calendar::Instant;
use journal::{EntryId, Grade};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use context::{Context, OwnTarget, Roster};
pub use corrections::Corrections;
pub(crate) use corrections::{Answered, Change, InForce};
pub use moment::Moment;
pub use rules::{Rules, ThresholdRule};

use crate::{
    evidence::Evidence,
    finding::{Figure, Finding, Status},
    reason::Reason,
};

/// A way of proving an obligation.
pub trait Check {
    /// What the campaign file may say to it, and which version of its rules this is.
    const RULES: Rules;

    /// What it remembers of the evidence.
    type State: Clone + Debug + Default + PartialEq + Serialize + DeserializeOwned;

    /// Takes in one piece of evidence; the order does not matter, and the same piece again changes nothing.
    fn fold(state: &mut Self::State, evidence: &Evidence, context: &Context<'_>);

    /// Rebuilds what a state derives from itself and does not store.
    fn warm(_state: &mut Self::State, _context: &Context<'_>) {}

    /// Judges the state at a moment. Every comparison with time goes through the moment.
    fn judge(state: &Self::State, context: &Context<'_>, moment: &Moment) -> Verdict;
}

/// What a check says, before it is signed with the check's name and the campaign's digest.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The status.
    pub status: Status,
    /// Why.
    pub reason: Reason,
    /// Since when.
    pub since: Option<Instant>,
    /// The figures.
    pub figures: Vec<Figure>,
    /// What it rests on.
    pub evidence: Vec<EntryId>,
    /// The lowest grade among it.
    pub grade: Option<Grade>,
    /// It rests on something written down late.
    pub late: bool,
}

impl Verdict {
    /// A verdict that rests on nothing.
    pub(crate) fn bare(status: Status, reason: Reason) -> Self {
        Self {
            status,
            reason,
            since: None,
            figures: Vec::new(),
            evidence: Vec::new(),
            grade: None,
            late: false,
        }
    }
}

macro_rules! registry {
    ($($module:ident :: $check:ident),+ $(,)?) => {
        /// Which check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CheckKind {
            $(#[doc = concat!("`", stringify!($module), "`.")] $check),+
        }

        impl CheckKind {
            /// Every kind of check, in the order of their names.
            pub const ALL: &'static [Self] = &[$(Self::$check),+];

            /// What a campaign file may say to the check.
            pub const fn rules(self) -> &'static Rules {
                match self {
                    $(Self::$check => &<$module::$check as Check>::RULES),+
                }
            }
        }

        /// The state of one check of one cell.
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) enum CheckState {
            $($check(Box<<$module::$check as Check>::State>)),+
        }

        impl CheckState {
            pub(crate) fn new(kind: CheckKind) -> Self {
                match kind {
                    $(CheckKind::$check => Self::$check(Box::default())),+
                }
            }

            pub(crate) fn fold(&mut self, evidence: &Evidence, context: &Context<'_>) {
                match self {
                    $(Self::$check(state) => <$module::$check as Check>::fold(state, evidence, context)),+
                }
            }

            pub(crate) fn judge(&self, context: &Context<'_>, moment: &Moment) -> Finding {
                let verdict = match self {
                    $(Self::$check(state) => <$module::$check as Check>::judge(state, context, moment)),+
                };
                signed(verdict, context)
            }

            pub(crate) fn serialize_into<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$check(state) => state.serialize(serializer)),+
                }
            }

            /// Reads a stored state of this kind and rebuilds what it derives.
            pub(crate) fn restore<'de, D: serde::Deserializer<'de>>(
                kind: CheckKind,
                stored: D,
                context: &Context<'_>,
            ) -> Result<Self, D::Error> {
                match kind {
                    $(CheckKind::$check => {
                        let mut state: Box<<$module::$check as Check>::State> = Box::deserialize(stored)?;
                        <$module::$check as Check>::warm(&mut state, context);
                        Ok(Self::$check(state))
                    })+
                }
            }
        }
    };
}

registry! {
    acknowledgement::Acknowledgement,
    availability::Availability,
    briefing::Briefing,
    inspection::Inspection,
    plan::Plan,
    quality::Quality,
    report::Report,
}

impl CheckKind {
    /// The name in campaign files, findings and screens.
    pub const fn as_str(self) -> &'static str {
        self.rules().name
    }

    /// Version of the check's rules, named by every finding.
    pub const fn version(self) -> u32 {
        self.rules().version
    }

    /// The kind of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }
}

impl Serialize for CheckKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CheckKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::find(&name).ok_or_else(|| serde::de::Error::custom(format_args!("no check is called {name:?}")))
    }
}

/// Judges a state of check `C` at `now`; the verdict stands unchanged until the moment given beside it.
pub fn judge<C: Check>(state: &C::State, now: Instant, context: &Context<'_>) -> (Finding, Option<Instant>) {
    let moment = Moment::new(now);
    let finding = signed(C::judge(state, context, &moment), context);
    (finding, moment.next())
}

fn signed(verdict: Verdict, context: &Context<'_>) -> Finding {
    Finding {
        check: context.spec.kind,
        check_version: context.spec.kind.version(),
        campaign: context.campaign.digest,
        status: verdict.status,
        reason: verdict.reason,
        since: verdict.since,
        figures: verdict.figures,
        evidence: verdict.evidence,
        grade: verdict.grade,
        late: verdict.late,
    }
}
