//! Lists what lies under a directory, by paths with `/`. Links, odd names and empty directories are
//! faults: an export has none.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Deepest path of an export: a log, and the groups of three digits of a 64-bit tile index.
const MAX_DEPTH: usize = 16;

/// The files with their lengths, and what has no place in an export.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: BTreeMap<String, u64>,
    pub(super) faults: Vec<(String, &'static str)>,
}

pub(super) fn walk(root: &Path) -> io::Result<Tree> {
    let mut tree = Tree::default();
    tree.add(root, "", 0)?;
    Ok(tree)
}

impl Tree {
    fn add(&mut self, directory: &Path, prefix: &str, depth: usize) -> io::Result<()> {
        let mut empty = true;
        for item in std::fs::read_dir(directory)? {
            let item = item?;
            empty = false;
            let name = item.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            let found = item.file_type()?;
            if name.to_str().is_none() {
                self.faults.push((path, "is not part of the export"));
            } else if found.is_dir() && depth < MAX_DEPTH {
                self.add(&item.path(), &format!("{path}/"), depth + 1)?;
            } else if found.is_file() {
                self.files.insert(path, item.metadata()?.len());
            } else {
                self.faults.push((path, "is neither a file nor a directory of the export"));
            }
        }
        if empty && depth > 0 {
            self.faults.push((prefix.trim_end_matches('/').to_owned(), "is an empty directory"));
        }
        Ok(())
    }
}
