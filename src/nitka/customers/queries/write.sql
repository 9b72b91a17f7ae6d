-- name: save_identifiers!
-- New identifiers and those seen better or earlier than before.
INSERT INTO identifier (workspace_id, id, type, namespace, value, status, status_by, assurance, first_at,
    barred_at, since_month, past)
SELECT :workspace_id, id, type, namespace, value, status, status_by, assurance, first_at, barred_at, since_month,
    past::jsonb
FROM unnest(:ids::uuid[], :types::text[], :namespaces::text[], :values::text[], :statuses::text[], :by::text[],
    :assurances::smallint[], :firsts::timestamptz[], :barred::timestamptz[], :since::int[], :past::text[])
    AS d (id, type, namespace, value, status, status_by, assurance, first_at, barred_at, since_month, past)
ON CONFLICT (workspace_id, id) DO UPDATE
SET status = excluded.status, status_by = excluded.status_by, assurance = excluded.assurance,
    first_at = excluded.first_at, since_month = excluded.since_month, past = excluded.past;

-- name: save_links!
-- The better evidence replaces the weaker; which one is better was decided while their nodes were locked.
INSERT INTO link (workspace_id, a, b, kind, weight, assurance, touch_id, channel, touch_kind, valid_from,
    first_month, last_month, rules_version)
SELECT :workspace_id, *, :version FROM unnest(:a::uuid[], :b::uuid[], :kinds::text[], :weights::real[],
    :assurances::smallint[], :touches::uuid[], :channels::text[], :touch_kinds::text[], :ats::timestamptz[],
    :first_months::int[], :last_months::int[])
ON CONFLICT (workspace_id, a, b, kind) DO UPDATE
SET weight = excluded.weight, assurance = excluded.assurance, touch_id = excluded.touch_id, channel = excluded.channel,
    touch_kind = excluded.touch_kind, valid_from = excluded.valid_from,
    first_month = excluded.first_month, last_month = excluded.last_month, rules_version = excluded.rules_version;

-- name: create_customers!
-- Customers begin with their first touch.
INSERT INTO customer (workspace_id, id, created_at)
SELECT :workspace_id, * FROM unnest(:ids::uuid[], :ats::timestamptz[]);

-- name: revive_customers!
-- Back in use: nobody answers for them any more.
WITH back AS (DELETE FROM customer_redirect WHERE old_id = ANY(:ids::uuid[])),
     known AS (DELETE FROM customer_former WHERE customer_id = ANY(:ids::uuid[]))
UPDATE customer SET retired_at = NULL WHERE id = ANY(:ids::uuid[]);

-- name: retire_customers!
-- Out of use, and kept with what it was known by: a split or an undo brings the id back.
WITH known AS (
    INSERT INTO customer_former (workspace_id, customer_id, node, place)
    SELECT :workspace_id, * FROM unnest(:ids::uuid[], :nodes::uuid[], :places::int[])
)
UPDATE customer c SET retired_at = clock_timestamp(), anchor = d.node
FROM unnest(:ids::uuid[], :nodes::uuid[], :places::int[]) AS d (id, node, place) WHERE c.id = d.id AND d.place = 0;

-- name: follow_former!
-- An id out of use answers with whoever has the first of what it was known by that is anybody's, and goes with that.
WITH concerned AS (
    SELECT DISTINCT f.customer_id FROM unnest(:nodes::uuid[]) AS n (node)
    CROSS JOIN LATERAL (SELECT customer_id FROM customer_former one WHERE one.node = n.node OFFSET 0) AS f
), found AS (
    SELECT c.customer_id, f.node, f.home FROM concerned c
    CROSS JOIN LATERAL (
        SELECT one.node, m.customer_id AS home FROM customer_former one
        JOIN customer_member m ON m.node = one.node AND m.valid_to IS NULL
        WHERE one.customer_id = c.customer_id ORDER BY one.place LIMIT 1
    ) AS f
), anchored AS (
    UPDATE customer c SET anchor = f.node FROM found f WHERE c.id = f.customer_id AND c.anchor <> f.node
)
INSERT INTO customer_redirect (workspace_id, old_id, merged_into, new_id)
SELECT :workspace_id, customer_id, home, home FROM found
ON CONFLICT (workspace_id, old_id) DO UPDATE SET merged_into = excluded.merged_into, new_id = excluded.new_id;

-- name: redirect_customers!
-- The id that went out of use answers with another one.
INSERT INTO customer_redirect (workspace_id, old_id, merged_into, new_id)
SELECT :workspace_id, old_id, new_id, new_id FROM unnest(:old::uuid[], :new::uuid[]) AS r (old_id, new_id)
ON CONFLICT (workspace_id, old_id) DO UPDATE SET merged_into = excluded.merged_into, new_id = excluded.new_id;

