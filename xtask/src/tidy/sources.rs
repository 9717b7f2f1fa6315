//! Rules on single source files: length, purpose line, names, what is left open, and what only one part
//! of the workspace may contain.

use super::{Complaint, Text};

/// Longer files are refused; about half of it is where a writer should stop and look.
const LINES_LIMIT: usize = 800;
/// Written by a program from something else that is read instead.
const MADE: &[&str] = &["web/src/api/generated.ts"];
/// Names that say nothing about what a module is for.
const EMPTY_NAMES: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc", "manager", "managers"];
/// The parts that may read the environment: the program, its wiring, and the tools of development.
const READ_ENVIRONMENT: &[&str] =
    &["app", "thongsuot", "testkit", "testkit-postgres", "testkit-shim", "xtask"];
/// Parts that hold SQL: the store, and what sets up servers for tests.
const HOLD_SQL: &[&str] = &["store", "testkit-postgres", "xtask"];
/// Calls of the rule on secrecy marks, and the parts that may make them: everybody else's input may be packed.
const ASK_OF_MARKS: &[&str] = &["secrecy::admit(", "admit_bytes(", "find_mark("];
const HOLD_MARKS: &[&str] = &["access", "intake", "xtask"];
/// How SQL begins, as it is written here: keywords in capitals.
const SQL: &[(&str, &str)] = &[
    ("SELECT ", " FROM "),
    ("INSERT ", " INTO "),
    ("UPDATE ", " SET "),
    ("DELETE ", "FROM "),
    ("CREATE ", "TABLE "),
    ("ALTER ", "TABLE "),
    ("PRAGMA ", ""),
];

/// Complains about every file that breaks a rule.
pub fn check(texts: &[Text]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in texts {
        let mut complain = |line, what: String| complaints.push(Complaint::new(&file.path, line, what));
        for (line, path) in machine_paths(&file.text) {
            complain(Some(line), format!("`{path}…` is a path of one machine"));
        }
        if !file.has_extension(&["rs", "ts", "svelte", "mjs", "js", "css"]) {
            continue;
        }
        let lines = file.text.lines().count();
        if lines > LINES_LIMIT && !MADE.iter().any(|made| file.path.ends_with(made)) {
            complain(None, format!("{lines} lines; at most {LINES_LIMIT}: split it by what it is for"));
        }
        let stem = file.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let folders =
            file.path.parent().into_iter().flat_map(|parent| parent.iter()).filter_map(|name| name.to_str());
        for name in folders.chain([stem]).filter(|name| EMPTY_NAMES.contains(name)) {
            complain(None, format!("`{name}` says nothing about what is inside: name it after its job"));
        }
        for (line, what) in left_open(&file.text) {
            complain(Some(line), format!("`{what}` leaves something open or switched off"));
        }
        if file.has_extension(&["rs"]) {
            for (line, what) in rust(file) {
                complain(line, what);
            }
        }
    }
    complaints
}

/// Rules on Rust sources alone.
fn rust(file: &Text) -> Vec<(Option<usize>, String)> {
    let mut found = Vec::new();
    // An inner attribute may stand before it.
    let opens = file.text.lines().take(3).any(|line| line.starts_with("//!"));
    if !file.is_test() && file.part() != "fuzz" && !opens {
        found.push((None, "does not open with a `//!` line that says what it is for".to_owned()));
    }
    for (n, line) in file.text.lines().enumerate() {
        let at = Some(n + 1);
        let code = line.split("//").next().unwrap_or_default();
        let reads = code.contains("env::var") || code.contains("env::vars");
        if reads && !file.is_test() && !READ_ENVIRONMENT.contains(&file.part()) {
            found.push((at, "reads the environment: take the value as an argument; app reads it".to_owned()));
        }
        let asks = ASK_OF_MARKS.iter().any(|call| code.contains(call));
        if asks && !file.is_test() && !HOLD_MARKS.contains(&file.part()) {
            found.push((
                at,
                "asks the rule on secrecy marks itself: bytes go through Store::admit or intake::admit, and texts \
                 through intake::admit_text"
                    .to_owned(),
            ));
        }
        let sql = SQL.iter().any(|(start, then)| {
            code.find(start).is_some_and(|from| code[from + start.len() - 1..].contains(then))
        });
        if sql && !HOLD_SQL.contains(&file.part()) {
            found.push((at, "holds SQL: only store does".to_owned()));
        }
    }
    found
}

