-- name: resolve_conversation$
-- An old id answers with the conversation that it became part of.
SELECT coalesce(r.new_id, c.id) FROM conversation c
LEFT JOIN conversation_redirect r ON r.old_id = c.id
WHERE c.id = :id;

-- name: customer_now$
-- An old id of a customer answers with the new one.
SELECT coalesce((SELECT new_id FROM customer_redirect WHERE old_id = :id), :id);

-- name: search
-- Conversations that what somebody typed leads to; see the function for how it keeps to the workspace.
SELECT search_conversations(:wanted, :names::text[], :address, :most) AS id;

-- name: conversations_page
-- The desk's list, the latest first. Spam shows only when asked for, or among one customer's conversations.
SELECT c.id, c.number, c.customer_id, c.brand_id, c.status, c.assignee_id, c.snoozed_until, c.opened_at, c.closed_at,
       c.last_seq, c.last_at, c.last_text, c.last_channel, c.last_direction, c.unread, c.waiting_since, c.version,
       c.beneath, u.name AS customer_name, a.name AS assignee_name
FROM conversation c
LEFT JOIN customer u ON u.id = c.customer_id
LEFT JOIN account a ON a.id = c.assignee_id
WHERE c.status <> 'joined'
  AND (CASE WHEN :statuses::text[] IS NULL THEN c.status <> 'spam' OR :customer_id::uuid IS NOT NULL
            ELSE c.status = ANY(:statuses::text[]) END)
  AND (:customer_id::uuid IS NULL OR c.customer_id = :customer_id)
  AND (:assignee_id::uuid IS NULL OR c.assignee_id = :assignee_id)
  AND (NOT :unassigned::boolean OR c.assignee_id IS NULL)
  AND (NOT :unread::boolean OR c.unread > 0 AND c.beneath IS NULL)
  AND (:channel::text IS NULL OR c.last_channel = :channel)
  AND (:found::uuid[] IS NULL OR c.id = ANY(:found::uuid[]))
  AND (:before_at::timestamptz IS NULL OR (c.last_at, c.id) < (:before_at::timestamptz, :before_id::uuid))
ORDER BY c.last_at DESC, c.id DESC
LIMIT :page;

-- name: conversations_waiting
-- The same of customers who wait for an answer, who waits longest first: a queue, read by an index of its own.
SELECT c.id, c.number, c.customer_id, c.brand_id, c.status, c.assignee_id, c.snoozed_until, c.opened_at, c.closed_at,
       c.last_seq, c.last_at, c.last_text, c.last_channel, c.last_direction, c.unread, c.waiting_since, c.version,
       c.beneath, u.name AS customer_name, a.name AS assignee_name
FROM conversation c
LEFT JOIN customer u ON u.id = c.customer_id
LEFT JOIN account a ON a.id = c.assignee_id
WHERE c.status = 'open' AND c.waiting_since IS NOT NULL
  AND (:statuses::text[] IS NULL OR c.status = ANY(:statuses::text[]))
  AND (:customer_id::uuid IS NULL OR c.customer_id = :customer_id)
  AND (:assignee_id::uuid IS NULL OR c.assignee_id = :assignee_id)
  AND (NOT :unassigned::boolean OR c.assignee_id IS NULL)
  AND (NOT :unread::boolean OR c.unread > 0 AND c.beneath IS NULL)
  AND (:channel::text IS NULL OR c.last_channel = :channel)
  AND (:found::uuid[] IS NULL OR c.id = ANY(:found::uuid[]))
  AND (:before_at::timestamptz IS NULL OR (c.waiting_since, c.id) > (:before_at::timestamptz, :before_id::uuid))
ORDER BY c.waiting_since, c.id
LIMIT :page;

-- name: counts^
-- The numbers beside the lists: live conversations, those that sleep left out.
SELECT count(*) FILTER (WHERE assignee_id = :me::uuid) AS mine,
       count(*) FILTER (WHERE status = 'open' AND waiting_since IS NOT NULL) AS waiting,
       count(*) FILTER (WHERE assignee_id IS NULL) AS unassigned,
       count(*) AS "all"
