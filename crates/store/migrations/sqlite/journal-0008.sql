-- Who signs for whom. Positions and basis are words of people: they lie with the entry, and can be erased there.
CREATE TABLE delegations (
    id TEXT PRIMARY KEY,
    entry BLOB NOT NULL,
    organisation TEXT NOT NULL,
    actor TEXT NOT NULL,
    signed_as TEXT NOT NULL,
    actions TEXT NOT NULL,                -- JSON lists
    organisations TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    given_by TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT, WITHOUT ROWID;
