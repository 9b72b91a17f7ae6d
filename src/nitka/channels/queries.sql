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

-- name: kept_files(ids)
-- Any files of the workspace: operators see all of its conversations.
SELECT id, name, type, size, blob FROM file WHERE id = ANY (:ids::uuid[]);
