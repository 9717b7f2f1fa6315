//! A node with its simulated province: two programs started, waited for and stopped together, for the
//! demo and for the browser test.

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::process::{Running, get};
use crate::steps::run as run_command;
use crate::workspace;

/// How long a program may take until it is ready: a cold start on a busy machine.
const READY_LIMIT: Duration = Duration::from_mins(1);
/// Letters of a password, without those that look alike.
const PASSWORD_LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const PASSWORD_LENGTH: usize = 14;

/// An account that is made on the first run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What to sign in with.
    pub login: String,
    /// Its role.
    pub role: String,
    /// The organisation it acts for.
    pub organisation: String,
    /// The name on the screens.
    pub name: String,
    /// Random, made on the first run.
    pub password: String,
}

/// Where a node's programs, files and data are.
pub struct Places<'a> {
    /// The directory of the two programs.
    pub programs: &'a Path,
    /// The example: campaign, node and province files.
    pub example: &'a Path,
    /// The data directory.
    pub data: &'a Path,
    /// The directory of the logs.
    pub logs: &'a Path,
}

/// A running node and its province.
pub struct Node {
    province: Running,
    server: Running,
    control: String,
}

impl Node {
    /// Opens the sockets, starts the node and waits until it says that it is ready.
    pub fn start(places: &Places<'_>, address: SocketAddr) -> Result<Self, Fault> {
        let log = places.logs.join("province.log");
        let mut command = Command::new(places.programs.join("testkit-province"));
        command.arg("--spec").arg(places.example.join("province.toml"));
        let mut province = Running::start("testkit-province", &mut command, &log)?;
        let mut control = None;
        province.wait_until(READY_LIMIT, |log| {
            control = fs::read_to_string(log).ok().as_deref().and_then(control_address);
            control.is_some()
        })?;
        let mut command = Command::new(places.programs.join("thongsuot"));
        command.arg("serve").arg("--config").arg(places.example.join("node.toml"));
        command.arg("--campaign").arg(places.example.join("campaign.toml"));
        command.arg("--data").arg(places.data).arg("--listen").arg(address.to_string());
        let mut server = Running::start("thongsuot", &mut command, &places.logs.join("thongsuot.log"))?;
        server.wait_until(READY_LIMIT, |_| get(address, "/readyz").is_some_and(|(code, _)| code == 200))?;
        Ok(Self { province, server, control: control.unwrap_or_default() })
    }

    /// Where the province takes orders, as a URL.
    pub fn control(&self) -> String {
        format!("http://{}", self.control)
    }

    /// The process id of the node.
    pub fn pid(&self) -> u32 {
        self.server.pid()
    }

    /// An error when one of the programs has ended.
    pub fn check(&mut self) -> Result<(), Fault> {
        for program in [&mut self.province, &mut self.server] {
            if let Some(status) = program.ended() {
                return Err(program.complaint(&format!("ended with {status}"), status.code()));
            }
        }
        Ok(())
    }
}

/// A running node that has no campaign yet: where a first one begins.
pub struct EmptyNode {
    _server: Running,
}

/// Where its configuration lies, in place of an example's.
pub fn empty_example() -> PathBuf {
    workspace::root().join("examples/first-campaign")
}

impl EmptyNode {
    /// Starts it and waits until it answers. It is not ready, since nothing is in force: it is alive.
    pub fn start(places: &Places<'_>, address: SocketAddr) -> Result<Self, Fault> {
        let mut command = Command::new(places.programs.join("thongsuot"));
        command.arg("serve").arg("--config").arg(places.example.join("node.toml"));
        command.arg("--data").arg(places.data).arg("--listen").arg(address.to_string());
        let mut server = Running::start("thongsuot", &mut command, &places.logs.join("empty.log"))?;
        server.wait_until(READY_LIMIT, |_| get(address, "/healthz").is_some_and(|(code, _)| code == 200))?;
        Ok(Self { _server: server })
    }
}

/// Builds the programs that are started here; `more` says how. Always the same, so that nobody builds them anew for
/// another.
pub fn build(more: &[&str]) -> Result<(), Fault> {
    let words = ["cargo", "build", "--quiet", "--locked", "-p", "thongsuot", "-p", "testkit"];
    let bins = ["--bin", "thongsuot", "--bin", "testkit-province"];
    run_command(&workspace::root(), &[&words[..], &bins[..], more].concat())
}

/// The control address out of the province's first line.
fn control_address(log: &str) -> Option<String> {
    let line = log.lines().find(|line| line.starts_with("province ready "))?;
    log.ends_with('\n').then(|| line.trim_start_matches("province ready ").to_owned())
}

