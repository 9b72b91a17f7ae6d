-- «Continue in…»: single-use tokens that let a customer go on in another channel, and what became of those presented.

CREATE TABLE continuation (
    workspace_id    uuid NOT NULL,
    id              uuid NOT NULL,
    form            text NOT NULL CHECK (form IN ('link', 'code')),
    digest          bytea NOT NULL,                  -- keyed; the token itself is kept nowhere
    node            uuid NOT NULL,                   -- whom it speaks for: the address that it was given to
    channel         text NOT NULL,                   -- where that address is
    conversation_id uuid,                            -- in which it was made; null before the first words
    target          text,                            -- the only channel that may present it; null: any
    made_by         uuid,                            -- the operator; null: the customer
    made_at         timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    used_at         timestamptz,
    used_node       uuid,                            -- the address that came with it
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX continuation_digest ON continuation (digest);
CREATE INDEX continuation_node ON continuation (node, expires_at) WHERE used_at IS NULL;
CREATE INDEX continuation_codes ON continuation (workspace_id, expires_at) WHERE form = 'code' AND used_at IS NULL;
CREATE INDEX continuation_old ON continuation (expires_at);

-- Every token that was presented. Wrong guesses are counted by it, in the transaction and so across all processes.
CREATE TABLE continuation_try (
    workspace_id    uuid NOT NULL,
    touch_id        uuid NOT NULL,
    presenter       uuid NOT NULL,                   -- the address that came with it; an operator's account
    outcome         text NOT NULL,
    continuation_id uuid,
    live            smallint NOT NULL DEFAULT 0,     -- codes that a guess could have hit; 0 for links
    by_operator     boolean NOT NULL DEFAULT false,  -- known by name: limited, but not counted as anybody's guess
    at              timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, touch_id)
);
CREATE INDEX continuation_guesses ON continuation_try (workspace_id, at) WHERE live > 0;
CREATE INDEX continuation_guesser ON continuation_try (presenter, at) WHERE live > 0;
CREATE INDEX continuation_try_old ON continuation_try (at);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['continuation', 'continuation_try']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY one_workspace ON %I TO nitka_app
            USING (workspace_id = (SELECT nullif(current_setting(''nitka.workspace'', true), '''')::uuid))
            WITH CHECK (workspace_id = (SELECT nullif(current_setting(''nitka.workspace'', true), '''')::uuid))', t);
        EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO nitka_app', t);
    END LOOP;
END $$;
-- Timers remove what is long over, in every workspace.
CREATE POLICY service ON continuation TO nitka_service USING (true);
GRANT SELECT (expires_at), DELETE ON continuation TO nitka_service;
CREATE POLICY service ON continuation_try TO nitka_service USING (true);
GRANT SELECT (at), DELETE ON continuation_try TO nitka_service;
