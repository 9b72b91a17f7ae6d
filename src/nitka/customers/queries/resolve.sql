-- name: known_nodes
-- What is known of these identifiers, and whose they are. LATERAL with a limit holds the planner to one index probe
-- a node: while a young table has no statistics it would read all of the workspace's rows for each.
SELECT i.id, i.type, i.namespace, i.value, i.status, i.status_by, i.assurance, i.first_at, m.customer_id,
       i.barred_at, i.since_month, i.past
FROM unnest(:ids::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (SELECT * FROM identifier one WHERE one.id = wanted.id LIMIT 1) AS i
LEFT JOIN LATERAL (
    SELECT customer_id FROM customer_member one WHERE one.node = i.id AND one.valid_to IS NULL LIMIT 1
) AS m ON true;

-- name: known_links
-- What was already said of these pairs.
SELECT l.a, l.b, l.kind, l.assurance, l.touch_id, l.channel, l.touch_kind, l.valid_from, l.weight,
       l.first_month, l.last_month
FROM unnest(:a::uuid[], :b::uuid[], :kinds::text[]) AS wanted (a, b, kind)
JOIN link l ON l.a = wanted.a AND l.b = wanted.b AND l.kind = wanted.kind;

-- name: cell_nodes
-- The customers of these nodes, whole; and the nodes themselves, where they have none.
WITH inside AS (
    SELECT unnest(:ids::uuid[]) AS id
    UNION
    SELECT other.node
    FROM unnest(:ids::uuid[]) AS wanted (id)
    JOIN customer_member mine ON mine.node = wanted.id AND mine.valid_to IS NULL
    JOIN customer_member other ON other.customer_id = mine.customer_id AND other.valid_to IS NULL
)
SELECT i.id, i.type, i.namespace, i.value, i.status, i.status_by, i.assurance, i.first_at, m.customer_id,
       i.barred_at, i.since_month, i.past
FROM inside
CROSS JOIN LATERAL (SELECT * FROM identifier one WHERE one.id = inside.id LIMIT 1) AS i
LEFT JOIN LATERAL (
    SELECT customer_id FROM customer_member one WHERE one.node = i.id AND one.valid_to IS NULL LIMIT 1
) AS m ON true;

-- name: links_around
-- The links of these nodes, from either end, the firmest and then the earliest first, as an index has them. Of claims,
-- which are below a node's `level`, no more than a few are read, and always the same: all the world may claim it.
SELECT l.a, l.b, l.kind, l.assurance, l.touch_id, l.channel, l.touch_kind, l.valid_from, l.weight,
       l.first_month, l.last_month
FROM unnest(:ids::uuid[], :levels::smallint[]) AS n (id, level)
CROSS JOIN LATERAL (
    (SELECT * FROM link f WHERE f.a = n.id AND f.assurance >= n.level
     ORDER BY f.assurance DESC, f.valid_from, f.touch_id, f.b, f.kind LIMIT :most)
    UNION ALL
    (SELECT * FROM link t WHERE t.b = n.id AND t.assurance >= n.level
     ORDER BY t.assurance DESC, t.valid_from, t.touch_id, t.a, t.kind LIMIT :most)
    UNION ALL
    (SELECT * FROM link f WHERE f.a = n.id AND f.assurance < n.level
     ORDER BY f.assurance DESC, f.valid_from, f.touch_id, f.b, f.kind LIMIT :claims)
    UNION ALL
    (SELECT * FROM link t WHERE t.b = n.id AND t.assurance < n.level
     ORDER BY t.assurance DESC, t.valid_from, t.touch_id, t.a, t.kind LIMIT :claims)
) l;

-- name: constraints_around
-- Every word of operators that concerns these nodes, with both of its sides. LATERAL as above.
SELECT c.id, c.kind, c.assurance, c.why, c.at, s.a, s.b
FROM (
    SELECT DISTINCT mine.constraint_id AS id FROM unnest(:ids::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (
        SELECT constraint_id FROM identity_constraint_node one
        WHERE one.node = wanted.id AND one.revoked_by IS NULL OFFSET 0
    ) AS mine
) AS k
CROSS JOIN LATERAL (SELECT * FROM identity_constraint one WHERE one.id = k.id LIMIT 1) AS c
CROSS JOIN LATERAL (
    SELECT array_agg(n.node) FILTER (WHERE n.side = 'a') AS a, array_agg(n.node) FILTER (WHERE n.side = 'b') AS b
    FROM identity_constraint_node n WHERE n.constraint_id = k.id AND n.revoked_by IS NULL
) AS s
WHERE c.revoked_by IS NULL;

-- name: try_lock(keys)$
-- Not waiting: whoever waits without having asked in order may wait in a ring.
SELECT coalesce(bool_and(pg_try_advisory_xact_lock(key)), true) FROM unnest(:keys::bigint[]) AS key;

-- name: lock_cells
-- Locks the customers of these nodes, whole, before they are read: what was read before is no longer certain. The key
-- is that of `lock_key`.
WITH inside AS (
    SELECT unnest(:ids::uuid[]) AS id
    UNION
    SELECT other.node
    FROM unnest(:ids::uuid[]) AS wanted (id)
    JOIN customer_member mine ON mine.node = wanted.id AND mine.valid_to IS NULL
    JOIN customer_member other ON other.customer_id = mine.customer_id AND other.valid_to IS NULL
), halves AS (
    SELECT id, encode(uuid_send(id), 'hex') AS hex FROM inside
)
SELECT id, pg_try_advisory_xact_lock(
    ('x' || right(hex, 16))::bit(64)::bigint # ('x' || left(hex, 16))::bit(64)::bigint
) AS held
FROM halves;

-- name: former_customers
-- The id, out of use now, that goes with each of these nodes: who parts with it gets it back.
SELECT DISTINCT ON (c.anchor) c.anchor AS node, c.id AS customer_id
FROM unnest(:ids::uuid[]) AS wanted (id)
JOIN customer c ON c.anchor = wanted.id AND c.retired_at IS NOT NULL
ORDER BY c.anchor, c.retired_at DESC;

-- name: touches_owned
-- Touches of identifiers that can own none any more; what we said ourselves goes with the words that it follows.
SELECT t.id, t.nodes, t.assurances, t.at, t.channel, t.kind, t.connection_id, t.sender, t.owner_node
FROM unnest(:ids::uuid[]) AS wanted (id)
JOIN touch t ON t.owner_node = wanted.id AND t.direction = 'in';

-- name: touches_mentioning
-- Touches that an identifier might own now that it may: they belong to one that it was seen with. Anybody can say it
-- in any number of touches, so there is an end to how many one transaction moves.
SELECT t.id, t.nodes, t.assurances, t.at, t.channel, t.kind, t.connection_id, t.sender, t.owner_node
FROM unnest(:near::uuid[]) AS near (id)
JOIN touch t ON t.owner_node = near.id AND t.direction = 'in'
WHERE :node = ANY (t.nodes)
ORDER BY t.at DESC, t.id LIMIT :most;

-- name: reply_nodes
-- The address that a message of ours went to: its unguessable token came back.
SELECT m.id, s.node FROM message m JOIN strand s ON s.id = m.strand_id WHERE m.id = ANY(:ids::uuid[]);

-- name: customer_rows
-- Customers' own data, those out of use too.
SELECT id, name, blocked_at, created_at, retired_at FROM customer WHERE id = ANY(:ids::uuid[]);
