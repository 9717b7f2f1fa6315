-- Keys of programs: the secret's digest alone, found by a prefix that opens nothing.
CREATE TABLE machine_keys (
    id TEXT PRIMARY KEY,
    prefix TEXT NOT NULL UNIQUE,
    secret_hash BLOB NOT NULL,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    actions TEXT NOT NULL,                -- JSON lists
    obligations TEXT NOT NULL,
    targets TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
