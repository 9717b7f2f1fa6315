//! What the checks need on the machine, and how it gets there.
//! As root, what is missing is installed from Debian's packages and from crates.io; otherwise the
//! message says what to install. Node is never installed: its version is named at once instead.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::fault::Fault;
use crate::steps::{read, run};
use crate::workspace;

/// The oldest Node that the screens' build tools run on.
const NODE_AT_LEAST: (u32, u32) = (20, 19);

/// A program that Debian packages.
struct Packaged {
    program: &'static str,
    package: &'static str,
    why: &'static str,
}

const PACKAGED: &[Packaged] = &[
    Packaged { program: "cc", package: "build-essential", why: "SQLite is compiled from source" },
    Packaged { program: "g++", package: "g++", why: "the fuzz targets link a C++ runtime" },
    Packaged { program: "git", package: "git", why: "tidy lists the repository's files" },
    Packaged { program: "chromium", package: "chromium", why: "the browser test drives it" },
    Packaged { program: "initdb", package: "postgresql", why: "the store's tests run on PostgreSQL too" },
    Packaged { program: "pdftotext", package: "poppler-utils", why: "the report test reads its PDF back" },
];

/// A Cargo subcommand from crates.io, at the version the checks were written against.
struct Subcommand {
    name: &'static str,
    version: &'static str,
    arguments: &'static [&'static str],
}

const SUBCOMMANDS: &[Subcommand] = &[
    // Without its default features: they are for fetching the advisory database, which is not used here.
    Subcommand { name: "cargo-deny", version: "0.20.2", arguments: &["--no-default-features"] },
    Subcommand { name: "cargo-machete", version: "0.9.2", arguments: &[] },
];

/// Names an old or missing Node or npm at once.
pub fn check_node() -> Result<(), Fault> {
    let hint =
        "install Node 20.19 or newer with npm, for example from nodejs.org or your distribution's backports";
    let root = workspace::root();
    let version = read(&root, &["node", "--version"]).map_err(|_| {
        Fault::environment("node is missing; the screens need Node 20.19 or newer").hint(hint)
    })?;
    let version = version.trim();
    if parse_version(version).is_none_or(|found| found < NODE_AT_LEAST) {
        let (major, minor) = NODE_AT_LEAST;
        let what = format!("node is {version}; the screens need {major}.{minor} or newer");
        return Err(Fault::environment(what).hint(hint));
    }
    read(&root, &["npm", "--version"]).map_err(|_| Fault::environment("npm is missing").hint(hint))?;
    Ok(())
}

/// Installs what is missing, or says what to install.
pub fn install_missing() -> Result<(), Fault> {
    check_node()?;
    let missing: Vec<&Packaged> = PACKAGED.iter().filter(|packaged| !exists(packaged.program)).collect();
    if !missing.is_empty() {
        install_packages(&missing)?;
    }
    let root = workspace::root();
    for tool in SUBCOMMANDS.iter().filter(|tool| !installed(tool)) {
        println!("installing {} {} from crates.io", tool.name, tool.version);
        let mut words = vec!["cargo", "install", tool.name, "--version", tool.version, "--locked"];
        words.extend_from_slice(tool.arguments);
        run(&root, &words)?;
    }
    Ok(())
}

fn install_packages(missing: &[&Packaged]) -> Result<(), Fault> {
    let packages: Vec<&str> = missing.iter().map(|packaged| packaged.package).collect();
    let command = format!("apt-get install --yes --no-install-recommends {}", packages.join(" "));
    for packaged in missing {
        println!("{} is missing: {}", packaged.program, packaged.why);
    }
    if !nix::unistd::geteuid().is_root() {
        let what = format!("missing on this machine: {}", packages.join(", "));
        return Err(Fault::environment(what).hint(format!("as root: apt-get update && {command}")));
    }
    let root = workspace::root();
    run(&root, &["apt-get", "update"])?;
    let words: Vec<&str> = command.split(' ').collect();
    run(&root, &words)
}

fn exists(program: &str) -> bool {
    // Debian keeps the programs of a PostgreSQL server in a folder of its version.
    if program == "initdb" {
        return crate::peers::has_postgres();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| Path::new(&directory).join(program).is_file())
}

fn installed(tool: &Subcommand) -> bool {
    // Called as a Cargo subcommand: cargo-machete answers its version in that form alone.
    let subcommand = tool.name.trim_start_matches("cargo-");
    let output = Command::new("cargo").args([subcommand, "--version"]).stderr(Stdio::null()).output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with(tool.version))
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim_start_matches('v').split('.').map(str::parse::<u32>);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        assert!(parse_version("v18.20.4").unwrap() < NODE_AT_LEAST);
        assert!(parse_version("v20.18.1").unwrap() < NODE_AT_LEAST);
        assert!(parse_version("v20.19.0").unwrap() >= NODE_AT_LEAST);
        assert!(parse_version("v24.1.0").unwrap() >= NODE_AT_LEAST);
        assert_eq!(parse_version("nonsense"), None);
    }
}
