-- Whether an entry of its organisation's log names the blob: what nobody named within a day is let go. What was there
-- before is taken for named, for reports named theirs in their facts alone.
ALTER TABLE blobs ADD COLUMN named INTEGER NOT NULL DEFAULT 1;