/// Marks of unfinished work and of tests that do not run. Put together here so that this file holds none.
fn left_open(text: &str) -> Vec<(usize, String)> {
    let marks: Vec<String> = [
        ("to", "do!("),
        ("unimple", "mented!("),
        ("FIX", "ME"),
        ("#[ig", "nore"),
        ("test.fix", "me"),
        ("test.sk", "ip("),
        ("it.sk", "ip("),
        ("describe.sk", "ip("),
        ("test.on", "ly("),
        ("it.on", "ly("),
        ("describe.on", "ly("),
    ]
    .iter()
    .map(|(a, b)| format!("{a}{b}"))
    .collect();
    lines_with(text, &marks)
}

/// Home and workplace folders: a path that starts there works on one machine only.
fn machine_paths(text: &str) -> Vec<(usize, String)> {
    let folders: Vec<String> =
        ["home", "work", "root", "Users"].iter().map(|name| format!("/{name}/")).collect();
    let mut found = lines_with(text, &folders);
    found.retain(|(line, folder)| {
        let line = text.lines().nth(line - 1).unwrap_or_default();
        // Only where the path begins there: `docs/work/` and a URL's `…example/home/` are something else.
        line.match_indices(folder.as_str()).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| c.is_whitespace() || "\"'`(=:,[".contains(c))
        })
    });
    found
}

fn lines_with(text: &str, marks: &[String]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for mark in marks.iter().filter(|mark| text.contains(mark.as_str())) {
        let lines = text.lines().enumerate().filter(|(_, line)| line.contains(mark.as_str()));
        found.extend(lines.map(|(n, _)| (n + 1, mark.clone())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    fn complaints(path: &str, content: &str) -> Vec<String> {
        check(&[text(path, content)]).into_iter().map(|complaint| complaint.what).collect()
    }

    #[test]
    fn a_module_without_a_purpose_line_is_named_and_a_test_needs_none() {
        assert_eq!(complaints("crates/journal/src/a.rs", "use x;\n").len(), 1);
        assert!(complaints("crates/journal/src/a.rs", "//! Why.\nuse x;\n").is_empty());
        assert!(complaints("crates/journal/tests/a.rs", "use x;\n").is_empty());
    }

    #[test]
    fn a_long_file_and_an_empty_name_are_named() {
        let long = format!("//! x\n{}", "x\n".repeat(800));
        assert!(complaints("crates/a/src/a.rs", &long)[0].contains("801 lines"));
        assert!(complaints("crates/a/src/utils.rs", "//! x\n")[0].contains("says nothing"));
        assert!(complaints("web/src/lib/helpers/a.ts", "\n")[0].contains("says nothing"));
    }

    #[test]
    fn sql_and_environment_reads_stay_with_their_owners() {
        let sql = "//! x\nlet q = \"SELECT a FROM b\";\n";
        assert_eq!(complaints("crates/api/src/a.rs", sql), ["holds SQL: only store does"]);
        assert!(complaints("crates/store/src/a.rs", sql).is_empty());
        assert!(complaints("crates/api/src/a.rs", "//! x\n// SELECT a FROM b\n").is_empty());
        let env = "//! x\nlet p = std::env::var(\"P\");\n";
        assert_eq!(complaints("crates/journal/src/a.rs", env).len(), 1);
        assert!(complaints("crates/app/src/a.rs", env).is_empty());
    }

    #[test]
    fn a_path_of_one_machine_is_found_where_it_begins() {
        let path = ["/ho", "me/me/data"].concat();
        assert_eq!(complaints("docs/a.md", &format!("see {path}\n")).len(), 1);
        assert!(complaints("docs/a.md", &format!("https://a.example{path}\n")).is_empty());
    }

    #[test]
    fn unfinished_work_is_found() {
        let open = ["//! x\nfn f() { to", "do!() }\n"].concat();
        assert_eq!(complaints("crates/a/src/a.rs", &open).len(), 1);
    }
}
