-- Rights. nitka_app sees one workspace at a time; nitka_service (relay, timers, login, leases) sees all
-- workspaces in the few tables listed here. Neither owns a table nor may bypass row-level security.

DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
             WHERE n.nspname = 'nitka' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND c.relname NOT IN ('session')
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY one_workspace ON %I TO nitka_app
            USING (workspace_id = (SELECT nullif(current_setting(''nitka.workspace'', true), '''')::uuid))
            WITH CHECK (workspace_id = (SELECT nullif(current_setting(''nitka.workspace'', true), '''')::uuid))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO nitka_app', t);
    END LOOP;
END $$;

ALTER TABLE workspace ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace FORCE ROW LEVEL SECURITY;
CREATE POLICY one_workspace ON workspace TO nitka_app
    USING (id = (SELECT nullif(current_setting('nitka.workspace', true), '')::uuid));
GRANT SELECT, UPDATE ON workspace TO nitka_app;
GRANT SELECT, INSERT, UPDATE ON pipeline_offset TO nitka_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA nitka TO nitka_app, nitka_service;
GRANT USAGE ON SCHEMA nitka TO nitka_app, nitka_service;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['workspace', 'membership', 'api_token', 'connection', 'connection_lease', 'outbox',
                             'delivery', 'quarantine', 'audit', 'brand', 'ticket', 'former_member']
    LOOP
        EXECUTE format('CREATE POLICY service ON %I TO nitka_service USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO nitka_service', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['account', 'session', 'pipeline_offset']
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO nitka_service', t);
    END LOOP;
END $$;
REVOKE UPDATE, DELETE ON audit FROM nitka_app, nitka_service;  -- the log only grows
-- Timers: only to find whose turn it is; the work is done by nitka_app in that workspace.
CREATE POLICY service ON conversation FOR SELECT TO nitka_service USING (true);
GRANT SELECT (workspace_id, id, status, snoozed_until) ON conversation TO nitka_service;
-- Names of colleagues are shown on the desk, nothing else of an account.
GRANT SELECT (id, name, email) ON account TO nitka_app;
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE account FORCE ROW LEVEL SECURITY;
CREATE POLICY colleagues ON account FOR SELECT TO nitka_app
    USING (id IN (SELECT account_id FROM membership UNION ALL SELECT account_id FROM former_member));
CREATE POLICY service ON account TO nitka_service USING (true) WITH CHECK (true);
-- The owner runs migrations, backups and restores.
DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'nitka' AND c.relrowsecurity
    LOOP
        EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    END LOOP;
END $$;
SELECT ensure_touch_partitions((now() - interval '1 month')::date, (now() + interval '2 months')::date);
