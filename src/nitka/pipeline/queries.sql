-- name: advance_offsets(partitions, epochs, seqs, workspace)^
-- The fence: an owner whose epoch is over moves nothing, and the caller sees that one is missing. Enters the workspace
-- as well, if there is one, and then looks up its region and by which version of the model it is drawn, for this is how
-- every batch begins.
WITH moved AS (
    UPDATE pipeline_offset AS o SET seq = d.seq
    FROM unnest(:partitions::smallint[], :epochs::bigint[], :seqs::bigint[]) AS d (partition, epoch, seq)
    WHERE o.partition = d.partition AND o.epoch = d.epoch AND o.seq <= d.seq
    RETURNING o.partition
)
SELECT (SELECT count(*) FROM moved) AS moved, home.region, home.model
FROM set_config('nitka.workspace', coalesce(:workspace, ''), true) AS entered (id)
LEFT JOIN LATERAL (SELECT region, model FROM workspace WHERE id = nullif(entered.id, '')::uuid) AS home ON true;

-- name: take_partitions(partitions, owner, stream)
-- A new epoch fences off whoever had them. In another stream the count begins again.
UPDATE pipeline_offset
SET epoch = epoch + 1, owner = :owner, seq = CASE WHEN stream = :stream THEN seq ELSE 0 END, stream = :stream
WHERE partition = ANY (:partitions::smallint[])
RETURNING partition, epoch, seq;

-- name: lowest_offset(stream)$
-- Below this every partition is committed, so the stream need not keep it.
SELECT min(CASE WHEN stream = :stream THEN seq ELSE 0 END) FROM pipeline_offset;

-- name: held_partitions(class_id)
-- Whose turn has come: the others are not even tried.
SELECT objid::int AS partition FROM pg_locks WHERE locktype = 'advisory' AND classid = :class_id::int::oid AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database());

-- name: try_lock_partition(class_id, partition)$
-- A session lock: it is gone the moment its owner's connection is, however it ended.
SELECT pg_try_advisory_lock(:class_id::int, :partition::int);

-- name: unlock_partitions(class_id, partitions)
-- Another worker has begun: let it have its share.
SELECT pg_advisory_unlock(:class_id::int, p) FROM unnest(:partitions::int[]) AS p;

-- name: count_workers(class_id)$
-- Every worker holds a shared lock of this class for as long as it lives.
SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = :class_id::int::oid AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database());

-- name: lock_and_note(keys, workspace_id, ids)
-- Locks what the touches name, sorted so that nobody waits in a ring, and returns the touches that were never seen
-- before; the others are repeats and are skipped.
WITH locked AS MATERIALIZED (
    SELECT count(pg_advisory_xact_lock(key)) FROM (SELECT unnest(:keys::bigint[]) AS key ORDER BY 1) AS sorted
)
INSERT INTO touch_key (workspace_id, touch_id)
SELECT :workspace_id, id FROM locked, unnest(:ids::uuid[]) AS id ORDER BY id
ON CONFLICT DO NOTHING
RETURNING touch_id;

-- name: insert_touches(workspace_id, ids, ats, received, kinds, channels, connections, senders, externals, nodes, assurances, owners, texts, payloads)!
-- Arrays of arrays cannot be unnested into rows of arrays, so nodes and assurances come as text.
INSERT INTO touch (workspace_id, id, at, received_at, kind, channel, connection_id, sender, external_id,
                   nodes, assurances, owner_node, text, payload)
SELECT :workspace_id, id, at, received_at, kind, channel, connection_id, sender, external_id,
       nodes::uuid[], assurances::smallint[], owner_node, text, payload::jsonb
FROM unnest(:ids::uuid[], :ats::timestamptz[], :received::timestamptz[], :kinds::text[], :channels::text[],
            :connections::uuid[], :senders::text[], :externals::text[], :nodes::text[], :assurances::text[],
            :owners::uuid[], :texts::text[], :payloads::text[])
     AS t (id, at, received_at, kind, channel, connection_id, sender, external_id, nodes, assurances, owner_node, text, payload);

-- name: hold(workspace_id, id, connection_id, partition, seq, body, error)!
-- The same touch that fails again is one line, with its latest error.
INSERT INTO quarantine (workspace_id, id, connection_id, partition, seq, body, error)
VALUES (:workspace_id, :id, :connection_id, :partition, :seq, :body, :error)
ON CONFLICT (workspace_id, id) DO UPDATE SET error = excluded.error, state = 'held', at = now();

-- name: held_page(before_at, before_id, page)
-- What was set aside, newest first: touches, and work that follows them. What was retried or dropped stays visible as
-- such, but for work that is done.
(SELECT id, connection_id, at, error, state, NULL AS work FROM quarantine
 WHERE :before_at::timestamptz IS NULL OR (at, id) < (:before_at::timestamptz, :before_id::uuid)
 ORDER BY at DESC, id DESC LIMIT :page)
UNION ALL
(SELECT id, NULL, made_at, error, CASE state WHEN 'failed' THEN 'held' ELSE state END, consumer FROM follow_up
 WHERE state <> 'queued'
   AND (:before_at::timestamptz IS NULL OR (made_at, id) < (:before_at::timestamptz, :before_id::uuid))
 ORDER BY made_at DESC, id DESC LIMIT :page)
ORDER BY at DESC, id DESC LIMIT :page;

-- name: held(id)^
-- Locked, so that two who retry it take turns.
SELECT id, state, body FROM quarantine WHERE id = :id FOR UPDATE;

-- name: settle_held(id, state)!
-- The row stays: it says what happened.
UPDATE quarantine SET state = :state WHERE id = :id;
