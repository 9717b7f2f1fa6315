//! Stories: a time line in words, played by the store, the measuring engine's state and the board on a virtual clock.
//!
//! ```text
//! campaign province.toml            # beside the story
//! start 2027-02-01T00:00:00+07:00
//! cell x of di-dong                 # what "cell" means where none is named
//! target b                          # and what "target" means
//!
//! at 1m target down
//! between 1m and 2m want cell failing availability.down
//! at 3m target up
//! between 3m and 4m want cell proven
//! want nothing else
//! ```
//!
//! - **Times** are counted from the start: `90s`, `1m`, `2h30m`, `1d`. What stands at one time happens in the order of
//!   its lines; wants come after everything else of their time.
//! - **What happens**: `target T down|up`, `target T excluded [not-granted|not-permitted]` (left out of measuring; its
//!   address is not granted, where nothing else is said), `target T answers in N us`, `target T loses N of M`, each
//!   without the `T` where the story names its target;
//!   `measuring stops|goes on`; `node killed|starts`; `clock jumps 10m` (or `-10m`); and what people do, by the name of
//!   their organisation: `acknowledges`, `inspects ITEM pass|fail`, `files|approves plan P`, `tests plan P pass|fail`,
//!   `reads B as SHIFT`, `promises until T`, `waives for ORGANISATION [until T]`; `explains` and `withdraws` answer what
//!   was said last of the obligation, corrections left out. `of OBLIGATION` names another than
//!   the story's, `for ORGANISATION` another's; with `refused` at the end the node must not take it.
//! - **What is wanted**: `at T want cell STATUS [REASON]` says how the cell stands; `between T and U want cell STATUS
//!   [REASON]` that it turns so meanwhile. Behind either: `since T`, `grade G`, `late`, `promised`, `explained`,
//!   `FIGURE = N`.
//!   `cell OBLIGATION of ORGANISATION` names another cell. `want nothing else`: any turn of any cell that no `between`
//!   wanted fails the story. A turn is a change of status, seen within [`LOOK_EVERY_MS`].
//! - `until T` plays on after the last line.
//!
//! Every fault names the file and the line.

mod parse;
mod people;
mod play;
mod words;

use std::{fmt, path::Path};

pub use parse::Story;
pub use play::LOOK_EVERY_MS;

/// What is wrong with a story, or with what it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryFault {
    /// The story's name.
    pub story: String,
    /// Line, from 1; 0 where the story as a whole is meant.
    pub line: usize,
    /// What.
    pub what: String,
}

impl fmt::Display for StoryFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.story, self.line, self.what)
    }
}

/// Reads and plays the story in a file; every want that did not come true is told.
pub fn check(path: &Path) -> Result<(), Vec<StoryFault>> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let unreadable = |what: String| vec![StoryFault { story: name.clone(), line: 0, what }];
    let text = std::fs::read_to_string(path).map_err(|fault| unreadable(fault.to_string()))?;
    let story = Story::parse(&text, &name)?;
    let beside = path.with_file_name(&story.campaign);
    let campaign = std::fs::read_to_string(&beside)
        .map_err(|fault| unreadable(format!("campaign {}: {fault}", story.campaign)))?;
    play::play(&story, &campaign)
}
