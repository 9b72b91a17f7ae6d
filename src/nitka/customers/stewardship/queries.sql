-- name: suggestions_page
-- The likeliest first. Whose the nodes are is looked up now. Of several pairs of the same two customers the likeliest
-- speaks for all; open ones leave out who is one customer by now, or was parted by an operator.
SELECT s.id, s.state, s.score, s.features, s.made_at, s.decided_at, s.decided_by, s.event_id, w.name AS decider,
       x.customer_id AS one, y.customer_id AS other
FROM suggestion s
JOIN customer_member x ON x.node = s.a AND x.valid_to IS NULL
JOIN customer_member y ON y.node = s.b AND y.valid_to IS NULL
LEFT JOIN account w ON w.id = s.decided_by
WHERE s.state = :state
  AND (:score::real IS NULL OR (s.score, s.id) < (:score::real, :before::uuid))
  AND (s.state <> 'open' OR x.customer_id <> y.customer_id)
  AND (s.state <> 'open' OR NOT EXISTS (
      SELECT FROM customer_member m
      JOIN identity_constraint_node p ON p.node = m.node AND p.revoked_by IS NULL
      JOIN identity_constraint c ON c.id = p.constraint_id AND c.kind = 'cannot' AND c.revoked_by IS NULL
      JOIN identity_constraint_node q ON q.constraint_id = c.id AND q.side <> p.side AND q.revoked_by IS NULL
      JOIN customer_member n ON n.node = q.node AND n.valid_to IS NULL
      WHERE m.customer_id = x.customer_id AND m.valid_to IS NULL AND n.customer_id = y.customer_id))
  AND (s.state <> 'open' OR NOT EXISTS (
      SELECT FROM customer_member m
      JOIN suggestion o ON (o.a = m.node OR o.b = m.node) AND o.state = 'open' AND (o.score, o.id) > (s.score, s.id)
      JOIN customer_member n ON n.node = CASE m.node WHEN o.a THEN o.b ELSE o.a END AND n.valid_to IS NULL
      WHERE m.customer_id = x.customer_id AND m.valid_to IS NULL AND n.customer_id = y.customer_id))
ORDER BY s.score DESC, s.id DESC
LIMIT :page;

-- name: likely_of
-- Open suggestions of one customer, the likeliest of each other customer first.
SELECT DISTINCT ON (n.customer_id) s.id, s.score, s.features, n.customer_id AS other, s.a = m.node AS is_a
FROM customer_member m
JOIN suggestion s ON (s.a = m.node OR s.b = m.node) AND s.state = 'open'
JOIN customer_member n ON n.node = CASE m.node WHEN s.a THEN s.b ELSE s.a END AND n.valid_to IS NULL
WHERE m.customer_id = :id AND m.valid_to IS NULL AND n.customer_id <> :id
  AND NOT EXISTS (
      SELECT FROM customer_member o
      JOIN identity_constraint_node p ON p.node = o.node AND p.revoked_by IS NULL
      JOIN identity_constraint c ON c.id = p.constraint_id AND c.kind = 'cannot' AND c.revoked_by IS NULL
      JOIN identity_constraint_node q ON q.constraint_id = c.id AND q.side <> p.side AND q.revoked_by IS NULL
      JOIN customer_member r ON r.node = q.node AND r.valid_to IS NULL
      WHERE o.customer_id = :id AND o.valid_to IS NULL AND r.customer_id = n.customer_id)
ORDER BY n.customer_id, s.score DESC, s.id DESC;

-- name: suggestion_by_id^
-- One suggestion, and whose its nodes are now.
SELECT s.id, s.state, s.score, s.features, s.made_at, s.decided_at, s.decided_by, s.event_id, w.name AS decider,
       x.customer_id AS one, y.customer_id AS other
FROM suggestion s
LEFT JOIN customer_member x ON x.node = s.a AND x.valid_to IS NULL
LEFT JOIN customer_member y ON y.node = s.b AND y.valid_to IS NULL
LEFT JOIN account w ON w.id = s.decided_by
WHERE s.id = :id;

-- name: is_hearsay$
-- Whether a suggestion rests on a description that anybody could have sent.
SELECT coalesce(bool_or(i.type = 'record' AND i.assurance < 2), false)
FROM suggestion s JOIN identifier i ON i.id IN (s.a, s.b) WHERE s.id = :id;

-- name: hold_suggestion^
-- To be decided by one person at a time.
SELECT id FROM suggestion WHERE id = :id FOR UPDATE;

-- name: decide_suggestion!
-- Who decided what, and what came of it.
UPDATE suggestion SET state = :state, decided_by = :who, decided_at = now(), event_id = :event_id WHERE id = :id;

-- name: follow_undo!
-- A decision that was undone is open again; one whose undo was undone is in force again, and so on down the chain.
WITH RECURSIVE chain AS (
    SELECT e.id, e.undoes FROM identity_event e WHERE e.id = :id
    UNION
    SELECT e.id, e.undoes FROM chain JOIN identity_event e ON e.id = chain.undoes
)
UPDATE suggestion s
SET state = CASE WHEN e.undone_by IS NOT NULL THEN 'open' WHEN e.op = 'merge' THEN 'accepted' ELSE 'dismissed' END
FROM chain JOIN identity_event e ON e.id = chain.id
WHERE s.event_id = e.id AND s.state <> 'outdated';

