-- The journal in PostgreSQL, schema `journal`: what was recorded. Never edited after release; a change is a new numbered
-- file. This one holds what journal.db has after its eleventh. seq = log number << 40 | index.
-- Text is compared byte by byte, whatever the locale of the database.

CREATE TABLE facts_about_this_file (name TEXT COLLATE "C" PRIMARY KEY, value BYTEA NOT NULL);

CREATE TABLE logs (
    no BIGINT PRIMARY KEY,
    origin TEXT COLLATE "C" NOT NULL UNIQUE,
    size BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL           -- ms; of the last entry, never goes back
);

CREATE TABLE entries (
    seq BIGINT PRIMARY KEY,
    leaf BYTEA NOT NULL,
    canonical BYTEA NOT NULL,
    about TEXT COLLATE "C" NOT NULL       -- the organisation it is about, by its facts; its log's where they name none
);

CREATE TABLE ids (id BYTEA PRIMARY KEY, seq BIGINT NOT NULL);

-- Roots of complete subtrees: log number << 46 | level << 40 | index within the level; level 1 and up.
CREATE TABLE nodes (key BIGINT PRIMARY KEY, hash BYTEA NOT NULL);

CREATE TABLE checkpoints (
    log BIGINT NOT NULL,
    size BIGINT NOT NULL,
    signed_at BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (log, size)
);

CREATE TABLE campaigns (
    issued BIGINT PRIMARY KEY,            -- order of issue
    seq BIGINT NOT NULL,
    file BYTEA NOT NULL UNIQUE            -- SHA-256 of the file, which is the campaign's digest and the blob's name
);

CREATE TABLE accounts (
    login TEXT COLLATE "C" PRIMARY KEY,
    actor TEXT COLLATE "C" NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    organisation TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    failures BIGINT NOT NULL DEFAULT 0,
    failed_at BIGINT
);

CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY,
    handle TEXT COLLATE "C" NOT NULL UNIQUE,
    login TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    organisation TEXT COLLATE "C" NOT NULL,
    csrf TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_of_login ON sessions (login, created_at);

CREATE TABLE invitations (
    code_hash BYTEA PRIMARY KEY,
    login TEXT COLLATE "C" NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);

CREATE TABLE second_factors (
    login TEXT COLLATE "C" PRIMARY KEY,
    sealed BYTEA NOT NULL,
    confirmed_at BIGINT,                  -- null until its owner has shown a code
    last_step BIGINT NOT NULL             -- the step of the last code that counted: it counts once
);

CREATE TABLE recovery_codes (
    login TEXT COLLATE "C" NOT NULL,
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (login, code_hash)
);

CREATE TABLE machine_keys (
    id TEXT COLLATE "C" PRIMARY KEY,
    prefix TEXT COLLATE "C" NOT NULL UNIQUE,
    secret_hash BYTEA NOT NULL,
    name TEXT NOT NULL,
    organisation TEXT COLLATE "C" NOT NULL,
    actions TEXT NOT NULL,                -- JSON lists
    obligations TEXT NOT NULL,
    targets TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    used_at BIGINT
);

CREATE TABLE recoveries (
    id TEXT COLLATE "C" PRIMARY KEY,
    entry BYTEA NOT NULL,
    login TEXT COLLATE "C" NOT NULL,
    asked_by TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,                      -- confirmed or withdrawn
    confirmed_by TEXT COLLATE "C"
);

CREATE TABLE delegations (
    id TEXT COLLATE "C" PRIMARY KEY,
    entry BYTEA NOT NULL,
    organisation TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    signed_as TEXT COLLATE "C" NOT NULL,
    actions TEXT NOT NULL,                -- JSON lists
    organisations TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NOT NULL,
    given_by TEXT COLLATE "C" NOT NULL,
    given_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);

CREATE TABLE openings (
    id TEXT COLLATE "C" PRIMARY KEY,
    entry BYTEA NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    holder TEXT COLLATE "C" NOT NULL,
    organisation TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    closed_at BIGINT
);

CREATE TABLE accepted_rollbacks (
    log BIGINT NOT NULL,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    seq BIGINT NOT NULL,                  -- the entry
    PRIMARY KEY (log, size, root)
);

CREATE TABLE source_progress (
    organisation TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    taken BIGINT NOT NULL,
    open TEXT NOT NULL,
    caught_up_to BIGINT NOT NULL,
    PRIMARY KEY (organisation, source)
);

-- The erasable side store. Both tables are written anew after an erasure (see postgres.rs). No statistics are kept of
-- what may have to be erased: PostgreSQL would keep samples of it beside the table.
CREATE TABLE disclosures (
    seq BIGINT NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    value BYTEA NOT NULL,                 -- canonical JSON
    PRIMARY KEY (seq, field)
);
ALTER TABLE disclosures ALTER COLUMN salt SET STATISTICS 0, ALTER COLUMN value SET STATISTICS 0;

CREATE TABLE blobs (
    sha256 BYTEA NOT NULL,
    organisation TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    named BIGINT NOT NULL DEFAULT 1,      -- whether an entry of its organisation's log names it
    PRIMARY KEY (sha256, organisation)
);
ALTER TABLE blobs ALTER COLUMN sha256 SET STATISTICS 0;
