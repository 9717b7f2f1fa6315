//! Why the program did not do as told, told apart by whose doing it is: the input's, or the environment's.

use std::{net::SocketAddr, path::PathBuf};

/// What stopped it.
#[derive(Debug, thiserror::Error)]
pub enum AppFault {
    /// The data directory.
    #[error(transparent)]
    Open(#[from] store::OpenFault),
    /// The campaign file has faults, each on a line of its own.
    #[error("{}", lines(.0))]
    Campaign(Vec<campaign::Fault>),
    /// What the configuration names has faults, each on a line of its own.
    #[error("{}", lines(.0))]
    Config(Vec<campaign::Fault>),
    /// What was to be recorded does not fit.
    #[error(transparent)]
    Record(store::RecordFault),
    /// What was asked for is not there.
    #[error(transparent)]
    Read(#[from] store::ReadFault),
    /// The disk under the store.
    #[error(transparent)]
    Environment(#[from] store::EnvironmentFault),
    /// The campaign's targets can't be measured.
    #[error(transparent)]
    Measure(#[from] measure::EngineFault),
    /// The samples' folder.
    #[error("samples: {0}")]
    Series(#[from] series::SeriesFault),
    /// The port.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// A file.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A backup, or a restore from one.
    #[error(transparent)]
    Backup(#[from] store::BackupFault),
    /// A move of the journal between databases.
    #[error(transparent)]
    Move(#[from] store::MoveFault),
    /// A document, or its bundle.
    #[error(transparent)]
    Write(api::bundle::BundleFault),
    /// Nothing was issued in the data directory yet.
    #[error("{}: no campaign was issued here", .0.display())]
    NoCampaign(PathBuf),
    /// An argument.
    #[error("{0}")]
    Input(String),
}

impl From<api::bundle::BundleFault> for AppFault {
    fn from(fault: api::bundle::BundleFault) -> Self {
        use api::{bundle::BundleFault as B, reporting::OrderFault as O};
        match fault {
            B::Read(fault) | B::Order(O::Read(fault)) => Self::Read(fault),
            B::Order(fault @ O::Future { .. }) => Self::Input(format!("--at {fault}")),
            B::Order(fault @ (O::Empty { .. } | O::NotOwn { .. })) => Self::Input(fault.to_string()),
            B::Write(fault) if fault.is_too_long() => {
                Self::Input(format!("{fault}: write it in another form, or for one organisation"))
            }
            other => Self::Write(other),
        }
    }
}

impl AppFault {
    /// Whether the user's input is at fault (exit 2) rather than the environment (exit 3).
    pub fn is_input(&self) -> bool {
        use store::{BackupFault as B, MoveFault as M};
        match self {
            Self::Campaign(_) | Self::Config(_) | Self::Input(_) | Self::NoCampaign(_) | Self::Measure(_) => {
                true
            }
            Self::Record(fault) => !matches!(fault, store::RecordFault::Environment(_)),
            Self::Read(fault) => !matches!(fault, store::ReadFault::Environment(_)),
            Self::File { source, .. } => {
                matches!(source.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::IsADirectory)
            }
            Self::Open(fault) => {
                matches!(fault, store::OpenFault::Node { .. } | store::OpenFault::OtherNode { .. })
            }
            Self::Backup(B::Move(fault)) | Self::Move(fault) => {
                !matches!(fault, M::Environment(_) | M::Open(_))
            }
            Self::Backup(fault) => !matches!(fault, B::Environment(_) | B::Open(_)),
            Self::Environment(_) | Self::Series(_) | Self::Listen { .. } | Self::Write(_) => false,
        }
    }

    /// Whether another process, most likely a running node, has the data directory.
    pub const fn is_in_use(&self) -> bool {
        matches!(
            self,
            Self::Open(store::OpenFault::InUse { .. })
                | Self::Move(store::MoveFault::Open(store::OpenFault::InUse { .. }))
        )
    }

    /// What to try.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Listen { source, .. } if source.kind() == std::io::ErrorKind::AddrInUse => {
                Some("another program has this port; choose one with --listen 127.0.0.1:PORT".to_owned())
            }
            Self::Open(store::OpenFault::InUse { .. })
            | Self::Move(store::MoveFault::Open(store::OpenFault::InUse { .. })) => Some(
                "a running node or another command has it; stop that first, or name another --data"
                    .to_owned(),
            ),
            Self::Open(store::OpenFault::NewerVersion { .. }) => {
                Some("start the program that wrote it, or a newer one".to_owned())
            }
            Self::Open(store::OpenFault::Database { .. })
            | Self::Move(store::MoveFault::Open(store::OpenFault::Database { .. })) => {
                Some("docs/guides/postgresql.md says how the server is set up".to_owned())
            }
            Self::Open(store::OpenFault::Environment(fault))
            | Self::Move(store::MoveFault::Environment(fault))
            | Self::Backup(store::BackupFault::Environment(fault))
                if fault.reason == store::EnvironmentReason::Unreachable =>
            {
                Some("is the server that [database] names running, and does it let this user in?".to_owned())
            }
            Self::Backup(store::BackupFault::Move(fault)) | Self::Move(fault) => move_hint(fault),
            Self::Backup(fault) => backup_hint(fault),
            Self::Environment(fault)
            | Self::Record(store::RecordFault::Environment(fault))
            | Self::Read(store::ReadFault::Environment(fault))
                if fault.reason == store::EnvironmentReason::RolledBack =>
            {
                let what = "find out what is lost, then `thongsuot store accept-rollback --log … --reason …` goes on";
                Some(what.to_owned())
            }
            Self::NoCampaign(_) => Some("`thongsuot serve --campaign FILE` issues one".to_owned()),
            _ => None,
        }
    }
}

impl From<store::RecordFault> for AppFault {
    fn from(fault: store::RecordFault) -> Self {
        match fault {
            store::RecordFault::Campaign(faults) => Self::Campaign(faults),
            fault => Self::Record(fault),
        }
    }
}

fn backup_hint(fault: &store::BackupFault) -> Option<String> {
    use store::BackupFault as B;
    let hint = match fault {
        B::NoJournal(_) => {
            "name the data directory of the node; where its journal lies in PostgreSQL, give its configuration with \
             --config as well"
        }
        B::NotEmpty(_) => "name a folder that does not exist; what is in this one is left as it is",
        B::NoKey(_) => "name the folder where node.key and accounts.key of the node are kept with --keys",
        B::Damaged(_) => "nothing was restored; take another backup",
        B::Newer { .. } => "restore with the program that made it, or a newer one",
        B::Open(_) | B::Environment(_) | B::Move(_) => return None,
    };
    Some(hint.to_owned())
}

fn move_hint(fault: &store::MoveFault) -> Option<String> {
    use store::MoveFault as M;
    let hint = match fault {
        M::AlreadyThere(_) => "nothing was moved; --to names the other database",
        M::NoJournal(_) => "name the data directory of the node",
        M::NotEmpty(_) => {
            "empty it first: a move that was cut short leaves schemas journal and state, or journal.db.moving; the journal \
             it came from is whole"
        }
        M::Damaged(_) => "nothing was moved; `thongsuot store backup` and `thongsuot verify` say more",
        M::Newer { .. } => "move it with the program that wrote it, or a newer one",
        M::Open(_) | M::Environment(_) => return None,
    };
    Some(hint.to_owned())
}

fn lines(faults: &[campaign::Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
