-- name: places_to_answer
-- Every address of the customer with every connection of the brand that knows it: by strands that exist, and by
-- connections that may write first to such an address.
WITH family AS (
    SELECT c.id FROM conversation c WHERE c.customer_id = :customer_id AND c.brand_id = :brand_id
), spoken AS (
    SELECT DISTINCT k.strand_id FROM family f JOIN conversation_strand k ON k.conversation_id = f.id
), owned AS (
    SELECT m.node FROM customer_member m WHERE m.customer_id = :customer_id AND m.valid_to IS NULL
), place AS (
    SELECT s.connection_id, s.node, s.id AS strand_id, s.last_in_at, s.sender
    FROM (SELECT strand_id FROM spoken UNION SELECT t.id FROM strand t WHERE t.node IN (SELECT node FROM owned)) k
    JOIN strand s ON s.id = k.strand_id
    WHERE s.brand_id = :brand_id
    UNION ALL
    SELECT n.id, i.id, NULL, NULL, i.value
    FROM owned o JOIN identifier i ON i.id = o.node
    JOIN unnest(:kinds::text[], :types::text[]) AS able (kind, type) ON able.type = i.type
    JOIN connection n ON n.kind = able.kind AND n.brand_id = :brand_id
    WHERE NOT EXISTS (SELECT FROM strand s WHERE s.connection_id = n.id AND s.node = i.id AND s.brand_id = :brand_id)
)
SELECT place.*, n.name AS connection_name, n.kind, n.disabled_at, i.type, i.value, i.assurance, i.status,
       i.id IN (SELECT node FROM owned) AS own
FROM place
JOIN connection n ON n.id = place.connection_id
JOIN identifier i ON i.id = place.node
ORDER BY place.last_in_at DESC NULLS LAST, i.assurance DESC, n.name, i.value;

-- name: voices
-- Who has written in this conversation, strand by strand: where first, where last, and where one of us last answered.
SELECT s.id AS strand_id, s.node, min(f.seq) AS first, max(l.seq) AS last, coalesce(max(o.seq), 0) AS answered
FROM conversation_strand k
JOIN strand s ON s.id = k.strand_id
CROSS JOIN LATERAL (
    SELECT m.seq FROM message m
    WHERE m.strand_id = k.strand_id AND m.seq >= k.from_seq AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
      AND m.direction = 'in' AND NOT m.automatic
    ORDER BY m.seq LIMIT 1
) f
CROSS JOIN LATERAL (
    SELECT m.seq FROM message m
    WHERE m.strand_id = k.strand_id AND m.seq >= k.from_seq AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
      AND m.direction = 'in' AND NOT m.automatic
    ORDER BY m.seq DESC LIMIT 1
) l
LEFT JOIN LATERAL (
    SELECT m.seq FROM message m
    WHERE m.strand_id = k.strand_id AND m.seq >= k.from_seq AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
      AND m.direction = 'out' AND m.author_kind = 'operator'
    ORDER BY m.seq DESC LIMIT 1
) o ON true
WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
GROUP BY s.id, s.node;

-- name: last_stretch^
-- Where a conversation was last spoken in, by whomever.
SELECT k.strand_id, k.owner_node FROM conversation_strand k
WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
ORDER BY k.from_seq DESC LIMIT 1;

-- name: last_message$
-- What a message that is meant for just this conversation answers.
SELECT m.id FROM conversation_strand k
CROSS JOIN LATERAL (
    SELECT m.id, m.seq FROM message m
    WHERE m.strand_id = k.strand_id AND m.seq >= k.from_seq AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
    ORDER BY m.seq DESC LIMIT 1
) m
WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
ORDER BY m.seq DESC LIMIT 1;

-- name: make_strand!
-- The first message to an address makes its strand.
INSERT INTO strand (workspace_id, id, connection_id, node, brand_id, channel, sender, last_out_at)
VALUES (:workspace_id, :id, :connection_id, :node, :brand_id, :channel, :sender, :at)
ON CONFLICT (workspace_id, id) DO UPDATE SET last_out_at = excluded.last_out_at;

-- name: add_touch!
-- What we say is a touch of the customer as well.
WITH key AS (INSERT INTO touch_key (workspace_id, touch_id) VALUES (:workspace_id, :id))
INSERT INTO touch (workspace_id, id, at, received_at, kind, channel, direction, connection_id, sender, external_id,
    nodes, assurances, owner_node)
VALUES (:workspace_id, :id, :at, :at, :kind, :channel, :direction, :connection_id, :sender, :external_id,
    ARRAY[:node::uuid], ARRAY[4::smallint], :owner);

-- name: add_delivery!
-- To be sent once, in its turn.
INSERT INTO delivery (workspace_id, message_id, strand_id, connection_id, seq, due_at)
VALUES (:workspace_id, :id, :strand_id, :connection_id, :seq, :due_at);

-- name: mark_read
-- Operators have seen all that is in these strands.
UPDATE strand s SET read_seq = greatest(s.read_seq, :seq::bigint)
WHERE s.id IN (SELECT k.strand_id FROM conversation_strand k
               WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid))
RETURNING s.id;

-- name: take_message^
-- The message for undoing or sending again; its customer's lock is held.
SELECT m.id, m.status, m.direction, m.at, m.seq, m.strand_id, m.conversation_id, m.customer_id, m.channel,
       m.author_kind FROM message_shown m WHERE m.id = :id;

-- name: cancel_delivery$
-- Only what nobody is sending can be cancelled.
UPDATE delivery SET state = 'cancelled' WHERE message_id = :id AND state = 'queued' RETURNING true;

-- name: queue_again$
-- By an operator's decision, for what failed or whose outcome is unknown.
UPDATE delivery SET state = 'queued', due_at = now(), attempts = 0, owner = NULL, error = NULL
WHERE message_id = :id AND state IN ('failed', 'unknown') RETURNING true;

-- name: family
-- The ids under which a conversation was begun.
SELECT :id::uuid AS id UNION SELECT old_id FROM conversation_redirect WHERE new_id = :id;

-- name: is_member$
-- Only people of this workspace can be given conversations.
SELECT EXISTS (SELECT FROM membership WHERE account_id = :id);

-- name: account_name$
-- A colleague's name.
SELECT name FROM account WHERE id = :id;

-- name: due_snoozed
-- Whose sleep is over, in every workspace.
SELECT workspace_id, id FROM conversation WHERE status = 'snoozed' AND snoozed_until <= now() LIMIT :most;

-- name: latest_spam^
-- What unblocking a customer brings back.
SELECT id FROM conversation WHERE customer_id = :customer_id AND status = 'spam' ORDER BY last_at DESC LIMIT 1;

-- name: has_live$
-- Whether a customer and brand have their one live conversation, which is not this one.
SELECT EXISTS (SELECT FROM conversation WHERE customer_id = :customer_id AND brand_id = :brand_id AND id <> :id
               AND coalesce(beneath, status) IN ('open', 'waiting', 'snoozed'));

-- name: live_of
-- The live conversations of a customer, one a brand, also while they count as spam.
SELECT id FROM conversation
WHERE customer_id = :customer_id AND coalesce(beneath, status) IN ('open', 'waiting', 'snoozed');
