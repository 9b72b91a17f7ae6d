-- name: workspace_settings^
-- The reopening window is the workspace's own.
SELECT settings FROM workspace WHERE id = :workspace_id;

-- name: candidates
-- Where new messages may go: the live conversation of each customer and brand, else the last one.
SELECT c.id, c.number, c.customer_id, c.brand_id, c.status, c.assignee_id, c.snoozed_until, c.opened_at, c.closed_at,
       c.last_seq, c.last_at, c.last_text, c.last_channel, c.last_direction, c.unread, c.waiting_since, c.version,
       c.beneath, u.name AS customer_name, a.name AS assignee_name
FROM unnest(:customers::uuid[], :brands::uuid[]) AS k (customer_id, brand_id)
CROSS JOIN LATERAL (
    SELECT * FROM conversation o
    WHERE o.customer_id = k.customer_id AND o.brand_id = k.brand_id AND o.status <> 'joined'
    ORDER BY coalesce(o.beneath, o.status) IN ('open', 'waiting', 'snoozed') DESC, o.last_at DESC, o.id DESC
    LIMIT 1
) c
LEFT JOIN LATERAL (SELECT name FROM customer one WHERE one.id = c.customer_id LIMIT 1) AS u ON true
LEFT JOIN LATERAL (SELECT name FROM account one WHERE one.id = c.assignee_id LIMIT 1) AS a ON true;

-- name: conversations_by_id
-- The read models of these conversations, with the names that people are shown.
SELECT c.id, c.number, c.customer_id, c.brand_id, c.status, c.assignee_id, c.snoozed_until, c.opened_at, c.closed_at,
       c.last_seq, c.last_at, c.last_text, c.last_channel, c.last_direction, c.unread, c.waiting_since, c.version,
       c.beneath, u.name AS customer_name, a.name AS assignee_name
FROM conversation c
LEFT JOIN LATERAL (SELECT name FROM customer one WHERE one.id = c.customer_id LIMIT 1) AS u ON true
LEFT JOIN LATERAL (SELECT name FROM account one WHERE one.id = c.assignee_id LIMIT 1) AS a ON true
WHERE c.id = ANY(:ids::uuid[]);

-- name: customers_by_id
-- Names for the events, and who is blocked.
SELECT id, name, blocked_at IS NOT NULL AS blocked FROM customer WHERE id = ANY(:ids::uuid[]);

-- name: open_stretches
-- To which conversation each strand belongs just now.
SELECT s.strand_id, s.conversation_id, s.owner_node, coalesce(r.new_id, s.conversation_id) AS root
FROM conversation_strand s
LEFT JOIN conversation_redirect r ON r.old_id = s.conversation_id
WHERE s.strand_id = ANY(:strands::uuid[]) AND s.to_seq IS NULL;

-- name: places
-- In which conversation each of these messages is; also tells which of them are stored already.
SELECT m.id, coalesce(r.new_id, s.conversation_id) AS root
FROM message m
JOIN conversation_strand s ON s.strand_id = m.strand_id AND s.from_seq <= m.seq AND (s.to_seq IS NULL OR s.to_seq >= m.seq)
LEFT JOIN conversation_redirect r ON r.old_id = s.conversation_id
WHERE m.id = ANY(:ids::uuid[]);

-- name: identifiers_by_id
-- Where messages come from or go to, as people read it.
SELECT id, type, namespace, value FROM identifier WHERE id = ANY(:ids::uuid[]);

-- name: take_seqs
-- The places of new messages in the order of arrival; locks keep them in order within a conversation.
SELECT nextval('message_seq') AS seq FROM generate_series(1, :count::int);

-- name: upsert_strands!
-- A strand is made by its first message; later ones tell what its connector needs to go on.
INSERT INTO strand (workspace_id, id, connection_id, node, brand_id, channel, sender, thread, last_in_at)
SELECT :workspace_id, id, connection_id, node, brand_id, channel, sender, thread::jsonb, last_in
FROM unnest(:ids::uuid[], :connections::uuid[], :nodes::uuid[], :brands::uuid[], :channels::text[], :senders::text[],
    :threads::text[], :last_in::timestamptz[])
    AS n (id, connection_id, node, brand_id, channel, sender, thread, last_in)
ON CONFLICT (workspace_id, id) DO UPDATE SET
    sender = excluded.sender, thread = strand.thread || excluded.thread,
    last_in_at = greatest(strand.last_in_at, excluded.last_in_at);

-- name: insert_conversations
-- New conversations; the number is what people call them by.
INSERT INTO conversation (workspace_id, id, customer_id, brand_id, status, assignee_id, snoozed_until, opened_at,
    closed_at, last_seq, last_at, last_text, last_channel, last_direction, unread, waiting_since, version, beneath)
SELECT :workspace_id, * FROM unnest(:ids::uuid[], :customers::uuid[], :brands::uuid[], :statuses::text[],
    :assignees::uuid[], :snoozed::timestamptz[], :opened::timestamptz[], :closed::timestamptz[], :seqs::bigint[],
    :ats::timestamptz[], :texts::text[], :channels::text[], :directions::text[], :unread::int[],
    :waiting::timestamptz[], :versions::bigint[], :beneaths::text[])
RETURNING id, number;

