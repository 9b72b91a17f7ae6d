-- name: spoken
-- Customers' messages, with what they are read by: where they came from, and what they may be answering.
SELECT m.id, m.seq, m.strand_id, m.at, m.text, m.quoted, s.node, s.connection_id, s.channel,
       i.type AS address_type, i.value AS address_value,
       (SELECT o.text FROM message o
        WHERE o.strand_id = m.strand_id AND o.seq < m.seq AND o.direction = 'out' ORDER BY o.seq DESC LIMIT 1) AS asked
FROM message m
JOIN strand s ON s.id = m.strand_id
LEFT JOIN LATERAL (SELECT one.type, one.value FROM identifier one WHERE one.id = s.node LIMIT 1) i ON true
WHERE m.id = ANY (:ids::uuid[]) AND m.direction = 'in' AND NOT m.automatic
ORDER BY m.seq;

-- name: reading_settings^
-- What the company's numbers look like, which identifiers are its own, and how phones are written there.
SELECT w.region, coalesce(w.settings -> 'words', '{}') AS words,
       ARRAY(SELECT c.settings ->> 'address' FROM connection c WHERE c.settings ? 'address') AS addresses
FROM workspace w WHERE w.id = :workspace_id;

-- name: keep
-- What is new of what was found; who reads again finds the same.
INSERT INTO finding (workspace_id, id, message_id, strand_id, seq, node, kind, type, value, target, part, from_char, to_char,
                     quote, rule, confidence, at)
SELECT :workspace_id, * FROM unnest(
    :ids::uuid[], :messages::uuid[], :strands::uuid[], :seqs::bigint[], :nodes::uuid[], :kinds::text[], :types::text[],
    :values::text[], :targets::uuid[], :parts::text[], :froms::int[], :tos::int[], :quotes::text[], :rules::text[],
    :confidences::real[], :ats::timestamptz[])
ON CONFLICT (workspace_id, id) DO NOTHING
RETURNING id;

-- name: told_before
-- What was already said of the same things by the same one: nobody is asked twice.
SELECT f.node, f.kind, f.type, f.value FROM finding f
WHERE f.node = ANY (:nodes::uuid[]) AND f.type = ANY (:types::text[]) AND f.value = ANY (:values::text[]);

-- name: people_of
-- Whose these nodes are, and what those are called.
SELECT n.id AS node, m.customer_id, c.name, i.status, i.assurance
FROM unnest(:ids::uuid[]) AS n (id)
LEFT JOIN LATERAL (
    SELECT customer_id FROM customer_member one WHERE one.node = n.id AND one.valid_to IS NULL LIMIT 1
) m ON true
LEFT JOIN customer c ON c.id = m.customer_id
LEFT JOIN LATERAL (SELECT one.status, one.assurance FROM identifier one WHERE one.id = n.id LIMIT 1) i ON true;

-- name: conversations_of
-- In which conversations these findings stand today.
SELECT coalesce(r.new_id, k.conversation_id) AS conversation_id, array_agg(f.id) AS ids
FROM finding f
JOIN conversation_strand k ON k.strand_id = f.strand_id AND f.seq >= k.from_seq AND (k.to_seq IS NULL OR f.seq <= k.to_seq)
LEFT JOIN conversation_redirect r ON r.old_id = k.conversation_id
WHERE f.id = ANY (:ids::uuid[])
GROUP BY 1;

-- name: of_conversation
-- The findings in the stretches of a conversation, the latest ones where they are many.
SELECT f.*, e.undone_by, m.customer_id AS known_to, own.customer_id AS speaker, a.name AS decider
FROM conversation_strand k
JOIN finding f ON f.strand_id = k.strand_id AND f.seq >= k.from_seq AND (k.to_seq IS NULL OR f.seq <= k.to_seq)
LEFT JOIN identity_event e ON e.id = f.event_id
LEFT JOIN customer_member m ON m.node = f.target AND m.valid_to IS NULL
LEFT JOIN customer_member own ON own.node = f.node AND own.valid_to IS NULL
LEFT JOIN account a ON a.id = f.decided_by
WHERE k.conversation_id = ANY (ARRAY(SELECT old_id FROM conversation_redirect WHERE new_id = :id) || :id::uuid)
ORDER BY f.seq DESC, f.part DESC, f.from_char DESC
LIMIT :most;

-- name: shown
-- One of them, in the same shape.
SELECT f.*, e.undone_by, m.customer_id AS known_to, own.customer_id AS speaker, a.name AS decider
FROM finding f
LEFT JOIN identity_event e ON e.id = f.event_id
LEFT JOIN customer_member m ON m.node = f.target AND m.valid_to IS NULL
LEFT JOIN customer_member own ON own.node = f.node AND own.valid_to IS NULL
LEFT JOIN account a ON a.id = f.decided_by
WHERE f.id = :id;

-- name: held
-- These findings, to be decided by nobody else meanwhile.
SELECT f.id, f.message_id, f.strand_id, f.seq, f.node, f.kind, f.type, f.value, f.target, f.quote, f.rule, f.confidence,
       f.event_id, f.at, s.channel, s.connection_id,
       CASE WHEN e.undone_by IS NOT NULL THEN 'dismissed' ELSE f.state END AS state
FROM finding f
JOIN strand s ON s.id = f.strand_id
LEFT JOIN identity_event e ON e.id = f.event_id
WHERE f.id = ANY (:ids::uuid[])
ORDER BY f.id
FOR UPDATE OF f;

-- name: decide!
-- What became of it; null who decided: a rule.
UPDATE finding SET state = :state, event_id = :event_id, decided_by = :who, decided_at = now() WHERE id = :id;
