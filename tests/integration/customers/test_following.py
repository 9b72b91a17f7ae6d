"""Whatever hangs on a customer must say how it follows when customers become one, part, and are undone."""

from __future__ import annotations

import asyncpg

# table.column → how it follows. A new one is put here together with a test of what it does at a merge and its undoing.
FOLLOWS = {
    "customer_word.customer_id": "drawn anew with the name (customers/profile.py)",
    "customer_member.customer_id": "the membership itself (customers/naming.py)",
    "identity_event_customer.customer_id": "history: under every id it concerned, found through redirects",
    "conversation.customer_id": "moved with its strands, told anew when customers part (conversations/rehome.py)",
    "customer.anchor": "whoever has this identifier answers for the id (customers/queries/write.sql)",
    "customer_former.customer_id": "an id out of use, by which nobody is looked up but through redirects",
    "customer_former.node": "of a node: the first that is anybody's answers for the id (customers/queries/write.sql)",
    "draft.conversation_id": "read under the conversation that goes on; who begins again has the id and the draft back",
    "consent.subject": "of a node; the most restrictive of a customer's nodes holds (customers/consent)",
    "given_name.node": "of a node; the closest bound one's holds (customers/profile.py)",
    "record.node": "of a node: traits are drawn from a customer's nodes",
    "strand.node": "of a node: the address itself",
    "conversation_strand.owner_node": "of a node: told anew when it changes hands",
    "touch.owner_node": "of a node; another one where statuses change (customers/ownership.py)",
    "file.owner_node": "of a node: who sent it",
    "conversation_strand.conversation_id": "told anew when customers part, redirected when they become one",
    "customer_member.node": "the membership itself",
    "identity_constraint_node.node": "evidence, not a conclusion",
    "identity_release.node": "evidence, not a conclusion",
    "finding.node": "evidence, not a conclusion: of a node",
    "continuation.node": "of a node: the address that the token was given to",
    "continuation.used_node": "of a node: the address that came with the token",
    "continuation.conversation_id": "where it was made, as it was then; redirects are followed",
    "one_time_code.node": "of a node: the address that the code goes to",
    "model_seen.node": "of a node: drawn already by the version that is being looked at, and forgotten afterwards",
    "record_key.node": "of a node: follows from what the description says (customers/likeness)",
}
NAMES = ("node", "subject", "anchor", "customer_id", "conversation_id")


async def test_every_table_that_hangs_on_a_customer_says_how_it_follows(migrated: str) -> None:
    connection = await asyncpg.connect(migrated)
    try:
        rows = await connection.fetch(
            r"""SELECT c.relname || '.' || a.attname AS place FROM pg_class c
               JOIN pg_namespace n ON n.oid = c.relnamespace
               JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
               WHERE n.nspname = 'nitka' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                 AND a.atttypid IN ('uuid'::regtype, 'uuid[]'::regtype)
                 AND (a.attname = ANY($1) OR a.attname LIKE '%customer%' OR a.attname LIKE '%\_node')""",
            NAMES,
        )
    finally:
        await connection.close()
    assert {row["place"] for row in rows} == FOLLOWS.keys()
