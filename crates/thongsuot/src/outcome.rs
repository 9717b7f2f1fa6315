//! How a command ends: exit code and the message on standard error.

use std::{fmt::Display, io::Write, process::ExitCode};

/// A question's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, or yes.
    Yes,
    /// The answer is no: a journal that does not verify, a check that fails.
    No,
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => ExitCode::SUCCESS,
            Answer::No => ExitCode::from(1),
        }
    }
}

/// Why a command could not be carried out.
#[derive(Debug)]
pub struct Fault {
    code: u8,
    lines: Vec<String>,
    hint: Option<String>,
}

/// What a command comes to.
pub type Outcome = Result<Answer, Fault>;

impl Fault {
    /// Usage or bad input: exit 2.
    pub fn input(what: impl Display) -> Self {
        Self { code: 2, lines: vec![what.to_string()], hint: None }
    }

    /// Several faults of one input, all at once: exit 2.
    pub fn inputs(lines: Vec<String>) -> Self {
        Self { code: 2, lines, hint: None }
    }

    /// The environment (port, disk, permission): exit 3.
    pub fn environment(what: impl Display) -> Self {
        Self { code: 3, lines: vec![what.to_string()], hint: None }
    }

    /// Adds what to try.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Prints it and gives its exit code.
    pub fn report(self) -> ExitCode {
        for line in &self.lines {
            say(format_args!("error: {line}"));
        }
        if let Some(hint) = &self.hint {
            say(format_args!("hint: {hint}"));
        }
        ExitCode::from(self.code)
    }
}

/// Says a line on standard error. Where nobody listens any more there is nobody to tell, and the work goes on.
pub fn say(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
