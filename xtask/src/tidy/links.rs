//! Links between the repository's documents: a relative one must lead to a file or a folder.

use std::path::{Component, Path, PathBuf};

use super::{Complaint, Text};

/// Complains about relative links in Markdown that lead nowhere.
pub fn check(texts: &[Text], exists: impl Fn(&Path) -> bool) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in texts.iter().filter(|file| file.has_extension(&["md"])) {
        let folder = file.path.parent().unwrap_or(Path::new(""));
        let mut in_code = false;
        for (n, line) in file.text.lines().enumerate() {
            in_code ^= line.trim_start().starts_with("```");
            if in_code {
                continue;
            }
            for target in targets(line).filter(|target| is_relative(target)) {
                let path = target.split('#').next().unwrap_or_default();
                if !path.is_empty() && !normal(&folder.join(path)).is_some_and(|path| exists(&path)) {
                    complaints.push(Complaint::new(
                        &file.path,
                        Some(n + 1),
                        format!("`{target}` leads nowhere"),
                    ));
                }
            }
        }
    }
    complaints
}

/// The targets of `[text](target)` in a line.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(move |(at, _)| {
        let rest = &line[at + 2..];
        let target = &rest[..rest.find(')')?];
        target.split(' ').next()
    })
}

fn is_relative(target: &str) -> bool {
    !target.contains("://") && !target.starts_with("mailto:") && !target.starts_with('#')
}

/// The path without `.` and `..`; nothing when it leaves the repository.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !out.pop() {
                    return None;
                }
            }
            Component::Normal(name) => out.push(name),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    #[test]
    fn a_relative_link_must_lead_somewhere() {
        let page = text(
            "docs/guides/a.md",
            "[a](b.md) [c](../d.md#x) [w](https://e.example/x) [h](#here)\n```\n[x](none.md)\n```\n[e](../../../out.md)\n",
        );
        let there = |path: &Path| path == Path::new("docs/guides/b.md");
        let found: Vec<String> = check(&[page], there).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "docs/guides/a.md:1: `../d.md#x` leads nowhere",
                "docs/guides/a.md:5: `../../../out.md` leads nowhere",
            ]
        );
    }
}
