-- name: nodes_by_value
-- The identifiers that somebody looks for, in whatever namespace.
SELECT i.id, i.status, m.customer_id
FROM unnest(:values::text[]) AS wanted (value)
JOIN identifier i ON i.type = :type AND i.value = wanted.value
LEFT JOIN customer_member m ON m.node = i.id AND m.valid_to IS NULL;

-- name: customers_near
-- Who was seen with an identifier that belongs to nobody.
SELECT DISTINCT m.customer_id
FROM (
    (SELECT l.b AS node FROM link l WHERE l.a = :node LIMIT 1000)
    UNION ALL
    (SELECT l.a FROM link l WHERE l.b = :node LIMIT 1000)
) near
JOIN customer_member m ON m.node = near.node AND m.valid_to IS NULL;

-- name: customers_by_words
-- Names any words of which begin like the words looked for: the longest narrows, the others are checked. The first
-- part stands by itself, or the planner would walk over all names in the order of customers.
WITH near AS MATERIALIZED (
    SELECT w.customer_id FROM customer_word w WHERE w.word >= :first AND w.word < :first_end LIMIT :most * 20
)
SELECT DISTINCT near.customer_id
FROM near
WHERE NOT EXISTS (
    SELECT FROM unnest(:others::text[], :ends::text[]) AS o (word, word_end)
    WHERE NOT EXISTS (SELECT FROM customer_word v
                      WHERE v.customer_id = near.customer_id AND v.word >= o.word AND v.word < o.word_end))
LIMIT :most;

-- name: customers_by_prefix
-- Addresses that begin like this.
SELECT DISTINCT m.customer_id
FROM unnest(:types::text[]) AS t (type)
CROSS JOIN LATERAL (
    SELECT i.id FROM identifier i
    WHERE i.type = t.type AND i.value >= :prefix AND i.value < :prefix_end LIMIT :most
) i
JOIN customer_member m ON m.node = i.id AND m.valid_to IS NULL;

-- name: customers_page
-- The newest first: ids are ordered by time. `found` null: everybody. Whoever stood for touches that turned out to be
-- somebody's is nobody now. (Scalar subqueries: they are asked row by row, for as few as a page has.)
SELECT c.id, c.name, c.blocked_at IS NOT NULL AS blocked, c.created_at
FROM customer c
WHERE c.retired_at IS NULL AND (:found::uuid[] IS NULL OR c.id = ANY(:found::uuid[]))
  AND (:before::uuid IS NULL OR c.id < :before)
  AND NOT coalesce((
    SELECT bool_and(CASE
        WHEN (SELECT i.type FROM identifier i WHERE i.id = m.node LIMIT 1) NOT IN ('session', 'record') THEN false
        ELSE (SELECT t.id FROM touch t WHERE t.owner_node = m.node LIMIT 1) IS NULL
    END)
    FROM customer_member m WHERE m.customer_id = c.id AND m.valid_to IS NULL
  ), false)
ORDER BY c.id DESC
LIMIT :page;

-- name: identifiers_of
-- A customer's own identifiers, and the shared or blocked ones that they were seen with.
WITH own AS (
    SELECT m.customer_id, m.node FROM customer_member m
    WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL
), near AS (
    SELECT own.customer_id, l.node
    FROM own CROSS JOIN LATERAL (
        (SELECT f.b AS node FROM link f WHERE f.a = own.node LIMIT 200)
        UNION
        (SELECT t.a FROM link t WHERE t.b = own.node LIMIT 200)
    ) l
)
SELECT own.customer_id, i.id, i.type, i.namespace, i.value, i.status, i.assurance, i.first_at
FROM own JOIN identifier i ON i.id = own.node
UNION
SELECT near.customer_id, i.id, i.type, i.namespace, i.value, i.status, i.assurance, i.first_at
FROM near JOIN identifier i ON i.id = near.node AND i.status <> 'normal';

