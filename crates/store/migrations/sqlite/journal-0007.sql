-- Requests that an account's owner may set the password anew. The reason lies with the entry that tells of it.
CREATE TABLE recoveries (
    id TEXT PRIMARY KEY,
    entry BLOB NOT NULL,
    login TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,                     -- confirmed or withdrawn
    confirmed_by TEXT
) STRICT, WITHOUT ROWID;
