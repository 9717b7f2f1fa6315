-- Writes that their sender gave a key to, so that the same sent again is not done twice, also after a restart: the mark is
-- written in the transaction of the entry that tells of the write, the answer as soon as it is given. The answer is sealed
-- under what the sender alone has, for it may show a secret. No reader's role sees any of it.
CREATE TABLE carried_out (
    caller TEXT COLLATE "C" NOT NULL,     -- opaque id of the account or program's key
    key BYTEA NOT NULL,                   -- digest of the credential and the sender's key
    request BYTEA NOT NULL,               -- digest of the request
    at BIGINT NOT NULL,
    entry BYTEA NOT NULL,                 -- id of the entry, or empty
    answer BYTEA NOT NULL,                -- sealed, or empty
    PRIMARY KEY (caller, key)
);
CREATE INDEX carried_out_by_time ON carried_out (at);

-- When a code was used: what took it up is answered alike when it comes again.
ALTER TABLE invitations ADD COLUMN used_at BIGINT;
