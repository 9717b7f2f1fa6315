-- The second wall: whoever reads for a viewer does so as `thongsuot_reader`, and sees what is in a log of an organisation
-- named in the setting `thongsuot.organisations` or about one, whatever it asks for. Without the setting it sees nothing.
-- The node itself, which writes and judges, owns the tables and is not held by the policies.

CREATE FUNCTION seen() RETURNS TEXT[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('thongsuot.organisations', true), ''), '{}')::text[] $$;

ALTER TABLE logs ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON logs FOR SELECT TO thongsuot_reader
    USING (split_part(origin, '/', 2) = ANY ((SELECT seen())::text[]));

-- A sub-select is worked out once for a statement, not for each row.
ALTER TABLE entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON entries FOR SELECT TO thongsuot_reader
    USING (about = ANY ((SELECT seen())::text[]) OR seq >> 40 IN (SELECT no FROM logs));

ALTER TABLE disclosures ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON disclosures FOR SELECT TO thongsuot_reader
    USING (EXISTS (SELECT 1 FROM entries WHERE entries.seq = disclosures.seq));

ALTER TABLE ids ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON ids FOR SELECT TO thongsuot_reader
    USING (EXISTS (SELECT 1 FROM entries WHERE entries.seq = ids.seq));

ALTER TABLE nodes ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON nodes FOR SELECT TO thongsuot_reader USING (key >> 46 IN (SELECT no FROM logs));

ALTER TABLE checkpoints ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON checkpoints FOR SELECT TO thongsuot_reader USING (log IN (SELECT no FROM logs));

ALTER TABLE blobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON blobs FOR SELECT TO thongsuot_reader
    USING (organisation = ANY ((SELECT seen())::text[]));

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON accounts FOR SELECT TO thongsuot_reader
    USING (organisation = ANY ((SELECT seen())::text[]));

ALTER TABLE machine_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON machine_keys FOR SELECT TO thongsuot_reader
    USING (organisation = ANY ((SELECT seen())::text[]));

ALTER TABLE source_progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_scope ON source_progress FOR SELECT TO thongsuot_reader
    USING (organisation = ANY ((SELECT seen())::text[]));

-- What is not named here it reads not at all: sessions, invitations, second factors, recoveries, delegations, openings.
GRANT USAGE ON SCHEMA journal TO thongsuot_reader;
GRANT SELECT ON logs, entries, disclosures, ids, nodes, checkpoints, blobs, accounts, machine_keys, source_progress
    TO thongsuot_reader;
