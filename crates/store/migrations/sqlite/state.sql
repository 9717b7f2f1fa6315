-- state.db: projections of journal.db. The file may be deleted at any time and is rebuilt from the journal, so it has no
-- migrations: a file of another version (STATE_VERSION) is dropped. With it goes what would tell that the journal lost
-- something.

CREATE TABLE facts_about_this_file (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- How far the evidence index has read each log.
CREATE TABLE cursor (log INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT;

-- The head of each log when something of it was last indexed, signed: by it a journal that lost entries is told from
-- one that goes on. By name: a log whose beginning was lost gives its number to another.
CREATE TABLE heads (origin TEXT PRIMARY KEY, note TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE topics (no INTEGER PRIMARY KEY, topic TEXT NOT NULL UNIQUE) STRICT;

-- Which entries speak of what, in the order they became known.
CREATE TABLE evidence (
    topic INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (topic, recorded_at, seq)
) STRICT, WITHOUT ROWID;

-- How many lines each topic has and what they add up to: a bit that turned in one of them is found before it is read.
CREATE TABLE sums (topic INTEGER PRIMARY KEY, lines INTEGER NOT NULL, digest INTEGER NOT NULL) STRICT;

-- The states of the board in pieces: canonical JSON that carries its own cursor and SHA-256.
CREATE TABLE snapshot_pieces (
    generation INTEGER NOT NULL,
    piece INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (generation, piece)
) STRICT;

-- The generation that is whole.
CREATE TABLE whole_generations (name TEXT PRIMARY KEY, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID;
