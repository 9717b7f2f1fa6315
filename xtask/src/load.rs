//! The load of `make bench`: a node of its own on either database, with live viewers, one of them before chromium, and a
//! mix of requests on it.

use std::fs;
use std::path::Path;

use crate::e2e::{free_port, in_own_folder, own_example};
use crate::fault::Fault;
use crate::node::{self, Account, Node, Places, account};
use crate::steps::read;
use crate::workspace;

/// Accounts that watch: each follows at most 32 streams, as a person's do.
const WATCHING: usize = 64;

/// What is run against the node, with an account that writes and those that watch.
pub const COMMAND: &str =
    "node_load --streams 2000 --entries 100 --rate 1000 --seconds 30 --screen web/dev/screen.mjs";

/// Where the node keeps its journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// In its data directory.
    Sqlite,
    /// On a server of the run's own.
    Postgres,
}

/// Starts a node and a province and puts the load on them, and returns what they saw of it.
pub fn run(database: Database) -> Result<String, Fault> {
    node::build(&["--release", "--example", "node_load"])?;
    in_own_folder("load", |folder| load_in(folder, database))
}

/// Has the example's node keep its journal there. Where that is a server's database, it is there as long as what is given
/// back; the server goes with this process.
pub fn on_database(example: &Path, database: Database) -> Result<Option<testkit_postgres::Database>, Fault> {
    let server = (database == Database::Postgres).then(testkit_postgres::database);
    if let Some(url) = server.as_ref().map(testkit_postgres::Database::url) {
        let config = example.join("node.toml");
        let cannot = |fault: std::io::Error| Fault::environment(format!("{}: {fault}", config.display()));
        let text = fs::read_to_string(&config).map_err(cannot)?;
        fs::write(&config, format!("{text}\n[database]\nurl = \"{url}\"\n")).map_err(cannot)?;
    }
    Ok(server)
}

fn load_in(folder: &Path, database: Database) -> Result<String, Fault> {
    let root = workspace::root();
    let cannot = |fault: std::io::Error| Fault::environment(format!("{}: {fault}", folder.display()));
    let example = own_example(folder)?;
    // Kept until the node has stopped.
    let _server = on_database(&example, database)?;
    let programs = workspace::target().join("release");
    let data = folder.join("data");
    let places = Places { programs: &programs, example: &example, data: &data, logs: folder };
    let accounts = node::accounts(&places, &folder.join("accounts.json"), loading_accounts)?;
    let address = free_port().map_err(cannot)?;
    let node = Node::start(&places, address)?;
    let sign_in = |account: &Account| format!("{}:{}", account.login, account.password);
    let (address, pid) = (address.to_string(), node.pid().to_string());
    let program = programs.join("examples/node_load");
    let who: Vec<String> = accounts.iter().map(sign_in).collect();
    let (writer, watching) = who.split_first().ok_or_else(|| Fault::no("nobody writes".to_owned()))?;
    let of_this_run = ["--node", &address, "--pid", &pid, "--writer", writer];
    let viewers: Vec<&str> = watching.iter().flat_map(|viewer| ["--viewer", viewer.as_str()]).collect();
    let program = program.to_string_lossy();
    let words: Vec<&str> = std::iter::once(&*program)
        .chain(COMMAND.split(' ').skip(1))
        .chain(of_this_run)
        .chain(viewers)
        .collect();
    read(&root, &words)
}

/// One who writes, and those whose sessions watch, half of them in the organisation and half above it.
fn loading_accounts() -> Result<Vec<Account>, Fault> {
    let writer = account("tai-quan-ly", "operator_manager", "song-ngan", "Quản lý Sóng Ngàn");
    let watching = (0..WATCHING).map(|n| {
        if n % 2 == 0 {
            account(&format!("tai-truc-{n}"), "duty_officer", "song-ngan", "Trực Sóng Ngàn")
        } else {
            account(&format!("tai-so-{n}"), "regulator_desk", "skhcn-van-dai", "Trực Sở")
        }
    });
    std::iter::once(writer).chain(watching).collect()
}
