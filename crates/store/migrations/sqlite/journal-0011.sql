-- How far the exchange with another system has come: how many entries of the organisation's log it was told of, which
-- of its problems are open by them (derived from the log, kept to spare reading it again), and up to when its own list
-- of problems was read.
CREATE TABLE source_progress (
    organisation TEXT NOT NULL,
    source TEXT NOT NULL,
    taken INTEGER NOT NULL,
    open TEXT NOT NULL,
    caught_up_to INTEGER NOT NULL,
    PRIMARY KEY (organisation, source)
) STRICT, WITHOUT ROWID;
