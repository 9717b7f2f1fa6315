//! Copying with a digest, and what lies in a directory of a backup.

use std::{
    collections::BTreeSet,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use journal::Hash;
use sha2::{Digest, Sha256};

use super::manifest::Listed;
use crate::fault::EnvironmentFault;

const BUFFER_BYTES: usize = 256 * 1024;

/// Copies a file as it stands now, synced, for its owner alone. What is appended meanwhile stays behind. `None` when
/// there is no such file.
pub fn copy(from: &Path, to: &Path) -> Result<Option<Listed>, EnvironmentFault> {
    let reading = |error| EnvironmentFault::io("reading", from, error);
    let writing = |error| EnvironmentFault::io("writing", to, error);
    let file = match File::open(from) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(reading(error)),
    };
    let length = file.metadata().map_err(reading)?.len();
    let mut source = file.take(length);
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    let mut target = created.map_err(writing)?;
    let (mut digest, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        let read = source.read(&mut buffer).map_err(reading)?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
        target.write_all(&buffer[..read]).map_err(writing)?;
        bytes += read as u64;
    }
    target.sync_all().map_err(writing)?;
    Ok(Some(Listed { digest: Hash::new(digest.finalize().into()), bytes }))
}

/// Digest and length of a file that is there.
pub fn digest(path: &Path) -> Result<Listed, EnvironmentFault> {
    let failed = |error| EnvironmentFault::io("reading", path, error);
    let mut file = File::open(path).map_err(failed)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            return Ok(Listed { digest: Hash::new(digest.finalize().into()), bytes });
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// Makes a directory for its owner alone.
pub fn make(path: &Path) -> Result<(), EnvironmentFault> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| EnvironmentFault::io("creating", path, error))
}

/// The names in a directory; none when it is not there.
pub fn names(path: &Path) -> Result<BTreeSet<String>, EnvironmentFault> {
    let failed = |error| EnvironmentFault::io("reading", path, error);
    let listed = match fs::read_dir(path) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = BTreeSet::new();
    for entry in listed {
        names.insert(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}

/// Every file below a directory, as paths with `/`; two levels are all a backup has.
pub fn walk(path: &Path) -> Result<BTreeSet<String>, EnvironmentFault> {
    let mut found = BTreeSet::new();
    for name in names(path)? {
        if path.join(&name).is_dir() {
            found.extend(names(&path.join(&name))?.into_iter().map(|file| format!("{name}/{file}")));
        } else {
            found.insert(name);
        }
    }
    Ok(found)
}

/// Whether nothing is there: no directory, or an empty one.
pub fn is_fresh(path: &Path) -> Result<bool, EnvironmentFault> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(EnvironmentFault::io("reading", path, error)),
    }
}
