-- name: waiting_workspaces(consumer)
-- Who has work that is due, one look at the index for each: however much of it one workspace has.
WITH RECURSIVE found AS (
    (SELECT workspace_id FROM follow_up
     WHERE consumer = :consumer AND state = 'queued' AND due_at <= now() ORDER BY workspace_id LIMIT 1)
    UNION ALL
    SELECT (SELECT f.workspace_id FROM follow_up f
            WHERE f.consumer = :consumer AND f.state = 'queued' AND f.due_at <= now()
              AND f.workspace_id > found.workspace_id
            ORDER BY f.workspace_id LIMIT 1)
    FROM found WHERE found.workspace_id IS NOT NULL
)
SELECT workspace_id FROM found WHERE workspace_id IS NOT NULL;

-- name: take(consumer, most, only)
-- What is due, and held by nobody else: taken by deleting it, which comes true with the outcome or not at all.
DELETE FROM follow_up WHERE (workspace_id, id) IN (
    SELECT workspace_id, id FROM follow_up
    WHERE consumer = :consumer AND state = 'queued' AND due_at <= now()
      AND (:only::uuid[] IS NULL OR id = ANY (:only::uuid[]))
    ORDER BY due_at, id LIMIT :most FOR UPDATE SKIP LOCKED
)
RETURNING id, key;

-- name: set_back(id, seconds, error)!
-- It failed: later again, and with no time given set aside.
UPDATE follow_up SET attempts = attempts + 1, error = :error,
    state = CASE WHEN :seconds::float IS NULL THEN 'failed' ELSE 'queued' END,
    due_at = now() + make_interval(secs => coalesce(:seconds::float, 0))
WHERE id = :id AND state = 'queued';

-- name: attempts_of(id)$
-- How often it failed already.
SELECT attempts FROM follow_up WHERE id = :id AND state = 'queued' FOR UPDATE;

-- name: queue_again(id)$
-- A person has seen to it: the attempts are counted anew. Its worker looks once a second.
UPDATE follow_up SET state = 'queued', attempts = 0, due_at = now() WHERE id = :id AND state = 'failed' RETURNING true;

-- name: drop(id)$
-- The row stays: it says what happened.
UPDATE follow_up SET state = 'dropped' WHERE id = :id AND state = 'failed' RETURNING true;

-- name: queue_likeness!
-- New records wait to be compared; the role identity does it.
INSERT INTO follow_up (workspace_id, id, consumer, key)
SELECT :workspace_id, * FROM unnest(:ids::uuid[], :consumers::text[], :keys::uuid[]);
