-- name: claim_deliveries
-- What is due, the first of each strand only: nothing overtakes an earlier message that waits or is being sent.
-- A strand's later messages see the earlier one as long as it is not over, whoever holds it.
UPDATE delivery d SET state = 'sending', owner = :owner, attempts = d.attempts + 1, error = NULL,
    due_at = now() + make_interval(secs => :lease)
FROM (
    SELECT q.workspace_id, q.message_id, n.kind FROM delivery q
    JOIN connection n ON n.workspace_id = q.workspace_id AND n.id = q.connection_id
    WHERE q.state = 'queued' AND q.due_at <= now() AND n.disabled_at IS NULL
      AND NOT EXISTS (SELECT FROM delivery e WHERE e.workspace_id = q.workspace_id AND e.strand_id = q.strand_id
                      AND e.seq < q.seq AND e.state IN ('queued', 'sending'))
    ORDER BY q.due_at LIMIT :most
    FOR UPDATE OF q SKIP LOCKED
) due
WHERE d.workspace_id = due.workspace_id AND d.message_id = due.message_id AND d.state = 'queued'
RETURNING d.workspace_id, d.message_id, d.strand_id, d.connection_id, d.attempts, due.kind, d.seq;

-- name: next_due$
-- When there will be something new to do: what is late already waits for its strand, its connection or a sender.
SELECT min(due_at) FROM delivery WHERE state = 'queued' AND due_at > now();

-- name: keep_claims!
-- Still at it.
UPDATE delivery SET due_at = now() + make_interval(secs => :lease) WHERE state = 'sending' AND owner = :owner;

-- name: requeue_expired!
-- Whoever was sending is gone; where the same message twice is one, it is simply sent again.
UPDATE delivery d SET state = 'queued', owner = NULL, due_at = now()
FROM connection n
WHERE d.state = 'sending' AND d.due_at < now() AND n.workspace_id = d.workspace_id AND n.id = d.connection_id
  AND n.kind = ANY(:kinds::text[]);

-- name: expired
-- Elsewhere nobody knows whether it was sent.
SELECT workspace_id, message_id FROM delivery WHERE state = 'sending' AND due_at < now() LIMIT :most;

-- name: lose_delivery$
-- The outcome is unknown, and stays so until a receipt or a person says otherwise.
UPDATE delivery SET state = 'unknown', owner = NULL, error = :error
WHERE message_id = :id AND state = 'sending' AND due_at < now() RETURNING true;

-- name: begin_sending^
-- The message as its connector gets it, if nobody has taken it back.
UPDATE message SET status = 'sending' WHERE id = :id AND status IN ('queued', 'sending') RETURNING id;

-- name: outgoing^
-- With the strand's address and what earlier touches left there, and the connection to send by.
SELECT m.id, m.text, m.html, m.subject, m.attachments, m.at, m.automatic, m.author_name, m.conversation_id, m.strand_id,
       s.sender, s.thread, n.id AS connection_id, n.workspace_id, n.brand_id, n.kind, n.name, n.settings, n.secrets
FROM message_shown m
JOIN strand s ON s.id = m.strand_id
JOIN connection n ON n.id = m.connection_id
WHERE m.id = :id;

-- name: drop_delivery!
-- The message was taken back before it left.
UPDATE delivery SET state = 'cancelled', owner = NULL WHERE message_id = :id AND state = 'sending';

-- name: settle_delivery$
-- What became of it. Also what was thought lost may turn out to have arrived.
UPDATE delivery SET state = :state, owner = NULL, error = :error, due_at = :due_at
WHERE message_id = :id AND (state = 'sending' OR (state = 'unknown' AND :state <> 'queued')) RETURNING true;

-- name: sent_message!
-- What the provider called it is kept with it.
UPDATE message SET meta = meta || :meta WHERE id = :id;

-- name: sent_strand!
-- What the connector needs to go on.
UPDATE strand SET thread = thread || :meta, last_out_at = greatest(last_out_at, now()) WHERE id = :id;

-- name: message_status^
-- Receipts may have been faster than the answer of the provider.
SELECT status, conversation_id, strand_id, at FROM message_shown WHERE id = :id;