/// The accounts of a data directory. A new directory gets those that `make` gives, and `kept` their
/// passwords; an old one has those that are kept.
pub fn accounts(
    places: &Places<'_>,
    kept: &Path,
    make: impl FnOnce() -> Result<Vec<Account>, Fault>,
) -> Result<Vec<Account>, Fault> {
    let cannot = |fault: &dyn std::fmt::Display| Fault::environment(format!("{}: {fault}", kept.display()));
    if places.data.exists() {
        let text = fs::read_to_string(kept).map_err(|fault| {
            let hint = format!("to begin anew: rm -r {}", places.data.display());
            cannot(&fault).hint(hint)
        })?;
        return serde_json::from_str(&text).map_err(|fault| cannot(&fault));
    }
    let accounts = make()?;
    for account in &accounts {
        add_account(places, account)?;
    }
    // Kept last: what is there without its passwords was only half made, and says so above.
    let text = serde_json::to_string_pretty(&accounts).map_err(|fault| cannot(&fault))?;
    // The passwords of a demo on loopback, but a shared machine has other readers.
    let opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(kept);
    opened.and_then(|mut out| out.write_all(text.as_bytes())).map_err(|fault| cannot(&fault))?;
    Ok(accounts)
}

fn add_account(places: &Places<'_>, account: &Account) -> Result<(), Fault> {
    let cannot =
        |fault: std::io::Error| Fault::environment(format!("cannot run thongsuot account add: {fault}"));
    let mut child = Command::new(places.programs.join("thongsuot"))
        .args(["account", "add", "--password-stdin", "--data"])
        .arg(places.data)
        .arg("--config")
        .arg(places.example.join("node.toml"))
        .args(["--login", &account.login, "--role", &account.role])
        .args(["--organisation", &account.organisation, "--name", &account.name])
        .stdin(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    if let Some(mut stdin) = child.stdin.take() {
        writeln!(stdin, "{}", account.password).map_err(cannot)?;
    }
    let status = child.wait().map_err(cannot)?;
    if status.success() {
        return Ok(());
    }
    Err(Fault::environment(format!("the account `{}` was not added ({status})", account.login)))
}

/// An account with a fresh password.
pub fn account(login: &str, role: &str, organisation: &str, name: &str) -> Result<Account, Fault> {
    Ok(Account {
        login: login.to_owned(),
        role: role.to_owned(),
        organisation: organisation.to_owned(),
        name: name.to_owned(),
        password: random_password()?,
    })
}

fn random_password() -> Result<String, Fault> {
    let mut bytes = [0_u8; PASSWORD_LENGTH];
    fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(|fault| Fault::environment(format!("no randomness for passwords: {fault}")))?;
    // 31 letters out of 256 values: the slight bias costs a fraction of a bit of some 69.
    let letters =
        bytes.iter().map(|byte| char::from(PASSWORD_LETTERS[usize::from(*byte) % PASSWORD_LETTERS.len()]));
    Ok(letters.collect())
}

/// The places of a data directory below the build directory.
pub fn logs_beside(data: &Path) -> PathBuf {
    data.with_extension("logs")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn the_control_address_is_read_from_a_whole_line_only() {
        assert_eq!(control_address("province ready 127.0.0.1:9\n"), Some("127.0.0.1:9".to_owned()));
        assert_eq!(control_address("province ready 127.0.0.1:9"), None);
        assert_eq!(control_address("error: x\n"), None);
    }

    #[test]
    fn passwords_are_kept_over_runs_and_readable_by_their_owner_alone() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        // Not written here: a child of another test may hold what was written open, and then it can't be run.
        let stand_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/account-add.sh");
        symlink(stand_in, folder.path().join("thongsuot")).unwrap();
        let (data, kept) = (folder.path().join("data"), folder.path().join("accounts.json"));
        let places =
            Places { programs: folder.path(), example: folder.path(), data: &data, logs: folder.path() };
        let make = || Ok(vec![account("so", "regulator_desk", "so", "Sở").unwrap()]);
        let first = accounts(&places, &kept, make).unwrap();
        assert_eq!(fs::read_to_string(data.join("passwords")).unwrap(), format!("{}\n", first[0].password));
        assert_eq!(first, accounts(&places, &kept, || panic!("made twice")).unwrap());
        assert_eq!(kept.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(first[0].password.len(), PASSWORD_LENGTH);
        fs::remove_file(&kept).unwrap();
        assert!(accounts(&places, &kept, make).is_err(), "passwords nobody knows were passed over");
    }
}