-- name: collapse_redirects!
-- Every id that was out of use through one of these answers with the end of its chain again.
WITH RECURSIVE chain AS (
    SELECT r.old_id, r.merged_into AS at FROM customer_redirect r
    WHERE r.new_id = ANY(:ids::uuid[]) OR r.merged_into = ANY(:ids::uuid[])
    UNION
    SELECT chain.old_id, r.merged_into FROM chain JOIN customer_redirect r ON r.old_id = chain.at
)
UPDATE customer_redirect r SET new_id = chain.at FROM chain
WHERE r.old_id = chain.old_id AND r.new_id <> chain.at
  AND NOT EXISTS (SELECT 1 FROM customer_redirect further WHERE further.old_id = chain.at);

-- name: barred
-- Which of the identifiers of these customers an operator said to be blocked.
SELECT m.customer_id, i.type, i.barred_at
FROM customer_member m JOIN identifier i ON i.id = m.node
WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL;

-- name: set_blocked
-- Merging lifts a block that not all had, undoing puts it back; only what changes is told.
WITH drawn AS (SELECT * FROM unnest(:ids::uuid[], :ats::timestamptz[]) AS d (id, at))
UPDATE customer c SET blocked_at = d.at FROM drawn d
WHERE c.id = d.id AND c.blocked_at IS DISTINCT FROM d.at
RETURNING c.id;

-- name: close_members!
-- Membership has a history: who a node belonged to, and when.
UPDATE customer_member SET valid_to = clock_timestamp() WHERE node = ANY(:nodes::uuid[]) AND valid_to IS NULL;

-- name: open_members!
-- Whose customers these nodes are from now on.
INSERT INTO customer_member (workspace_id, node, customer_id)
SELECT :workspace_id, * FROM unnest(:nodes::uuid[], :customers::uuid[]);

-- name: move_touches!
-- Touches whose owner can own them no more, or that have a stronger one again. The time finds the partition.
UPDATE touch t SET owner_node = d.owner
FROM unnest(:ids::uuid[], :ats::timestamptz[], :owners::uuid[]) AS d (id, at, owner)
WHERE t.id = d.id AND t.at = d.at;

-- name: add_event!
-- What happened to identity, and why: what people read and may undo.
INSERT INTO identity_event (workspace_id, id, op, before, after, why, who, details, undoes, identifier_id, status)
VALUES (:workspace_id, :id, :op, :before, :after, :why, :who, :details, :undoes, :identifier_id, :status);

-- name: add_event_customers!
-- Under which ids the event is found.
INSERT INTO identity_event_customer (workspace_id, customer_id, event_id)
SELECT :workspace_id, customer_id, :event_id FROM unnest(:customers::uuid[]) AS customer_id;

-- name: records_of
-- What these sources said of these nodes.
SELECT r.node, r.connection_id, r.traits
FROM unnest(:nodes::uuid[], :connections::uuid[]) AS wanted (node, connection_id)
JOIN record r ON r.node = wanted.node AND r.connection_id = wanted.connection_id;

-- name: save_records!
-- A source's traits of a node, merged already.
INSERT INTO record (workspace_id, node, connection_id, traits)
SELECT :workspace_id, node, connection_id, traits::jsonb
FROM unnest(:nodes::uuid[], :connections::uuid[], :traits::text[]) AS d (node, connection_id, traits)
ON CONFLICT (workspace_id, node, connection_id) DO UPDATE SET traits = excluded.traits;

-- name: records_of_customers
-- All that is known of these customers.
SELECT m.customer_id, r.traits
FROM customer_member m JOIN record r ON r.node = m.node
WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL;

-- name: given_names
-- Names that operators gave, with the identifiers that they hang on.
SELECT m.customer_id, g.name, i.type, i.first_at, i.id
FROM unnest(:ids::uuid[]) AS u (id)
JOIN customer_member m ON m.customer_id = u.id AND m.valid_to IS NULL
JOIN given_name g ON g.node = m.node
CROSS JOIN LATERAL (SELECT * FROM identifier one WHERE one.id = m.node LIMIT 1) AS i;

-- name: rename
-- Only what changes is written and told.
UPDATE customer c SET name = d.name FROM unnest(:ids::uuid[], :names::text[]) AS d (id, name)
WHERE c.id = d.id AND c.name IS DISTINCT FROM d.name
RETURNING c.id, c.name;

-- name: forget_words!
-- A name is indexed anew as a whole.
DELETE FROM customer_word WHERE customer_id = ANY(:ids::uuid[]);

-- name: add_words!
-- Every word of a name leads to its customer.
INSERT INTO customer_word (workspace_id, word, customer_id)
SELECT :workspace_id, * FROM unnest(:words::text[], :customers::uuid[]) ON CONFLICT DO NOTHING;
