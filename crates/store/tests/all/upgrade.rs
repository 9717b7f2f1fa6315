//! A data directory of an earlier version opens in the present one, with everything that was in it.

use std::fmt::Write;

use access::Role;
use calendar::Instant;
use store::{NewSession, SourceProgress, Store};

use crate::support::{Node, raw_sql, slug, texts};

/// journal.db as the first version made it, with an account and a session in it.
const FIRST: &str = concat!(
    include_str!("../../migrations/sqlite/journal-0001.sql"),
    "INSERT INTO accounts (login, actor, password_hash, role, organisation, name, created_at)
     VALUES ('truc', 'a-1', '$argon2id$kept', 'duty_officer', 'di-dong', 'Trực ban', 1);
     INSERT INTO sessions (token_hash, login, csrf, created_at, seen_at, expires_at)
     VALUES (zeroblob(32), 'truc', 'c', 1, 1, 9007199254740991);
     INSERT INTO blobs (sha256, organisation, bytes, stored_at) VALUES (zeroblob(32), 'di-dong', 9, 1);
     PRAGMA user_version = 1;"
);

/// Every step there was, in order.
const STEPS: [&str; 12] = [
    include_str!("../../migrations/sqlite/journal-0001.sql"),
    include_str!("../../migrations/sqlite/journal-0002.sql"),
    include_str!("../../migrations/sqlite/journal-0003.sql"),
    include_str!("../../migrations/sqlite/journal-0004.sql"),
    include_str!("../../migrations/sqlite/journal-0005.sql"),
    include_str!("../../migrations/sqlite/journal-0006.sql"),
    include_str!("../../migrations/sqlite/journal-0007.sql"),
    include_str!("../../migrations/sqlite/journal-0008.sql"),
    include_str!("../../migrations/sqlite/journal-0009.sql"),
    include_str!("../../migrations/sqlite/journal-0010.sql"),
    include_str!("../../migrations/sqlite/journal-0011.sql"),
    include_str!("../../migrations/sqlite/journal-0012.sql"),
];

/// The tables that hold what was recorded, which no step changes.
const RECORDED: [&str; 7] =
    ["facts_about_this_file", "logs", "entries", "ids", "nodes", "checkpoints", "campaigns"];

/// A row of each table that came with a later form: since which, its columns and their values.
const SINCE: [(usize, &str, &str, &str); 10] = [
    (3, "invitations", "code_hash, login, expires_at", "x'01', 'moi', 9007199254740991"),
    (4, "second_factors", "login, sealed, confirmed_at, last_step", "'truc', x'02', 5, 7"),
    (4, "recovery_codes", "login, code_hash", "'truc', x'03'"),
    (
        6,
        "machine_keys",
        "id, prefix, secret_hash, name, organisation, actions, obligations, targets, created_at, created_by, expires_at",
        "'k-1', 'ts_a', x'04', 'Zabbix', 'di-dong', '[\"record_measurement\"]', '[]', '[]', 1, 'a-1', 9007199254740991",
    ),
    (
        7,
        "recoveries",
        "id, entry, login, asked_by, asked_at, expires_at, ended_at, confirmed_by",
        "'r-1', x'0190000000007000800000000000000a', 'truc', 'a-2', 1, 2, 3, 'a-3'",
    ),
    (
        8,
        "delegations",
        "id, entry, organisation, actor, signed_as, actions, organisations, valid_from, valid_to, given_by, given_at",
        "'d-1', x'0190000000007000800000000000000b', 'di-dong', 'a-1', 'kt', '[\"inspect\"]', '[]', 1, 2, 'a-2', 1",
    ),
    (
        9,
        "openings",
        "id, entry, actor, holder, organisation, opened_at, ends_at, closed_at",
        "'o-1', x'0190000000007000800000000000000c', 'a-4', 'so', 'di-dong', 1, 2, 2",
    ),
    (10, "accepted_rollbacks", "log, size, root, seq", "0, 9, x'05', 1"),
    (11, "source_progress", "organisation, source, taken, open, caught_up_to", "'di-dong', 'cu', 3, '{}', 4"),
    (
        12,
        "carried_out",
        "caller, key, request, at, entry, answer",
        "'a-1', x'06', x'07', 9007199254740991, x'', x''",
    ),
];

/// Those that a journal of a form has.
fn since(form: usize) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SINCE
        .into_iter()
        .filter(move |(from, ..)| *from <= form)
        .map(|(_, table, columns, values)| (table, columns, values))
}

