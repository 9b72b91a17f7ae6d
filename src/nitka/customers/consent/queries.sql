-- name: record!
-- One statement, a row for each identifier that it is said of.
INSERT INTO consent (workspace_id, id, subject, purpose, channel, topic, state, source, reason, touch_id,
                     policy_version, actor_kind, actor_id, at)
SELECT :workspace_id, :id, subject, :purpose, :channel, :topic, :state, :source, :reason, :touch_id,
       :policy_version, :actor_kind, :actor_id, :at
FROM unnest(:subjects::uuid[]) AS subject;

-- name: latest_of
-- What was said last of each of a customer's identifiers, in each matter: older words decide nothing.
SELECT c.id, c.purpose, c.channel, c.topic, c.state, c.source, c.reason, c.touch_id, c.policy_version, c.actor_id,
       a.name AS author, c.at, min(c.recorded_at) AS recorded_at, array_agg(c.subject ORDER BY c.subject) AS subjects
FROM (
    SELECT DISTINCT ON (k.subject, k.purpose, k.channel, k.topic) k.*
    FROM customer_member m JOIN consent k ON k.subject = m.node
    WHERE m.customer_id = :customer AND m.valid_to IS NULL
    ORDER BY k.subject, k.purpose, k.channel, k.topic, k.at DESC, k.state DESC, k.recorded_at DESC, k.id DESC
) c
LEFT JOIN account a ON a.id = c.actor_id
GROUP BY c.id, c.purpose, c.channel, c.topic, c.state, c.source, c.reason, c.touch_id, c.policy_version, c.actor_id,
         a.name, c.at;

-- name: said_of
-- All that was ever said of a customer's identifiers, the latest first.
SELECT c.id, c.purpose, c.channel, c.topic, c.state, c.source, c.reason, c.touch_id, c.policy_version, c.actor_id,
       a.name AS author, c.at, min(c.recorded_at) AS recorded_at, array_agg(c.subject ORDER BY c.subject) AS subjects
FROM customer_member m
JOIN consent c ON c.subject = m.node
LEFT JOIN account a ON a.id = c.actor_id
WHERE m.customer_id = :customer AND m.valid_to IS NULL
  AND (:before_at::timestamptz IS NULL OR (c.at, c.id) < (:before_at::timestamptz, :before_id::uuid))
GROUP BY c.id, c.purpose, c.channel, c.topic, c.state, c.source, c.reason, c.touch_id, c.policy_version, c.actor_id,
         a.name, c.at
ORDER BY c.at DESC, c.id DESC
LIMIT :page;

-- name: kinds_of
-- What the identifiers of touches are.
SELECT id, type, status FROM identifier WHERE id = ANY(:ids::uuid[]);

-- name: own_nodes
-- A customer's identifiers now.
SELECT node FROM customer_member WHERE customer_id = :customer AND valid_to IS NULL;

-- name: is_theirs$
-- Whether a touch is this customer's: another one's proves nothing.
SELECT EXISTS (
    SELECT FROM customer_member m JOIN touch t ON t.owner_node = m.node
    WHERE m.customer_id = :customer AND m.valid_to IS NULL AND t.id = :touch_id);
