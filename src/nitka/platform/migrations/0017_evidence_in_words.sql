-- What is done after the transaction, by the role `identity`: what it waits for, and what it finds in people's words.

-- Work that follows events. The relay writes a row in the very transaction in which it takes the event out of the
-- outbox; whoever does the work deletes it in the transaction of its outcome. So nothing is lost and nothing is done twice.
CREATE TABLE follow_up (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    consumer     text NOT NULL,                      -- whose work: words …
    key          uuid NOT NULL,                      -- what of: a message, a node; no data of people
    state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'failed', 'dropped')),
    attempts     int NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL DEFAULT now(),
    error        text,                               -- class and place, without values
    made_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX follow_up_due ON follow_up (consumer, workspace_id, due_at) WHERE state = 'queued';
CREATE INDEX follow_up_failed ON follow_up (workspace_id, made_at DESC) WHERE state <> 'queued';
ALTER TABLE follow_up SET (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0,
                           autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0);

-- What a customer's words say of who they are. `node` speaks; `target` is the identifier that is named.
CREATE TABLE finding (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,                      -- digest of (message, kind, type, value): reading twice finds it once
    message_id   uuid NOT NULL,
    strand_id    uuid NOT NULL,                      -- with seq: which conversation it stands in
    seq          bigint NOT NULL,
    node         uuid NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('own', 'former', 'trait', 'other', 'shared')),
    type         text NOT NULL,                      -- of the identifier, or the trait's name
    value        text NOT NULL,                      -- normalised
    target       uuid,                               -- null for a trait
    part         text NOT NULL DEFAULT 'text' CHECK (part IN ('text', 'signature')),
    from_char    int NOT NULL,                       -- where the quote stands in that part, in characters
    to_char      int NOT NULL,
    quote        text NOT NULL,
    rule         text NOT NULL,                      -- the name of the rule that found it
    confidence   real NOT NULL,
    state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'confirmed', 'dismissed')),
    event_id     uuid,                               -- the identity_event of the decision, where it made one
    decided_by   uuid,
    decided_at   timestamptz,
    at           timestamptz NOT NULL,               -- the message's
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX ON finding (strand_id, seq);
CREATE INDEX ON finding (message_id);
CREATE INDEX ON finding (target) WHERE target IS NOT NULL;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['follow_up', 'finding']
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
CREATE POLICY service ON follow_up TO nitka_service USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON follow_up TO nitka_service;
