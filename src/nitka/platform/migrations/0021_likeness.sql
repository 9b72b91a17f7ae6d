-- Records that may describe one person meet under keys made of what they say (customers/likeness/blocks.py).
CREATE TABLE record_key (
    workspace_id uuid NOT NULL,
    key          bigint NOT NULL,                    -- digest of two things that people seldom have in common
    node         uuid NOT NULL,                      -- an identifier of the type 'record'
    PRIMARY KEY (workspace_id, key, node)
);
CREATE INDEX ON record_key (node);

ALTER TABLE record_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_key FORCE ROW LEVEL SECURITY;
CREATE POLICY one_workspace ON record_key TO nitka_app
    USING (workspace_id = (SELECT nullif(current_setting('nitka.workspace', true), '')::uuid))
    WITH CHECK (workspace_id = (SELECT nullif(current_setting('nitka.workspace', true), '')::uuid));
CREATE POLICY owner_all ON record_key TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON record_key TO nitka_app;
