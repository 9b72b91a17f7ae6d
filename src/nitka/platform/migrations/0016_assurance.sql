-- One-time codes, and what may be told to whom.

-- The code itself stands nowhere, not even as a hash, out of which six digits are found in a moment: it is derived from
-- the row's id and a key of the installation (conversations/codes/rules.py).
CREATE TABLE one_time_code (
    workspace_id  uuid NOT NULL,
    id            uuid NOT NULL,
    strand_id     uuid NOT NULL,                     -- the talk in which alone it may be typed
    node          uuid NOT NULL,                     -- the address it goes to, whether anybody is known there or not
    type          text NOT NULL,
    value         text NOT NULL,                     -- … normalised
    connection_id uuid NOT NULL,                     -- by which it is sent
    asked_by      uuid,                              -- an account or a token; null: the visitor
    asked_at      timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    tries         smallint NOT NULL DEFAULT 0,
    refused       uuid,                              -- the message that held a wrong one: sent again, it is taken as words
    ended         text CHECK (ended IN ('used', 'replaced', 'tries')),
    ended_at      timestamptz,
    state         text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    due_at        timestamptz NOT NULL DEFAULT now(),
    attempts      int NOT NULL DEFAULT 0,
    error         text,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX one_time_code_due ON one_time_code (due_at) WHERE state IN ('queued', 'sending');
CREATE INDEX one_time_code_strand ON one_time_code (strand_id, asked_at);
CREATE INDEX one_time_code_node ON one_time_code (node, asked_at);
CREATE INDEX one_time_code_asked ON one_time_code (workspace_id, asked_at);

-- Every version is kept: what was told yesterday was told by yesterday's.
CREATE TABLE disclosure_policy (
    workspace_id uuid NOT NULL,
    version      int NOT NULL,
    needs        jsonb NOT NULL,                     -- {"orders": "verified", …}
    changed_by   uuid,
    changed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, version)
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['one_time_code', 'disclosure_policy']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY one_workspace ON %I TO nitka_app
            USING (workspace_id = (SELECT nullif(current_setting(''nitka.workspace'', true), '''')::uuid))
            WITH CHECK (workspace_id = (SELECT nullif(current_setting(''nitka.workspace'', true), '''')::uuid))', t);
        EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON one_time_code TO nitka_app;
GRANT SELECT, INSERT ON disclosure_policy TO nitka_app;  -- a version that was in force is never changed
-- Delivery finds whose turn it is, timers forget what is over.
CREATE POLICY service ON one_time_code TO nitka_service USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE, DELETE ON one_time_code TO nitka_service;

-- A program that talks with customers by itself: it reads nothing but in the name of a conversation.
ALTER TABLE api_token DROP CONSTRAINT api_token_role_check;
ALTER TABLE api_token ADD CONSTRAINT api_token_role_check CHECK (role IN ('owner', 'supervisor', 'operator', 'bot'));
