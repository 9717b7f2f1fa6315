-- Checkpoints that were kept outside and that this journal contradicts, on which a person has decided: they are not
-- taken for a rollback again. Written with the entry that says so.
CREATE TABLE accepted_rollbacks (
    log INTEGER NOT NULL,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    seq INTEGER NOT NULL,                 -- the entry
    PRIMARY KEY (log, size, root)
) STRICT, WITHOUT ROWID;
