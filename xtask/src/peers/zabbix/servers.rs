//! PostgreSQL, Zabbix's server and its frontend on free ports of loopback, in one folder.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use nix::unistd::{Uid, User};

use crate::fault::Fault;
use crate::process::{Running, get};

/// How long each may take to be ready on a busy machine.
const READY_LIMIT: Duration = Duration::from_mins(3);

/// The peers, in the order in which they are stopped.
pub struct Servers {
    /// The frontend; none while it is stopped on purpose.
    pub frontend: Option<Running>,
    _zabbix: Running,
    _postgres: Running,
    folder: PathBuf,
    /// Where the API answers.
    pub web: SocketAddr,
    /// Where `zabbix_sender` sends to.
    pub trapper: u16,
}

/// Seconds after which Zabbix's server knows of what was changed through its API.
pub const CACHE_S: u64 = 1;

/// A port nobody uses at this moment, and none that was given before. Zabbix's server listens on none above 32767.
pub fn free_port() -> Result<u16, Fault> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Runs side by side begin at different places.
    let first = 20_000 + (std::process::id() % 6_000) as u16;
    let mut ports = std::iter::repeat_with(|| first + NEXT.fetch_add(1, Ordering::Relaxed));
    ports
        .by_ref()
        .take_while(|port| *port < 32_000)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .ok_or_else(|| Fault::environment("there is no free port between 20000 and 32000"))
}

/// The folder of PostgreSQL's programs, the newest there is.
pub fn postgres_bin() -> Result<PathBuf, Fault> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut bins: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    bins.retain(|bin| bin.join("initdb").exists());
    bins.sort();
    bins.pop().ok_or_else(|| Fault::environment("there is no PostgreSQL server on this machine"))
}

fn cannot(what: &str) -> impl FnOnce(std::io::Error) -> Fault {
    move |fault| Fault::environment(format!("cannot {what}: {fault}"))
}

fn write(path: &Path, text: &str) -> Result<(), Fault> {
    fs::write(path, text).map_err(cannot(&format!("write {}", path.display())))
}

/// Runs a command to its end, silent unless it fails.
fn done(what: &str, command: &mut Command) -> Result<(), Fault> {
    let output = command.output().map_err(cannot(what))?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    Err(Fault::environment(format!("cannot {what}: {}", told.trim())))
}

/// PostgreSQL refuses to run as root.
fn as_postgres(command: &mut Command) -> Result<(), Fault> {
    if Uid::effective().is_root() {
        let user = User::from_name("postgres").ok().flatten();
        let user = user.ok_or_else(|| Fault::environment("there is no user postgres"))?;
        command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
    }
    Ok(())
}

impl Servers {
    /// Starts all of them and waits until each is ready.
    pub fn start(folder: &Path) -> Result<Self, Fault> {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(cannot("open the folder"))?;
        let (database, trapper, web) = (free_port()?, free_port()?, free_port()?);
        let postgres = start_postgres(folder, database)?;
        load_schema(folder, database)?;
        let zabbix = start_zabbix(folder, database, trapper)?;
        prepare_frontend(folder, database, trapper)?;
        let mut servers = Self {
            frontend: None,
            _zabbix: zabbix,
            _postgres: postgres,
            folder: folder.to_owned(),
            web: SocketAddr::from(([127, 0, 0, 1], web)),
            trapper,
        };
        servers.start_frontend()?;
        Ok(servers)
    }

    /// Starts the frontend, which the API is a part of.
    pub fn start_frontend(&mut self) -> Result<(), Fault> {
        // One process and no workers beside it, which would outlive it.
        let mut command = Command::new("php");
        command
            .args(["-d", "max_execution_time=300", "-d", "max_input_time=300", "-d", "post_max_size=16M"])
            .args(["-d", "date.timezone=Asia/Ho_Chi_Minh"])
            .args(["-S", &self.web.to_string(), "-t"])
            .arg(self.folder.join("frontend"));
        let mut frontend = Running::start("php", &mut command, &self.folder.join("frontend.log"))?;
        let web = self.web;
        frontend.wait_until(READY_LIMIT, |_| get(web, "/index.php").is_some_and(|(code, _)| code == 200))?;
        self.frontend = Some(frontend);
        Ok(())
    }
}

fn start_postgres(folder: &Path, port: u16) -> Result<Running, Fault> {
    let (bin, data) = (postgres_bin()?, folder.join("postgres"));
    fs::create_dir_all(&data).map_err(cannot("make the folder of PostgreSQL"))?;
    if Uid::effective().is_root()
        && let Ok(Some(user)) = User::from_name("postgres")
    {
        let owner = (Some(user.uid.as_raw()), Some(user.gid.as_raw()));
        chown(&data, owner.0, owner.1).map_err(cannot("give PostgreSQL its folder"))?;
    }
    let mut init = Command::new(bin.join("initdb"));
    init.args(["--no-sync", "-A", "trust", "-U", "zabbix", "-E", "UTF8", "--locale", "C.UTF-8", "-D"])
        .arg(data.join("db"));
    as_postgres(&mut init)?;
    done("make a database", &mut init)?;
    let mut command = Command::new(bin.join("postgres"));
    command.arg("-D").arg(data.join("db")).arg("-k").arg(&data).args(["-p", &port.to_string()]);
    for setting in ["listen_addresses=127.0.0.1", "fsync=off", "synchronous_commit=off", "max_connections=60"]
    {
        command.args(["-c", setting]);
    }
    as_postgres(&mut command)?;
    let mut postgres = Running::start("postgres", &mut command, &folder.join("postgres.log"))?;
    postgres.wait_until(READY_LIMIT, |_| psql(port, "postgres", "SELECT 1").is_ok())?;
    psql(port, "postgres", "CREATE DATABASE zabbix")?;
    Ok(postgres)
}

