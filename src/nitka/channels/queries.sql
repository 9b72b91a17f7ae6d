-- name: session_connections(kinds)
-- Every connection that holds a session, of all workspaces: read by the platform itself.
SELECT workspace_id, id, brand_id, kind, name, settings, secrets, write_key
FROM connection WHERE kind = ANY (:kinds::text[]) AND disabled_at IS NULL;

-- name: take_lease(workspace_id, connection_id, owner)^
-- A new epoch: whoever read before can no longer move the cursor.
INSERT INTO connection_lease (workspace_id, connection_id, owner, epoch)
VALUES (:workspace_id, :connection_id, :owner, 1)
ON CONFLICT (workspace_id, connection_id)
DO UPDATE SET owner = excluded.owner, epoch = connection_lease.epoch + 1
RETURNING epoch, cursor;

-- name: save_cursor(workspace_id, connection_id, epoch, cursor)$
-- Nothing comes back when another process reads now: its epoch is a later one.
UPDATE connection_lease SET cursor = :cursor
WHERE workspace_id = :workspace_id AND connection_id = :connection_id AND epoch = :epoch
RETURNING epoch;

-- name: report_state(workspace_id, id, state)$
-- Only when it changes, so that a healthy session writes nothing.
UPDATE connection SET state = :state::jsonb || jsonb_build_object('since', now())
WHERE workspace_id = :workspace_id AND id = :id AND NOT state @> :state::jsonb
RETURNING id;

-- name: keep_file(workspace_id, id, name, type, size, blob)!
-- An operator's upload: it belongs to no visitor.
INSERT INTO file (workspace_id, id, name, type, size, blob)
VALUES (:workspace_id, :id, :name, :type, :size, :blob);

-- name: use_files(ids)
-- What a message of ours names is kept from now on; an upload can be sent for a day.
UPDATE file SET used_at = coalesce(used_at, now())
WHERE id = ANY (:ids::uuid[])
  AND (used_at IS NOT NULL OR strand_id IS NOT NULL OR created_at > now() - interval '1 day')
RETURNING id, name, type, size, blob;

-- name: count_unsent(workspace_id)!
-- Two who upload at once take turns, so that both see what the other holds.
SELECT pg_advisory_xact_lock(hashtextextended('unsent ' || :workspace_id::uuid::text, 0));

-- name: unsent_bytes()$
-- What visitors have uploaded and not sent; the smallest file costs a row and a place on the disk, too.
SELECT coalesce(sum(greatest(size, 100000)), 0)::bigint FROM file
WHERE used_at IS NULL AND strand_id IS NULL AND owner_node IS NOT NULL;

-- name: workspaces_with_unsent()
-- Where something is to be removed.
SELECT DISTINCT workspace_id FROM file
WHERE used_at IS NULL AND strand_id IS NULL AND created_at < now() - interval '25 hours';

-- name: late_files(most)
-- An hour after nobody can send them any more.
SELECT id, blob FROM file
WHERE used_at IS NULL AND strand_id IS NULL AND created_at < now() - interval '25 hours'
ORDER BY created_at LIMIT :most;

-- name: remove_files(ids)!
-- Their blobs have gone.
DELETE FROM file WHERE id = ANY (:ids::uuid[]) AND used_at IS NULL AND strand_id IS NULL;

-- name: kept_files(ids)
-- Any files of the workspace: operators see all of its conversations.
SELECT id, name, type, size, blob FROM file WHERE id = ANY (:ids::uuid[]);

-- name: entrances
-- Where a customer may come with a token; the chat first, for it needs nothing of theirs.
SELECT id, kind, name, settings, write_key FROM connection
WHERE brand_id = :brand_id AND disabled_at IS NULL ORDER BY kind <> 'chat', name, id;
