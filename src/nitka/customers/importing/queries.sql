-- name: add_job(workspace_id, id, origin, by, source, connection_id, name, size, blob, format, mapping, dry_run, state)!
-- An upload, or a command that begins to read.
INSERT INTO import_job (workspace_id, id, origin, by, source, connection_id, name, size, blob, format, mapping,
                        dry_run, state, attempt, started_at)
VALUES (:workspace_id, :id, :origin, :by, :source, :connection_id, :name, :size, :blob, :format, :mapping,
        :dry_run, :state, 1, CASE WHEN :state = 'running' THEN now() END);

-- name: job(id)^
-- One job as the desk shows it, whoever runs it.
SELECT j.id, j.at, j.origin, j.by, a.name AS by_name, j.source, j.name, j.size, j.mapping, j.dry_run, j.state, j.error,
       j.progress, j.counts, j.forecast, j.started_at, j.finished_at,
       (SELECT count(*) FROM import_refusal AS r WHERE r.job_id = j.id AND r.workspace_id = j.workspace_id) AS problems
FROM import_job AS j LEFT JOIN account AS a ON a.id = j.by WHERE j.id = :id;

-- name: jobs(before_at, before_id, page)
-- The newest first.
SELECT j.id, j.at, j.origin, j.by, a.name AS by_name, j.source, j.name, j.size, j.mapping, j.dry_run, j.state, j.error,
       j.progress, j.counts, j.forecast, j.started_at, j.finished_at,
       (SELECT count(*) FROM import_refusal AS r WHERE r.job_id = j.id AND r.workspace_id = j.workspace_id) AS problems
FROM import_job AS j LEFT JOIN account AS a ON a.id = j.by
WHERE :before_at::timestamptz IS NULL OR (j.at, j.id) < (:before_at::timestamptz, :before_id::uuid)
ORDER BY j.at DESC, j.id DESC LIMIT :page;

-- name: held_job(id)^
-- Locked, so that two who change it take turns.
SELECT id, at, origin, source, connection_id, name, blob, format, mapping, dry_run, state, attempt, counts
FROM import_job WHERE id = :id FOR UPDATE;

-- name: uploads_waiting()$
-- How many bytes of files a workspace has here that are not read yet.
SELECT coalesce(sum(size), 0)::bigint FROM import_job WHERE blob IS NOT NULL;

-- name: queue_job(id, source, connection_id, mapping, dry_run)!
-- From the beginning: what a dry run counted is no part of an import.
UPDATE import_job SET state = 'queued', source = :source, connection_id = :connection_id, mapping = :mapping,
    dry_run = :dry_run, error = NULL, progress = 0, counts = '{}', forecast = NULL, started_at = NULL,
    finished_at = NULL, at = now()
WHERE id = :id;

-- name: take_job(id)^
-- Whoever had it before saves nothing more.
UPDATE import_job SET state = 'running', attempt = attempt + 1, started_at = coalesce(started_at, now())
WHERE id = :id AND state IN ('queued', 'running')
RETURNING id, at, origin, source, connection_id, name, blob, format, mapping, dry_run, attempt, counts;

-- name: save_job(id, attempt, progress, counts)$
-- Nothing comes back where somebody else has it, or it was stopped.
UPDATE import_job SET progress = :progress, counts = :counts
WHERE id = :id AND attempt = :attempt AND state = 'running' RETURNING id;

-- name: end_job(id, attempt, state, error, counts, forecast)$
-- The last word of whoever ran it. The file of a dry run stays: it may be imported now.
UPDATE import_job SET state = :state, error = :error, counts = :counts, forecast = :forecast, finished_at = now(),
    progress = CASE WHEN :state IN ('done', 'checked') THEN 1 ELSE progress END
WHERE id = :id AND attempt = :attempt AND state = 'running' RETURNING id;

-- name: stop_job(id)!
-- Whoever runs it sees so at the next rows.
UPDATE import_job SET state = 'stopped', finished_at = now() WHERE id = :id;

-- name: forget_blob(id)!
-- The file was deleted.
UPDATE import_job SET blob = NULL WHERE id = :id;

-- name: remove_job(id)!
-- With its report.
DELETE FROM import_job WHERE id = :id;

