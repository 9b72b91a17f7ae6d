-- name: way_to_send^
-- The connection of the brand that can write first to such an address.
SELECT n.id FROM connection n
WHERE n.brand_id = :brand_id AND n.kind = ANY(:kinds::text[]) AND n.disabled_at IS NULL
ORDER BY n.id LIMIT 1;

-- name: recent
-- What was asked for within a day for this address, or in this talk.
SELECT asked_at AS at, node, strand_id AS strand FROM one_time_code
WHERE (node = :node OR strand_id = :strand_id) AND asked_at > now() - interval '1 day';

-- name: recent_of_workspace^
-- And in the whole workspace, within an hour and a day.
SELECT count(*) FILTER (WHERE asked_at > now() - interval '1 hour') AS hour, count(*) AS day
FROM one_time_code WHERE asked_at > now() - interval '1 day';

-- name: replace_open!
-- Only the latest code of a talk can be typed.
UPDATE one_time_code SET ended = 'replaced', ended_at = now()
WHERE strand_id = :strand_id AND ended IS NULL AND expires_at > now();

-- name: add!
-- Sent by the role delivery, as soon as it is committed.
INSERT INTO one_time_code (workspace_id, id, strand_id, node, type, value, connection_id, asked_by, expires_at)
VALUES (:workspace_id, :id, :strand_id, :node, :type, :value, :connection_id, :asked_by, :expires_at);

-- name: typeable^
-- The code that may be typed in this talk now. Locked: of two that type at once, one comes after the other.
SELECT id, node, type, value, tries, refused, asked_by, asked_at FROM one_time_code
WHERE strand_id = :strand_id AND ended IS NULL AND expires_at > now()
ORDER BY asked_at DESC LIMIT 1
FOR UPDATE;

-- name: use!
-- It opens nothing a second time.
UPDATE one_time_code SET ended = 'used', ended_at = now() WHERE id = :id;

-- name: count_try!
-- A wrong one; after the last there is no more trying.
UPDATE one_time_code SET tries = tries + 1, refused = :message_id,
    ended = CASE WHEN tries + 1 >= :most THEN 'tries' END, ended_at = CASE WHEN tries + 1 >= :most THEN now() END
WHERE id = :id;

-- name: latest^
-- The latest code of these talks, as the desk shows it.
SELECT id, strand_id, type, value, expires_at, asked_at, tries, ended, state, error
FROM one_time_code WHERE strand_id = ANY(:strands::uuid[]) ORDER BY asked_at DESC LIMIT 1;

-- name: own_address^
-- An address that a code can go to, of this customer and nobody else.
SELECT i.type, i.value FROM customer_member m JOIN identifier i ON i.id = m.node
WHERE m.customer_id = :customer_id AND m.node = :id AND m.valid_to IS NULL AND i.type IN ('email', 'phone');

-- name: company$
-- Who writes.
SELECT coalesce(nullif(b.name, ''), w.name) FROM connection n
JOIN workspace w ON w.id = n.workspace_id LEFT JOIN brand b ON b.id = n.brand_id
WHERE n.id = :connection_id;

-- name: workspace_place^
-- Where phones written without a country are, and the language to write in.
SELECT region, locale FROM workspace WHERE id = :workspace_id;

-- name: talks_for_codes
-- The talks of a conversation in which a code may be typed, the one that spoke last first.
SELECT s.id, s.connection_id, s.node
FROM conversation_strand k JOIN strand s ON s.id = k.strand_id JOIN connection n ON n.id = s.connection_id
WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
  AND k.to_seq IS NULL AND n.kind = ANY(:kinds::text[]) AND n.disabled_at IS NULL AND s.last_in_at IS NOT NULL
ORDER BY s.last_in_at DESC, s.id;

-- name: conversation_of$
-- Whose desk is told what became of a code: the conversation that its talk is part of now.
SELECT coalesce(r.new_id, k.conversation_id)
FROM conversation_strand k LEFT JOIN conversation_redirect r ON r.old_id = k.conversation_id
WHERE k.strand_id = :strand_id AND k.to_seq IS NULL;

-- name: unsent
-- What could not be sent and was not asked for anew. The desk of its conversation shows it too, if there is one.
SELECT c.id, c.type, c.value, c.asked_at AS at, c.error, c.attempts, c.asked_by IS NULL AS by_visitor,
       n.name AS connection,
       (SELECT coalesce(r.new_id, k.conversation_id)
        FROM conversation_strand k LEFT JOIN conversation_redirect r ON r.old_id = k.conversation_id
        WHERE k.strand_id = c.strand_id AND k.to_seq IS NULL LIMIT 1) AS conversation_id
FROM one_time_code c LEFT JOIN connection n ON n.id = c.connection_id
WHERE c.state = 'failed' AND c.ended IS NULL AND c.error IS NOT NULL AND c.asked_at > now() - interval '2 days'
  AND (:before_at::timestamptz IS NULL OR (c.asked_at, c.id) < (:before_at::timestamptz, :before_id::uuid))
ORDER BY c.asked_at DESC, c.id DESC LIMIT :page;

-- name: hold_unsent^
-- One of them, to be replaced by one person at a time, and where it was to be typed.
SELECT c.type, c.value, c.strand_id, b.brand_id, w.region,
       (SELECT coalesce(r.new_id, k.conversation_id)
        FROM conversation_strand k LEFT JOIN conversation_redirect r ON r.old_id = k.conversation_id
        WHERE k.strand_id = c.strand_id AND k.to_seq IS NULL LIMIT 1) AS conversation_id
FROM one_time_code c JOIN connection b ON b.id = c.connection_id JOIN workspace w ON w.id = c.workspace_id
WHERE c.id = :id AND c.state = 'failed' AND c.ended IS NULL
FOR UPDATE OF c;

-- name: replace!
-- Another one was sent in its place.
UPDATE one_time_code SET ended = 'replaced', ended_at = now() WHERE id = :id AND ended IS NULL;

-- name: claim_codes
-- Whose turn it is. One that was being sent by somebody who is gone is simply sent again: it is the same letter.
UPDATE one_time_code c SET state = 'sending', attempts = c.attempts + 1, due_at = now() + make_interval(secs => :lease)
FROM (
    SELECT q.workspace_id, q.id FROM one_time_code q
    WHERE q.state IN ('queued', 'sending') AND q.due_at <= now()
    ORDER BY q.due_at LIMIT :most
    FOR UPDATE SKIP LOCKED
) due
WHERE c.workspace_id = due.workspace_id AND c.id = due.id
RETURNING c.workspace_id, c.id, c.attempts;

-- name: outgoing^
-- What to send, and the connection to send it by.
SELECT c.id, c.value, c.strand_id, c.asked_at, c.expires_at, c.ended, n.id AS connection_id, n.workspace_id, n.brand_id,
       n.kind, n.name, n.settings, n.secrets, n.disabled_at
FROM one_time_code c LEFT JOIN connection n ON n.id = c.connection_id
WHERE c.id = :id;

-- name: settle!
-- What became of it.
UPDATE one_time_code SET state = :state, due_at = :due_at, error = :error WHERE id = :id AND state = 'sending';

-- name: forget!
-- Two days are enough for the limits; what a code has proven is a touch and stays.
DELETE FROM one_time_code WHERE asked_at < now() - interval '2 days';
