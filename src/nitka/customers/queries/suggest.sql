-- name: save_suggestions
-- Likely pairs as the rules see them now. What somebody has decided stays as they saw it; equals are not written again.
INSERT INTO suggestion AS s (workspace_id, id, a, b, score, features, rules_version)
SELECT :workspace_id, d.id, d.a, d.b, d.score, d.features::jsonb, :version
FROM unnest(:ids::uuid[], :a::uuid[], :b::uuid[], :scores::real[], :features::text[]) AS d (id, a, b, score, features)
ON CONFLICT (workspace_id, a, b) DO UPDATE
SET score = excluded.score, features = excluded.features, rules_version = excluded.rules_version, state = 'open',
    made_at = CASE s.state WHEN 'open' THEN s.made_at ELSE now() END
WHERE s.state IN ('open', 'outdated')
  AND (s.state, s.score, s.features, s.rules_version)
      IS DISTINCT FROM ('open', excluded.score, excluded.features, excluded.rules_version)
RETURNING a, b;

-- name: outdate_suggestions!
-- Pairs of these nodes that the rules find likely no longer; what somebody has decided stays.
UPDATE suggestion s SET state = 'outdated'
WHERE s.state = 'open' AND (s.a = ANY(:nodes::uuid[]) OR s.b = ANY(:nodes::uuid[]))
  AND s.id <> ALL(:keep::uuid[]);

-- name: customers_of_nodes
-- Whose these nodes are now.
SELECT DISTINCT m.customer_id FROM customer_member m WHERE m.node = ANY(:nodes::uuid[]) AND m.valid_to IS NULL;
