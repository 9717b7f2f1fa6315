//! The screens' build: npm is asked only when something is newer than what it made last time.

use std::path::Path;
use std::time::SystemTime;

use crate::fault::Fault;
use crate::steps::run;
use crate::{tools, workspace};

/// Where the screens' sources lie; the messages are built in.
const SOURCES: &[&str] = &["web", "locales"];
/// Folders below `web` that are made, not written.
const MADE: &[&str] = &["node_modules", "dist"];

/// Installs the packages if the lock file changed, and builds if a source is newer than the build.
pub fn build_if_older() -> Result<(), Fault> {
    let root = workspace::root();
    let web = root.join("web");
    install_packages(&web)?;
    let built = modified(&web.join("dist/index.html"));
    let newest = SOURCES.iter().filter_map(|folder| newest_below(&root.join(folder))).max();
    if built.is_some() && built >= newest {
        return Ok(());
    }
    println!("building the screens");
    run(&web, &["npm", "run", "--silent", "build"])
}

/// `npm ci`, unless the installed packages are those of the lock file.
pub fn install_packages(web: &Path) -> Result<(), Fault> {
    tools::check_node()?;
    let installed = modified(&web.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&web.join("package-lock.json")) {
        return Ok(());
    }
    println!("installing the screens' packages");
    run(web, &["npm", "ci", "--no-audit", "--no-fund"])
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

fn newest_below(folder: &Path) -> Option<SystemTime> {
    let mut newest = None;
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let path = entry.path();
        let made = MADE.iter().any(|name| path.ends_with(Path::new("web").join(name)));
        let time = match () {
            () if made => None,
            () if path.is_dir() => newest_below(&path),
            () => modified(&path),
        };
        newest = newest.max(time);
    }
    newest
}
