//! How much of the access matrix is visited over HTTP, on each database, and how many leaks were found: a page of figures.

use std::time::Instant;

use crate::{
    api_suite::{DATABASES, sizes},
    fault::Fault,
    results::Run,
    workspace,
};

/// Runs every test of the matrix on both databases.
pub fn run() -> Result<Run, Fault> {
    let (root, start) = (workspace::root(), Instant::now());
    let mut lines = Vec::new();
    for database in DATABASES {
        for line in sizes(&root, database, &["matrix::"])? {
            println!("{database}: {line}");
            lines.push(format!("{database}: {line}"));
        }
    }
    Ok(Run {
        title: "Every route with every role, on both databases".to_owned(),
        command: "cargo xtask test-peers access".to_owned(),
        output: lines.join("\n"),
        seconds: start.elapsed().as_secs_f64(),
    })
}
