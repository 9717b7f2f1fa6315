//! `make test-peers`: our answers against those of other people's programs, fetched from their registries: the lunar
//! calendar against PyPI's `lunar-vn`, the HTTP API against its own description by PyPI's `schemathesis`, the
//! exchange with Zabbix against Debian's, signatures in pdfs against PyPI's `pyhanko`; and the API against its own policy,
//! on both databases.

mod access;
mod lunar;
mod signing;
mod zabbix;

use crate::{
    fault::Fault,
    results::{self, Run},
    schemathesis,
    steps::run as run_command,
    workspace,
};

/// The name of a comparison's page, and what compares with a given Python.
type Comparison = (&'static str, fn(&str) -> Result<Run, Fault>);

const COMPARISONS: [Comparison; 5] = [
    ("peers", lunar::run),
    ("schemathesis", schemathesis::run),
    ("zabbix", |_| zabbix::run()),
    ("signing", signing::run),
    ("access", |_| access::run()),
];

/// Whether a PostgreSQL server is installed.
pub fn has_postgres() -> bool {
    zabbix::servers::postgres_bin().is_ok()
}

/// Runs every comparison, or those named, and writes a dated result of each.
pub fn run(only: &[&str]) -> Result<(), Fault> {
    let names: Vec<&str> = COMPARISONS.iter().map(|(name, _)| *name).collect();
    if let Some(other) = only.iter().find(|name| !names.contains(name)) {
        return Err(Fault::usage(format!("no comparison is called {other}; there are {}", names.join(", "))));
    }
    let python = python()?;
    for (name, compare) in COMPARISONS.iter().filter(|(name, _)| only.is_empty() || only.contains(name)) {
        results::write(name, &[compare(&python)?])?;
    }
    Ok(())
}

/// A Python of our own, so that nothing is installed on the machine.
fn python() -> Result<String, Fault> {
    let root = workspace::root();
    let venv = workspace::target().join("peers-venv");
    let python = venv.join("bin/python").display().to_string();
    if !venv.join("bin/python").exists() {
        run_command(&root, &["python3", "-m", "venv", &venv.display().to_string()])
            .map_err(|fault| fault.hint("Debian: apt-get install python3-venv"))?;
    }
    Ok(python)
}
