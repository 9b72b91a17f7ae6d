-- What people decided about identity can be taken back in any order, and what customers allow is kept.

-- An operator's word on a status is an identity event like a merge: it can be undone though nobody was regrouped.
ALTER TABLE identity_event DROP CONSTRAINT identity_event_op_check;
ALTER TABLE identity_event ADD CONSTRAINT identity_event_op_check CHECK (op IN ('merge', 'split', 'undo', 'status'));
ALTER TABLE identity_event ADD COLUMN identifier_id uuid;    -- whose status it says …
ALTER TABLE identity_event ADD COLUMN status text CHECK (status IN ('normal', 'shared', 'blocked'));  -- … and which
UPDATE identity_event e SET identifier_id = i.id, status = i.status
FROM identifier i
WHERE e.undoes IS NULL AND e.details ? 'status' AND i.workspace_id = e.workspace_id AND e.details->'status' ? i.id::text;
CREATE INDEX ON identity_event (identifier_id) WHERE identifier_id IS NOT NULL;

-- Which merges let a node out of a 'cannot'. It is out as long as one of them is in force, so that undoing an earlier
-- one does not part what a later one joined; identity_constraint_node.revoked_by names one that is.
CREATE TABLE identity_release (
    workspace_id  uuid NOT NULL,
    constraint_id uuid NOT NULL,
    node          uuid NOT NULL,
    event_id      uuid NOT NULL,
    PRIMARY KEY (workspace_id, constraint_id, node, event_id)
);
CREATE INDEX ON identity_release (event_id);
INSERT INTO identity_release (workspace_id, constraint_id, node, event_id)
SELECT workspace_id, constraint_id, node, revoked_by FROM identity_constraint_node WHERE revoked_by IS NOT NULL;

-- An id out of use goes with the identifier it was known by longest: whoever has that answers for it.
ALTER TABLE customer ADD COLUMN anchor uuid;
UPDATE customer c SET anchor = (
    SELECT m.node FROM customer_member m JOIN identifier i ON i.workspace_id = m.workspace_id AND i.id = m.node
    WHERE m.workspace_id = c.workspace_id AND m.customer_id = c.id ORDER BY m.valid_to DESC NULLS FIRST, i.first_at LIMIT 1)
WHERE retired_at IS NOT NULL;
CREATE INDEX customer_anchor ON customer (anchor) WHERE retired_at IS NOT NULL;

-- A name given by hand hangs on the identifier that is bound closest to the person, and goes where that goes.
CREATE TABLE given_name (
    workspace_id uuid NOT NULL,
    node         uuid NOT NULL,
    name         text NOT NULL CHECK (name <> ''),
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workspace_id, node)
);
INSERT INTO given_name (workspace_id, node, name)
SELECT DISTINCT ON (m.workspace_id, m.node) m.workspace_id, m.node, c.name
FROM customer c
CROSS JOIN LATERAL (
    SELECT m.* FROM customer_member m JOIN identifier i ON i.workspace_id = m.workspace_id AND i.id = m.node
    WHERE m.workspace_id = c.workspace_id AND m.customer_id = c.id
    ORDER BY m.valid_to DESC NULLS FIRST, i.type IN ('user_id', 'crm_id', 'loyalty', 'email', 'phone') DESC, i.first_at LIMIT 1
) m
WHERE c.name_by = 'agent' AND c.name IS NOT NULL
ORDER BY m.workspace_id, m.node, c.retired_at DESC NULLS FIRST;
ALTER TABLE customer DROP COLUMN name_by;

-- What was told anew may have begun in conversations that were joined at once and never stored.
UPDATE conversation_strand s SET conversation_id = r.new_id
FROM conversation_redirect r
WHERE r.workspace_id = s.workspace_id AND r.old_id = s.conversation_id
  AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.workspace_id = s.workspace_id AND c.id = s.conversation_id);

-- What an operator said of this very id; blocked_at is what follows for all that are one by now.
ALTER TABLE customer ADD COLUMN blocked_by_hand_at timestamptz;
UPDATE customer SET blocked_by_hand_at = blocked_at;
ALTER TABLE customer ADD COLUMN split_off boolean NOT NULL DEFAULT false;  -- part of a customer, never one by itself

-- What customers allow and refuse, as it was said. It hangs on identifiers, so it follows them, and comes back with them.
CREATE TABLE consent (
    workspace_id   uuid NOT NULL,
    id             uuid NOT NULL,                    -- of one statement: its rows share it
    subject        uuid NOT NULL,                    -- the identifier it was said of
    purpose        text NOT NULL CHECK (purpose <> ''),
    channel        text NOT NULL DEFAULT '',         -- empty: any
    topic          text NOT NULL DEFAULT '',         -- empty: any
    state          text NOT NULL CHECK (state IN ('granted', 'refused')),
    source         text NOT NULL,                    -- how it became known: desk, api, form …
    reason         text NOT NULL DEFAULT '',         -- in the words of who recorded it
    touch_id       uuid,                             -- the touch that proves it
    policy_version text NOT NULL DEFAULT '',         -- of the text that was agreed to
    actor_kind     text NOT NULL,
    actor_id       uuid,
    at             timestamptz NOT NULL,             -- when it was said; the latest holds
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workspace_id, id, subject)
);
CREATE INDEX consent_subject ON consent (subject, at DESC);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['identity_release', 'given_name', 'consent']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY one_workspace ON %I TO nitka_app
            USING (workspace_id = (SELECT nullif(current_setting(''nitka.workspace'', true), '''')::uuid))
            WITH CHECK (workspace_id = (SELECT nullif(current_setting(''nitka.workspace'', true), '''')::uuid))', t);
        EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    END LOOP;
END $$;
GRANT SELECT, INSERT ON identity_release TO nitka_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON given_name TO nitka_app;
GRANT SELECT, INSERT ON consent TO nitka_app;                -- the ledger only grows
