//! The faults of a file, each with where it stands.

use toml_edit::Document;

use super::{Fault, node::Lines, plain, says};
use crate::Said;

/// How many faults are told at most: past that the file is another kind of file.
const MAX_FAULTS: usize = 500;

/// Faults found so far.
pub struct Faults<'a> {
    file: &'a str,
    lines: Lines<'a>,
    list: Vec<Fault>,
}

impl<'a> Faults<'a> {
    /// None yet, in a text; `file` names it.
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, lines: Lines::new(text), list: Vec::new() }
    }

    /// The text as TOML; that it is none is a fault.
    pub fn document(&mut self, text: &'a str) -> Option<Document<&'a str>> {
        match Document::parse(text) {
            Ok(document) => Some(document),
            Err(fault) => {
                let place = fault.span().map_or(0, |span| span.start);
                let message = fault.message().to_lowercase().replace('\n', ", ");
                self.add(place, "", says::not_toml(message), Some(says::toml_form()));
                None
            }
        }
    }

    /// Notes one.
    pub fn add(&mut self, place: usize, field: &str, what: impl Into<Said>, hint: Option<Said>) {
        if self.are_full() {
            return;
        }
        let (line, column) = self.lines.locate(place);
        // Keys and values stand in messages, and messages go to terminals and logs.
        self.list.push(Fault {
            file: self.file.to_owned(),
            line,
            column,
            field: plain::shown(field),
            what: what.into().map(plain::shown),
            hint: hint.map(|hint| hint.map(plain::shown)),
        });
    }

    /// Line and column of a byte offset.
    pub fn locate(&self, place: usize) -> (u32, u32) {
        self.lines.locate(place)
    }

    /// Whether there is one of a field that begins so.
    pub fn concern(&self, beginning: &str) -> bool {
        self.list.iter().any(|fault| fault.field.starts_with(beginning))
    }

    /// Forgets what was found: what is to be told stands alone.
    pub fn forget(&mut self) {
        self.list.clear();
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether any further one is left untold.
    pub fn are_full(&self) -> bool {
        self.list.len() >= MAX_FAULTS
    }

    /// All of them, from the top of the file down.
    pub fn settle(mut self) -> Vec<Fault> {
        self.list.sort_by_key(|fault| (fault.line, fault.column));
        self.list
    }
}
