-- Who reads, or read, what they otherwise do not see. The reason lies with the entry in the log of whom it is about.
CREATE TABLE openings (
    id TEXT PRIMARY KEY,
    entry BLOB NOT NULL,
    actor TEXT NOT NULL,
    holder TEXT NOT NULL,
    organisation TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT, WITHOUT ROWID;
