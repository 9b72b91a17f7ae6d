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
-- Nodes that a merge lets out; which merges did is kept, so that undoing one lets them in again if no other did.
WITH out AS (
    UPDATE identity_constraint_node SET revoked_by = :event_id
    WHERE constraint_id = :constraint_id AND node = ANY(:nodes::uuid[]) AND revoked_by IS NULL
)
INSERT INTO identity_release (workspace_id, constraint_id, node, event_id)
SELECT :workspace_id, :constraint_id, node, :event_id FROM unnest(:nodes::uuid[]) AS node
ON CONFLICT DO NOTHING;

-- name: cannots_around
-- What keeps these nodes apart, with the nodes that merges let out.
SELECT c.id, array_agg(n.node) FILTER (WHERE n.side = 'a') AS a, array_agg(n.node) FILTER (WHERE n.side = 'b') AS b
FROM identity_constraint c
JOIN identity_constraint_node n ON n.constraint_id = c.id
WHERE c.kind = 'cannot' AND c.revoked_by IS NULL AND c.id IN (
    SELECT mine.constraint_id FROM unnest(:ids::uuid[]) AS wanted (id)
    JOIN identity_constraint_node mine ON mine.node = wanted.id
)
GROUP BY c.id;

-- name: take_back
-- What events say and let out holds as long as they are in force themselves, which was noted before.
WITH said AS (
    UPDATE identity_constraint c SET revoked_by = e.undone_by FROM identity_event e
    WHERE c.event_id = ANY(:events::uuid[]) AND e.id = c.event_id RETURNING c.id
), let_out AS (
    SELECT DISTINCT r.constraint_id, r.node FROM identity_release r WHERE r.event_id = ANY(:events::uuid[])
), readmitted AS (
    UPDATE identity_constraint_node n SET revoked_by = (
        SELECT r.event_id FROM identity_release r JOIN identity_event e ON e.id = r.event_id
        WHERE r.constraint_id = n.constraint_id AND r.node = n.node AND e.undone_by IS NULL LIMIT 1)
    FROM let_out l WHERE n.constraint_id = l.constraint_id AND n.node = l.node
)
SELECT node FROM let_out
UNION
SELECT n.node FROM identity_constraint_node n WHERE n.constraint_id IN (SELECT id FROM said);

-- name: statuses_by_hand
-- The last word of operators on these identifiers that was not taken back; else how it was before the first one.
SELECT n.id AS node, said.status AS said, first.details->'status'->(n.id::text)->>0 AS was
FROM unnest(:ids::uuid[]) AS n (id)
CROSS JOIN LATERAL (
    SELECT e.details FROM identity_event e WHERE e.identifier_id = n.id ORDER BY e.at, e.id LIMIT 1
) AS first
LEFT JOIN LATERAL (
    SELECT e.status FROM identity_event e WHERE e.identifier_id = n.id AND e.undone_by IS NULL
    ORDER BY e.at DESC, e.id DESC LIMIT 1
) AS said ON true;

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

-- name: give_name!
-- An operator's name wins over every source.
INSERT INTO given_name (workspace_id, node, name) VALUES (:workspace_id, :node, :name)
ON CONFLICT (workspace_id, node) DO UPDATE SET name = excluded.name, at = excluded.at;

-- name: forget_names!
-- The sources speak again.
DELETE FROM given_name WHERE node = ANY(:nodes::uuid[]);

-- name: bar!
-- Spam: since when, which a second word does not change. It is said of all that this customer is known by.
UPDATE identifier SET barred_at = CASE WHEN :blocked THEN coalesce(barred_at, :at) END
WHERE id = ANY(:nodes::uuid[]);
