-- An id out of use is kept with all that it was known by: whoever has the first of these that is anybody's answers.
CREATE TABLE customer_former (
    workspace_id uuid NOT NULL,
    customer_id  uuid NOT NULL,                      -- out of use
    node         uuid NOT NULL,                      -- an identifier it had then …
    place        int NOT NULL,                       -- … the one it was known by longest first
    PRIMARY KEY (workspace_id, customer_id, node)
);
CREATE INDEX ON customer_former (node);
INSERT INTO customer_former (workspace_id, customer_id, node, place)
SELECT c.workspace_id, c.id, i.id, row_number() OVER (PARTITION BY c.workspace_id, c.id ORDER BY i.id <> c.anchor, i.first_at)
FROM customer c
JOIN LATERAL (
    SELECT DISTINCT m.node FROM customer_member m
    WHERE m.workspace_id = c.workspace_id AND m.customer_id = c.id AND m.valid_to >= c.retired_at - interval '1 second'
    UNION SELECT c.anchor
) own ON true
JOIN identifier i ON i.workspace_id = c.workspace_id AND i.id = own.node
WHERE c.retired_at IS NOT NULL AND c.anchor IS NOT NULL;

ALTER TABLE customer_former ENABLE ROW LEVEL SECURITY;
ALTER TABLE customer_former FORCE ROW LEVEL SECURITY;
CREATE POLICY one_workspace ON customer_former TO nitka_app
    USING (workspace_id = (SELECT nullif(current_setting('nitka.workspace', true), '')::uuid))
    WITH CHECK (workspace_id = (SELECT nullif(current_setting('nitka.workspace', true), '')::uuid));
CREATE POLICY owner_all ON customer_former TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON customer_former TO nitka_app;
