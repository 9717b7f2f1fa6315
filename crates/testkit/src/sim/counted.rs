//! How often each thing happened: a fault that never comes proves nothing.

use std::fmt;

macro_rules! counted {
    ($($(#[doc = $doc:literal])* $name:ident),* $(,)?) => {
        /// How often each thing happened.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Counted {
            $($(#[doc = $doc])* pub $name: u64,)*
        }

        impl Counted {
            /// Each with its name.
            pub fn lines(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name)),*]
            }

            /// Counts another run's too.
            pub fn add(&mut self, other: &Self) {
                $(self.$name += other.$name;)*
            }
        }
    };
}

counted! {
    /// Events taken from the schedule.
    events,
    /// Entries acknowledged to a client.
    acknowledged,
    /// Acknowledgements of an entry that stood there already.
    replayed,
    /// Drafts refused for good.
    refused,
    /// Refusals that a second hand foresaw, each for the reason that was told.
    foreseen,
    /// Refusals that came when their request was given up already.
    given_up,
    /// Calls the node could not answer.
    unanswered,
    /// Questions that a node with a refusing disk could not answer.
    unreadable,
    /// Power cuts between two operations.
    cut_between,
    /// Power cuts at an operation of the disk.
    cut_within,
    /// Power cuts while the store was being opened.
    cut_at_start,
    /// Starts that a refusing disk prevented.
    refused_starts,
    /// Writes that a cut dropped whole.
    dropped_writes,
    /// Writes of which a cut left some sectors.
    torn_writes,
    /// Syncs that failed.
    failed_syncs,
    /// Times the disk became full.
    full_disk,
    /// Bits that turned.
    rotten_bits,
    /// Of those in a journal, of how many somebody was told.
    rot_told,
    /// How many were in bytes that mean nothing.
    rot_harmless,
    /// How many were in bytes that only a question for that very row reads.
    rot_unread,
    /// Of bits that turned in the write-ahead log of a killed node, of how many somebody was told.
    wal_told,
    /// Times a node found its index damaged, and built it anew.
    index_rebuilds,
    /// Messages lost.
    lost,
    /// Messages that took longer than on a good line.
    delayed,
    /// Messages that came twice.
    doubled,
    /// Messages that came after later ones.
    overtaken,
    /// Messages of who was cut off.
    cut_off,
    /// Jumps of the node's clock.
    node_clock_jumps,
    /// Times it gained or lost from then on.
    node_clock_drifts,
    /// Jumps of a client's clock.
    client_clock_jumps,
    /// Times it gained or lost from then on.
    client_clock_drifts,
    /// Times a person was silent when it was his turn.
    silences,
    /// Words on what happened a while ago.
    late_words,
    /// Other words under an id that stands on record.
    contradictions,
    /// Wrong words of people.
    wrong_words,
    /// Wrong words that bore a secrecy mark.
    marked_words,
    /// Corrections.
    corrections,
    /// Probes sent.
    probes,
    /// Of those, without an answer.
    probes_lost,
    /// Times a target became slow.
    targets_slowed,
    /// Times answers of a target got lost.
    targets_lossy,
    /// Cells about answers that were over their limit.
    cells_over,
    /// Turns of targets.
    turns,
    /// Periods of measurements that were stated once more.
    stated_again,
    /// Observations of the node's clock on record.
    clock_told,
    /// Heads that the node signed of its own accord, each right after such an observation.
    heads_observed,
    /// Events told to viewers who follow the live stream.
    told_live,
    /// Campaigns issued.
    campaigns,
    /// Signed heads a witness saw.
    heads_seen,
    /// Entries held against the node's clock and whoever said them.
    stamps,
    /// Times everything was held against the model.
    checks,
    /// Times a second program was kept from the data directory.
    kept_out,
    /// Rounds of questions for what is another's, none of them answered.
    kept_secret,
    /// Clear values compared.
    clear_values,
    /// Acknowledged words sent again to a node that served a journal with a turned bit.
    sent_again,
    /// Figures of a cell that a second hand found too.
    figures,
    /// Times it was held that nothing had moved.
    still_checks,
    /// Past boards asked for again.
    past_boards,
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in self.lines() {
            writeln!(f, "{:>12}  {}", count, name.replace('_', " "))?;
        }
        Ok(())
    }
}
