-- Conversations are told from messages and from what was decided of them, whoever was whose customer at the time.

-- What a conversation would be if its customer were not blocked; while they are, it counts as spam.
ALTER TABLE conversation ADD COLUMN beneath text CHECK (beneath IN ('open', 'waiting', 'snoozed'));
DROP INDEX conversation_live;
CREATE UNIQUE INDEX conversation_live ON conversation (customer_id, brand_id)
    WHERE coalesce(beneath, status) IN ('open', 'waiting', 'snoozed');

-- A decision hangs on the last words of each line that it was made of: words never move, lines and customers do.
-- 'answered': an answer in one strand answers the others of the conversation; its id is the answer's.
ALTER TABLE conversation_change ADD COLUMN message_id uuid;
ALTER TABLE conversation_change ADD COLUMN until timestamptz;                -- of 'snoozed'
ALTER TABLE conversation_change ADD COLUMN assignee_id uuid;                 -- of 'assigned'; null: nobody
ALTER TABLE conversation_change DROP CONSTRAINT conversation_change_kind_check;
DELETE FROM conversation_change WHERE kind = 'joined';
ALTER TABLE conversation_change ADD CONSTRAINT conversation_change_kind_check
    CHECK (kind IN ('open', 'waiting', 'snoozed', 'closed', 'spam', 'answered', 'assigned', 'read'));

CREATE TEMP TABLE said_in AS                         -- every message, its line and its conversation
SELECT m.workspace_id, m.id, m.seq, m.direction, m.at, k.owner_node, coalesce(r.new_id, k.conversation_id) AS root,
    m.seq <= t.read_seq AS seen
FROM message m
JOIN conversation_strand k ON k.workspace_id = m.workspace_id AND k.strand_id = m.strand_id AND m.seq >= k.from_seq
    AND (k.to_seq IS NULL OR m.seq <= k.to_seq)
JOIN strand t ON t.workspace_id = m.workspace_id AND t.id = m.strand_id
LEFT JOIN conversation_redirect r ON r.workspace_id = k.workspace_id AND r.old_id = k.conversation_id;
CREATE INDEX ON said_in (root, owner_node, seq);

UPDATE conversation_change c SET message_id = (
    SELECT s.id FROM said_in s
    WHERE s.workspace_id = c.workspace_id AND s.owner_node = c.node AND s.seq <= c.seq AND s.root = coalesce(
        (SELECT r.new_id FROM conversation_redirect r WHERE r.workspace_id = c.workspace_id AND r.old_id = c.conversation_id),
        c.conversation_id)
    ORDER BY s.seq DESC LIMIT 1);
DELETE FROM conversation_change WHERE message_id IS NULL;
UPDATE conversation_change c SET until = o.snoozed_until
FROM conversation o WHERE c.kind = 'snoozed' AND o.workspace_id = c.workspace_id AND o.id = c.conversation_id;
ALTER TABLE conversation_change DROP CONSTRAINT conversation_change_pkey;
ALTER TABLE conversation_change DROP COLUMN node;
ALTER TABLE conversation_change DROP COLUMN conversation_id;
ALTER TABLE conversation_change ADD PRIMARY KEY (workspace_id, message_id, id);

INSERT INTO conversation_change (workspace_id, message_id, id, seq, kind, at, actor_kind)
SELECT o.workspace_id, s.id, o.id, o.seq, 'answered', o.at, 'system'
FROM said_in o
JOIN LATERAL (
    SELECT DISTINCT ON (s.owner_node) s.id FROM said_in s
    WHERE s.root = o.root AND s.owner_node <> o.owner_node AND s.seq < o.seq ORDER BY s.owner_node, s.seq DESC
) s ON true
WHERE o.direction = 'out';
INSERT INTO conversation_change (workspace_id, message_id, id, seq, kind, at, actor_kind, assignee_id)
SELECT c.workspace_id, s.id, c.id, c.last_seq, 'assigned', c.last_at, 'system', c.assignee_id
FROM conversation c
JOIN LATERAL (
    SELECT DISTINCT ON (s.owner_node) s.id FROM said_in s WHERE s.root = c.id ORDER BY s.owner_node, s.seq DESC
) s ON true
WHERE c.assignee_id IS NOT NULL AND c.status <> 'joined';
INSERT INTO conversation_change (workspace_id, message_id, id, seq, kind, at, actor_kind)
SELECT DISTINCT ON (root, owner_node) workspace_id, id, id, seq, 'read', at, 'system'
FROM said_in WHERE seen ORDER BY root, owner_node, seq DESC;
DROP TABLE said_in;
