-- name: watch_delivery!
-- It was sent to somebody who may have gone.
UPDATE delivery SET fall_back_at = :at WHERE message_id = :id;

-- name: unseen_due
-- Answers of all workspaces whose time to be seen is over; one line a strand.
SELECT DISTINCT workspace_id, strand_id FROM delivery WHERE fall_back_at <= now() LIMIT :most;

-- name: unseen
-- The answers of this strand that are due and that nobody has seen, unless the customer has written since, anywhere in
-- the conversation: then they are there. Nothing is due any more afterwards.
WITH due AS (
    UPDATE delivery SET fall_back_at = NULL
    WHERE strand_id = :strand_id AND fall_back_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM delivery d WHERE d.strand_id = :strand_id AND d.fall_back_at <= now())
    RETURNING message_id
)
SELECT m.id, m.seq, m.text, m.attachments, m.author_id, m.strand_id, s.channel, s.node,
       coalesce(r.new_id, k.conversation_id) AS conversation_id
FROM due JOIN message m ON m.id = due.message_id
JOIN strand s ON s.id = m.strand_id
JOIN conversation_strand k ON k.strand_id = m.strand_id AND m.seq >= k.from_seq AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
LEFT JOIN conversation_redirect r ON r.old_id = k.conversation_id
WHERE m.status = 'sent'
ORDER BY m.seq;

-- name: heard_since$
-- Whether the customer has written in this conversation after this message.
SELECT EXISTS (
    SELECT 1 FROM conversation_strand k JOIN message m ON m.strand_id = k.strand_id
    WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
      AND m.seq >= k.from_seq AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
      AND m.direction = 'in' AND NOT m.automatic AND m.seq > :seq
);

-- name: told_elsewhere!
-- The thread says where the answer went.
UPDATE message SET meta = meta || jsonb_build_object('told_by', :by::text) WHERE id = ANY(:ids::uuid[]);
