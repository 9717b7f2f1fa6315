//! Only one module writes entries, and no table holds a status: it is always judged from the journal.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "sql") {
            found.push(path);
        }
    }
}

/// The sources of the crate, spaces run together and in upper case.
fn all() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    sources(&root.join("src"), &mut paths);
    sources(&root.join("migrations"), &mut paths);
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        (path.strip_prefix(root).unwrap().display().to_string(), text)
    };
    paths.iter().map(read).collect()
}

fn where_stands(words: &[&str]) -> Vec<String> {
    let holds = |text: &str| words.iter().any(|word| text.contains(word));
    all().into_iter().filter(|(_, text)| holds(text)).map(|(path, _)| path).collect()
}

#[test]
fn entries_are_inserted_in_one_place_and_never_changed() {
    for table in ["ENTRIES", "IDS", "NODES"] {
        let inserts = [
            format!("ROWS_OF(\"{table}\""),
            format!("INSERT INTO {table}"),
            format!("INSERT OR IGNORE INTO {table}"),
            format!("REPLACE INTO {table}"),
        ];
        let inserts: Vec<&str> = inserts.iter().map(String::as_str).collect();
        assert_eq!(where_stands(&inserts), ["src/sql/append.rs"], "{table}");
        let changes =
            [format!("UPDATE {table}"), format!("DELETE FROM {table}"), format!("DROP TABLE {table}")];
        let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
        assert_eq!(where_stands(&changes), Vec::<String>::new(), "{table}");
    }
}

/// A move and a backup write whole journals, into one that has none: the module asks for that first.
#[test]
fn whole_journals_are_copied_by_one_module_into_empty_ones() {
    assert_eq!(where_stands(&["BULK::ROWS_OF(SELF.NAME"]), ["src/sql/transfer.rs"]);
    assert_eq!(where_stands(&["INSERT INTO {}"]), ["src/sql/bulk.rs"]);
    assert_eq!(where_stands(&["SELECT 1 FROM ENTRIES LIMIT 1"]), ["src/sql/transfer.rs"]);
}

#[test]
fn the_appending_module_is_called_by_the_writer_alone() {
    assert_eq!(where_stands(&["APPEND(TRANSACTION, &PLAN"]), ["src/writer/commit.rs"]);
    let users = where_stands(&["APPEND::{APPEND", "APPEND::APPEND", "{APPEND, CANONICAL, RECORDED}"]);
    assert_eq!(users, ["src/writer/commit.rs"]);
}

#[test]
fn no_table_holds_a_status() {
    let tables: Vec<_> = all().into_iter().filter(|(path, _)| path.ends_with(".sql")).collect();
    assert!(tables.len() >= 2, "the migrations were not found");
    for (path, text) in tables {
        assert!(!text.contains("STATUS"), "{path}");
    }
}

#[test]
fn sql_is_spoken_in_one_module() {
    let speaking = where_stands(&["SQLX::QUERY(", "SQLX::RAW_SQL(", "QUERY::NEW(", ".SCRIPT("]);
    let outside: Vec<_> = speaking.into_iter().filter(|path| !path.starts_with("src/sql/")).collect();
    assert_eq!(outside, Vec::<String>::new());
}

/// The forms before the present one are of journal.db; PostgreSQL has its own steps, in `server`.
#[test]
fn every_promise_is_kept_on_both_databases() {
    let modules = |root: &str| -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all").join(root);
        let text = fs::read_to_string(path).unwrap();
        text.lines().filter_map(|line| line.strip_prefix("mod ")).map(str::to_owned).collect()
    };
    let on_postgres = modules("postgres.rs");
    let missing: Vec<_> =
        modules("main.rs").into_iter().filter(|module| !on_postgres.contains(module)).collect();
    assert_eq!(missing, ["upgrade;"]);
}
