-- name: behind(version)
-- Which workspaces are drawn by an older version; the platform itself asks.
SELECT id FROM workspace WHERE model < :version ORDER BY id;

-- name: open_revision(workspace_id, version)$
-- Once a version; and not while customers are going over to another one, which comes to its end first.
INSERT INTO model_revision (workspace_id, version, from_version)
SELECT w.id, :version, w.model FROM workspace w
WHERE w.id = :workspace_id AND w.model < :version AND NOT EXISTS (
    SELECT 1 FROM model_revision WHERE state IN ('switching', 'settling', 'applying', 'suggesting'))
ON CONFLICT (workspace_id, version) DO NOTHING RETURNING version;

-- name: supersede(version)!
-- A version that nobody decided about and that is not the newest any more.
UPDATE model_revision SET state = 'refused', finished_at = now()
WHERE version < :version AND state IN ('clearing', 'comparing', 'drawing', 'waiting');

-- name: latest_revision()^
-- What the desk shows, and what the work goes on with.
SELECT r.version, r.from_version, r.state, r.place, r.done, r.total, r.freed, r.lost, r.since, r.computed_at, r.decided_by,
       a.name AS decider, r.decided_at, r.finished_at
FROM model_revision r LEFT JOIN account a ON a.id = r.decided_by
ORDER BY r.version DESC LIMIT 1;

-- name: revision_to(version)^
-- The same of one version.
SELECT r.version, r.from_version, r.state, r.place, r.done, r.total, r.freed, r.lost, r.since, r.computed_at, r.decided_by,
       a.name AS decider, r.decided_at, r.finished_at
FROM model_revision r LEFT JOIN account a ON a.id = r.decided_by WHERE r.version = :version;

-- name: hold_revision(version)^
-- A decision and a step of the work take turns.
SELECT version FROM model_revision WHERE :version::int IS NULL OR version = :version::int
ORDER BY version DESC LIMIT 1 FOR UPDATE;

-- name: save_revision(version, state, place, done, total, freed, lost, since, computed_at, decided_by, decided_at, finished_at)!
-- With the outcome of each step, or not at all.
UPDATE model_revision
SET state = :state, place = :place, done = :done, total = :total, freed = :freed, lost = :lost, since = :since, computed_at = :computed_at,
    decided_by = :decided_by, decided_at = :decided_at, finished_at = :finished_at
WHERE version = :version;

-- name: queue_model(workspace_id, id, consumer, key, wait)!
-- One step; each queues the next.
INSERT INTO follow_up (workspace_id, id, consumer, key, due_at)
VALUES (:workspace_id, :id, :consumer, :key, now() + make_interval(secs => :wait::float));

-- name: preparing()$
-- The version whose likeness is kept beside that of the links, if there is one.
SELECT version FROM model_revision WHERE state IN ('comparing', 'drawing', 'waiting', 'switching')
ORDER BY version DESC LIMIT 1;

-- name: clear_likeness(most)$
-- In portions, so that no transaction is long.
WITH gone AS (DELETE FROM model_likeness WHERE ctid = ANY (ARRAY(SELECT ctid FROM model_likeness LIMIT :most)) RETURNING 1)
SELECT count(*) FROM gone;

-- name: clear_seen(most)$
-- The same.
WITH gone AS (DELETE FROM model_seen WHERE ctid = ANY (ARRAY(SELECT ctid FROM model_seen LIMIT :most)) RETURNING 1)
SELECT count(*) FROM gone;

-- name: clear_changes(most)$
-- The same: what earlier versions would have changed, or this one when it was last looked at.
WITH gone AS (DELETE FROM model_change WHERE ctid = ANY (ARRAY(SELECT ctid FROM model_change LIMIT :most)) RETURNING 1)
SELECT count(*) FROM gone;

-- name: count_records()$
-- Descriptions to compare.
SELECT count(*) FROM identifier WHERE type = 'record';

-- name: count_identifiers()$
-- Everything that is drawn.
SELECT count(*) FROM identifier;

-- name: next_records(after, most)
-- In the order of their ids, which new ones may come anywhere in: those are compared as they come.
SELECT id FROM identifier WHERE type = 'record' AND (:after::uuid IS NULL OR id > :after::uuid) ORDER BY id LIMIT :most;

-- name: next_nodes(after, most)
-- What was not drawn with another one before. OFFSET holds the planner to one index probe an identifier: joined, it would
-- read all that was drawn at every step.
SELECT id FROM identifier i
WHERE (:after::uuid IS NULL OR i.id > :after::uuid)
  AND NOT EXISTS (SELECT 1 FROM model_seen s WHERE s.node = i.id OFFSET 0)
