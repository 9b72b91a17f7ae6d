-- name: shared_near
-- Shared identifiers that these customers were seen with, sessions of unnamed senders too.
SELECT DISTINCT m.customer_id, i.id, i.type, i.value, i.first_at
FROM customer_member m
CROSS JOIN LATERAL (
    (SELECT f.b AS node FROM link f WHERE f.a = m.node LIMIT 200)
    UNION
    (SELECT t.a FROM link t WHERE t.b = m.node LIMIT 200)
) l
CROSS JOIN LATERAL (SELECT * FROM identifier one WHERE one.id = l.node AND one.status = 'shared' LIMIT 1) AS i
WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL
ORDER BY i.first_at, i.id, m.customer_id
LIMIT 400;

-- name: shared_by_id
-- These, as far as they are shared identifiers.
SELECT id, type, value, first_at FROM identifier WHERE id = ANY(:ids::uuid[]) AND status = 'shared';

-- name: people_around
-- How many customers were seen with these identifiers, and the first few of them. Of a crowd a thousand links from either
-- side are read; who merely sat there without a name is nobody.
SELECT wanted.id, count(DISTINCT m.customer_id) AS people, (array_agg(DISTINCT m.customer_id))[1 : :most] AS few
FROM unnest(:ids::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (
    (SELECT f.b AS node FROM link f WHERE f.a = wanted.id AND f.kind NOT IN ('session', 'told') LIMIT 1000)
    UNION
    (SELECT t.a FROM link t WHERE t.b = wanted.id AND t.kind NOT IN ('session', 'told') LIMIT 1000)
) l
JOIN customer_member m ON m.node = l.node AND m.valid_to IS NULL
GROUP BY wanted.id;

-- name: held
-- How firmly these customers were seen with these identifiers.
SELECT m.customer_id, l.other AS id, max(l.assurance) AS assurance
FROM customer_member m
CROSS JOIN LATERAL (
    (SELECT f.b AS other, f.assurance FROM link f WHERE f.a = m.node AND f.b = ANY(:shared::uuid[]))
    UNION ALL
    (SELECT t.a, t.assurance FROM link t WHERE t.b = m.node AND t.a = ANY(:shared::uuid[]))
) l
WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL
GROUP BY m.customer_id, l.other;

-- name: homes_told
-- What somebody who can be trusted to know said of these customers, the first of it: descriptions with an address.
SELECT m.customer_id, i.id, i.value, i.first_at
FROM unnest(:ids::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT one.customer_id, one.node FROM customer_member one
    WHERE one.customer_id = wanted.id AND one.valid_to IS NULL LIMIT 200
) m
CROSS JOIN LATERAL (SELECT * FROM identifier o WHERE o.id = m.node AND o.type = 'record' AND o.assurance >= 2 LIMIT 1) AS i;

-- name: record_told
-- One such description, and whose it is.
SELECT m.customer_id, i.id, i.value, i.first_at
FROM identifier i JOIN customer_member m ON m.node = i.id AND m.valid_to IS NULL
WHERE i.id = :id AND i.type = 'record' AND i.assurance >= 2;

-- name: told_under
-- Descriptions under these keys, of those who can be trusted; of a crowd no more than shows that it is one.
SELECT wanted.key, m.customer_id, i.id, i.value, i.first_at
FROM unnest(:keys::bigint[]) AS wanted (key)
CROSS JOIN LATERAL (SELECT node FROM record_key one WHERE one.key = wanted.key LIMIT :most) AS r
CROSS JOIN LATERAL (SELECT * FROM identifier o WHERE o.id = r.node AND o.type = 'record' AND o.assurance >= 2 LIMIT 1) AS i
JOIN customer_member m ON m.node = i.id AND m.valid_to IS NULL;

-- name: devices_near
-- A customer's own devices, the first seen first, and these shared ones.
(
    SELECT i.id, i.type, i.namespace, i.value, i.assurance, i.status, i.first_at
    FROM customer_member m
    CROSS JOIN LATERAL (SELECT * FROM identifier one WHERE one.id = m.node AND one.type = 'device' LIMIT 1) AS i
    WHERE m.customer_id = :customer AND m.valid_to IS NULL
    ORDER BY i.first_at, i.id LIMIT :most
)
UNION ALL
SELECT i.id, i.type, i.namespace, i.value, i.assurance, i.status, i.first_at
FROM identifier i WHERE i.id = ANY(:shared::uuid[]);

-- name: people_of
-- Whose an identifier is, or who was seen with it: the newest customers first.
SELECT DISTINCT m.customer_id
FROM (
    SELECT :id::uuid AS node
    UNION
    (SELECT f.b FROM link f WHERE f.a = :id AND f.kind NOT IN ('session', 'told')
        AND EXISTS (SELECT FROM identifier i WHERE i.id = :id AND i.status <> 'normal') LIMIT 1000)
    UNION
    (SELECT t.a FROM link t WHERE t.b = :id AND t.kind NOT IN ('session', 'told')
        AND EXISTS (SELECT FROM identifier i WHERE i.id = :id AND i.status <> 'normal') LIMIT 1000)
) l
JOIN customer_member m ON m.node = l.node AND m.valid_to IS NULL
ORDER BY m.customer_id DESC LIMIT :most;

-- name: uses
-- How often these customers used these devices, of the latest touches of each of their identifiers, and what the
-- device said of itself last.
SELECT m.customer_id, used.device, count(*) AS touches, min(t.at) AS first_at, max(t.at) AS last_at,
       (array_agg(t.agent ORDER BY t.at DESC) FILTER (WHERE t.agent IS NOT NULL))[1] AS agent
FROM customer_member m
CROSS JOIN LATERAL (
    SELECT o.at, o.nodes, o.payload #>> '{context,userAgent}' AS agent FROM touch o
    WHERE o.owner_node = m.node AND o.direction = 'in'
    ORDER BY o.at DESC, o.id DESC LIMIT :most
) t
JOIN unnest(:devices::uuid[]) AS used (device) ON used.device = ANY(t.nodes)
WHERE m.customer_id = ANY(:customers::uuid[]) AND m.valid_to IS NULL
GROUP BY m.customer_id, used.device;
