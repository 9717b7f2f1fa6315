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

/// Where the node reads for itself, and not behind the wall of whoever asks: how often in a file, and why there.
const READ_AS_THE_NODE: &[(&str, usize, &str)] = &[
    ("accounts.rs", 2, "the door: a login has no scope yet; how many may sign in, told at a start"),
    ("campaigns.rs", 2, "a campaign is taken up: every cell is judged anew"),
    ("carried_out.rs", 1, "the door: what a sender's own key names"),
    ("checkpoints.rs", 1, "a head is signed once, whoever asks for it"),
    ("disputes.rs", 2, "whether anything is held, before data is cleared away"),
    ("examination.rs", 9, "the node reads its own journal again; only damage is told, to who reads the log"),
    ("granted.rs", 2, "what may be probed is put on record where it is not what stands there"),
    (
        "history.rs",
        1,
        "how far logs the viewer does not see had come: only a moment is looked at, and not told",
    ),
    (
        "independence.rs",
        1,
        "second factors of the two who recover, from a table that the wall gives to nobody",
    ),
    ("invitations.rs", 2, "the door: a code has no scope yet"),
    ("keys.rs", 1, "the door: a key has no scope yet"),
    ("open.rs", 2, "the store closes"),
    ("readiness.rs", 1, "whether it answers, and nothing of what it holds"),
    ("record.rs", 5, "an id stands once on the node, a campaign's file too: asked before the writer is"),
    (
        "recoveries.rs",
        1,
        "who asked for a recovery and who confirmed it is told to whom it concerns, wherever they stand",
    ),
    ("second_factor.rs", 2, "by one's own login, from tables that the wall gives to nobody"),
    ("sessions.rs", 2, "by one's own token or login, from a table that the wall gives to nobody"),
    ("standing_rights.rs", 1, "what scopes are made from"),
    ("ticks.rs", 1, "heads that have grown are signed"),
];

/// A read for a viewer goes through `seen`, `indexed`, `judging`, `of` or `within`; a new one that does not needs a reason.
#[test]
fn only_the_nodes_own_work_is_read_around_the_wall() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let mut found = Vec::new();
    for path in paths.into_iter().filter(|path| !path.ends_with("wall_tests.rs")) {
        let text: String = fs::read_to_string(&path).unwrap().split_whitespace().collect();
        let around = ["core.journal", "core.state"].iter().flat_map(|name| text.split(name).skip(1));
        let around = around.filter(|rest| {
            !rest.starts_with(".within(")
                && !rest.starts_with(".judging(")
                && !rest.starts_with(char::is_alphanumeric)
        });
        let count = around.count();
        if count > 0 {
            found.push((path.strip_prefix(&root).unwrap().display().to_string(), count));
        }
    }
    found.sort();
    let listed: Vec<_> =
        READ_AS_THE_NODE.iter().map(|(path, count, _)| ((*path).to_owned(), *count)).collect();
    assert_eq!(found, listed);
    assert!(READ_AS_THE_NODE.iter().all(|(.., why)| !why.is_empty()));
}
