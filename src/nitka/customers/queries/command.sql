-- name: members_of
-- Which nodes make up these customers now.
SELECT customer_id, node FROM customer_member WHERE customer_id = ANY(:ids::uuid[]) AND valid_to IS NULL;

-- name: current_customer$
-- Who answers for this id today; null where nobody ever had it.
SELECT coalesce((SELECT new_id FROM customer_redirect WHERE old_id = :id), (SELECT id FROM customer WHERE id = :id));

-- name: add_constraint!
-- An operator's word, with the nodes of both sides.
WITH made AS (
    INSERT INTO identity_constraint (workspace_id, id, kind, assurance, why, event_id)
    VALUES (:workspace_id, :id, :kind, :assurance, :why, :event_id)
)
INSERT INTO identity_constraint_node (workspace_id, constraint_id, node, side)
SELECT :workspace_id, :id, node, side::"char" FROM unnest(:nodes::uuid[], :sides::text[]) AS s (node, side);

-- name: release_nodes!
-- Nodes that a merge lets out; who let them out is kept, so that undoing it lets them in again.
UPDATE identity_constraint_node SET revoked_by = :event_id
WHERE constraint_id = :constraint_id AND node = ANY(:nodes::uuid[]) AND revoked_by IS NULL;

-- name: take_back
-- What the event said is said no more, and what it had taken back holds again.
WITH revoked AS (
    UPDATE identity_constraint SET revoked_by = :by WHERE event_id = :event_id AND revoked_by IS NULL RETURNING id
), restored AS (
    UPDATE identity_constraint SET revoked_by = NULL WHERE revoked_by = :event_id RETURNING id
), readmitted AS (
    UPDATE identity_constraint_node SET revoked_by = NULL WHERE revoked_by = :event_id RETURNING node
)
SELECT node FROM readmitted
UNION
SELECT n.node FROM identity_constraint_node n
WHERE n.constraint_id IN (SELECT id FROM revoked UNION ALL SELECT id FROM restored);

-- name: event_by_id^
-- An identity event as it was written, to be taken back.
SELECT id, op, before, after, details, undoes, undone_by FROM identity_event WHERE id = :id;

-- name: mark_undone!
-- An event that is undone, or with a null in force again.
UPDATE identity_event SET undone_by = :by WHERE id = :id;

-- name: merge_of^
-- The latest merge, still in force, that joined these two ids.
SELECT id FROM identity_event e
WHERE e.op = 'merge' AND e.undone_by IS NULL AND e.before ? :one AND e.before ? :other
  AND e.id IN (SELECT event_id FROM identity_event_customer WHERE customer_id = :one::uuid)
ORDER BY e.at DESC LIMIT 1;

-- name: name_customer!
-- An operator's name wins over every source; without one the sources speak again.
UPDATE customer SET name = :name, name_by = :by WHERE id = :id;

-- name: block_customer!
-- Spam: since when, which a second word does not change.
UPDATE customer SET blocked_at = CASE WHEN :blocked THEN coalesce(blocked_at, clock_timestamp()) END WHERE id = :id;