-- name: telling_identifiers
-- What nameless customers can be called by.
SELECT m.customer_id, i.type, i.value, i.assurance
FROM customer_member m
CROSS JOIN LATERAL (SELECT * FROM identifier one WHERE one.id = m.node LIMIT 1) AS i
WHERE m.customer_id = ANY(:ids::uuid[]) AND m.valid_to IS NULL AND i.type = ANY(:types::text[]) AND i.status = 'normal';

-- name: open_conversations
-- The conversation that goes on with each customer, to be opened from their card.
SELECT DISTINCT ON (c.customer_id) c.customer_id, c.id
FROM conversation c
WHERE c.customer_id = ANY(:ids::uuid[]) AND c.status IN ('open', 'waiting', 'snoozed')
ORDER BY c.customer_id, c.last_at DESC;

-- name: timeline
-- Each node gives its next touches by its own index, and of these the page is made: no customer is read whole.
WITH found AS (
    SELECT t.id, t.at, t.kind, t.channel, t.direction, t.text, t.payload
    FROM unnest(:nodes::uuid[]) AS n (id)
    CROSS JOIN LATERAL (
        SELECT * FROM touch o
        WHERE o.owner_node = n.id AND (o.at, o.id) < (:before_at::timestamptz, :before_id::uuid)
        ORDER BY o.at DESC, o.id DESC LIMIT :page
    ) t
    ORDER BY t.at DESC, t.id DESC LIMIT :page
)
SELECT f.id, f.at, f.kind, f.channel, f.direction, coalesce(m.text, f.text) AS text, f.payload,
       s.conversation_id
FROM found f
LEFT JOIN message m ON m.id = f.id
LEFT JOIN LATERAL (
    SELECT coalesce(r.new_id, k.conversation_id) AS conversation_id
    FROM conversation_strand k
    LEFT JOIN conversation_redirect r ON r.old_id = k.conversation_id
    WHERE k.strand_id = m.strand_id AND m.seq >= k.from_seq AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
    LIMIT 1
) s ON true
ORDER BY f.at DESC, f.id DESC;

-- name: locale$
-- The language of sentences, where nobody asked for another.
SELECT locale FROM workspace WHERE id = :workspace_id;

-- name: history
-- What happened to a customer's identity under this id, the latest first.
SELECT e.id, e.op, e.before, e.after, e.why, e.who, e.details, e.undoes, e.undone_by, e.at, a.name AS who_name
FROM identity_event e
LEFT JOIN account a ON a.id = e.who
WHERE e.id IN (
    SELECT event_id FROM identity_event_customer
    WHERE customer_id = :id OR customer_id IN (SELECT old_id FROM customer_redirect WHERE new_id = :id))
ORDER BY e.at DESC, e.id DESC
LIMIT :most;

-- name: event_shown^
-- One identity event with its author's name, as the desk shows it.
SELECT e.id, e.op, e.before, e.after, e.why, e.who, e.details, e.undoes, e.undone_by, e.at, a.name AS who_name
FROM identity_event e
LEFT JOIN account a ON a.id = e.who
WHERE e.id = :id;

-- name: region$
-- For phones written without a country; null where there is no such workspace.
SELECT region FROM workspace WHERE id = :workspace_id;

-- name: home(workspace_id)^
-- For phones written without a country, and by which version of the model its customers are drawn.
SELECT region, model FROM workspace WHERE id = :workspace_id;

-- name: model()$
-- By which version the customers of the workspace of this transaction are drawn; null where none was needed yet.
SELECT model FROM workspace;

-- name: begin_model(workspace_id, version)$
-- Two who begin at once agree: the second waits for the first.
UPDATE workspace SET model = coalesce(model, :version) WHERE id = :workspace_id RETURNING model;

-- name: quotes
-- The words by which links of the kind `words` came about.
SELECT message_id, target, node, quote FROM finding
WHERE message_id = ANY (:messages::uuid[]) AND kind IN ('own', 'former');
