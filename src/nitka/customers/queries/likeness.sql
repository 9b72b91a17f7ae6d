-- name: keep_keys!
-- A record's keys follow from what it says, so that keeping them again changes nothing.
INSERT INTO record_key (workspace_id, key, node)
SELECT :workspace_id, * FROM unnest(:keys::bigint[], :nodes::uuid[]) ON CONFLICT DO NOTHING;

-- name: records_under
-- Who meets under these keys; of a crowd no more than shows that it is one.
SELECT wanted.key, r.node
FROM unnest(:keys::bigint[]) AS wanted (key)
CROSS JOIN LATERAL (
    SELECT node FROM record_key one WHERE one.workspace_id = :workspace_id AND one.key = wanted.key LIMIT :most
) AS r;

-- name: record_contents
-- What these records say, prepared to be compared, and the numbers and addresses that they were said with.
SELECT r.id, r.value, coalesce(w.types, '{}') AS types, coalesce(w.named, '{}') AS named
FROM identifier r
CROSS JOIN LATERAL (
    SELECT array_agg(p.type) AS types, array_agg(p.value) AS named
    FROM (
        SELECT l.b AS id FROM link l WHERE l.a = r.id AND l.kind = 'told'
        UNION ALL
        SELECT l.a FROM link l WHERE l.b = r.id AND l.kind = 'told'
    ) AS beside
    CROSS JOIN LATERAL (SELECT * FROM identifier one WHERE one.id = beside.id LIMIT 1) AS p
    WHERE p.type = ANY (:types::text[])
) AS w
WHERE r.id = ANY (:ids::uuid[]) AND r.type = 'record';

-- name: alike_among
-- Which of these are linked for being alike.
SELECT a, b FROM link WHERE a = ANY (:ids::uuid[]) AND b = ANY (:ids::uuid[]) AND kind = 'alike';

-- name: unlink!
-- What is no evidence any more.
DELETE FROM link USING unnest(:a::uuid[], :b::uuid[], :kinds::text[]) AS gone (a, b, kind)
WHERE link.a = gone.a AND link.b = gone.b AND link.kind = gone.kind;

-- name: record_traits
-- What was said in these records, as it was written.
SELECT node, traits FROM record WHERE node = ANY (:ids::uuid[]);
