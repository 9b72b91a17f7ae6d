-- A block by hand hangs on the identifiers of whoever was blocked, and goes where they go.

ALTER TABLE identifier ADD COLUMN barred_at timestamptz;       -- since when whoever had it then is kept out as spam
UPDATE identifier i SET barred_at = c.blocked_by_hand_at
FROM customer c
JOIN customer_member m ON m.workspace_id = c.workspace_id AND m.customer_id = c.id
WHERE c.blocked_by_hand_at IS NOT NULL AND i.workspace_id = m.workspace_id AND i.id = m.node
  AND (m.valid_to IS NULL OR m.valid_to >= c.retired_at - interval '1 second');
ALTER TABLE customer DROP COLUMN blocked_by_hand_at;
ALTER TABLE customer DROP COLUMN split_off;
