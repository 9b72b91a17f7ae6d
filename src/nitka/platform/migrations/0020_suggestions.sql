-- Customers who are likely one person, for people to decide: evidence too weak to join anybody by itself.

CREATE TABLE suggestion (
    workspace_id  uuid NOT NULL,
    id            uuid NOT NULL,                     -- digest of (workspace, a, b)
    a             uuid NOT NULL,                     -- the two nodes whose records were compared, a < b: whose they are …
    b             uuid NOT NULL,                     -- … is looked up when it is read, so it follows merges and splits
    score         real NOT NULL,                     -- log2 of the odds that they are one: the sum of the waterfall
    features      jsonb NOT NULL,                    -- the waterfall: [{"feature", "level", "weight", "a", "b"}, …], the prior first
    rules_version int NOT NULL,
    state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'dismissed', 'outdated')),
    made_at       timestamptz NOT NULL DEFAULT now(),
    decided_by    uuid,
    decided_at    timestamptz,
    event_id      uuid,                              -- the identity_event of the decision: undone, it opens this again
    PRIMARY KEY (workspace_id, a, b),
    CHECK (a < b)
);
CREATE INDEX ON suggestion (id);
CREATE INDEX ON suggestion (a);
CREATE INDEX ON suggestion (b);
CREATE INDEX ON suggestion (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX suggestion_list ON suggestion (workspace_id, state, score DESC, id DESC);

-- The desk lists identifiers that are many people's or nobody's: few among all.
CREATE INDEX identifier_not_normal ON identifier (workspace_id, first_at DESC, id DESC) WHERE status <> 'normal';

ALTER TABLE suggestion ENABLE ROW LEVEL SECURITY;
ALTER TABLE suggestion FORCE ROW LEVEL SECURITY;
CREATE POLICY one_workspace ON suggestion TO nitka_app
    USING (workspace_id = (SELECT nullif(current_setting('nitka.workspace', true), '')::uuid))
    WITH CHECK (workspace_id = (SELECT nullif(current_setting('nitka.workspace', true), '')::uuid));
CREATE POLICY owner_all ON suggestion TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON suggestion TO nitka_app;
