-- By which version of the model of identity a workspace's customers are drawn, and what another version would change.

ALTER TABLE workspace ADD COLUMN model int;          -- null until its first touch, which makes it the newest
UPDATE workspace SET model = 1;

-- What a likeness weighs is a number that `real` holds exactly, or it would be another one when it is read.
UPDATE link SET weight = round(weight * 1000 * 256) / 256 / 1024 WHERE kind = 'alike';

-- A workspace is asked once about each newer version. Only one of them is worked on at a time.
CREATE TABLE model_revision (
    workspace_id uuid NOT NULL,
    version      int NOT NULL,                       -- the version that it would go over to …
    from_version int NOT NULL,                       -- … from this one
    state        text NOT NULL DEFAULT 'clearing' CHECK (state IN ('clearing', 'comparing', 'drawing', 'waiting',
                     'switching', 'settling', 'applying', 'suggesting', 'done', 'refused')),
    place        uuid,                               -- how far the walk of this state has come: an id of an identifier
    done         bigint NOT NULL DEFAULT 0,          -- of this state: records compared, identifiers drawn …
    total        bigint NOT NULL DEFAULT 0,          -- … of about so many
    freed        bigint NOT NULL DEFAULT 0,          -- identifiers that would be somebody's again …
    lost         bigint NOT NULL DEFAULT 0,          -- … and nobody's any more
    since        timestamptz,                        -- whoever began after this sees the new version
    computed_at  timestamptz,
    decided_by   uuid,
    decided_at   timestamptz,
    finished_at  timestamptz,
    PRIMARY KEY (workspace_id, version)
);

-- Which descriptions are alike by the version that is being looked at. Once it is approved these become links.
CREATE TABLE model_likeness (
    workspace_id uuid NOT NULL,
    a            uuid NOT NULL,                      -- a < b: identifiers of the type 'record'
    b            uuid NOT NULL,
    weight       real NOT NULL,                      -- as of a link
    PRIMARY KEY (workspace_id, a, b)
);
CREATE INDEX ON model_likeness (b);

-- What was drawn already in the walk that is under way.
CREATE TABLE model_seen (
    workspace_id uuid NOT NULL,
    node         uuid NOT NULL,
    PRIMARY KEY (workspace_id, node)
);

-- Customers who would be joined or parted.
CREATE TABLE model_change (
    workspace_id uuid NOT NULL,
    version      int NOT NULL,
    id           uuid NOT NULL,                      -- the least id of the customers it concerns
    op           text NOT NULL CHECK (op IN ('merge', 'split')),
    before       jsonb NOT NULL,                     -- {customer id: [node, …]}
    after        jsonb NOT NULL,                     -- [[node, …], …]
    touches      bigint NOT NULL,                    -- that would be another customer's
    reason       jsonb NOT NULL,                     -- what speaks for one person and against it, by both versions
    PRIMARY KEY (workspace_id, version, id)
);
CREATE INDEX model_change_list ON model_change (workspace_id, version, touches DESC, id DESC);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['model_revision', 'model_likeness', 'model_seen', 'model_change']
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
