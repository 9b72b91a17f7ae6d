-- name: messages
-- What this visitor wrote and got in their own chat, never anything else of the same customer. They go on from a message's
-- id: its place among all would tell how much is written here by others.
SELECT m.id, m.seq, m.direction, m.text, m.at, m.status, m.attachments, m.meta ->> 'message_id' AS message_id,
       a.name AS author_name
FROM message m
LEFT JOIN account a ON a.id = m.author_id AND m.direction = 'out'
WHERE m.strand_id = :strand_id AND m.direction <> 'note'
  AND m.status NOT IN ('failed', 'cancelled', 'retracted')
  AND m.seq > coalesce((SELECT p.seq FROM message p WHERE p.id = :after AND p.strand_id = :strand_id), 0)
ORDER BY m.seq
LIMIT :page;

-- name: conversation_now$
-- Where a visitor who is typing would be heard.
SELECT coalesce(r.new_id, s.conversation_id)
FROM conversation_strand s
LEFT JOIN conversation_redirect r ON r.old_id = s.conversation_id
WHERE s.strand_id = :strand_id AND s.to_seq IS NULL;

-- name: chats_now
-- Whose widgets are told that somebody is typing an answer in this conversation.
SELECT s.id
FROM conversation_strand c
JOIN strand s ON s.id = c.strand_id
WHERE s.channel = 'chat' AND c.to_seq IS NULL
  AND c.conversation_id = ANY (
      ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :conversation_id) || :conversation_id::uuid);

-- name: add_file!
-- What a visitor uploads is theirs alone until they send it.
INSERT INTO file (workspace_id, id, name, type, size, blob, owner_node)
VALUES (:workspace_id, :id, :name, :type, :size, :blob, :node);

-- name: use_own_files
-- Only one's own uploads can be hung on one's message, for a day; from then on they are kept.
UPDATE file SET used_at = coalesce(used_at, now())
WHERE id = ANY(:ids::uuid[]) AND owner_node = :node
  AND (used_at IS NOT NULL OR strand_id IS NOT NULL OR created_at > now() - interval '1 day')
RETURNING id, name, type, size, blob;

-- name: file^
-- A visitor is shown their own uploads and what was sent in their own chat.
SELECT f.id, f.name, f.type, f.size, f.blob
FROM file f
WHERE f.id = :file_id
  AND (f.owner_node = :node
       OR EXISTS (SELECT FROM message m
                  WHERE m.strand_id = :strand_id AND m.direction <> 'note'
                    AND m.status NOT IN ('failed', 'cancelled', 'retracted')
                    AND m.attachments @> jsonb_build_array(jsonb_build_object('id', f.id))));
