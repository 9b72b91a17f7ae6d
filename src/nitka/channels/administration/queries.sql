-- name: workspace(workspace_id)^
-- For the settings page, and for what is published to the edge.
SELECT id, name, region, locale, settings FROM workspace WHERE id = :workspace_id;

-- name: workspace_ids()
-- Everything is published anew at the start and after a restore.
SELECT id FROM workspace ORDER BY id;

-- name: workspace_names()
-- Whoever runs the server looks up a workspace's id.
SELECT id, name, created_at FROM workspace ORDER BY id;

-- name: add_workspace(id, name, region, locale)!
-- A new tenant.
INSERT INTO workspace (id, name, region, locale) VALUES (:id, :name, :region, :locale);

-- name: change_workspace(workspace_id, name, region, locale, settings)!
-- Its owner set it up otherwise.
UPDATE workspace SET name = :name, region = :region, locale = :locale, settings = :settings WHERE id = :workspace_id;

-- name: add_brand(workspace_id, id, name)!
-- Every workspace begins with one voice.
INSERT INTO brand (workspace_id, id, name) VALUES (:workspace_id, :id, :name);

-- name: first_brand(workspace_id)^
-- Connections are made for the brand the workspace began with.
SELECT id, name FROM brand WHERE workspace_id = :workspace_id ORDER BY id LIMIT 1;

-- name: brands(workspace_id)
-- The widget says whose it is.
SELECT id, name FROM brand WHERE workspace_id = :workspace_id;

-- name: team(workspace_id)
-- The widget says who answers; a few names are enough.
SELECT a.name FROM membership m JOIN account a ON a.id = m.account_id
WHERE m.workspace_id = :workspace_id ORDER BY m.created_at, a.id LIMIT 5;

-- name: connections(workspace_id)
-- All doors of the workspace, in the order they were made.
SELECT id, brand_id, kind, name, settings, secrets, write_key, state, disabled_at, created_at
FROM connection WHERE workspace_id = :workspace_id ORDER BY created_at, id;

-- name: connection(workspace_id, id)^
-- Locked, so that two who change its settings do not lose one another's.
SELECT id, brand_id, kind, name, settings, secrets, write_key, state, disabled_at, created_at
FROM connection WHERE workspace_id = :workspace_id AND id = :id FOR UPDATE;

-- name: add_connection(workspace_id, id, brand_id, kind, name, settings, secrets, write_key)!
-- A new door; what is secret is sealed.
INSERT INTO connection (workspace_id, id, brand_id, kind, name, settings, secrets, write_key)
VALUES (:workspace_id, :id, :brand_id, :kind, :name, :settings, :secrets, :write_key);

-- name: change_connection(workspace_id, id, name, settings, secrets, disabled)!
-- Its state is forgotten, for its session begins anew with the new settings.
UPDATE connection SET name = :name, settings = :settings, secrets = :secrets, state = '{}',
    disabled_at = CASE WHEN :disabled THEN coalesce(disabled_at, now()) END
WHERE workspace_id = :workspace_id AND id = :id;

-- name: remove_connection(workspace_id, id)!
-- Its secrets go with it; what came by it stays.
DELETE FROM connection WHERE workspace_id = :workspace_id AND id = :id;

-- name: twins(workspace_id, write_key, id)
-- A chat and the tracking of its site share a key, live and go together.
SELECT id FROM connection WHERE workspace_id = :workspace_id AND write_key = :write_key AND id <> :id;

-- name: publishing(workspace_id)!
-- Two who publish one workspace take turns, so that the later one has read the later state.
SELECT pg_advisory_xact_lock(hashtextextended('publish ' || :workspace_id::uuid::text, 0));

-- name: key_is_alive(write_key)$
-- A key that no connection has any more must open nothing.
SELECT EXISTS (SELECT FROM connection WHERE write_key = :write_key AND disabled_at IS NULL);
