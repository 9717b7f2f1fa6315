-- Invitations: an account that was invited has the empty password hash, which nothing fits, until its code is used.
CREATE TABLE invitations (
    code_hash BLOB PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
