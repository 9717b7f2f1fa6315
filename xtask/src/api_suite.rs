//! The suite of the API as a program of its own: run once more on PostgreSQL, and asked how much of the access matrix it
//! visits, which a test that passes keeps to itself.

use std::path::Path;

use serde_json::Value;

use crate::fault::Fault;
use crate::steps::{ended, hear, read};

/// How a line begins that says how large something is that was tried.
const SIZES: [&str; 7] = [
    "policy:",
    "access over HTTP:",
    "kinds of entries:",
    "no inference:",
    "bodies that name another's:",
    "idempotency",
    "tags:",
];
/// The databases it runs on.
pub const DATABASES: [&str; 2] = ["sqlite", "postgresql"];
/// The test that visits every route with every role.
const MATRIX: &str = "nobody_gets_what_the_policy_does_not_grant";

/// Where Cargo put it. The program is the one that the tests were built into: asked for by its package alone, Cargo would
/// choose other features and build half the workspace again.
fn program(root: &Path) -> Result<String, Fault> {
    let built = read(
        root,
        &[
            "cargo",
            "test",
            "--workspace",
            "--locked",
            "--test",
            "all",
            "--no-run",
            "--quiet",
            "--message-format",
            "json",
        ],
    )?;
    let messages = built.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let is_suite = |message: &Value| {
        message["target"]["name"] == "all"
            && message["target"]["src_path"]
                .as_str()
                .is_some_and(|path| path.ends_with("crates/api/tests/all/main.rs"))
    };
    let suite =
        messages.filter(is_suite).find_map(|message| message["executable"].as_str().map(str::to_owned));
    suite.ok_or_else(|| Fault::no("cargo built no suite of the API".to_owned()))
}

/// Runs it on a database, all of it or what a filter names; returns what was said of sizes.
pub fn sizes(root: &Path, database: &str, filter: &[&str]) -> Result<Vec<String>, Fault> {
    let (suite, database) = (program(root)?, format!("THONGSUOT_TEST_DATABASE={database}"));
    let mut words = vec!["env", &database, &suite, "--show-output"];
    words.extend(filter);
    let (status, said) = hear(&root.join("crates/api"), &words)?;
    if !status.success() {
        println!("{said}");
        return Err(ended(&words, status));
    }
    let told = |line: &&str| SIZES.iter().any(|size| line.starts_with(size));
    Ok(said.lines().filter(told).map(str::to_owned).collect())
}

/// Runs all of it on PostgreSQL, and its access matrix on SQLite, and shows how large both were.
pub fn on_postgres(root: &Path) -> Result<(), Fault> {
    for (database, filter) in [("sqlite", &[MATRIX][..]), ("postgresql", &[])] {
        for line in sizes(root, database, filter)? {
            println!("{database}: {line}");
        }
    }
    Ok(())
}
