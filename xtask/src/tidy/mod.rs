//! The repository's own rules, checked over the files themselves.
//! Every rule is a function from the list of files to complaints, so that one run names everything; a
//! complaint gives the file, the line where there is one, and what to do instead.

mod crates;
mod layers;
mod links;
mod sources;
mod words;

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::fault::Fault;
use crate::workspace;

/// One thing that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    file: PathBuf,
    line: Option<usize>,
    what: String,
}

impl Complaint {
    fn new(file: &Path, line: Option<usize>, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file.display(), self.what),
            None => write!(f, "{}: {}", self.file.display(), self.what),
        }
    }
}

/// A text file of the repository.
pub struct Text {
    /// Relative to the root.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

impl Text {
    /// The first folder of the path, or the crate's name below `crates`.
    pub fn part(&self) -> &str {
        let mut names = self.path.iter().filter_map(|name| name.to_str());
        let first = names.next().unwrap_or_default();
        if first == "crates" { names.next().unwrap_or_default() } else { first }
    }

    fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e))
    }

    fn is_test(&self) -> bool {
        self.path.iter().any(|name| name == "tests" || name == "benches" || name == "examples")
    }
}

/// Checks everything.
pub fn run() -> Result<(), Fault> {
    let root = workspace::root();
    let texts = read_texts(&root)?;
    let mut complaints = layers::check(&crates::read(&texts)?);
    complaints.extend(sources::check(&texts));
    complaints.extend(words::check(&texts)?);
    complaints.extend(links::check(&texts, |target| root.join(target).exists()));
    complaints.sort();
    for complaint in &complaints {
        println!("{complaint}");
    }
    println!("tidy: {} files looked at, {} complaints", texts.len(), complaints.len());
    if complaints.is_empty() { Ok(()) } else { Err(Fault::no("the repository is not tidy")) }
}

/// Every file that is text; pictures, fonts and the like are not.
fn read_texts(root: &Path) -> Result<Vec<Text>> {
    let mut texts = Vec::new();
    for path in workspace::files()? {
        let bytes = std::fs::read(root.join(&path)).with_context(|| format!("reading {}", path.display()))?;
        if let Ok(text) = String::from_utf8(bytes) {
            texts.push(Text { path, text });
        }
    }
    Ok(texts)
}

#[cfg(test)]
fn text(path: &str, text: &str) -> Text {
    Text { path: PathBuf::from(path), text: text.to_owned() }
}