-- name: clear_refusals(job_id)!
-- A new run makes a report of its own.
DELETE FROM import_refusal WHERE job_id = :job_id;

-- name: add_refusals(workspace_id, job_id, lines, refused, problems, cells)!
-- Again after a crash is the same.
INSERT INTO import_refusal (workspace_id, job_id, line, refused, problems, cells)
SELECT :workspace_id, :job_id, line, refused, problems::jsonb, cells::jsonb
FROM unnest(:lines::bigint[], :refused::boolean[], :problems::text[], :cells::text[]) AS d (line, refused, problems, cells)
ON CONFLICT DO NOTHING;

-- name: refusals(job_id, after, page)
-- The report, in the order of the file.
SELECT line, refused, problems, cells FROM import_refusal
WHERE job_id = :job_id AND line > :after ORDER BY line LIMIT :page;

-- name: known_rows(connection_id, keys)
-- What the source has said of these rows before.
SELECT key, digest, revision, job_id, line FROM import_row
WHERE connection_id = :connection_id AND key = ANY (:keys::uuid[]);

-- name: save_rows(workspace_id, connection_id, job_id, keys, digests, revisions, lines)!
-- Also of those that have not changed: who saw them, and where.
INSERT INTO import_row (workspace_id, connection_id, key, digest, revision, job_id, line)
SELECT :workspace_id, :connection_id, key, digest, revision, :job_id, line
FROM unnest(:keys::uuid[], :digests::uuid[], :revisions::int[], :lines::bigint[]) AS d (key, digest, revision, line)
ORDER BY key
ON CONFLICT (workspace_id, connection_id, key) DO UPDATE
SET digest = excluded.digest, revision = excluded.revision, job_id = excluded.job_id, line = excluded.line;

-- name: stored(ids)$
-- How many of these touches the pipeline has taken, or set aside.
SELECT (SELECT count(*) FROM touch_key WHERE touch_id = ANY (:ids::uuid[]))
     + (SELECT count(*) FROM quarantine WHERE id = ANY (:ids::uuid[]) AND state = 'held');

-- name: set_aside(ids)$
-- They are seen in the quarantine, and counted here.
SELECT count(*) FROM quarantine WHERE id = ANY (:ids::uuid[]) AND state = 'held';

-- name: homes(ids)
-- Whose these identifiers are by now; shared and blocked ones join nobody.
SELECT i.id, i.status, m.customer_id FROM identifier AS i
LEFT JOIN customer_member AS m ON m.node = i.id AND m.valid_to IS NULL
WHERE i.id = ANY (:ids::uuid[]);

-- name: unique_ids(customers, types)
-- The ids that a customer has one of.
SELECT m.customer_id, i.id, i.type, i.namespace FROM customer_member AS m JOIN identifier AS i ON i.id = m.node
WHERE m.customer_id = ANY (:customers::uuid[]) AND m.valid_to IS NULL AND i.type = ANY (:types::text[]);

-- name: source(id)^
-- The connection that stands for a source.
SELECT id, brand_id, disabled_at FROM connection WHERE id = :id;

-- name: add_source(workspace_id, id, name)^
-- A source is a connection of its own: its touches say whence they are. It speaks for the first brand.
INSERT INTO connection (workspace_id, id, brand_id, kind, name)
SELECT :workspace_id, :id, b.id, 'import', :name FROM brand AS b
WHERE b.workspace_id = :workspace_id ORDER BY b.id LIMIT 1
ON CONFLICT (workspace_id, id) DO NOTHING RETURNING id;

-- name: first_brand(workspace_id)$
-- Whose user ids a source means that nobody has heard of yet.
SELECT id FROM brand WHERE workspace_id = :workspace_id ORDER BY id LIMIT 1;

-- name: due_jobs()
-- Of all workspaces, those that nobody has begun or whose runner may be gone.
SELECT workspace_id, id, origin, connection_id FROM import_job WHERE state IN ('queued', 'running') ORDER BY at, id;

-- name: old_jobs()
-- Reports and uploads hold people's data: a month is enough to work with them, two days for an upload nobody confirms.
SELECT workspace_id, id FROM import_job
WHERE (state IN ('done', 'stopped', 'failed') AND finished_at < now() - interval '30 days')
   OR (state IN ('draft', 'checked') AND at < now() - interval '2 days')
LIMIT 100;
