//! The exchange with Zabbix against the real peer: Debian's server 6.0, its frontend for the API, and `zabbix_sender`,
//! all of them on loopback, in a folder of their own, and stopped at the end whatever happens.
//!
//! Measured: from a value that makes a problem to our entry, from a promise on our side to Zabbix's event, from the
//! value that ends it to our entry; then what was lost while the node was down, and a promise made while Zabbix was.

mod api;
mod node;
pub mod servers;
mod story;

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Instant;

use crate::fault::Fault;
use crate::results::Run;

/// What is installed where it is missing.
const PACKAGES: [&str; 6] =
    ["zabbix-server-pgsql", "zabbix-frontend-php", "zabbix-agent", "php-cli", "php-pgsql", "postgresql"];
/// The round trip that is promised, in seconds.
const PROMISED_S: f64 = 5.0;

/// Runs the story and says how long each part of it took.
pub fn run() -> Result<Run, Fault> {
    install()?;
    crate::node::build(&[])?;
    let folder = std::env::temp_dir().join(format!("thongsuot-zabbix-{}", std::process::id()));
    fs::create_dir_all(&folder)
        .map_err(|fault| Fault::environment(format!("{}: {fault}", folder.display())))?;
    let start = Instant::now();
    let told = story::tell(&folder);
    let seconds = start.elapsed().as_secs_f64();
    let told = told.map_err(|fault| {
        Fault::no(format!("Zabbix: {fault}")).hint(format!("the logs are in {}", folder.display()))
    })?;
    // What a failed run left is worth reading; what a good one left is not.
    let _ = fs::remove_dir_all(&folder);
    let mut output = String::from("shortest / median / longest time\n");
    let mut slowest = 0_f64;
    for part in &told {
        let _ = writeln!(output, "{:<66} {}", part.what, part.times());
        if part.is_promised {
            slowest = slowest.max(part.slowest());
        }
    }
    let _ =
        write!(output, "slowest of all, with the whole round trip: {slowest:.2} s; promised: {PROMISED_S} s");
    println!("{output}");
    if slowest > PROMISED_S {
        return Err(Fault::no(format!("a round trip took {slowest:.2} s, more than {PROMISED_S} s")));
    }
    Ok(Run {
        title: "the exchange with Zabbix 6.0 (Debian's server, frontend and sender)".to_owned(),
        command: "cargo xtask test-peers zabbix".to_owned(),
        output,
        seconds,
    })
}

fn install() -> Result<(), Fault> {
    let there =
        ["/usr/sbin/zabbix_server", "/usr/bin/zabbix_sender", "/usr/bin/php", "/usr/share/zabbix/index.php"];
    if there.iter().all(|path| fs::metadata(path).is_ok()) && servers::postgres_bin().is_ok() {
        return Ok(());
    }
    let words = [&["install", "-y", "-q", "--no-install-recommends"][..], &PACKAGES].concat();
    let hint = format!("Debian: apt-get {}", words.join(" "));
    if !nix::unistd::Uid::effective().is_root() {
        return Err(Fault::environment("Zabbix's programs are not all here").hint(hint));
    }
    // In runlevel 1 the packages start none of their services: what is started here is stopped here.
    let status = Command::new("apt-get")
        .args(words)
        .envs([("DEBIAN_FRONTEND", "noninteractive"), ("RUNLEVEL", "1")])
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Fault::environment("Zabbix's packages were not installed").hint(hint)),
    }
}
