-- name: policy^
-- What holds now.
SELECT p.version, p.needs, p.changed_at, a.name AS changed_by
FROM disclosure_policy p LEFT JOIN account a ON a.id = p.changed_by
ORDER BY p.version DESC LIMIT 1;

-- name: add_policy$
-- The next version, if nobody has made it meanwhile.
INSERT INTO disclosure_policy (workspace_id, version, needs, changed_by)
VALUES (:workspace_id, :version, :needs, :changed_by)
ON CONFLICT DO NOTHING RETURNING version;

-- name: last_words^
-- How far it was proven who wrote last in a strand: a From header is text, and may be forged this time.
SELECT t.assurances[array_position(t.nodes, s.node)] AS assurance
FROM strand s
CROSS JOIN LATERAL (
    SELECT m.id, m.at FROM message m
    WHERE m.strand_id = s.id AND m.direction = 'in' AND NOT m.automatic ORDER BY m.seq DESC LIMIT 1
) m
JOIN touch t ON t.id = m.id AND t.at = m.at
WHERE s.id = :strand_id;

-- name: strand_shown^
-- Where an answer would go.
SELECT s.id, s.connection_id, s.node, s.channel, i.type, i.value
FROM strand s JOIN identifier i ON i.id = s.node WHERE s.id = :strand_id;

-- name: own_identifiers
-- What may be proven to be the speaker's: the customer's own identifiers.
SELECT i.id, i.type, i.value, i.assurance, i.status
FROM customer_member m JOIN identifier i ON i.id = m.node
WHERE m.customer_id = :customer_id AND m.valid_to IS NULL ORDER BY i.assurance DESC, i.first_at, i.id;

-- name: records
-- What each source says of the customer, with the identifier that it was said beside: that one says how far it is proven.
SELECT CASE i.type WHEN 'record' THEN i.namespace::uuid ELSE i.id END AS node, r.traits
FROM customer_member m JOIN identifier i ON i.id = m.node JOIN record r ON r.node = i.id
WHERE m.customer_id = :customer_id AND m.valid_to IS NULL;

-- name: given_names
-- What operators call the customer, with the identifiers that it hangs on.
SELECT g.name, i.type, i.first_at, i.id AS node
FROM customer_member m JOIN given_name g ON g.node = m.node JOIN identifier i ON i.id = m.node
WHERE m.customer_id = :customer_id AND m.valid_to IS NULL;

-- name: said_in
-- What these touches name, and how far each identifier was proven there.
SELECT id, nodes, assurances FROM touch WHERE id = ANY(:ids::uuid[]) AND at = ANY(:ats::timestamptz[]);