#[tokio::test]
async fn a_journal_of_every_earlier_form_opens_with_what_was_recorded_and_does_all_that_is_new() {
    let mut lived = Node::new().await;
    lived.record("di-dong", lived.inspection("An")).await;
    lived.store.sign_checkpoints().await.unwrap();
    let logs = lived.store.logs(&lived.regulator()).await.unwrap();
    let heads = |logs: &[store::LogView]| -> Vec<_> {
        logs.iter().map(|log| (log.origin.clone(), log.size, log.root)).collect()
    };
    let (before, board) = (heads(&logs), lived.store.board_snapshot());
    lived.store.close().await.unwrap();
    let present = lived.data().join("present.db");
    std::fs::rename(lived.data().join("journal.db"), &present).unwrap();
    for form in 1..=STEPS.len() {
        lived.drop_state();
        let journal = lived.data().join("journal.db");
        std::fs::write(&journal, b"").unwrap();
        let mut sql = STEPS[..form].join("\n");
        write!(sql, "ATTACH '{}' AS present;", present.display()).unwrap();
        for table in RECORDED {
            write!(sql, "INSERT INTO main.{table} SELECT * FROM present.{table};").unwrap();
        }
        sql += "INSERT INTO main.disclosures SELECT * FROM present.disclosures;
                INSERT INTO main.blobs (sha256, organisation, bytes, stored_at)
                SELECT sha256, organisation, bytes, stored_at FROM present.blobs;
                INSERT INTO main.accounts (login, actor, password_hash, role, organisation, name, created_at)
                VALUES ('truc', 'a-1', '$argon2id$kept', 'duty_officer', 'di-dong', 'Trực ban', 1);
                DETACH present;";
        for (table, columns, values) in since(form) {
            write!(sql, "INSERT INTO {table} ({columns}) VALUES ({values});").unwrap();
        }
        write!(sql, "PRAGMA user_version = {form};").unwrap();
        raw_sql(&journal, sql).await;
        lived.store = Store::open(lived.options()).await.unwrap();
        assert_eq!(heads(&lived.store.logs(&lived.regulator()).await.unwrap()), before, "form {form}");
        assert_eq!(lived.store.board_snapshot(), board, "form {form}");
        assert!(lived.store.find_login("truc").await.unwrap().is_some(), "form {form}");
        let new = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
        lived.store.open_session([0; 32], new, None).await.unwrap();
        let admin = lived.scope(Role::Administrator, "di-dong");
        let keys = lived.store.keys(&admin, None, 10).await.unwrap().keys;
        assert_eq!(keys.len(), usize::from(form >= 6), "form {form}");
        let machine = access::Scope::machine("source/zbx", slug("di-dong"), &lived.store.tree());
        let progress = SourceProgress { taken: 7, open: "{}".to_owned(), caught_up_to: Instant::from_ms(9) };
        lived.store.keep_source_progress(&machine, &slug("zbx"), progress).await.unwrap();
        lived.record("di-dong", lived.acknowledgement("truc")).await;
        lived.store.close().await.unwrap();
        for (table, columns, values) in since(form) {
            let sql = format!("SELECT count(*) || '' FROM {table} WHERE ({columns}) = ({values})");
            assert_eq!(texts(&journal, sql).await, ["1"], "{table} of form {form}");
        }
    }
}

#[tokio::test]
async fn the_first_version_is_upgraded_and_signs_everybody_out_once() {
    let mut node = Node::bare().await;
    node.store.close().await.unwrap();
    let data = node.dir.path().join("data");
    std::fs::remove_file(data.join("state.db")).unwrap();
    std::fs::write(data.join("journal.db"), b"").unwrap();
    raw_sql(&data.join("journal.db"), FIRST).await;
    node.store = Store::open(node.options()).await.unwrap();
    let (account, hash) = node.store.find_login("truc").await.unwrap().unwrap();
    assert_eq!((account.role, hash.as_str()), (Role::DutyOfficer, "$argon2id$kept"));
    assert!(node.store.find_session([0; 32]).await.unwrap().is_none());
    let new = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
    node.store.open_session([0; 32], new, None).await.unwrap();
    node.reopen().await;
    assert!(node.store.find_session([0; 32]).await.unwrap().is_some());
    // What later versions brought is there, and empty.
    let admin = node.scope(Role::Administrator, "di-dong");
    assert!(node.store.keys(&admin, None, 10).await.unwrap().keys.is_empty());
    // What came with later versions is there too.
    let machine = access::Scope::machine("source/zbx", slug("di-dong"), &node.store.tree());
    let progress = SourceProgress { taken: 7, open: "{}".to_owned(), caught_up_to: Instant::from_ms(9) };
    let zbx = slug("zbx");
    assert_eq!(node.store.find_source_progress(&machine, &zbx).await.unwrap(), None);
    node.store.keep_source_progress(&machine, &zbx, progress.clone()).await.unwrap();
    node.reopen().await;
    assert_eq!(node.store.find_source_progress(&machine, &zbx).await.unwrap(), Some(progress));
    let duty = access::Scope::new("a-1", Role::DutyOfficer, slug("di-dong"), &node.store.tree());
    assert!(node.store.find_source_progress(&duty, &zbx).await.is_err());
    // A report of that time was named in its entry's facts alone, and is no abandoned form.
    let document = data.join("blobs").join(journal::Hash::new([0; 32]).hex());
    std::fs::write(&document, b"a report").unwrap();
    node.store.sweep_blobs().await.unwrap();
    assert!(document.exists());
}
