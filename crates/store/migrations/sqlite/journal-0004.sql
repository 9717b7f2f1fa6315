-- Second factors: the secret is sealed with accounts.key, which lies beside this file and not in it.
CREATE TABLE second_factors (
    login TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    confirmed_at INTEGER,                 -- null until its owner has shown a code
    last_step INTEGER NOT NULL            -- the step of the last code that counted: it counts once
) STRICT, WITHOUT ROWID;

-- A code that was used is gone.
CREATE TABLE recovery_codes (
    login TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (login, code_hash)
) STRICT, WITHOUT ROWID;
