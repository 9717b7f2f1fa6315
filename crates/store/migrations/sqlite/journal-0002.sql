-- Sessions know the account's rights at the time, the device, and a name by which their owner can close them. Those of
-- before know none of it and are not carried over: an upgrade signs everybody out.
DROP TABLE sessions;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    login TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    csrf TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_login ON sessions (login, created_at);
