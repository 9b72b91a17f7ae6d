-- Reading of conversations: messages as they are shown, and search.

-- A message with where it is now and who wrote it. The reader's row-level security holds, not the owner's.
-- Names by subqueries: fewer joins, so that planning does not cost more than reading. The conversation is joined as
-- it was begun, for a joined one has the same customer, and an index is not used by an expression under row security.
CREATE VIEW message_shown WITH (security_invoker = true) AS
SELECT m.workspace_id, m.id, m.seq, m.strand_id, m.direction, m.author_kind, m.author_id, m.at, m.received_at, m.text,
       m.html, m.quoted, m.subject, m.attachments, m.status, m.error, m.meta, m.in_reply_to, m.automatic,
       s.channel, s.connection_id, s.node, i.type AS address_type, i.value AS address,
       coalesce(r.new_id, k.conversation_id) AS conversation_id, c.customer_id,
       (SELECT u.name FROM customer u WHERE u.workspace_id = c.workspace_id AND u.id = c.customer_id) AS customer_name,
       CASE WHEN m.author_kind = 'operator' THEN coalesce(
           (SELECT a.name FROM account a WHERE a.id = m.author_id),
           (SELECT t.name FROM api_token t WHERE t.workspace_id = m.workspace_id AND t.id = m.author_id)
       ) END AS author_name
FROM message m
JOIN strand s ON s.workspace_id = m.workspace_id AND s.id = m.strand_id
JOIN conversation_strand k ON k.workspace_id = m.workspace_id AND k.strand_id = m.strand_id
     AND k.from_seq <= m.seq AND (k.to_seq IS NULL OR k.to_seq >= m.seq)
LEFT JOIN conversation_redirect r ON r.workspace_id = k.workspace_id AND r.old_id = k.conversation_id
JOIN conversation c ON c.workspace_id = k.workspace_id AND c.id = k.conversation_id
LEFT JOIN identifier i ON i.workspace_id = s.workspace_id AND i.id = s.node;
GRANT SELECT ON message_shown TO nitka_app;

-- Words by their stems (Russian and, for Latin letters, English) and as they stand, for beginnings and for names.
-- Parsed when it is made, so that no search_path of a caller can change what it calls.
CREATE FUNCTION message_words(subject text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.russian'::regconfig, coalesce(subject, '') || ' ' || left(words, 20000))
    || to_tsvector('pg_catalog.simple'::regconfig, coalesce(subject, '') || ' ' || left(words, 20000));
CREATE INDEX message_search ON message USING gin (message_words(subject, text));

-- Under row-level security the planner does not use these indexes, so this function runs as the owner and keeps
-- to the caller's workspace itself. It never builds a statement: the words are only values.
-- `wanted` is what somebody typed, `names` its words as customer_word has them, `address` an identifier's beginning.
CREATE FUNCTION search_conversations(wanted text, names text[], address text, most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = nitka, pg_catalog, pg_temp AS $$
DECLARE
    here   uuid := nullif(current_setting('nitka.workspace', true), '')::uuid;
    stems  tsquery := plainto_tsquery('pg_catalog.russian'::regconfig, wanted);
    starts tsquery := (SELECT to_tsquery('pg_catalog.simple'::regconfig, string_agg(quote_literal(w[1]) || ':*', ' & '))
                       FROM regexp_matches(lower(left(wanted, 200)), '[[:alnum:]]+', 'g') AS w);
BEGIN
    IF here IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH said AS (
        SELECT m.strand_id, m.seq FROM message m
        WHERE m.workspace_id = here
          AND (message_words(m.subject, m.text) @@ stems OR message_words(m.subject, m.text) @@ starts)
        ORDER BY m.seq DESC LIMIT most
    ), people AS (
        SELECT w.customer_id FROM customer_word w
        WHERE w.workspace_id = here AND cardinality(names) > 0 AND starts_with(w.word, names[1])
          AND NOT EXISTS (SELECT FROM unnest(names[2:]) AS n (word) WHERE NOT EXISTS (
              SELECT FROM customer_word o WHERE o.workspace_id = here AND o.customer_id = w.customer_id
                AND starts_with(o.word, n.word)))
        UNION
        SELECT b.customer_id FROM identifier i
        JOIN customer_member b ON b.workspace_id = here AND b.node = i.id AND b.valid_to IS NULL
        WHERE i.workspace_id = here AND length(address) >= 3 AND starts_with(i.value, address)
    )
    SELECT coalesce(r.new_id, k.conversation_id) FROM said
    JOIN conversation_strand k ON k.workspace_id = here AND k.strand_id = said.strand_id
         AND k.from_seq <= said.seq AND (k.to_seq IS NULL OR k.to_seq >= said.seq)
    LEFT JOIN conversation_redirect r ON r.workspace_id = here AND r.old_id = k.conversation_id
    UNION
    SELECT c.id FROM (SELECT * FROM people LIMIT most) p
    JOIN conversation c ON c.workspace_id = here AND c.customer_id = p.customer_id AND c.status <> 'joined';
END $$;
REVOKE ALL ON FUNCTION search_conversations(text, text[], text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_conversations(text, text[], text, int) TO nitka_app;
CREATE INDEX identifier_beginning ON identifier (workspace_id, value text_pattern_ops);