FROM conversation WHERE status IN ('open', 'waiting');

-- name: messages_page
-- Each stretch gives its next messages, and of these the page is made: a long conversation is not read whole.
WITH stretch AS (
    SELECT k.strand_id, k.from_seq, k.to_seq FROM conversation_strand k
    WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
), found AS (
    SELECT n.id, n.seq FROM stretch k CROSS JOIN LATERAL (
        SELECT m.id, m.seq FROM message m
        WHERE m.strand_id = k.strand_id AND m.seq >= greatest(k.from_seq, :after::bigint + 1)
          AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
        ORDER BY m.seq LIMIT :page
    ) n
    ORDER BY n.seq LIMIT :page
)
SELECT id FROM found;

-- name: messages_page_back
-- The same from the end, for a desk that opens a conversation at its newest words.
WITH stretch AS (
    SELECT k.strand_id, k.from_seq, k.to_seq FROM conversation_strand k
    WHERE k.conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
), found AS (
    SELECT n.id, n.seq FROM stretch k CROSS JOIN LATERAL (
        SELECT m.id, m.seq FROM message m
        WHERE m.strand_id = k.strand_id AND m.seq >= k.from_seq
          AND m.seq <= least(k.to_seq, :before::bigint - 1)
        ORDER BY m.seq DESC LIMIT :page
    ) n
    ORDER BY n.seq DESC LIMIT :page
)
SELECT id FROM found;

-- name: messages_by_id
-- Messages as they are shown, in order.
SELECT * FROM message_shown WHERE id = ANY(:ids::uuid[]) ORDER BY seq;

-- name: original^
-- The source of a letter, if it was kept; it hangs on the touch, for only the curious read it.
SELECT t.payload -> 'source' AS source FROM message m JOIN touch t ON t.id = m.id AND t.at = m.at WHERE m.id = :id;

-- name: draft^
-- One's own draft; after two conversations became one, also that of the other.
SELECT text, note, recipient FROM draft
WHERE account_id = :account_id
  AND conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
ORDER BY updated_at DESC LIMIT 1;

-- name: drop_drafts!
-- Sent, emptied, or about to be written anew.
DELETE FROM draft
WHERE account_id = :account_id
  AND conversation_id = ANY(ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid);

-- name: save_draft!
-- One draft for each conversation and person.
INSERT INTO draft (workspace_id, conversation_id, account_id, text, note, recipient)
VALUES (:workspace_id, :id, :account_id, :text, :note, :recipient)
ON CONFLICT (workspace_id, conversation_id, account_id) DO UPDATE SET
    text = excluded.text, note = excluded.note, recipient = excluded.recipient, updated_at = now();

-- name: canned_answers
-- All of them: they are few, and the desk filters while one types.
SELECT id, shortcut, title, text FROM canned_answer ORDER BY shortcut;

-- name: add_canned_answer^
-- Nothing comes back when the shortcut is taken.
INSERT INTO canned_answer (workspace_id, id, shortcut, title, text)
VALUES (:workspace_id, :id, :shortcut, :title, :text)
ON CONFLICT (workspace_id, shortcut) DO NOTHING
RETURNING id, shortcut, title, text;

-- name: canned_shortcut_taken$
-- Whether another answer has this shortcut.
SELECT EXISTS (SELECT FROM canned_answer WHERE shortcut = :shortcut AND id <> :id);

-- name: change_canned_answer^
-- What is null stays.
UPDATE canned_answer SET shortcut = coalesce(:shortcut, shortcut), title = coalesce(:title, title),
    text = coalesce(:text, text)
WHERE id = :id RETURNING id, shortcut, title, text;

-- name: drop_canned_answer$
-- Tells whether it was there.
DELETE FROM canned_answer WHERE id = :id RETURNING true;
