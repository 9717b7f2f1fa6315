//! Which journal a data directory belongs to. Its keys sign one history; so a directory that has lost its journal, or is
//! opened beside another, is not begun anew under the same name: two histories of one log would both verify.
//!
//! Where the journal lies in PostgreSQL, the file `database` of the directory names it by its identity. A move between the
//! two ends with writing or removing that file: with it the journal in PostgreSQL is in force, without it journal.db.

use journal::Hash;

use crate::{
    directory::{Directory, write_durably},
    fault::{EnvironmentFault, OpenFault},
    options::{Database, OpenOptions},
    sql::{
        Home,
        postgres::{Schema, Server, is_begun, unfit},
    },
};

/// First word of the file `database`.
const POSTGRES: &str = "postgresql";

/// The identity of the journal in PostgreSQL that a directory belongs to.
pub fn find_marker(directory: &Directory) -> Result<Option<Vec<u8>>, OpenFault> {
    let path = directory.database();
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let identity = text.strip_prefix(POSTGRES).map(str::trim).and_then(unhex);
            let what = || "does not name a journal in PostgreSQL".to_owned();
            Ok(Some(identity.ok_or_else(|| OpenFault::Damaged { path, what: what() })?))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(EnvironmentFault::io("reading", &path, error).into()),
    }
}

/// Says which journal in PostgreSQL a directory belongs to.
pub fn mark(directory: &Directory, identity: &[u8]) -> Result<(), EnvironmentFault> {
    write_durably(&directory.database(), format!("{POSTGRES} {}\n", hex(identity)).as_bytes(), 0o600)
}

/// An identity is half as long as a hash.
fn hex(identity: &[u8]) -> String {
    let mut padded = [0; 32];
    padded.iter_mut().zip(identity).for_each(|(to, from)| *to = *from);
    Hash::new(padded).hex()[..32].to_owned()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let whole = Hash::parse(&format!("{text}{}", "0".repeat(32))).ok()?;
    Some(whole.as_bytes()[..16].to_vec())
}

/// Where the journal of a directory lies, as its options say; refused where the directory says otherwise.
pub async fn settle(directory: &Directory, options: &OpenOptions) -> Result<Home, OpenFault> {
    let damaged = |path, what: &str| Err(OpenFault::Damaged { path, what: what.to_owned() });
    let (key, journal) = (directory.key(), directory.journal());
    let marked = find_marker(directory)?.is_some();
    let Database::Postgres { url } = &options.database else {
        if marked {
            return damaged(
                directory.database(),
                "says that this journal lies in PostgreSQL; name that database in [database] of the configuration",
            );
        }
        // The key is written before the journal, and both before state.db, so that a first start that was cut short is
        // told from a loss.
        if journal.exists() && !key.exists() {
            return damaged(
                key,
                "is missing, and the journal beside it is signed with it; put it back from a copy",
            );
        }
        if !journal.exists() && directory.state().exists() {
            return damaged(
                journal,
                "is missing, though what was made from it is there; put it back from a copy",
            );
        }
        return Ok(directory.home());
    };
    if journal.exists() {
        let what = if marked {
            "lies beside a journal in PostgreSQL and holds nothing that is not in it: a move was cut short; make it again"
        } else {
            "holds this journal; `thongsuot store move --to postgresql` brings it into the database"
        };
        return damaged(journal, what);
    }
    let server = Server::new(url)?;
    let failed = |error| EnvironmentFault::sql("opening the database", error);
    let mut connection = server.beside(Schema::Journal).await.map_err(failed)?;
    if let Some(what) = unfit(&mut connection).await.map_err(failed)? {
        return Err(OpenFault::Database { what });
    }
    let begun = is_begun(&mut connection, Schema::Journal).await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    if begun && !key.exists() {
        return damaged(
            key,
            "is missing, and the journal in the database is signed with it; put it back from a copy",
        );
    }
    if !begun && marked {
        return Err(OpenFault::Database {
            what: "holds no journal, though that of this directory lay in it; put it back from a copy"
                .to_owned(),
        });
    }
    Ok(Home::Server(server))
}

/// Holds a journal in PostgreSQL against the one the directory belongs to, and ties a new one to it.
pub fn belong(directory: &Directory, home: &Home, identity: &[u8]) -> Result<(), OpenFault> {
    let Home::Server(_) = home else { return Ok(()) };
    match find_marker(directory)? {
        Some(marked) if marked != identity => {
            Err(OpenFault::Database { what: "holds the journal of another data directory".to_owned() })
        }
        Some(_) => Ok(()),
        None => Ok(mark(directory, identity)?),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn the_marker_reads_back() {
        let dir = tempfile::tempdir().unwrap();
        let directory = Directory::hold(dir.path()).unwrap();
        assert_eq!(find_marker(&directory).unwrap(), None);
        mark(&directory, &[7; 16]).unwrap();
        assert_eq!(find_marker(&directory).unwrap(), Some(vec![7; 16]));
        std::fs::write(directory.database(), "postgresql 7").unwrap();
        assert!(find_marker(&directory).is_err());
    }
}
