//! Why a command stopped: a code for the shell and words for the person.

use std::fmt::Display;
use std::process::ExitCode;

/// A command's end without success.
#[derive(Debug)]
pub struct Fault {
    code: u8,
    what: String,
    hint: Option<String>,
}

impl Fault {
    /// A check says no.
    pub fn no(what: impl Display) -> Self {
        Self { code: 1, what: what.to_string(), hint: None }
    }

    /// The command was called wrongly.
    pub fn usage(what: impl Display) -> Self {
        Self { code: 2, what: what.to_string(), hint: None }
    }

    /// The machine lacks something.
    pub fn environment(what: impl Display) -> Self {
        Self { code: 3, what: what.to_string(), hint: None }
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Prints it and gives the exit code.
    pub fn report(self) -> ExitCode {
        eprintln!("error: {}", self.what);
        if let Some(hint) = self.hint {
            eprintln!("hint: {hint}");
        }
        ExitCode::from(self.code)
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self::environment(format!("{error:#}"))
    }
}
