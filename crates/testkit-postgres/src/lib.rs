//! A PostgreSQL server of the tests' own, from Debian's packages: made in a folder of its own, reached by a socket in it,
//! and gone with the process that asked for it, however that ends.
//!
//! It keeps its promises as one in use does: fsync is on. The databases belong to an ordinary user, as the guide for
//! administrators asks for, so that a missing grant shows.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "only tests and their programs use it, which may stop at once"
)]

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// Says on which database a suite runs that runs on both: `sqlite`, which is the default, or `postgresql`.
pub const CHOICE: &str = "THONGSUOT_TEST_DATABASE";

/// The user of the databases.
const USER: &str = "thongsuot";

/// Starts the server, and when the process that asked for it is gone, so that nothing is to be read any more, stops it
/// and removes its folder.
const WATCH: &str = r#"
"$1/pg_ctl" -D "$2/db" -l "$2/log" -o "$3" -w -t 120 start > /dev/null || { cat "$2/log"; exit 1; }
echo ready
cat > /dev/null
"$1/pg_ctl" -D "$2/db" -m immediate stop > /dev/null 2>&1
rm -rf "$2"
"#;

/// Whether this run of a suite is to use PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "how make test tells the second run of a suite from the first")]
pub fn is_chosen() -> bool {
    match std::env::var(CHOICE).as_deref() {
        Ok("postgresql") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("{CHOICE} is {other:?}, neither sqlite nor postgresql"),
    }
}

/// A server.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    bin: PathBuf,
    user: Option<(u32, u32)>,
    /// The server lives as long as this stays open.
    _alive: ChildStdin,
    _watch: Child,
}

/// The one server of this process.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

/// A fresh, empty database on the server of this process.
pub fn database() -> Database {
    server().database()
}

impl Server {
    /// Makes a cluster and starts its server.
    pub fn start() -> Self {
        let bin = bin();
        let folder = tempfile::Builder::new().prefix("thongsuot-postgres-").tempdir().unwrap().keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        // PostgreSQL refuses to run as root.
        let user = (fs::metadata(&folder).unwrap().uid() == 0).then(postgres_user);
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid)).unwrap();
        }
        let mut init = Command::new(bin.join("initdb"));
        init.args(["--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C.UTF-8", "-D"]);
        run(as_user(init.arg(folder.join("db")), user));
        let options = format!(
            "-k {} -c listen_addresses='' -c max_connections=300 -c shared_buffers=64MB -c log_min_messages=fatal",
            folder.display()
        );
        let mut watch = Command::new("sh");
        watch.args(["-c", WATCH, "sh"]).arg(&bin).arg(&folder).arg(options);
        watch.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut watch = as_user(&mut watch, user).spawn().unwrap();
        let alive = watch.stdin.take().unwrap();
        let mut said = String::new();
        let mut out = BufReader::new(watch.stdout.take().unwrap());
        while out.read_line(&mut said).unwrap() > 0 && !said.ends_with("ready\n") {}
        assert!(said.ends_with("ready\n"), "PostgreSQL did not start: {said}");
        let server = Self { folder, bin, user, _alive: alive, _watch: watch };
        server.sql(
            "postgres",
            &format!(
                "CREATE ROLE {USER} LOGIN; CREATE ROLE thongsuot_reader NOLOGIN; GRANT thongsuot_reader TO {USER}"
            ),
        );
        server
    }

    /// A fresh, empty database.
    pub fn database(&'static self) -> Database {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER {USER}"));
        Database { server: self, name }
    }

    /// Runs SQL as the administrator, each statement by itself, and returns what it prints.
    pub fn sql(&self, database: &str, text: &str) -> String {
        let statements = text.split(';').map(str::trim).filter(|statement| !statement.is_empty());
        self.statements(database, statements)
    }

    fn statements<'a>(&self, database: &str, statements: impl Iterator<Item = &'a str>) -> String {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-h"]);
        psql.arg(&self.folder);
        for statement in statements {
            psql.args(["-c", statement]);
        }
        run(&mut psql).trim_end().to_owned()
    }

    /// Stops the server as a power cut would, and starts it again.
    pub fn crash_and_restart(&self) {
        let mut command = Command::new(self.bin.join("pg_ctl"));
        command.arg("-D").arg(self.folder.join("db")).arg("-l").arg(self.folder.join("log"));
        // What it was started with is in its folder.
        command.args(["-m", "immediate", "-w", "-t", "120", "restart"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(as_user(&mut command, self.user).status().unwrap().success(), "PostgreSQL did not restart");
    }

    /// Where its tables lie.
    pub fn tables(&self) -> PathBuf {
        self.folder.join("db/base")
    }
}

/// A database; dropping it removes it.
#[derive(Debug)]
pub struct Database {
    server: &'static Server,
    name: String,
}

impl Database {
    /// Its address, for the user it belongs to.
    pub fn url(&self) -> String {
        let folder = self.server.folder.display().to_string().replace('/', "%2F");
        format!("postgres://{USER}@localhost/{}?host={folder}", self.name)
    }

    /// Runs SQL in it as the administrator, each statement by itself, and returns what it prints.
    pub fn sql(&self, text: &str) -> String {
        self.server.sql(&self.name, text)
    }

    /// Runs one statement, whatever semicolons it has.
    pub fn sql_whole(&self, text: &str) -> String {
        self.server.statements(&self.name, std::iter::once(text))
    }

    /// The files it lies in, once everything is written to them.
    pub fn files(&self) -> PathBuf {
        self.sql("CHECKPOINT");
        let oid = self.sql("SELECT oid FROM pg_database WHERE datname = current_database()");
        self.server.tables().join(oid)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A store that was not closed may still hold connections.
        let mut psql = Command::new(self.server.bin.join("psql"));
        psql.args(["-X", "-q", "-U", "postgres", "-d", "postgres", "-h"]).arg(&self.server.folder);
        psql.args(["-c", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)]);
        // Best effort: the whole server goes with the process.
        let _ = psql.output();
    }
}

/// The folder of PostgreSQL's programs, the newest there is.
fn bin() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut bins: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    bins.retain(|bin| bin.join("initdb").exists());
    bins.sort();
    bins.pop().unwrap_or_else(|| {
        panic!("PostgreSQL is not installed: apt-get install postgresql, or `make test`, which installs it")
    })
}

/// The user that Debian's package makes for it.
fn postgres_user() -> (u32, u32) {
    let passwd = fs::read_to_string("/etc/passwd").unwrap();
    let line = passwd.lines().find_map(|line| line.strip_prefix("postgres:"));
    let mut fields = line.unwrap_or_else(|| panic!("there is no user postgres")).split(':').skip(1);
    let mut number = || fields.next().unwrap().parse().unwrap();
    (number(), number())
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    command.current_dir(Path::new("/"));
    match user {
        Some((uid, gid)) => command.uid(uid).gid(gid),
        None => command,
    }
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
