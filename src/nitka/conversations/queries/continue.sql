-- name: speaker^
-- An address that speaks in a conversation, and how its touches look.
SELECT s.connection_id, s.brand_id, s.channel, s.sender, s.node, i.type, i.namespace, i.value
FROM strand s JOIN identifier i ON i.id = s.node
WHERE s.id = :strand_id;
