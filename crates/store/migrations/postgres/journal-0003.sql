-- What a viewer's cells are judged from reaches beyond what the viewer reads: a regulator's measurements, what is said of
-- the whole organisation above. Where a board is judged for a viewer, entries about the organisations named in the setting
-- `thongsuot.judged_from` are seen as well, and nothing else of theirs: not what lies in their logs about others, and
-- nothing that opens a commitment.

CREATE FUNCTION judged_from() RETURNS TEXT[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('thongsuot.judged_from', true), ''), '{}')::text[] $$;

ALTER POLICY of_scope ON entries
    USING (about = ANY ((SELECT seen() || judged_from())::text[]) OR seq >> 40 IN (SELECT no FROM logs));

ALTER POLICY of_scope ON disclosures
    USING (EXISTS (SELECT 1 FROM entries WHERE entries.seq = disclosures.seq
                   AND (about = ANY ((SELECT seen())::text[]) OR entries.seq >> 40 IN (SELECT no FROM logs))));

-- Requests for a recovery, as far as the account is seen.
ALTER TABLE recoveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON recoveries FOR SELECT TO thongsuot_reader
    USING (EXISTS (SELECT 1 FROM accounts WHERE accounts.login = recoveries.login));
GRANT SELECT ON recoveries TO thongsuot_reader;
