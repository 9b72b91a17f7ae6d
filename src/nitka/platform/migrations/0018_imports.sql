-- Imports of customers from files and databases.

CREATE TABLE import_job (
    workspace_id  uuid NOT NULL,
    id            uuid NOT NULL,
    at            timestamptz NOT NULL DEFAULT now(), -- also the time of what it says, where rows have none of their own
    origin        text NOT NULL CHECK (origin IN ('desk', 'cli')),  -- a role runs the desk's, a command its own
    by            uuid,                              -- account, null for a token or the command line
    source        text,                              -- its name; null until the mapping is confirmed
    connection_id uuid,                              -- of kind 'import', one a source
    name          text NOT NULL,                     -- of the file, for people; of a database nothing but its kind
    size          bigint NOT NULL DEFAULT 0,         -- bytes; 0 where nobody knows beforehand
    blob          text,                              -- the uploaded file, until the job is over
    format        jsonb NOT NULL DEFAULT '{}',       -- encoding, delimiter, header: the names of its columns
    mapping       jsonb,
    dry_run       boolean NOT NULL DEFAULT true,
    state         text NOT NULL CHECK (state IN ('draft', 'queued', 'running', 'checked', 'done', 'stopped', 'failed')),
    attempt       int NOT NULL DEFAULT 0,            -- who runs it counts up: of an earlier one nothing is saved
    error         text,                              -- a code; never a value of a row
    progress      real NOT NULL DEFAULT 0,           -- 0 to 1
    counts        jsonb NOT NULL DEFAULT '{}',       -- rows read are where it goes on after a restart
    forecast      jsonb,                             -- what a dry run found
    started_at    timestamptz,
    finished_at   timestamptz,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX import_job_list ON import_job (workspace_id, at DESC, id DESC);
CREATE INDEX import_job_due ON import_job (at) WHERE state IN ('queued', 'running');

-- What a source has said of each of its rows: an unchanged one is not said again, a changed one is.
CREATE TABLE import_row (
    workspace_id  uuid NOT NULL,
    connection_id uuid NOT NULL,
    key           uuid NOT NULL,                     -- digest of the source's own key
    digest        uuid NOT NULL,                     -- of what the row says
    revision      int NOT NULL,                      -- how often that has changed: part of the touch's external id
    job_id        uuid NOT NULL,                     -- who saw it last …
    line          bigint NOT NULL,                   -- … and where: the same key elsewhere in one file is a mistake
    PRIMARY KEY (workspace_id, connection_id, key)
);

-- Rows that were refused, or of which something was left out: the report. They are a person's data and go with the job.
CREATE TABLE import_refusal (
    workspace_id uuid NOT NULL,
    job_id       uuid NOT NULL,
    line         bigint NOT NULL,
    refused      boolean NOT NULL,
    problems     jsonb NOT NULL,                     -- [{"code", "column", "told"}, …]
    cells        jsonb NOT NULL,                     -- the row as it was
    PRIMARY KEY (workspace_id, job_id, line),
    FOREIGN KEY (workspace_id, job_id) REFERENCES import_job ON DELETE CASCADE
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['import_job', 'import_row', 'import_refusal']
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
-- The role that runs them: only to find whose turn it is; the work is done by nitka_app in that workspace.
CREATE POLICY service ON import_job FOR SELECT TO nitka_service USING (true);
GRANT SELECT (workspace_id, id, at, origin, state, connection_id, finished_at) ON import_job TO nitka_service;