ORDER BY i.id LIMIT :most;

-- name: see(workspace_id, nodes)
-- What was drawn just now; the answer is what of it was not yet.
INSERT INTO model_seen (workspace_id, node) SELECT :workspace_id, unnest(:nodes::uuid[])
ON CONFLICT DO NOTHING RETURNING node;

-- name: likeness_around(ids)
-- Likeness of these records, by the version that is being looked at.
SELECT a, b, weight FROM model_likeness WHERE a = ANY (:ids::uuid[])
UNION SELECT a, b, weight FROM model_likeness WHERE b = ANY (:ids::uuid[]);

-- name: likeness_among(ids)
-- Which of these are linked by it.
SELECT a, b FROM model_likeness WHERE a = ANY (:ids::uuid[]) AND b = ANY (:ids::uuid[]);

-- name: keep_likeness(workspace_id, a, b, weights)!
-- Comparing again finds the same.
INSERT INTO model_likeness AS m (workspace_id, a, b, weight)
SELECT :workspace_id, * FROM unnest(:a::uuid[], :b::uuid[], :weights::real[])
ON CONFLICT (workspace_id, a, b) DO UPDATE SET weight = excluded.weight WHERE m.weight <> excluded.weight;

-- name: drop_likeness(a, b)!
-- Pairs that only a crowd brought together.
DELETE FROM model_likeness m USING unnest(:a::uuid[], :b::uuid[]) AS gone (a, b) WHERE m.a = gone.a AND m.b = gone.b;

-- name: unlink_likeness!
-- What is alike by the version before, and no longer.
DELETE FROM link l WHERE l.kind = 'alike'
AND NOT EXISTS (SELECT 1 FROM model_likeness m WHERE m.a = l.a AND m.b = l.b);

-- name: link_likeness(version, assurance, at)!
-- What is alike now. The record stands in the place of the touch, as in customers/resembling.py.
INSERT INTO link AS l (workspace_id, a, b, kind, weight, assurance, touch_id, channel, touch_kind, valid_from, rules_version)
SELECT workspace_id, a, b, 'alike', weight, :assurance, a, '', 'alike', :at, :version FROM model_likeness
ON CONFLICT (workspace_id, a, b, kind) DO UPDATE SET weight = excluded.weight, rules_version = excluded.rules_version
WHERE (l.weight, l.rules_version) IS DISTINCT FROM (excluded.weight, excluded.rules_version);

-- name: go_over(workspace_id, version)!
-- From the commit on, everything is drawn by it.
UPDATE workspace SET model = :version WHERE id = :workspace_id;

-- name: clock()$
-- The database's own, by which it tells when transactions began.
SELECT clock_timestamp();

-- name: older_than(since)$
-- Whether a transaction of the application still runs that may have begun under the version before.
SELECT EXISTS (SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid() AND xact_start < :since);

-- name: touches_of(ids)
-- How many touches each of these owns.
SELECT owner_node AS node, count(*) AS touches FROM touch
WHERE owner_node = ANY (:ids::uuid[]) AND direction = 'in' GROUP BY owner_node;

-- name: save_change(workspace_id, version, id, op, before, after, touches, reason)!
-- The same customers are met again only where a web is too big to be drawn at once; the first drawing counts.
INSERT INTO model_change (workspace_id, version, id, op, before, after, touches, reason)
VALUES (:workspace_id, :version, :id, :op, :before, :after, :touches, :reason) ON CONFLICT DO NOTHING;

-- name: change_counts(version)^
-- What it comes to: groups that are joined and that come apart, customers before and after, touches that move.
SELECT count(*) FILTER (WHERE op = 'merge') AS merges, count(*) FILTER (WHERE op = 'split') AS splits,
       coalesce(sum((SELECT count(*) FROM jsonb_object_keys(before))), 0)::bigint AS customers_before,
       coalesce(sum(jsonb_array_length(after)), 0)::bigint AS customers_after,
       coalesce(sum(touches), 0)::bigint AS touches
FROM model_change WHERE version = :version;

-- name: changes_page(version, op, touches, before_id, page)
-- Where most would move first.
SELECT id, op, before, after, touches, reason FROM model_change
WHERE version = :version AND (:op::text IS NULL OR op = :op::text)
  AND (:touches::bigint IS NULL OR (touches, id) < (:touches::bigint, :before_id::uuid))
ORDER BY touches DESC, id DESC LIMIT :page;

-- name: outdate_older(version)!
-- Likely pairs that the version does not find likely any more; what somebody has decided stays.
UPDATE suggestion SET state = 'outdated' WHERE state = 'open' AND rules_version < :version;
