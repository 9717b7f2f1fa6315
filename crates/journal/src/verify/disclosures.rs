//! Reads `disclosures.jsonl` beside the entries: both are in order, so each commitment meets its line
//! without keeping any.

use crate::draft::commit_canonical;
use crate::export::{DisclosureLine, State};
use crate::view::EntryView;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Longest line: a private value is bounded as an entry is, and so is the name of its field.
const MAX_LINE_BYTES: u64 = 128 * 1024;

/// What the lines said of one entry's commitments.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) disclosed: u64,
    pub(super) erased: u64,
    pub(super) withheld: u64,
}

/// The lines not yet met.
pub(super) struct Lines {
    file: Option<BufReader<File>>,
    line: Vec<u8>,
    /// Set once, when a line does not read; nothing is checked after it.
    pub(super) broken: bool,
    pub(super) number: u64,
}

impl Lines {
    pub(super) fn open(path: &Path) -> Self {
        let file = File::open(path).ok().map(BufReader::new);
        let mut lines = Self { broken: file.is_none(), file, line: Vec::new(), number: 0 };
        lines.advance();
        lines
    }

    fn advance(&mut self) {
        self.line.clear();
        let Some(file) = &mut self.file else { return };
        self.number += 1;
        let read = file.take(MAX_LINE_BYTES).read_until(b'\n', &mut self.line);
        if read.is_ok_and(|bytes| bytes == 0) {
            self.file = None;
            return;
        }
        let whole = self.line.pop() == Some(b'\n') && DisclosureLine::parse(&self.line).is_some();
        if !whole {
            self.file = None;
            self.line.clear();
            self.broken = true;
        }
    }

    fn peek(&self) -> Option<DisclosureLine<'_>> {
        if self.line.is_empty() { None } else { DisclosureLine::parse(&self.line) }
    }

    /// Passes the lines of an entry that cannot be checked.
    pub(super) fn pass(&mut self, index: u64) {
        while self.peek().is_some_and(|line| line.index <= Some(index)) {
            self.advance();
        }
    }

    /// Whether lines are left after the last entry.
    pub(super) fn left(&self) -> bool {
        !self.line.is_empty()
    }

    /// Meets the lines of an entry, giving `opened` every disclosed value and `erased` every field that is gone. Says the first thing that
    /// is wrong.
    pub(super) fn meet(
        &mut self,
        index: u64,
        entry: &EntryView<'_>,
        mut opened: impl FnMut(&str),
        mut erased: impl FnMut(&str),
    ) -> Result<Tally, String> {
        let mut tally = Tally::default();
        if self.broken {
            return Ok(tally);
        }
        let mut result = Ok(());
        for (field, commitment) in &entry.commitments {
            let line = match self.peek() {
                Some(line) if line.index == Some(index) && line.id == entry.id && line.field == *field => {
                    line
                }
                _ if self.broken => return Ok(tally),
                _ => {
                    result = Err(format!("has no disclosure line for `{field}` in its place"));
                    break;
                }
            };
            match line.state {
                State::Erased => {
                    erased(field);
                    tally.erased += 1;
                }
                State::Withheld => tally.withheld += 1,
                State::Disclosed(salt, value) => {
                    if commit_canonical(&salt, entry.id, field, value.as_bytes()) != *commitment {
                        result = Err(format!("committed to another value of `{field}` than disclosed"));
                        break;
                    }
                    opened(value);
                    tally.disclosed += 1;
                }
            }
            self.advance();
        }
        if result.is_ok() && self.peek().is_some_and(|line| line.index <= Some(index)) {
            result = Err("has a disclosure line for what it did not commit to".to_owned());
        }
        self.pass(index);
        result.map(|()| tally)
    }
}