-- name: briefs
-- How customers are called in a line, those out of use as they were called last, and who answers for them today.
SELECT c.id, coalesce(c.name, l.name) AS name, l.id AS live_id
FROM customer c
LEFT JOIN customer_redirect r ON r.old_id = c.id
LEFT JOIN customer l ON l.id = CASE WHEN c.retired_at IS NULL THEN c.id ELSE r.new_id END
WHERE c.id = ANY(:ids::uuid[]);

-- name: shared_page
-- Identifiers that join nobody, the newest first.
SELECT i.id, i.type, i.namespace, i.value, i.assurance, i.status, i.status_by, i.first_at
FROM identifier i
WHERE i.status <> 'normal' AND (:status::text IS NULL OR i.status = :status)
  AND (:before_at::timestamptz IS NULL OR (i.first_at, i.id) < (:before_at, :before_id::uuid))
ORDER BY i.first_at DESC, i.id DESC
LIMIT :page;

-- name: company_of
-- What these identifiers were seen with, by type. More than a thousand are not counted.
SELECT wanted.id, n.type, count(DISTINCT n.node) AS nodes
FROM unnest(:ids::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT l.node, i.type
    FROM (
        (SELECT f.b AS node FROM link f WHERE f.a = wanted.id LIMIT 1000)
        UNION
        (SELECT t.a FROM link t WHERE t.b = wanted.id LIMIT 1000)
    ) l
    JOIN identifier i ON i.id = l.node
) n
GROUP BY wanted.id, n.type;

-- name: customers_scanned
-- The next customers to look at, the newest first.
SELECT c.id, c.created_at FROM customer c
WHERE c.retired_at IS NULL AND (:before::uuid IS NULL OR c.id < :before)
ORDER BY c.id DESC LIMIT :page;

-- name: torn
-- Pairs of customers, of whom one is among these and the other is older, between whom there is a link that joins
-- nobody. Of each identifier the firmest links are looked at: what is said most firmly is worth a look.
SELECT DISTINCT m.customer_id AS newer, o.customer_id AS older
FROM customer_member m
CROSS JOIN LATERAL (
    (SELECT f.b AS node FROM link f WHERE f.a = m.node
     ORDER BY f.assurance DESC, f.valid_from, f.touch_id LIMIT 100)
    UNION ALL
    (SELECT t.a FROM link t WHERE t.b = m.node
     ORDER BY t.assurance DESC, t.valid_from, t.touch_id LIMIT 100)
) l
JOIN customer_member o ON o.node = l.node AND o.valid_to IS NULL
WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL AND o.customer_id < m.customer_id;

-- name: biggest
-- Customers by the number of their identifiers.
SELECT m.customer_id, count(*) AS nodes
FROM customer_member m WHERE m.valid_to IS NULL
GROUP BY m.customer_id HAVING count(*) > 1
ORDER BY nodes DESC, m.customer_id
LIMIT :page;

-- name: held_by
-- What holds these customers: links within each, and what operators said, by how far they are proven.
SELECT held.customer_id, held.assurance, count(*) AS links
FROM (
    SELECT m.customer_id, l.assurance
    FROM customer_member m
    JOIN link l ON l.a = m.node
    JOIN customer_member o ON o.node = l.b AND o.valid_to IS NULL AND o.customer_id = m.customer_id
    WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL
    UNION ALL
    SELECT DISTINCT ON (m.customer_id, c.id) m.customer_id, c.assurance
    FROM customer_member m
    JOIN identity_constraint_node n ON n.node = m.node AND n.revoked_by IS NULL
    JOIN identity_constraint c ON c.id = n.constraint_id AND c.kind = 'must' AND c.revoked_by IS NULL
    WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL
) held
GROUP BY held.customer_id, held.assurance
ORDER BY held.customer_id, held.assurance DESC;

-- name: touches_of
-- How much was heard from these customers, counted no further than a list needs.
SELECT wanted.id AS customer_id, (
    SELECT count(*) FROM (
        SELECT FROM customer_member m JOIN touch t ON t.owner_node = m.node
        WHERE m.customer_id = wanted.id AND m.valid_to IS NULL LIMIT 10000
    ) counted) AS touches
FROM unnest(:ids::uuid[]) AS wanted (id);

-- name: events_page
-- Everything that happened to identity, the latest first.
SELECT e.id, e.op, e.before, e.after, e.why, e.who, e.details, e.undoes, e.undone_by, e.at, a.name AS who_name
FROM identity_event e
LEFT JOIN account a ON a.id = e.who
WHERE (:op::text IS NULL OR e.op = :op)
  AND (:by_rule::boolean IS NULL OR (e.who IS NULL) = :by_rule)
  AND (:before_at::timestamptz IS NULL OR (e.at, e.id) < (:before_at, :before_id::uuid))
ORDER BY e.at DESC, e.id DESC
LIMIT :page;