-- name: update_conversations!
-- The read models as they are after the batch.
UPDATE conversation c SET customer_id = n.customer_id, status = n.status, assignee_id = n.assignee_id,
    snoozed_until = n.snoozed_until, opened_at = n.opened_at, closed_at = n.closed_at, last_seq = n.last_seq,
    last_at = n.last_at, last_text = n.last_text, last_channel = n.last_channel, last_direction = n.last_direction,
    unread = n.unread, waiting_since = n.waiting_since, version = n.version,
    beneath = n.beneath
FROM unnest(:ids::uuid[], :customers::uuid[], :brands::uuid[], :statuses::text[], :assignees::uuid[],
    :snoozed::timestamptz[], :opened::timestamptz[], :closed::timestamptz[], :seqs::bigint[], :ats::timestamptz[],
    :texts::text[], :channels::text[], :directions::text[], :unread::int[], :waiting::timestamptz[],
    :versions::bigint[], :beneaths::text[])
    AS n (id, customer_id, brand_id, status, assignee_id, snoozed_until, opened_at, closed_at, last_seq, last_at,
          last_text, last_channel, last_direction, unread, waiting_since, version, beneath)
WHERE c.id = n.id;

-- name: close_stretches!
-- The strand goes on elsewhere: what was said until now stays here.
UPDATE conversation_strand s SET to_seq = n.seq - 1
FROM unnest(:strands::uuid[], :seqs::bigint[]) AS n (strand_id, seq)
WHERE s.strand_id = n.strand_id AND s.to_seq IS NULL;

-- name: insert_stretches!
-- Which run of a strand belongs to which conversation.
INSERT INTO conversation_strand (workspace_id, strand_id, from_seq, to_seq, conversation_id, owner_node)
SELECT :workspace_id, * FROM unnest(:strands::uuid[], :firsts::bigint[], :lasts::bigint[], :conversations::uuid[],
    :owners::uuid[]);

-- name: insert_messages!
-- The words themselves. Said twice is said once.
INSERT INTO message (workspace_id, id, seq, strand_id, direction, author_kind, author_id, at, received_at, text, html,
    quoted, subject, attachments, status, meta, in_reply_to, automatic)
SELECT :workspace_id, id, seq, strand, direction, author_kind, author_id, at, received, text, html, quoted, subject,
    attachments::jsonb, status, meta::jsonb, reply, automatic
FROM unnest(:ids::uuid[], :seqs::bigint[], :strands::uuid[], :directions::text[], :author_kinds::text[],
    :author_ids::uuid[], :ats::timestamptz[], :received::timestamptz[], :texts::text[], :htmls::text[],
    :quoted::text[], :subjects::text[], :attachments::text[], :statuses::text[], :metas::text[], :replies::uuid[],
    :automatic::boolean[])
    AS n (id, seq, strand, direction, author_kind, author_id, at, received, text, html, quoted, subject, attachments,
          status, meta, reply, automatic)
ON CONFLICT (workspace_id, id) DO NOTHING;

-- name: keep_files!
-- Files that came with messages can be opened by their ids; those that were uploaded before are known already.
INSERT INTO file (workspace_id, id, name, type, size, blob, owner_node, strand_id)
SELECT :workspace_id, * FROM unnest(:ids::uuid[], :names::text[], :types::text[], :sizes::bigint[], :blobs::text[],
    :nodes::uuid[], :strands::uuid[])
ON CONFLICT (workspace_id, id) DO UPDATE SET strand_id = excluded.strand_id
    WHERE file.blob = excluded.blob;

-- name: insert_changes!
-- What people decided of conversations, a row for each of the words that they had before them.
INSERT INTO conversation_change (workspace_id, message_id, id, seq, kind, at, until, assignee_id, actor_kind, actor_id)
SELECT :workspace_id, * FROM unnest(:messages::uuid[], :ids::uuid[], :seqs::bigint[], :kinds::text[],
    :ats::timestamptz[], :untils::timestamptz[], :assignees::uuid[], :actor_kinds::text[], :actor_ids::uuid[]);

-- name: receipt_targets
-- The messages that receipts speak of, and with `up_to` the earlier ones of their strand that are still on their way.
SELECT n.place, m.id, m.seq, m.strand_id, m.status, m.direction, s.sender, s.connection_id,
       coalesce(r.new_id, cs.conversation_id) AS root
FROM unnest(:places::int[], :ids::uuid[], :up_to::boolean[]) AS n (place, id, up_to)
JOIN message t ON t.id = n.id
JOIN strand s ON s.id = t.strand_id
JOIN message m ON m.strand_id = t.strand_id AND m.direction = 'out'
    AND (m.id = t.id OR (n.up_to AND m.seq < t.seq AND m.status IN ('sending', 'unknown', 'sent', 'delivered')))
JOIN conversation_strand cs ON cs.strand_id = m.strand_id AND cs.from_seq <= m.seq
    AND (cs.to_seq IS NULL OR cs.to_seq >= m.seq)
LEFT JOIN conversation_redirect r ON r.old_id = cs.conversation_id
ORDER BY n.place, m.seq;

-- name: set_statuses!
-- What became of messages of ours.
UPDATE message m SET status = n.status, error = n.error
FROM unnest(:ids::uuid[], :statuses::text[], :errors::text[]) AS n (id, status, error)
WHERE m.id = n.id;

-- name: settle_deliveries!
-- A receipt is the answer to an unknown outcome.
UPDATE delivery SET state = 'done', error = NULL, owner = NULL WHERE message_id = ANY(:ids::uuid[]) AND state = 'unknown';
