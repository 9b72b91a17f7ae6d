-- name: any_conversation$
-- Most customers who become one have no conversation at all: then there is nothing to do.
SELECT EXISTS (SELECT FROM conversation WHERE customer_id = ANY(:customers::uuid[]));

-- name: speakers
-- In whose conversations these nodes have spoken.
SELECT DISTINCT c.customer_id FROM conversation_strand s JOIN conversation c ON c.id = s.conversation_id
WHERE s.owner_node = ANY(:nodes::uuid[]);

-- name: take_along!
-- What we said to somebody stays with the words that it follows, whoever's they turn out to be.
UPDATE touch t SET owner_node = ours.after
FROM (
    SELECT o.id, o.at, r.before, r.after
    FROM unnest(:ids::uuid[], :befores::uuid[], :afters::uuid[]) AS r (id, before, after)
    JOIN message q ON q.id = r.id
    JOIN message o ON o.strand_id = q.strand_id AND o.seq > q.seq AND o.direction <> 'in'
    WHERE NOT EXISTS (
        SELECT FROM message n
        WHERE n.strand_id = q.strand_id AND n.direction = 'in' AND n.seq > q.seq AND n.seq < o.seq)
) ours
WHERE t.id = ours.id AND t.at = ours.at AND t.owner_node = ours.before;

-- name: household
-- All conversations of these customers, joined ones too, with their redirects and names.
SELECT c.id, c.number, c.customer_id, c.brand_id, c.status, c.assignee_id, c.snoozed_until, c.opened_at, c.closed_at,
       c.last_seq, c.last_at, c.last_text, c.last_channel, c.last_direction, c.unread, c.waiting_since, c.version,
       c.beneath, r.new_id AS redirect, u.name AS customer_name, a.name AS assignee_name
FROM conversation c
LEFT JOIN conversation_redirect r ON r.old_id = c.id
LEFT JOIN customer u ON u.id = c.customer_id
LEFT JOIN account a ON a.id = c.assignee_id
WHERE c.customer_id = ANY(:customers::uuid[]);

-- name: account_names
-- Of those who care for conversations.
SELECT id, name FROM account WHERE id = ANY(:ids::uuid[]);

-- name: owners
-- Who owns the stretches of these conversations, and whose customers the owners are now.
SELECT DISTINCT s.conversation_id, s.owner_node, m.customer_id
FROM conversation_strand s
LEFT JOIN customer_member m ON m.node = s.owner_node AND m.valid_to IS NULL
WHERE s.conversation_id = ANY(:ids::uuid[]);

-- name: facts
-- Every message of these conversations with its touch's owner: what the conversations are told from.
SELECT m.id, m.seq, m.strand_id, m.direction, m.received_at, m.text, m.subject, m.attachments, m.automatic, m.status,
       m.in_reply_to, t.channel, s.conversation_id,
       coalesce(o.owner_node, s.owner_node) AS owner_node, c.brand_id
FROM conversation c
JOIN conversation_strand s ON s.conversation_id = c.id
JOIN strand t ON t.id = s.strand_id
JOIN message m ON m.strand_id = s.strand_id AND m.seq >= s.from_seq AND (s.to_seq IS NULL OR m.seq <= s.to_seq)
LEFT JOIN touch o ON o.id = m.id AND o.at = m.at
WHERE c.id = ANY(:ids::uuid[])
ORDER BY m.seq;

-- name: members_now
-- Whose customers these nodes are now.
SELECT node, customer_id FROM customer_member WHERE node = ANY(:nodes::uuid[]) AND valid_to IS NULL;

-- name: changes_of
-- What was decided of these words; an answer that was taken back has answered nothing.
SELECT c.message_id, c.id, c.seq, c.kind, c.at, c.until, c.assignee_id FROM conversation_change c
WHERE c.message_id = ANY(:messages::uuid[])
  AND NOT (c.kind = 'answered' AND EXISTS (
      SELECT FROM message a WHERE a.id = c.id AND a.status IN ('cancelled', 'retracted')));

-- name: words_of
-- The last words of each line in a conversation: what a decision about it is about.
SELECT DISTINCT ON (k.owner_node) k.owner_node AS line, m.id AS message_id
FROM conversation_strand k
CROSS JOIN LATERAL (
    SELECT m.id, m.seq FROM message m
    WHERE m.strand_id = k.strand_id AND m.seq >= k.from_seq AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
    ORDER BY m.seq DESC LIMIT 1
) m
WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
ORDER BY k.owner_node, m.seq DESC;

-- name: strangers
-- Where stretches of other customers begin in these strands.
SELECT strand_id, from_seq FROM conversation_strand
WHERE strand_id = ANY(:strands::uuid[]) AND NOT conversation_id = ANY(:ids::uuid[]);

-- name: own_conversations!
-- Conversations whose customer is another now.
UPDATE conversation c SET customer_id = n.customer_id
FROM unnest(:ids::uuid[], :customers::uuid[]) AS n (id, customer_id) WHERE c.id = n.id;

-- name: set_aside!
-- Steps aside before others take the place of the one live conversation.
UPDATE conversation SET status = 'joined', beneath = NULL, version = version + 1 WHERE id = ANY(:ids::uuid[]);

-- name: redirect!
-- The old id answers with the new conversation; whatever led to the old one leads there as well.
WITH led AS (
    UPDATE conversation_redirect r SET new_id = n.new_id
    FROM unnest(:olds::uuid[], :news::uuid[]) AS n (old_id, new_id) WHERE r.new_id = n.old_id
)
INSERT INTO conversation_redirect (workspace_id, old_id, new_id)
SELECT :workspace_id, * FROM unnest(:olds::uuid[], :news::uuid[])
ON CONFLICT (workspace_id, old_id) DO UPDATE SET new_id = excluded.new_id;

-- name: drop_redirects!
-- They are told anew.
DELETE FROM conversation_redirect WHERE old_id = ANY(:ids::uuid[]);

-- name: follow_redirects!
-- Stretches that began in these conversations hang on those that these led to.
UPDATE conversation_strand s SET conversation_id = r.new_id
FROM conversation_redirect r WHERE r.old_id = s.conversation_id AND s.conversation_id = ANY(:ids::uuid[]);

-- name: drop_stretches!
-- They are told anew.
DELETE FROM conversation_strand WHERE conversation_id = ANY(:ids::uuid[]);

-- name: customer_names
-- For the read models of conversations that changed hands: whose, and whether they are blocked.
SELECT id, name, blocked_at FROM customer WHERE id = ANY(:ids::uuid[]);
