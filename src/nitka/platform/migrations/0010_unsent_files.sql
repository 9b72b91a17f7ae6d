-- What was uploaded and never sent goes after a day.

ALTER TABLE file ADD COLUMN used_at timestamptz;     -- a message of ours or of a visitor named it: it is kept
UPDATE file SET used_at = created_at;                -- of earlier ones nobody knows
-- How much a workspace holds of them, and whose turn it is to go.
CREATE INDEX file_unsent ON file (workspace_id, created_at) WHERE used_at IS NULL AND strand_id IS NULL;
-- Timers: only to find whose turn it is; the work is done by nitka_app in that workspace.
CREATE POLICY service ON file FOR SELECT TO nitka_service USING (true);
GRANT SELECT (workspace_id, created_at, used_at, strand_id) ON file TO nitka_service;
