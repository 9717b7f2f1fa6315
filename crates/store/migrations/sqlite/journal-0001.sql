-- journal.db: what was recorded. Never edited after release; a change is a new numbered file.
-- seq = log number << 40 | index, so that one integer key orders the entries of each log.

CREATE TABLE facts_about_this_file (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE logs (
    no INTEGER PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL          -- ms; of the last entry, never goes back
) STRICT;

CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    leaf BLOB NOT NULL,
    canonical BLOB NOT NULL
) STRICT;

CREATE TABLE ids (
    id BLOB PRIMARY KEY,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Roots of complete subtrees: log number << 46 | level << 40 | index within the level; level 1 and up.
CREATE TABLE nodes (key INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;

CREATE TABLE checkpoints (
    log INTEGER NOT NULL,
    size INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (log, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE campaigns (
    issued INTEGER PRIMARY KEY,           -- order of issue
    seq INTEGER NOT NULL,
    file BLOB NOT NULL UNIQUE             -- SHA-256 of the file, which is the campaign's digest and the blob's name
) STRICT;

CREATE TABLE accounts (
    login TEXT PRIMARY KEY,
    actor TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    failed_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    login TEXT NOT NULL,
    csrf TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_login ON sessions (login);

-- The erasable side store. Both tables are rebuilt after an erasure (see erase.rs), so nothing may refer to them.
CREATE TABLE disclosures (
    seq INTEGER NOT NULL,
    field TEXT NOT NULL,
    salt BLOB NOT NULL,
    value BLOB NOT NULL,                  -- canonical JSON
    PRIMARY KEY (seq, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
    sha256 BLOB NOT NULL,
    organisation TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    PRIMARY KEY (sha256, organisation)
) STRICT, WITHOUT ROWID;
