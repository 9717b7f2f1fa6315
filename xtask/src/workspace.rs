//! Where things lie in the repository, and the list of files it consists of.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The repository's root: the parent of this crate, wherever the clone stands.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// The build directory, where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |given| root().join(given))
}

/// Every file of the repository, tracked or about to be, relative to the root and sorted.
pub fn files() -> Result<Vec<PathBuf>> {
    let root = root();
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(&root)
        .output()
        .context("running git, which lists the repository's files")?;
    ensure!(
        output.status.success(),
        "git cannot list the files: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let mut files: Vec<PathBuf> =
        text.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
    // A file deleted but not yet committed is still listed.
    files.retain(|file| root.join(file).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}

/// Today in Vietnam, `YYYY-MM-DD`, for the names of result files.
pub fn today() -> Result<String> {
    let output = Command::new("date").arg("+%F").env("TZ", "UTC-7").output().context("running date")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
