//! The node's configuration: one TOML file, every key with a default, every fault named at once.
//!
//! Only this crate reads configuration. `config_file` reads the text; `docs/reference/node-config.md` describes it.

use std::{
    collections::BTreeMap,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use campaign::Fault;
use ipnet::IpNet;
use journal::Slug;
use measure::Granted;
use report::Office;
use store::LONGEST_OPENING_MINUTES;

use crate::{
    config_file,
    fault::AppFault,
    source_config::{self, ReadSources, SourceConfig, Variables},
    tls::{InstallPage, TlsFiles},
};

/// What `serve` is told about this node.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct NodeConfig {
    /// Who this node is.
    pub node: Node,
    /// Where it answers.
    pub http: Http,
    /// What it may probe.
    pub measure: Measure,
    /// Where the journal lies.
    pub database: Database,
    /// Where signed checkpoints are kept besides.
    pub checkpoints: Checkpoints,
    /// Which other systems it hears.
    pub sources: Vec<SourceConfig>,
    /// How long what is opened stays open.
    pub access: Access,
    /// What stands at the head and foot of each organisation's papers.
    pub letterheads: BTreeMap<Slug, Office>,
    /// Where relative paths of the configuration start.
    pub folder: PathBuf,
}

/// Identity of the node, and how it is tied to the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Name of the node in the origins of its logs, like a host name.
    pub name: String,
    /// Declares that the node has no way out, and may therefore take letters that bear a secrecy mark.
    pub isolated: bool,
    /// Address of the level above, if this node reports to one.
    pub uplink: Option<String>,
    /// Address of what sends its notifications, if it has one.
    pub notifier: Option<String>,
}

/// The HTTP listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// Address and port.
    pub listen: SocketAddr,
    /// Certificate and key; in the clear without them.
    pub tls: Option<TlsFiles>,
    /// Where devices get the authority they are to trust.
    pub install: Option<InstallPage>,
    /// Whether people reach the node by TLS although it speaks plain HTTP itself: a server in front does.
    pub public_tls: bool,
    /// Servers in front of this node, whose word on who asks is taken.
    pub trusted_proxies: Vec<IpNet>,
}

/// The database of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Database {
    /// journal.db in the data directory.
    #[default]
    Embedded,
    /// PostgreSQL at this address, in which no password stands.
    At(String),
    /// PostgreSQL at the address in this file.
    InFile(PathBuf),
}

/// Checkpoints.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Checkpoints {
    /// A folder outside the data directory, best on another disk: by what lies there a rollback is noticed.
    pub outside: Option<PathBuf>,
}

/// The measuring engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Whether this node probes at all.
    pub enabled: bool,
    /// Ranges the administrator granted each organisation; a target outside them is never touched.
    pub granted: Granted,
}

/// Limits of access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The longest that break-glass access lasts, in minutes.
    pub break_glass_minutes: u32,
}

impl Default for Access {
    fn default() -> Self {
        Self { break_glass_minutes: LONGEST_OPENING_MINUTES }
    }
}

impl Default for Node {
    fn default() -> Self {
        Self { name: "node.example".to_owned(), isolated: false, uplink: None, notifier: None }
    }
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls: None,
            install: None,
            public_tls: false,
            trusted_proxies: Vec::new(),
        }
    }
}

impl Default for Measure {
    fn default() -> Self {
        Self { enabled: true, granted: Granted::default() }
    }
}

/// Why a configuration file cannot be used.
#[derive(Debug)]
pub enum ConfigFault {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: String,
        /// The cause.
        source: std::io::Error,
    },
    /// What the file says does not fit, each fault with its line and field.
    Faulty(Vec<Fault>),
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, source } => write!(out, "cannot read {path}: {source}"),
            Self::Faulty(faults) => {
                let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
                out.write_str(&lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for ConfigFault {}

impl NodeConfig {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, ConfigFault> {
        let name = path.display().to_string();
        let unreadable = |source| ConfigFault::Unreadable { path: name.clone(), source };
        let size = std::fs::metadata(path).map_err(unreadable)?.len();
        if size > config_file::MAX_BYTES as u64 {
            let what = format!("{size} bytes, more than the {} a configuration has", config_file::MAX_BYTES);
            return Err(unreadable(std::io::Error::new(std::io::ErrorKind::FileTooLarge, what)));
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let mut config = config_file::parse(&text, &name).map_err(ConfigFault::Faulty)?;
        // A path in the file is beside the file, wherever the program is started.
        if let (Some(tls), Some(folder)) = (&mut config.http.tls, path.parent()) {
            tls.certificate = folder.join(&tls.certificate);
            tls.key = folder.join(&tls.key);
        }
        if let (Some(install), Some(folder)) = (&mut config.http.install, path.parent()) {
            install.authority = folder.join(&install.authority);
        }
        if let (Database::InFile(file), Some(folder)) = (&mut config.database, path.parent()) {
            *file = folder.join(&file);
        }
        if let (Some(outside), Some(folder)) = (&mut config.checkpoints.outside, path.parent()) {
            *outside = folder.join(&outside);
        }
        config.folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(config)
    }

    /// Where the journal lies, for the store. An address in a file is read now.
    pub fn database(&self) -> Result<store::Database, AppFault> {
        let url = match &self.database {
            Database::Embedded => return Ok(store::Database::Sqlite),
            Database::At(url) => url.clone(),
            Database::InFile(path) => {
                let read = std::fs::read_to_string(path);
                read.map_err(|source| AppFault::File { path: path.clone(), source })?.trim().to_owned()
            }
        };
        Ok(store::Database::Postgres { url })
    }

    /// Reads the secrets and mappings that the sources name: for `serve`, and for whoever checks what it would find.
    pub fn read_sources(&self, variables: Variables<'_>) -> Result<ReadSources, Vec<Fault>> {
        source_config::read_sources(&self.sources, &self.folder, variables)
    }

    /// The file's configuration, or the defaults where no file is named.
    pub fn read_or_default(path: Option<&Path>) -> Result<Self, ConfigFault> {
        path.map_or_else(|| Ok(Self::default()), Self::read)
    }
}
