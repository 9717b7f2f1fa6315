//! What can go wrong with the store, told apart only where a caller acts differently.
//!
//! Whatever a viewer may not see is `NotFound`, exactly as if it did not exist. Texts never quote private values.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use access::Denied;
use campaign::{EvidenceFault, Said};
use journal::EntryId;

/// The machine under the store let it down; nothing was half-written, and the same call may succeed later.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what}: {reason}")]
pub struct EnvironmentFault {
    /// What was being done.
    pub what: String,
    /// What went wrong, for a person.
    pub reason: EnvironmentReason,
    /// What the system said.
    #[source]
    pub source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// What the machine lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvironmentReason {
    /// No space is left.
    #[error("the disk is full")]
    DiskFull,
    /// The process may not.
    #[error("permission denied")]
    Permission,
    /// Reading or writing failed.
    #[error("the disk can't be read or written")]
    Disk,
    /// Another process or a long read holds what is needed.
    #[error("the database is held by somebody else")]
    Busy,
    /// The server of the database is not there, or cut the connection.
    #[error("the database does not answer")]
    Unreachable,
    /// The store is closing or closed.
    #[error("the store is closed")]
    Closed,
    /// The files do not hold what the program wrote.
    #[error("the database is damaged")]
    Damaged,
    /// The journal does not go on from a checkpoint kept outside it, and nobody has decided on that.
    #[error("the journal was rolled back, and nothing is signed or recorded until a person decides")]
    RolledBack,
}

impl EnvironmentFault {
    pub(crate) fn new(what: impl Into<String>, reason: EnvironmentReason) -> Self {
        Self { what: what.into(), reason, source: None }
    }

    pub(crate) fn io(what: impl Into<String>, path: &Path, error: std::io::Error) -> Self {
        let reason = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                EnvironmentReason::DiskFull
            }
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                EnvironmentReason::Permission
            }
            _ => EnvironmentReason::Disk,
        };
        let what = format!("{} {}", what.into(), path.display());
        Self { what, reason, source: Some(Arc::new(error)) }
    }

    pub(crate) fn sql(what: impl Into<String>, error: sqlx::Error) -> Self {
        Self { what: what.into(), reason: reason_of(&error), source: Some(Arc::new(error)) }
    }

    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::new(what, EnvironmentReason::Damaged)
    }

    pub(crate) fn closed() -> Self {
        Self::new("using the store", EnvironmentReason::Closed)
    }
}

/// What in the machine an error comes from.
fn reason_of(error: &sqlx::Error) -> EnvironmentReason {
    let error = match error {
        sqlx::Error::PoolClosed => return EnvironmentReason::Closed,
        sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            return EnvironmentReason::Permission;
        }
        sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => {
            return EnvironmentReason::DiskFull;
        }
        // What is read and written by way of a connection is a server's; files report by their own codes.
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => {
            return EnvironmentReason::Unreachable;
        }
        // A value that is not of the kind its column was made for.
        sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => return EnvironmentReason::Damaged,
        other => other,
    };
    let Some(error) = error.as_database_error() else { return EnvironmentReason::Disk };
    let code = error.code().unwrap_or_default();
    match error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        Some(_) => postgres_reason(&code),
        None => sqlite_reason(code.parse().unwrap_or(0)),
    }
}

/// SQLite's primary result codes that name a cause in the machine.
const fn sqlite_reason(code: u32) -> EnvironmentReason {
    match code & 0xff {
        13 => EnvironmentReason::DiskFull,
        3 | 8 | 14 => EnvironmentReason::Permission,
        5 | 6 => EnvironmentReason::Busy,
        // No statement of this program is wrong: where one does not fit, the tables are not those it made.
        1 | 11 | 26 => EnvironmentReason::Damaged,
        _ => EnvironmentReason::Disk,
    }
}

/// PostgreSQL's codes that name a cause in the machine, by their class where the class says it.
fn postgres_reason(code: &str) -> EnvironmentReason {
    match code {
        "53100" => EnvironmentReason::DiskFull,
        "42501" | "25006" => EnvironmentReason::Permission,
        "55P03" | "55006" | "53300" | "40001" | "40P01" => EnvironmentReason::Busy,
        "3D000" | "57P01" | "57P02" | "57P03" | "57P05" => EnvironmentReason::Unreachable,
        _ if code.starts_with("08") => EnvironmentReason::Unreachable,
        _ if code.starts_with("28") => EnvironmentReason::Permission,
        _ if code.starts_with("XX") => EnvironmentReason::Damaged,
        _ => EnvironmentReason::Disk,
    }
}

