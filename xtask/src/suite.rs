//! `make test`: everything that decides a landing, in one command.
//! First what the machine lacks; then the sources, the tests, the licences, the screens, the repository's
//! own rules, and a real browser. A missing tool fails the run: nothing here is passed over in silence.

use std::path::Path;

use crate::fault::Fault;
use crate::steps::{Steps, read};
use crate::{api_suite, e2e, screens, tidy, tools, workspace};

/// Runs every check and prints a summary.
pub fn run() -> Result<(), Fault> {
    let root = workspace::root();
    let web = root.join("web");
    // Without the tools the rest would only fail in less clear ways.
    tools::install_missing()?;
    let mut steps = Steps::default();
    steps.command("format", &root, &["cargo", "fmt", "--all", "--check"]);
    steps.command(
        "lints",
        &root,
        &["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
    );
    steps.command(
        "tests and doc tests",
        &root,
        &["cargo", "test", "--workspace", "--locked", "--no-fail-fast"],
    );
    // Built with the faults that the simulator must find, which nothing else is.
    steps.command("the simulator finds faults that are let in", &root, &SABOTAGE);
    // The store's contract is compiled once for each database; the suite of the API runs once for each.
    steps.step("the API on PostgreSQL", || api_suite::on_postgres(&root));
    steps.command(
        "licences, bans, sources",
        &root,
        &["cargo", "deny", "check", "bans", "licenses", "sources"],
    );
    steps.command("unused dependencies", &root, &MACHETE);
    steps.step("screens: packages", || screens::install_packages(&web));
    steps.command("screens: types", &web, &["npm", "run", "--silent", "check"]);
    steps.command("screens: tests", &web, &["npm", "run", "--silent", "test"]);
    steps.command("screens: build", &web, &["npm", "run", "--silent", "build"]);
    steps.step("generated files are up to date", || generated(&root));
    steps.step("tidy", tidy::run);
    steps.step("browser", || e2e::run(&[]));
    steps.finish()
}

const SABOTAGE: [&str; 8] =
    ["cargo", "test", "--workspace", "--locked", "--features", "testkit/sabotage", "--test", "sabotage"];

/// cargo-machete takes the package name that `cargo run` sets for us as a sign that it was not called by cargo.
const MACHETE: [&str; 6] = ["env", "-u", "CARGO_PKG_NAME", "cargo", "machete", "--skip-target-dir"];

/// Files that a program writes and the repository keeps, with the example that prints each.
const GENERATED: &[(&str, &str)] = &[("docs/reference/campaign.schema.json", "campaign_schema")];

/// Makes every generated file again and compares it with the one kept.
fn generated(root: &Path) -> Result<(), Fault> {
    let mut stale = Vec::new();
    for (file, example) in GENERATED {
        // Built with the tests.
        let program = workspace::target().join("debug/examples").join(example);
        let fresh = read(root, &[&program.to_string_lossy()])?;
        if std::fs::read_to_string(root.join(file)).ok().as_deref() != Some(fresh.as_str()) {
            stale.push(format!("{file} (made by `cargo run --example {example}`)"));
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(Fault::no(format!("not what its source gives now: {}", stale.join(", "))))
    }
}
