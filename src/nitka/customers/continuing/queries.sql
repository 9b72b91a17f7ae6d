-- name: addressee^
-- Whom a token would speak for, and whether it may.
SELECT i.status, c.blocked_at IS NOT NULL AS blocked, w.settings
FROM identifier i
JOIN workspace w ON w.id = i.workspace_id
LEFT JOIN customer_member m ON m.node = i.id AND m.valid_to IS NULL
LEFT JOIN customer c ON c.id = m.customer_id
WHERE i.id = :node;

-- name: live_links$
-- How many links of this address wait to be used.
SELECT count(*) FROM continuation WHERE node = :node AND form = 'link' AND used_at IS NULL AND expires_at > :at;

-- name: live_codes^
-- How many codes of the workspace could be hit, and how many of them customers made by themselves.
SELECT count(*) AS live, count(*) FILTER (WHERE made_by IS NULL) AS own
FROM continuation WHERE form = 'code' AND used_at IS NULL AND expires_at > :at;

-- name: end_codes!
-- A new code of an address takes the place of its old one.
UPDATE continuation SET expires_at = :at WHERE node = :node AND form = 'code' AND used_at IS NULL AND expires_at > :at;

-- name: is_live$
-- Two equal codes must not live at a time.
SELECT EXISTS (SELECT FROM continuation WHERE digest = :digest AND used_at IS NULL AND expires_at > :at);

-- name: add!
-- A new token, of which only the digest is kept.
INSERT INTO continuation (workspace_id, id, form, digest, node, channel, conversation_id, target, made_by, made_at, expires_at)
VALUES (:workspace_id, :id, :form, :digest, :node, :channel, :conversation_id, :target, :made_by, :made_at, :expires_at);

-- name: known^
-- The token of this digest; of equal codes the one that lives, else the latest. Its lock is held.
SELECT id, node, channel, target, expires_at, used_node FROM continuation
WHERE digest = :digest ORDER BY (used_at IS NULL AND expires_at > :at) DESC, made_at DESC LIMIT 1;

-- name: use!
-- Once, for ever.
UPDATE continuation SET used_at = :at, used_node = :node WHERE id = :id AND used_at IS NULL;

-- name: spent$
-- What the wrong guesses of an hour could have hit.
SELECT coalesce(sum(live), 0)::int FROM continuation_try
WHERE live > 0 AND NOT by_operator AND at > :since AND outcome IN ('wrong', 'expired', 'used', 'elsewhere', 'here');

-- name: own_guesses^
-- How often this presenter was wrong within a day.
SELECT count(*)::int AS own, max(at) AS last FROM continuation_try
WHERE presenter = :presenter AND live > 0 AND at > :since AND outcome IN ('wrong', 'expired', 'used', 'elsewhere', 'here');

-- name: add_try!
-- What became of a token that was presented.
INSERT INTO continuation_try (workspace_id, touch_id, presenter, outcome, continuation_id, live, by_operator, at)
VALUES (:workspace_id, :touch_id, :presenter, :outcome, :continuation_id, :live, :by_operator, :at)
ON CONFLICT DO NOTHING;

-- name: tried^
-- What became of the token that came with this touch.
SELECT t.outcome, c.form, c.channel FROM continuation_try t
LEFT JOIN continuation c ON c.id = t.continuation_id WHERE t.touch_id = :touch_id;

-- name: forget!
-- What nobody can come with any more, in every workspace.
WITH tries AS (DELETE FROM continuation_try WHERE at < :before)
DELETE FROM continuation WHERE expires_at < :before;