/// Why a data directory was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// Another process has it.
    #[error("{} is in use by process {}", dir.display(), pid.map_or_else(|| "of unknown id".to_owned(), |pid| pid.to_string()))]
    InUse {
        /// The directory.
        dir: PathBuf,
        /// Who has it, as far as the lock file says.
        pid: Option<u32>,
    },
    /// A newer program wrote it.
    #[error("{} has format {found}, and this program knows formats up to {known}", dir.display())]
    NewerVersion {
        /// The directory.
        dir: PathBuf,
        /// Its format.
        found: u32,
        /// The newest this program reads.
        known: u32,
    },
    /// It belongs to another node.
    #[error("{} belongs to node {found}, not {asked}", dir.display())]
    OtherNode {
        /// The directory.
        dir: PathBuf,
        /// Whose it is.
        found: String,
        /// Who asked.
        asked: String,
    },
    /// A file in it does not hold what the program wrote.
    #[error("{}: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The database named is not one a journal can be in.
    #[error("the database {what}")]
    Database {
        /// What is wrong: continues the sentence.
        what: String,
    },
    /// The name of the node is not one.
    #[error("{node:?} is not a node name")]
    Node {
        /// The name given.
        node: String,
    },
    /// The machine.
    #[error(transparent)]
    Environment(#[from] EnvironmentFault),
}

/// Why a draft was not recorded. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum RecordFault {
    /// The writer's role may not do this.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The organisation, entry or blob it speaks of is not there, or not for this writer.
    #[error("{0} is not known")]
    NotFound(&'static str),
    /// The draft does not fit.
    #[error("{}", join(.0))]
    Invalid(Vec<EvidenceFault>),
    /// The id was used for something else.
    #[error("{id} was recorded before with other content")]
    Conflict {
        /// The id.
        id: EntryId,
    },
    /// What was to go is under dispute and stays until that is decided.
    #[error("is under dispute {dispute}, and stays until that is decided")]
    UnderDispute {
        /// The dispute.
        dispute: EntryId,
    },
    /// A secrecy mark stands in it, and this node may not take such input.
    #[error(transparent)]
    Secret(#[from] access::secrecy::Refused),
    /// A file whose text cannot be looked at, so that it may hide a secrecy mark.
    #[error(transparent)]
    Unseen(intake::Unseen),
    /// The campaign file has faults.
    #[error("the campaign file has {} faults", .0.len())]
    Campaign(Vec<campaign::Fault>),
    /// It is larger than the store takes.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// The machine.
    #[error(transparent)]
    Environment(#[from] EnvironmentFault),
}

fn join(faults: &[EvidenceFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl From<intake::IntakeFault> for RecordFault {
    fn from(fault: intake::IntakeFault) -> Self {
        match fault {
            intake::IntakeFault::Secret(refused) => Self::Secret(refused),
            intake::IntakeFault::Unseen(unseen) => Self::Unseen(unseen),
        }
    }
}

impl RecordFault {
    /// One field that does not fit.
    pub(crate) fn field(field: &str, what: impl Into<Said>) -> Self {
        Self::Invalid(vec![EvidenceFault { field: field.to_owned(), what: what.into() }])
    }
}

/// Why there is no answer to a question.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// It is not there, or not for this viewer.
    #[error("{0} is not known")]
    NotFound(&'static str),
    /// The viewer's role may not ask this.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The question names a place that is none.
    #[error("{0}")]
    Invalid(Said),
    /// The machine.
    #[error(transparent)]
    Environment(#[from] EnvironmentFault),
}

impl ReadFault {
    /// The same to whoever records: what the machine lacks stays that, and all else is not there.
    pub(crate) fn or_absent(self, what: &'static str) -> RecordFault {
        match self {
            Self::Environment(fault) => RecordFault::Environment(fault),
            _ => RecordFault::NotFound(what),
        }
    }
}