fn psql(port: u16, database: &str, sql: &str) -> Result<(), Fault> {
    let mut command = Command::new("psql");
    command.args([
        "-q",
        "-h",
        "127.0.0.1",
        "-p",
        &port.to_string(),
        "-U",
        "zabbix",
        "-d",
        database,
        "-c",
        sql,
    ]);
    done("ask PostgreSQL", &mut command)
}

fn load_schema(folder: &Path, port: u16) -> Result<(), Fault> {
    let script = "set -e; for part in schema images data; do \
                  gzip -dc /usr/share/zabbix-server-pgsql/$part.sql.gz; done > \"$1/schema.sql\"; \
                  psql -q -v ON_ERROR_STOP=1 -1 -h 127.0.0.1 -p \"$2\" -U zabbix -d zabbix -f \"$1/schema.sql\" > /dev/null";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh"]).arg(folder).arg(port.to_string());
    done("load Zabbix's schema", &mut command)
}

fn start_zabbix(folder: &Path, database: u16, trapper: u16) -> Result<Running, Fault> {
    let config = folder.join("zabbix_server.conf");
    let place = folder.display();
    // As few processes as the story needs; a change of configuration is taken up within a second.
    let text = format!(
        "ListenIP=127.0.0.1\nListenPort={trapper}\nLogType=console\nDebugLevel=3\nAllowRoot=1\n\
         DBHost=127.0.0.1\nDBPort={database}\nDBName=zabbix\nDBUser=zabbix\nPidFile={place}/server.pid\n\
         SocketDir={place}\nCacheUpdateFrequency={CACHE_S}\nStartPollers=1\nStartPreprocessors=1\nStartTrappers=2\n\
         StartPingers=0\nStartDiscoverers=0\nStartHTTPPollers=0\nStartPollersUnreachable=1\nStartAlerters=2\n\
         StartEscalators=1\nStartDBSyncers=1\nStartTimers=1\nStartLLDProcessors=1\nHousekeepingFrequency=0\n\
         ExternalScripts={place}\nAlertScriptsPath={place}\n"
    );
    write(&config, &text)?;
    let mut command = Command::new("/usr/sbin/zabbix_server");
    command.arg("-f").arg("-c").arg(&config);
    let mut zabbix = Running::start("zabbix_server", &mut command, &folder.join("zabbix.log"))?;
    zabbix.wait_until(READY_LIMIT, |log| {
        fs::read_to_string(log).is_ok_and(|text| text.contains("server #0 started"))
            && std::net::TcpStream::connect(("127.0.0.1", trapper)).is_ok()
    })?;
    Ok(zabbix)
}

fn prepare_frontend(folder: &Path, database: u16, trapper: u16) -> Result<(), Fault> {
    let frontend = folder.join("frontend");
    // Links to what Debian keeps elsewhere become what they lead to.
    let mut copy = Command::new("cp");
    copy.args(["-rL", "/usr/share/zabbix"]).arg(&frontend);
    let _ = copy.output().map_err(cannot("copy the frontend"))?;
    let text = format!(
        "<?php\n$DB['TYPE'] = 'POSTGRESQL';\n$DB['SERVER'] = '127.0.0.1';\n$DB['PORT'] = '{database}';\n\
         $DB['DATABASE'] = 'zabbix';\n$DB['USER'] = 'zabbix';\n$DB['PASSWORD'] = '';\n$DB['SCHEMA'] = '';\n\
         $DB['ENCRYPTION'] = false;\n$DB['KEY_FILE'] = '';\n$DB['CERT_FILE'] = '';\n$DB['CA_FILE'] = '';\n\
         $DB['VERIFY_HOST'] = false;\n$DB['CIPHER_LIST'] = '';\n$DB['VAULT_URL'] = '';\n\
         $DB['VAULT_DB_PATH'] = '';\n$DB['VAULT_TOKEN'] = '';\n$DB['DOUBLE_IEEE754'] = true;\n\
         $ZBX_SERVER = '127.0.0.1';\n$ZBX_SERVER_PORT = '{trapper}';\n$ZBX_SERVER_NAME = '';\n\
         $IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;\n"
    );
    let config = folder.join("zabbix.conf.php");
    write(&config, &text)?;
    // Debian's frontend reads its configuration from /etc alone; this copy reads its own.
    let reader = frontend.join("include/classes/core/CConfigFile.php");
    let code = fs::read_to_string(&reader).map_err(cannot("read the frontend"))?;
    let own = code.replace("'/etc/zabbix/zabbix.conf.php'", &format!("'{}'", config.display()));
    if own == code {
        return Err(Fault::environment("this frontend does not say where it reads its configuration"));
    }
    write(&reader, &own)
}
