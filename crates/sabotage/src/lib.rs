//! Faults in the product's own code, one of which a test can let in to see whether the simulator finds it.
//!
//! Without the feature `armed` nothing can let one in: [`is`] is `false` for the compiler too, which leaves the places
//! that ask out of the program. `cargo xtask tidy` sees to it that no crate of the product turns the feature on.

/// What is done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// An entry is acknowledged before it is synced.
    AcknowledgeUnsynced,
    /// A period that is heard of twice is added twice.
    CountTwice,
    /// After a start the snapshot counts as all there is.
    ForgetCursor,
    /// The index moves on without its lines.
    LoseIndexLines,
    /// The past is judged by the campaign of today.
    JudgeByToday,
    /// A start takes one entry too few into the board.
    DropLastAtStart,
    /// The heads move on before the commit, and are not read again when it fails.
    KeepHeadsOfFailure,
    /// The board hears of entries before their commit.
    ShowUncommitted,
    /// A log is opened to whoever asks.
    ServeForeign,
    /// What is corrected counts as before.
    IgnoreCorrections,
    /// A target that nobody hears of stays as it was last heard.
    LoseGap,
    /// The times of a log follow a clock that falls back.
    FollowClockBack,
    /// A second head is signed of a size that has one, over another tree.
    SignTwoRoots,
    /// Nothing turns by the passing of time alone.
    ForgetTime,
    /// An id that comes again with other content gets the first receipt.
    TakeOtherContent,
    /// An id that comes again with the same content is refused.
    RefuseReplay,
    /// What bears a secrecy mark is taken.
    TakeMarked,
    /// Nothing is noted when the clock is behind a log.
    HideClock,
    /// A data directory is opened though another program has it.
    ShareDirectory,
    /// Probes that were lost weigh nothing.
    ForgiveLoss,
    /// What was recorded after it was due is not marked so.
    HideLateness,
    /// One good word in thirty-two is refused.
    RefuseGood,
    /// What a person tells of time to come is taken.
    TakeToCome,
    /// A measured period is taken before it is over.
    TakeNotOver,
    /// An entry is stamped a moment late.
    StampLate,
    /// An entry is found by whoever asks for its id.
    FindForeign,
    /// A clock that is off is said to be right.
    HideOffset,
    /// Clear values are shown to nobody.
    HideClear,
    /// A head is signed with no observation of the clock before it.
    SignUnobserved,
    /// Answers that come late weigh nothing.
    ForgiveSlowness,
    /// The first period measured counts as the latest.
    JudgeByFirstPeriod,
    /// The heads kept with what is derived are not looked at.
    ForgetWitness,
    /// Of what turns by the passing of time alone nobody who follows the live stream is told.
    HushTime,
}

impl Mutant {
    /// All of them.
    pub const ALL: [Self; 33] = [
        Self::AcknowledgeUnsynced,
        Self::CountTwice,
        Self::ForgetCursor,
        Self::LoseIndexLines,
        Self::JudgeByToday,
        Self::DropLastAtStart,
        Self::KeepHeadsOfFailure,
        Self::ShowUncommitted,
        Self::ServeForeign,
        Self::IgnoreCorrections,
        Self::LoseGap,
        Self::FollowClockBack,
        Self::SignTwoRoots,
        Self::ForgetTime,
        Self::TakeOtherContent,
        Self::RefuseReplay,
        Self::TakeMarked,
        Self::HideClock,
        Self::ShareDirectory,
        Self::ForgiveLoss,
        Self::HideLateness,
        Self::RefuseGood,
        Self::TakeToCome,
        Self::TakeNotOver,
        Self::StampLate,
        Self::FindForeign,
        Self::HideOffset,
        Self::HideClear,
        Self::SignUnobserved,
        Self::ForgiveSlowness,
        Self::JudgeByFirstPeriod,
        Self::ForgetWitness,
        Self::HushTime,
    ];
}

#[cfg(feature = "armed")]
mod armed {
    use std::cell::Cell;

    use super::Mutant;

    thread_local! {
        static LET_IN: Cell<Option<Mutant>> = const { Cell::new(None) };
    }

    /// Whether this thread does wrong in this way.
    pub fn is(mutant: Mutant) -> bool {
        LET_IN.get() == Some(mutant)
    }

    /// Does something with this fault let in on this thread.
    pub fn with<T>(mutant: Mutant, act: impl FnOnce() -> T) -> T {
        /// Takes it out again, also when what was done panics.
        struct Out;
        impl Drop for Out {
            fn drop(&mut self) {
                LET_IN.set(None);
            }
        }
        LET_IN.set(Some(mutant));
        let _out = Out;
        act()
    }
}

#[cfg(feature = "armed")]
pub use armed::{is, with};

/// Whether this thread does wrong in this way: never, in the program.
#[cfg(not(feature = "armed"))]
pub const fn is(_: Mutant) -> bool {
    false
}
